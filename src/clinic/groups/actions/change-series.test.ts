import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend, staffPerson } from '../../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../../tests/database.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, timeAt, weekdayOf, weekOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { connect, type Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { directory } from '../queries/directory.ts'
import { lineageOf } from '../queries/lineage.ts'
import { seatsHeld, seriesToOffer } from '../queries/seating.ts'
import { changeSeries, consequencesOf, type Changed, type SeriesChange } from './change-series.ts'
import { endSeries } from './end-series.ts'
import { laySessions } from './lay.ts'
import { releaseSeat, takeSeat, type Seated } from './seats.ts'
import { transferSeat } from './transfer.ts'

const clinic = riverbend.id
const today = todayHere()
const zone = riverbend.timeZone
const dana = staffPerson('dana')

let db: TestDatabase
let pool: Pool
before(async () => {
  db = await freshDatabase()
  pool = connect(db.appUrl, 16)
})
after(async () => {
  await pool.end()
  await db.close()
})

const as = <T>(deed: (work: Work) => Promise<T>, at = new Date(), by = dana) => asPerson(pool, clinic, by, at, deed)
function done<T>(answer: T): Exclude<T, { refused: string }> {
  assert.ok(!isRefusal(answer), JSON.stringify(answer))
  return answer as Exclude<T, { refused: string }> // a refusal was ruled out on the line before
}
const code = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')

async function room(places = 20): Promise<string> {
  const id = randomUUID()
  await db.owner.query('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, $5)', [
    clinic,
    id,
    castId('mill'),
    `Room ${id.slice(0, 4)}`,
    places,
  ])
  return id
}

let evening = 0
/** A group of the day program led by somebody of its own, with meetings laid. Each at an hour that nobody else uses. */
async function group(over: { chairs?: number; weekday?: number; starts?: string; at?: Date } = {}) {
  const { chairs = 6, weekday = 2, at = new Date() } = over
  evening += 1
  const starts = over.starts ?? `20:${String(evening).padStart(2, '0')}`
  const [id, leader, roomId] = [randomUUID(), randomUUID(), await room()]
  await db.owner.query(
    "insert into staff_member (clinic_id, id, given_name, family_name, credential, email, added_at) values ($1, $2, 'Ivo', 'Lang', 'LCSW', $3, now())",
    [clinic, leader, `${leader}@riverbend.example`],
  )
  await db.owner.query(
    "insert into staff_role (clinic_id, id, staff_id, role, given_at) values ($1, $2, $3, 'therapist', now())",
    [clinic, randomUUID(), leader],
  )
  await db.owner.query(
    "insert into staff_license (clinic_id, id, staff_id, kind, number, state, expires_on, recorded_at) values ($1, $2, $3, 'LCSW', 'L-1', 'NY', current_date + 900, now())",
    [clinic, randomUUID(), leader],
  )
  await db.owner.query(
    "insert into group_series (clinic_id, id, program_id, room_id, name, kind, weekday, starts, minutes, time_zone, during, opened_at) values ($1, $2, $3, $4, 'Night group', 'process', $5, $6, 60, $7, daterange($8, null), now())",
    [clinic, id, castId('day'), roomId, weekday, starts, zone, addDays(today, -60)],
  )
  await db.owner.query(
    "insert into series_leader (clinic_id, id, series_id, staff_id, part, during, assigned_at) values ($1, $2, $3, $4, 'lead', daterange($5, null), now())",
    [clinic, randomUUID(), id, leader, addDays(today, -60)],
  )
  await db.owner.query(
    'insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, $3::int) n',
    [clinic, id, chairs],
  )
  await as((work) => laySessions(work, addDays(today, -14), addDays(today, 42), id), at)
  return { id, roomId, weekday, starts }
}

async function person(): Promise<{ client: string; episode: string }> {
  const [client, episode] = [randomUUID(), randomUUID()]
  await db.owner.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
    clinic,
    client,
    client,
  ])
  await db.owner.query(
    "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, $2, $3, 'Ana', 'Lima', '1990-01-01', 'female', 'ana lima', now())",
    [clinic, randomUUID(), client],
  )
  await db.owner.query(
    "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5, null), 'home', $6, now())",
    [clinic, episode, client, castId('day'), addDays(today, -30), castId('dana')],
  )
  return { client, episode }
}
const take = async (episode: string, seriesId: string, from = today): Promise<Seated> =>
  done(await as((work) => takeSeat(work, episode, { seriesId, from })))

