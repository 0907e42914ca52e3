import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { asPerson } from '../../db/work.ts'
import { stayById } from '../plans/queries.ts'
import { knownOf } from './queries/instance.ts'

const clinic = riverbend.id
const today = todayHere()
const [maya, episode] = [castId('maya'), castId('maya episode')]

describe('What the matcher reads of one client', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const seeker = () =>
    asPerson(house.db.pool, clinic, { kind: 'stepwell', id: null, name: 'Clock' }, new Date(), async (work) => {
      const stay = await stayById(work, episode)
      assert.ok(stay)
      return (await knownOf(work, stay, today)).seeker
    })
  const waits = (seriesId: string | null, since: string) =>
    house.db.owner.query(
      `insert into waitlist_entry (clinic_id, id, client_id, episode_id, series_id, program_id, kind, since_day, during, joined_by, joined_at)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, tstzrange(now() - interval '1 hour', null), $8, now())`,
      [clinic, maya, episode, seriesId, seriesId === null ? castId('evening') : null, since, since, castId('dana')],
    )

  it('counts the days on the lists on which they still stand, and none for a group in which they sit', async () => {
    assert.equal((await seeker()).waitingDays, 0)
    const { now } = await seeker()
    // The place on a list whose group they sit in by now waits for nothing.
    await waits(now?.series[0] ?? '', addDays(today, -40))
    assert.equal((await seeker()).waitingDays, 0)
    await waits(null, addDays(today, -5))
    assert.equal((await seeker()).waitingDays, 5)
    await waits(null, addDays(today, -12))
    assert.equal((await seeker()).waitingDays, 12)
    await house.db.owner.query(
      'update waitlist_entry set during = tstzrange(lower(during), now()) where client_id = $1',
      [maya],
    )
    assert.equal((await seeker()).waitingDays, 0)
  })

  it('refuses nobody for a gender that is wished, and everybody else for one that is insisted on', async () => {
    const wish = (gender: string, isFirm: boolean) =>
      house.db.owner.query(
        `insert into client_wish (clinic_id, id, client_id, place, clinician_gender, gender_is_firm, recorded_by, recorded_at)
         values ($1, gen_random_uuid(), $2, 'either', $3, $4, $5, clock_timestamp())`,
        [clinic, maya, gender, isFirm, castId('dana')],
      )
    const said = async () => {
      const { clinicianGender, wishedGender } = await seeker()
      return [clinicianGender, wishedGender]
    }
    await wish('woman', false)
    assert.deepEqual(await said(), [null, 'woman'])
    await wish('woman', true)
    assert.deepEqual(await said(), ['woman', null])
    await wish('', false)
    assert.deepEqual(await said(), [null, null])
  })
})
