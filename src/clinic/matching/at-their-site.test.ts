import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { asPerson } from '../../db/work.ts'
import { stayById } from '../plans/queries.ts'
import { unfitFor } from './fit.ts'
import { knownOf } from './queries/instance.ts'

const monday = addDays(weekOf(todayHere()), 7)

describe('The site that a client comes to', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const knownOfMaya = () =>
    asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Clock' }, new Date(), async (work) => {
      const stay = await stayById(work, castId('maya episode'))
      assert.ok(stay)
      return { near: await knownOf(work, stay, monday), all: await knownOf(work, stay, monday, true) }
    })

  it('is where they sit, wherever their program stands: their own groups suit them, and other sites are not read', async () => {
    const before = await knownOfMaya()
    const own = before.near.seeker.now?.series ?? []
    assert.ok(own.length > 1)
    assert.equal(before.near.seeker.site, castId('mill'))
    // The rooms of her groups belong to the other site from now on.
    await house.db.owner.query(
      `update room set site_id = $3 where clinic_id = $1 and not is_video and id in (
         select room_id from group_series where clinic_id = $1 and id = any ($2::uuid[]))`,
      [riverbend.id, own, castId('main-street')],
    )
    const { near, all } = await knownOfMaya()
    assert.equal(near.seeker.site, castId('main-street'))
    for (const id of own) {
      const series = near.instance.series.find((one) => one.id === id)
      assert.ok(series)
      assert.ok(!['site', 'video'].includes(unfitFor(near.seeker, series) ?? ''), near.offered.get(id)?.row.name)
    }
    const read = new Set(near.instance.series.map(({ id }) => id))
    for (const series of all.instance.series)
      assert.equal(read.has(series.id), series.site === null || series.site === castId('main-street'), series.id)
  })
})
