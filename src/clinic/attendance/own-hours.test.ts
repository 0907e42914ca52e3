import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, dayAt, instantAt, timeAt, weekOf } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson, type StaffPerson, type Work } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { answerMakeUp } from './actions/make-ups.ts'
import { shortWeekOf } from './queries/make-ups.ts'

const clinic = riverbend.id
const zone = riverbend.timeZone
const monday = weekOf(todayHere())
const at = (n: number, time: string) => instantAt(addDays(monday, n), time, zone)
const noorPerson: StaffPerson = {
  kind: 'staff',
  id: castId('noor'),
  role: 'coordinator',
  name: 'Noor',
  givenName: 'Noor',
  familyName: 'A',
  credential: '',
  sessionId: castId('noor'),
}
const [amina, kofi] = ['amina', 'kofi'] as const

describe('An hour with a clinician that makes up', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    const ask = (text: string, values: unknown[] = []) => house.db.owner.query(text, values)
    await ask(
      `update seat s set during = 'empty' from group_series r where r.id = s.series_id and s.clinic_id = $1 and r.weekday not in (1, 3, 5)`,
      [clinic],
    )
    for (const key of [amina, kofi])
      await ask(
        'insert into primary_therapist (clinic_id, id, episode_id, staff_id, from_day, assigned_by, assigned_at) values ($1, gen_random_uuid(), $2, $3, $4, $3, now())',
        [clinic, castId(`${key} episode`), castId('lee'), addDays(monday, -30)],
      )
    await ask('delete from working_hours where staff_id = $1', [castId('lee')])
    // Lee works on Thursdays alone, from three to five in the afternoon.
    await ask(
      `insert into working_hours (clinic_id, id, staff_id, weekday, starts, ends, during, set_by, set_at)
       values ($1, gen_random_uuid(), $2, 4, '15:00', '16:00', daterange($3, null), $2, now())`,
      [clinic, castId('lee'), addDays(monday, -30)],
    )
  })
  beforeEach(async () => {
    house.setNow(at(0, '07:30'))
    for (const table of ['make_up_answer', 'make_up_offer', 'make_up_look'])
      await house.db.owner.query(`delete from ${table}`)
    await house.db.owner.query("update visit set during = 'empty' where clinic_id = $1", [clinic])
    await house.db.owner.query("update seat set during = 'empty' where upper(during) = lower(during) + 1")
  })
  after(() => house.close())

  const as = <T>(deed: (work: Work) => Promise<T>, when = at(0, '07:30')) =>
    asPerson(house.db.pool, clinic, noorPerson, when, deed)
  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await house.db.owner.query<Row>(text, values)).rows
  const episode = (key: string) => castId(`${key} episode`)
  const hoursOf = async (key: string, when = at(0, '07:30')) =>
    (await as((work) => shortWeekOf(work, episode(key), monday), when))?.seats.filter((one) => one.hour !== null) ?? []
  async function offer(key: string) {
    const [hour] = await hoursOf(key)
    assert.ok(hour !== undefined, `no hour for ${key}`)
    const answer = await (await house.as('noor')).post(urls.makeUpOffers({ episode: episode(key) }), {
      session: hour.sessionId,
    })
    assert.equal(answer.status, 303, answer.text)
    const [made] = await rows<{ id: string }>('select id from make_up_offer where client_id = $1 and staff_id = $2', [
      castId(key),
      castId('lee'),
    ])
    return made?.id ?? ''
  }

  it('is their own therapist’s free hour, in both people’s times, beside what both have', async () => {
    const [hour, ...more] = await hoursOf(amina)
    assert.ok(hour !== undefined && hour.hour !== null)
    assert.deepEqual(more, [])
    assert.equal(hour.hour.isTheirTherapist, true)
    assert.equal(dayAt(hour.starts, zone), addDays(monday, 3))
    assert.equal(timeAt(hour.starts, zone), '15:00')
    // Lee is away then: no hour. Somebody has Lee then: no hour.
    await house.db.owner.query(
      `insert into time_away (clinic_id, id, staff_id, during, set_by, set_at) values ($1, gen_random_uuid(), $2, tstzrange($3, $4), $2, now())`,
      [clinic, castId('lee'), at(3, '15:30'), at(3, '15:40')],
    )
    assert.deepEqual(await hoursOf(amina), [])
    await house.db.owner.query('delete from time_away where staff_id = $1', [castId('lee')])
    // Begun already, it is gone.
    assert.deepEqual(await hoursOf(amina, at(3, '15:10')), [])
    const page = (await (await house.as('noor')).get(urls.chartWeek({ client: castId(amina) }))).text
    assert.match(page, /An hour with Lee/)
    assert.match(page, /their own therapist/)
  })

  it('is offered only where the plan asks for individual hours', async () => {
    const order = (individual: number) =>
      house.db.owner.query(
        `insert into dose_order (clinic_id, id, episode_id, from_week, group_minutes, individual_minutes, family_minutes, medication_minutes, days, ordered_by, ordered_at)
         values ($1, gen_random_uuid(), $2, $3, 540, $4, 0, 0, 3, $5, clock_timestamp())`,
        [clinic, episode(amina), monday, individual, castId('lee')],
      )
    await order(0)
    assert.deepEqual(await hoursOf(amina), [])
    await order(60)
    assert.equal((await hoursOf(amina)).length, 1)
  })

  it('is booked by one press of the client’s own, in the same moment, and counts in the week', async () => {
    const id = await offer(amina)
    const given = await (await house.as('noor')).post(urls.ownPage({ client: castId(amina) }), {
      language: 'en',
      birthDate: 'left-out',
    })
    const token = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
    const phone = house.stranger()
    const page = (await phone.get(urls.mine({ token }))).text
    assert.match(page, /Appointment with Lee/)
    assert.match(page, /To make up time you missed/)
    const pressed = await Promise.all(
      [1, 2].map(() => phone.post(urls.mineMakeUp({ token, offer: id }), { answer: 'accepted' })),
    )
    assert.ok(pressed.every((answer) => answer.status === 303))
    const visits = await rows<{ kind: string; minutes: number }>(
      'select kind, minutes from visit where client_id = $1 and not isempty(during)',
      [castId(amina)],
    )
    assert.deepEqual(visits, [{ kind: 'individual', minutes: 60 }])
    const [answer] = await rows<{ seat: string | null; visit: string | null; own: boolean }>(
      'select seat_id as seat, visit_id as visit, by_client as own from make_up_answer where offer_id = $1',
      [id],
    )
    assert.ok(answer?.seat === null && answer.visit !== null && answer.own)
    const chart = (await (await house.as('noor')).get(urls.chartWeek({ client: castId(amina) }))).text
    assert.match(chart, /9 h to come/)
  })

  it('goes to one of two who press at one moment; the other keeps what else was offered, and is offered more', async () => {
    const [first, second] = [await offer(amina), await offer(kofi)]
    // A third is not offered it: two at most are asked for one hour.
    const third = 'tomasz'
    await house.db.owner.query(
      'insert into primary_therapist (clinic_id, id, episode_id, staff_id, from_day, assigned_by, assigned_at) values ($1, gen_random_uuid(), $2, $3, $4, $3, clock_timestamp())',
      [clinic, episode(third), castId('lee'), addDays(monday, -30)],
    )
    assert.deepEqual(
      (await hoursOf(third)).map((one) => one.chairs),
      [0],
    )
    const noor = await house.as('noor')
    const others = (await as((work) => shortWeekOf(work, episode(kofi), monday)))?.seats.find(
      (one) => one.seat !== null,
    )
    await noor.post(urls.makeUpOffers({ episode: episode(kofi) }), { session: others?.sessionId ?? '' })
    const answers = await Promise.all([first, second].map((id) => as((work) => answerMakeUp(work, id, 'accepted'))))
    const late = answers.filter(isRefusal)
    assert.equal(late.length, 1, JSON.stringify(answers))
    assert.equal(late[0]?.refused, 'seat-gone')
    assert.match(late[0]?.because ?? '', /^This hour is taken by now\./)
    assert.equal((await rows('select 1 from visit where not isempty(during) and clinic_id = $1', [clinic])).length, 1)
    const loser = isRefusal(answers[0]) ? amina : kofi
    const left = await rows(
      `select 1 from make_up_offer o where client_id = $1 and not exists (select from make_up_answer a where a.offer_id = o.id)`,
      [castId(loser)],
    )
    assert.ok(left.length > 0)
  })

  it('is by video, as a seat is, only with the signed consent, the client’s wish, and a licence where they live', async () => {
    const put = (text: string, values: unknown[]) => house.db.owner.query(text, values)
    const [client, signing, link] = [castId(amina), castId('amina telehealth'), castId('amina telehealth link')]
    await put('update room set is_video = true where clinic_id = $1', [clinic])
    const found = async () => {
      const seats = (await as((work) => shortWeekOf(work, episode(amina), monday)))?.seats ?? []
      return {
        hour: seats.find((one) => one.hour !== null)?.byVideo ?? null,
        groups: seats.filter((one) => one.seat).length,
      }
    }
    assert.deepEqual(await found(), { hour: false, groups: 0 })
    await put(
      `insert into signing (clinic_id, id, client_id, program_id, client_names, client_born, signer_name, signer_born, capacity, language, papers, blanks, prepared_by, prepared_at)
       values ($1, $2, $3, $4, '{Amina}', '1978-01-29', 'Amina Bello', '1978-01-29', 'client', 'en', '[]', '{}', $5, now())`,
      [clinic, signing, client, castId('day'), castId('noor')],
    )
    await put(
      `insert into signing_link (clinic_id, id, signing_id, manner, token_hash, visit_minutes, copy_minutes, expires_at, made_by, made_at)
       values ($1, $2, $3, 'tablet', 'a hash of amina', 30, 30, now(), $4, now())`,
      [clinic, link, signing, castId('noor')],
    )
    await put(
      `insert into signed_document (clinic_id, id, signing_id, link_id, client_id, kind, document_id, document_version, language, title, text_shown, text_hash,
         signer_name, capacity, method, signature, manner, address, user_agent, signed_at, file_id, file_hash)
       values ($1, gen_random_uuid(), $2, $3, $4, 'telehealth', 'x', '1', 'en', 'x', 'x', repeat('0', 64), 'Amina Bello', 'client', 'typed', 'Amina Bello', 'tablet', '', '',
         now() - interval '1 hour', gen_random_uuid(), repeat('0', 64))`,
      [clinic, signing, link, client],
    )
    const agreed = await found()
    assert.equal(agreed.hour, true)
    assert.ok(agreed.groups > 0)
    // They live where nobody here is licensed: no group by video, and the hour in the house.
    await put(
      `insert into client_contact (clinic_id, id, client_id, kind, value, recorded_by, recorded_at) values ($1, $2, $3, 'address', '1 Main St, Houston, TX 77001', $4, now())`,
      [clinic, castId('amina in texas'), client, castId('noor')],
    )
    assert.deepEqual(await found(), { hour: false, groups: 0 })
    await put('delete from client_contact where id = $1', [castId('amina in texas')])
    assert.equal((await found()).hour, true)
    // They would rather come.
    await put(
      `insert into client_wish (clinic_id, id, client_id, place, recorded_by, recorded_at) values ($1, $2, $3, 'on-site', $4, now())`,
      [clinic, castId('amina wish'), client, castId('noor')],
    )
    assert.deepEqual(await found(), { hour: false, groups: 0 })
    await put('delete from client_wish where id = $1', [castId('amina wish')])
    // And they declined it since.
    await put(
      `insert into declined_document (clinic_id, id, signing_id, link_id, client_id, kind, document_id, document_version, language, text_hash, reason, manner, address, declined_at)
       values ($1, gen_random_uuid(), $2, $3, $4, 'telehealth', 'x', '1', 'en', repeat('0', 64), 'In person only', 'tablet', '', now())`,
      [clinic, signing, link, client],
    )
    assert.deepEqual(await found(), { hour: false, groups: 0 })
    await put('update room set is_video = false where clinic_id = $1', [clinic])
  })

  it('is nobody’s to take but whose it is: a stranger’s key, and what is no hour, offer nothing', async () => {
    const noor = await house.as('noor')
    for (const session of ['x', `${castId('lee')} 2026-01-01T00:00:00.000Z`, castId('lee')])
      assert.equal((await noor.post(urls.makeUpOffers({ episode: episode(amina) }), { session })).status, 422)
    assert.deepEqual(await rows('select 1 from make_up_offer'), [])
    const id = await offer(amina)
    assert.equal(
      (await (await house.as('ben')).post(urls.makeUpAnswer({ offer: id }), { answer: 'accepted' })).status,
      403,
    )
    const given = await noor.post(urls.ownPage({ client: castId(kofi) }), { language: 'en', birthDate: 'left-out' })
    const token = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
    await house.stranger().post(urls.mineMakeUp({ token, offer: id }), { answer: 'accepted' })
    assert.deepEqual(await rows('select 1 from make_up_answer'), [])
  })
})