const from = addDays(weekOf(today), 14)
const thursday = (one: { roomId: string }, over: Partial<SeriesChange> = {}): SeriesChange => ({
  from,
  weekday: 4,
  starts: '17:30',
  minutes: 60,
  roomId: one.roomId,
  because: 'More people can come',
  ...over,
})
const change = (id: string, said: SeriesChange, at?: Date) => as((work) => changeSeries(work, id, said), at)
const seats = async (series: string) =>
  (
    await db.owner.query<{ client_id: string; number: number; first: string; last: string | null }>(
      `select client_id, number, lower(during)::text as first, (upper(during) - 1)::text as last from seat
       where series_id = $1 and not isempty(during) order by number, 3`,
      [series],
    )
  ).rows
const meetings = async (series: string) =>
  (
    await db.owner.query<{ held_on: string; starts: Date }>(
      'select held_on::text, lower(during) as starts from group_session where series_id = $1 and not isempty(during) order by 1',
      [series],
    )
  ).rows

describe('A group that changes its hour', () => {
  it('keeps its past, and everyone their chair, without anybody being entered again', async () => {
    const one = await group()
    const [ana, bo, cy] = [await person(), await person(), await person()]
    await take(ana.episode, one.id)
    await take(bo.episode, one.id, addDays(from, 20))
    const short = await take(cy.episode, one.id)
    await as((work) => releaseSeat(work, short.id, { lastDay: addDays(from, 10), because: 'Moves away' }))
    const past = (await meetings(one.id)).filter((meeting) => meeting.held_on < from)
    const changed: Changed = done(await change(one.id, thursday(one)))
    assert.equal(changed.carried, 3)
    assert.deepEqual(await seats(one.id), [
      { client_id: ana.client, number: 1, first: today, last: addDays(from, -1) },
      { client_id: cy.client, number: 3, first: today, last: addDays(from, -1) },
    ])
    assert.deepEqual(await seats(changed.id), [
      { client_id: ana.client, number: 1, first: from, last: null },
      { client_id: bo.client, number: 2, first: addDays(from, 20), last: null },
      { client_id: cy.client, number: 3, first: from, last: addDays(from, 10) },
    ])
    assert.deepEqual(await meetings(one.id), past)
    const next = await meetings(changed.id)
    assert.deepEqual(
      next.map((meeting) => [weekdayOf(meeting.held_on), timeAt(meeting.starts, zone)]),
      next.map(() => [4, '17:30']),
    )
    assert.ok(next.length >= 3)
    // Moved, not cancelled: nothing of it stands in the list of what was called off.
    const off = await db.owner.query(
      'select 1 from session_cancellation x join group_session g on g.id = x.session_id where g.series_id = $1',
      [one.id],
    )
    assert.equal(off.rowCount, 0)
    const told = await db.owner.query<{ client_id: string }>(
      "select client_id from notice where kind = 'time-changed' and about->>'seriesId' = $1 order by 1",
      [changed.id],
    )
    assert.deepEqual(
      told.rows.map((row) => row.client_id),
      [ana.client, bo.client, cy.client].sort(),
    )
    const line = await as((work) => lineageOf(work, changed.id))
    assert.deepEqual(
      line.map((row) => [row.id, row.weekday, row.because]),
      [
        [one.id, 2, 'More people can come'],
        [changed.id, 4, null],
      ],
    )
    const listed = (await as((work) => directory(work))).filter((row) => [one.id, changed.id].includes(row.id))
    assert.deepEqual(
      listed.map((row) => row.id),
      [one.id],
    )
  })

  it('keeps its wall time across the night on which the clocks change', async () => {
    // 14 March 2027 is that night in New York.
    const at = new Date('2027-02-20T15:00:00Z')
    const one = await group({ weekday: 2, at })
    await as((work) => laySessions(work, '2027-02-20', '2027-04-03', one.id), at)
    const changed = done(await change(one.id, thursday(one, { from: '2027-03-10' }), at))
    assert.deepEqual(
      (await meetings(changed.id)).map((meeting) => [meeting.held_on, meeting.starts.toISOString().slice(11, 16)]),
      [
        ['2027-03-11', '22:30'],
        ['2027-03-18', '21:30'],
        ['2027-03-25', '21:30'],
        ['2027-04-01', '21:30'],
      ],
    )
  })

  it('names who would be in two places or cannot come, and stops for the first unless their seat is to end', async () => {
    const one = await group()
    const other = await group({ weekday: 4, starts: '17:00' })
    const [ana, bo] = [await person(), await person()]
    await take(ana.episode, one.id)
    await take(ana.episode, other.id)
    await take(bo.episode, one.id)
    await db.owner.query(
      "insert into client_availability (clinic_id, id, client_id, weekday, from_time, to_time, from_day, recorded_at) select $1, gen_random_uuid(), $2, d, '20:00', '22:00', current_date - 9, now() from generate_series(1, 7) d",
      [clinic, bo.client],
    )
    const seen = await as((work) => consequencesOf(work, one.id, thursday(one)))
    assert.deepEqual(
      seen.members.map((member) => [member.clientId, member.isClash, member.problem !== null]),
      [
        [ana.client, true, true],
        [bo.client, false, true],
      ],
    )
    assert.ok(seen.others.some((said) => said.includes('leave')))
    assert.equal(code(await change(one.id, thursday(one))), 'members-clash')
    assert.equal((await seats(one.id)).length, 2)
    const changed = done(await change(one.id, thursday(one, { leaveBehind: [ana.client] })))
    assert.deepEqual([changed.carried, changed.left.map((left) => left.clientId)], [1, [ana.client]])
    const released = await db.owner.query<{ because: string }>(
      'select r.because from seat_release r join seat t on t.id = r.seat_id where t.client_id = $1',
      [ana.client],
    )
    assert.deepEqual(released.rows, [{ because: 'More people can come' }])
  })

  it('refuses a taken or small room, a leader who is bound, the past, and a second change of one row', async () => {
    const [one, other] = [await group(), await group({ weekday: 4, starts: '17:45' })]
    const [ana, bo] = [await person(), await person()]
    await take(ana.episode, one.id)
    await take(bo.episode, one.id)
    assert.equal(code(await change(one.id, thursday(one, { roomId: other.roomId }))), 'room')
    assert.equal(code(await change(one.id, thursday(one, { roomId: await room(1) }))), 'room')
    const { rows } = await db.owner.query<{ staff_id: string }>(
      'select staff_id from series_leader where series_id = $1',
      [other.id],
    )
    assert.equal(code(await change(one.id, thursday(one, { leadId: rows[0]?.staff_id }))), 'leader')
    assert.equal(code(await change(one.id, thursday(one, { from: addDays(today, -1) }))), 'in-the-past')
    assert.equal(code(await change(one.id, thursday(one, { starts: '23:30' }))), 'past-midnight')
    assert.equal(code(await change('what', thursday(one))), 'not-found')
    const noor = staffPerson('noor')
    assert.equal(code(await as((work) => changeSeries(work, one.id, thursday(one)), new Date(), noor)), 'not-allowed')
    const changed = done(await change(one.id, thursday(one)))
    assert.equal(code(await change(one.id, thursday(one, { from: addDays(from, 7) }))), 'changes-already')
    // One that is still to come is corrected on its own day: nobody is lost on the way.
    const again = done(await change(changed.id, thursday(one, { starts: '18:15' })))
    assert.deepEqual(await seats(changed.id), [])
    assert.deepEqual(
      (await seats(again.id)).map((seat) => [seat.client_id, seat.number, seat.first]),
      [
        [ana.client, 1, from],
        [bo.client, 2, from],
      ],
    )
  })

  it('gives a seat before the change through it, and takes it back as one', async () => {
    const one = await group({ chairs: 1 })
    const changed = done(await change(one.id, thursday(one)))
    const [ana, bo] = [await person(), await person()]
    const seat = await take(ana.episode, one.id)
    assert.deepEqual(await seats(changed.id), [{ client_id: ana.client, number: 1, first: from, last: null }])
    // The chair is hers after the change too, whichever row is asked.
    const late = await as((work) => takeSeat(work, bo.episode, { seriesId: changed.id, from: addDays(from, 3) }))
    assert.equal(code(late), 'seat-gone')
    const held = await as((work) => seatsHeld(work, ana.client, today))
    assert.deepEqual(
      held.map((one_) => [one_.seriesId, one_.isReleased]),
      [
        [one.id, true],
        [changed.id, false],
      ],
    )
    done(await as((work) => releaseSeat(work, seat.id, { lastDay: addDays(today, 5), because: 'Goes home' })))
    assert.deepEqual(await seats(changed.id), [])
    assert.deepEqual(await seats(one.id), [{ client_id: ana.client, number: 1, first: today, last: addDays(today, 5) }])
    await take(bo.episode, changed.id, addDays(today, 6))
    assert.deepEqual(
      (await seats(changed.id)).map((row) => row.client_id),
      [bo.client],
    )
  })

  it('does not give a seat to somebody whom the change would put in two places', async () => {
    const one = await group()
    const other = await group({ weekday: 4, starts: '17:15' })
    done(await change(one.id, thursday(one)))
    const ana = await person()
    await take(ana.episode, other.id)
    const answer = await as((work) => takeSeat(work, ana.episode, { seriesId: one.id, from: today }))
    assert.equal(code(answer), 'clash-later')
  })
})

