import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'

const dana = castId('dana')

describe('The way in', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  const put = (sql: string, values: unknown[]) => house.db.owner.query(sql, [riverbend.id, ...values])
  const board = async () => (await noor.get(urls.admissions())).text
  /** What stands between this heading and the next. */
  const under = (text: string, heading: string) => text.split(`>${heading}<`)[1]?.split('<h2')[0] ?? ''
  let person: { client: string }
  const screen = newId()
  const assessment = newId()

  it('is clear when nobody is on it: those in care are not', async () => {
    await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
    const text = await board()
    assert.match(text, /Nobody waits for a next step/)
    assert.match(text, /The way in is clear/)
    assert.doesNotMatch(text, /Maya Alvarez/)
  })

  it('begins with somebody who was entered and not screened', async () => {
    const answer = await noor.post(urls.newClient(), {
      given: 'Vera',
      family: 'Sandoval',
      birthDate: '1979-05-05',
      sex: 'female',
      source: 'hospital',
    })
    person = { client: answer.location?.split('/').at(-1) ?? '' }
    const text = await board()
    assert.match(text, /1 waits for a next step/)
    assert.ok(under(text, 'Accepted, not screened').includes(urls.safetyScreen(person)))
    assert.match(text, /Since today/)
  })

  it('stops at an open stop, and goes on when a clinician settled it', async () => {
    await put(
      "insert into safety_screen (clinic_id, id, client_id, answers, thresholds, stops, screened_by, screened_at) values ($1, $2, $3, '{}', '{}', $4, $5, now())",
      [screen, person.client, JSON.stringify([{ id: 'withdrawal-severe' }]), dana],
    )
    assert.ok(under(await board(), 'Stopped at the safety gate').includes(urls.placement(person)))
    await put(
      "insert into stop_disposition (clinic_id, id, screen_id, stop, disposition, because, decided_by, decided_at) values ($1, gen_random_uuid(), $2, 'withdrawal-severe', 'cleared-by-clinician', 'Seen and examined today', $3, now())",
      [screen, dana],
    )
    assert.ok(under(await board(), 'Screened, not assessed').includes(urls.assessment(person)))
  })

  it('goes on to the decision and to admission', async () => {
    await put(
      "insert into placement_assessment (clinic_id, id, client_id, screen_id, edition, ratings, recommended_level, recommendation, assessed_by, assessed_at) values ($1, $2, $3, $4, '4', '{}', '2.1', '{}', $5, now())",
      [assessment, person.client, screen, dana],
    )
    assert.ok(under(await board(), 'Assessed, not decided').includes(urls.placement(person)))
    await put(
      "insert into placement_decision (clinic_id, id, assessment_id, client_id, level_of_care, decided_by, decided_at) values ($1, gen_random_uuid(), $2, $3, '2.1', $4, now())",
      [assessment, person.client, dana],
    )
    assert.ok(under(await board(), 'Decided, not admitted').includes(urls.admission(person)))
    await put(
      "insert into placement_decision (clinic_id, id, assessment_id, client_id, level_of_care, decided_by, decided_at) values ($1, gen_random_uuid(), $2, $3, '3.7', $4, now() + interval '1 second')",
      [assessment, person.client, dana],
    )
    assert.ok(under(await board(), 'Decided for a level that is not given here').includes(urls.newHandOff(person)))
  })

  it('waits with another service while a hand-off stands, and begins anew when the person is back', async () => {
    const handOff = newId()
    await put(
      "insert into hand_off (clinic_id, id, client_id, to_level, to_whom, because, due_at, back_on, owner_id, made_by, made_at) values ($1, $2, $3, '3.7', 'County detox', 'Needs it', now() + interval '1 hour', $4, $5, $5, now())",
      [handOff, person.client, addDays(todayHere(), 5), dana],
    )
    const away = await board()
    assert.match(away, /Nobody waits for a next step/)
    assert.match(under(away, 'With another service'), /County detox, not accepted yet/)
    await put(
      "insert into hand_off_answer (clinic_id, id, hand_off_id, answer, by_whom, recorded_by, recorded_at) values ($1, gen_random_uuid(), $2, 'returned', 'A nurse', $3, now())",
      [handOff, dana],
    )
    assert.ok(under(await board(), 'Accepted, not screened').includes(urls.safetyScreen(person)))
  })

  it('goes on from the new screen when the person was screened again', async () => {
    await put(
      "insert into safety_screen (clinic_id, id, client_id, answers, thresholds, stops, screened_by, screened_at) values ($1, gen_random_uuid(), $2, '{}', '{}', '[]', $3, now())",
      [person.client, dana],
    )
    assert.match(under(await board(), 'Decided for a level that is not given here'), /Vera Sandoval/)
  })

  it('shows a planned stay until it begins, and nobody who has begun', async () => {
    const episode = newId()
    await put(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5::date, null), 'home', $6, now())",
      [episode, person.client, castId('day'), addDays(todayHere(), 3), dana],
    )
    assert.match(under(await board(), 'Starting soon'), /Vera Sandoval/)
    house.setNow(new Date(Date.now() + 4 * 86_400_000))
    const later = await (await house.as('noor')).get(urls.admissions())
    assert.equal(later.status, 200)
    assert.doesNotMatch(later.text, /Vera Sandoval/)
    house.setNow(null)
  })

  it('is not for a therapist', async () => {
    assert.equal((await (await house.as('lee')).get(urls.admissions())).status, 403)
  })
})
