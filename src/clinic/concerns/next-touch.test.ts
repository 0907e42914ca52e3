import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { nextTouchOf, type Touch } from './queries/next-touch.ts'

const today = todayHere()

describe('The next touch', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const ask = (more: Parameters<typeof nextTouchOf>[1] = {}): Promise<Touch[]> =>
    asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Test' }, new Date(), (work) =>
      nextTouchOf(work, more),
    )
  const own = (list: Touch[], key: string) => list.find(({ clientId }) => clientId === castId(key))

  it('names everyone in care once, with an owner', async () => {
    const { rows } = await house.db.owner.query(
      'select client_id from episode where clinic_id = $1 and upper_inf(during)',
      [riverbend.id],
    )
    const all = await ask()
    assert.deepEqual(
      new Set(all.filter(({ standing }) => standing === 'in-care').map(({ clientId }) => clientId)),
      new Set(rows.map((row) => row.client_id)),
    )
    assert.equal(own(all, 'kofi')?.owner, 'Lee Park')
  })

  it('takes the nearest of a meeting, a promised call and a concern', async () => {
    const lee = await house.as('lee')
    await lee.post(urls.newConcern(), { client: castId('ruth'), words: 'Not herself', urgency: 'today' })
    const one = own(await ask(), 'ruth')
    assert.deepEqual([one?.nextOn, one?.what], [today, 'concern'])
  })

  it('shows as an exception who has nothing before them', async () => {
    await house.db.owner.query(
      `update seat set during = daterange(lower(during), $2::date) where client_id = $1 and not isempty(during) and lower(during) < $2::date`,
      [castId('devon'), today],
    )
    await house.db.owner
      .query(
        'update visit set during = tstzrange(lower(during), lower(during)) where client_id = $1 and lower(during) > now()',
        [castId('devon')],
      )
      .catch(() => {})
    const before = own(await ask({ exceptionsOnly: true }), 'devon')
    assert.ok(before, 'nobody is to meet, call or look at them')
    const dana = await house.as('dana')
    await dana.post(urls.outreach({ client: castId('devon') }), {
      how: 'phone',
      reached: 'no',
      reason: '',
      craving: '',
      words: 'No answer',
      nextOn: addDays(today, 1),
    })
    assert.equal(own(await ask({ exceptionsOnly: true }), 'devon'), undefined)
    assert.deepEqual([own(await ask(), 'devon')?.nextOn, own(await ask(), 'devon')?.what], [addDays(today, 1), 'call'])
  })

  it('puts the exceptions on one board, for those who work with concerns', async () => {
    const dana = await house.as('dana')
    const { status, text } = await dana.get(urls.nobodyLost())
    assert.equal(status, 200)
    const [first] = await ask({ exceptionsOnly: true })
    if (first === undefined) assert.match(text, /Everyone has a next day/)
    else assert.ok(text.includes(first.name), first.name)
    assert.equal((await (await house.as('ben')).get(urls.nobodyLost())).status, 403)
    assert.doesNotMatch((await (await house.as('sofia')).get(urls.nobodyLost())).text, /Lartey|Marsh|Jankowski/)
  })
})
