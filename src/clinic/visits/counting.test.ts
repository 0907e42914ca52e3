import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const monday = addDays(weekOf(todayHere()), 7)

describe('What a visit adds to the week', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const expected = async () =>
    Number(
      (
        await house.db.owner.query(
          'select expected_minutes as n from episode_week where client_id = $1 and week = $2',
          [castId('will'), monday],
        )
      ).rows[0]?.n ?? 0,
    )
  const book = async (kind: string, starts: string, minutes: string) => {
    const dana = await house.as('dana')
    const answer = await dana.post(urls.visits({ episode: castId('will episode') }), {
      kind,
      staffId: castId('lee'),
      first: monday,
      starts,
      minutes,
      times: '1',
    })
    assert.equal(answer.status, 303, answer.text.slice(0, 300))
  }

  it('is nothing for a toxicology visit, and the hour for teen or couples therapy', async () => {
    const before = await expected()
    await book('drug-test', '16:00', '15')
    assert.equal(await expected(), before)
    await book('couples', '17:00', '50')
    assert.equal(await expected(), before + 50)
    const page = await (await house.as('dana')).get(urls.chartWeek({ client: castId('will') }, { week: monday }))
    assert.match(page.text, /Couples therapy|Toxicology visit/)
  })
})