describe('A group that ends', () => {
  it('ends its seats with it, names who needs another, and leaves the past', async () => {
    const one = await group()
    const changed = done(await change(one.id, thursday(one)))
    const [ana, bo] = [await person(), await person()]
    await take(ana.episode, one.id)
    await take(bo.episode, one.id)
    const lastDay = addDays(today, 7)
    const ended = done(await as((work) => endSeries(work, one.id, { lastDay, because: 'Too few' })))
    assert.deepEqual(ended.unseated.map((who) => who.clientId).sort(), [ana.client, bo.client].sort())
    assert.deepEqual(await seats(changed.id), [])
    assert.deepEqual(
      (await seats(one.id)).map((seat) => seat.last),
      [lastDay, lastDay],
    )
    assert.ok((await meetings(one.id)).every((meeting) => meeting.held_on <= lastDay))
    assert.deepEqual(await meetings(changed.id), [])
    assert.equal(code(await as((work) => endSeries(work, one.id, { lastDay, because: 'x' }))), 'ends-already')
  })
})

describe('A transfer', () => {
  it('moves a seat from one day to the next and keeps both, or does nothing', async () => {
    const [one, two, full] = [await group(), await group(), await group({ chairs: 1 })]
    const [ana, bo] = [await person(), await person()]
    const seat = await take(ana.episode, one.id)
    await take(bo.episode, full.id)
    const day = addDays(today, 5)
    const move = (toSeriesId: string) =>
      as((work) => transferSeat(work, seat.id, { toSeriesId, from: day, because: 'Asked for it' }))
    assert.equal(code(await move(full.id)), 'seat-gone')
    assert.equal((await seats(one.id))[0]?.last, null)
    assert.equal(code(await move(one.id)), 'same-group')
    done(await move(two.id))
    assert.equal((await seats(one.id))[0]?.last, addDays(day, -1))
    assert.deepEqual(await seats(two.id), [{ client_id: ana.client, number: 1, first: day, last: null }])
    const kept = await db.owner.query('select because from seat_transfer where seat_id = $1', [seat.id])
    assert.deepEqual(kept.rows, [{ because: 'Asked for it' }])
  })

  it('offers no row that never came to pass: changed again from the same day, it is no group', async () => {
    const one = await group()
    const first = done(await change(one.id, thursday(one)))
    done(await change(first.id, thursday(one, { starts: '18:45' })))
    const offered = await as((work) => seriesToOffer(work, today))
    assert.ok(offered.some(({ row }) => row.id === one.id))
    assert.ok(!offered.some(({ row }) => row.id === first.id))
    assert.ok(offered.every(({ series }) => typeof series.from === 'string'))
  })
})
