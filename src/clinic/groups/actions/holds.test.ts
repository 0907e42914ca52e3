import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend, staffPerson } from '../../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../../tests/database.ts'
import { todayHere, weekdayHere } from '../../../../tests/world.ts'
import { addDays, weekdayOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { sha256 } from '../../../basics/ids.ts'
import { connect, kyselyOn, type Pool } from '../../../db/connect.ts'
import { abandon, asPerson, type Work } from '../../../db/work.ts'
import { holdsOf, liveHolds } from '../../inquiries/queries/holds.ts'
import { directory } from '../queries/directory.ts'
import { holdByLink } from '../queries/holds.ts'
import { seriesById } from '../queries/series.ts'
import { endHoldBy, extendHold, giveBackHold, holdSeat, type Held, type Holder } from './holds.ts'
import { laySessions } from './lay.ts'
import { takeSeat } from './seats.ts'

const clinic = riverbend.id
const today = todayHere()
const hour = 3_600_000
const noor = staffPerson('noor')

let db: TestDatabase
let pool: Pool
before(async () => {
  db = await freshDatabase()
  pool = connect(db.appUrl, 24)
})
after(async () => {
  await pool.end()
  await db.close()
})

const as = <T>(deed: (work: Work) => Promise<T>, at = new Date()) => asPerson(pool, clinic, noor, at, deed)

/** As the visitors' door does it: in the role that can read no client. What is refused leaves nothing. */
async function visit<T>(deed: (work: Work) => Promise<T>, at = new Date()): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query("begin; set local role stepwell_visitor; select * from begin_visit('')")
    const by = { kind: 'visitor', id: null, name: 'A visitor' } as const
    const here = {
      id: clinic,
      name: 'Riverbend',
      state: 'NY',
      timeZone: riverbend.timeZone,
      clientWord: 'client',
      isDemo: false,
    } as const
    const answer = await deed({ db: kyselyOn(client), by, at, clinic: here, requestId: 'test' })
    if (isRefusal(answer)) await abandon(client)
    else {
      await client.query('commit')
      client.release()
    }
    return answer
  } catch (error) {
    await abandon(client)
    throw error
  }
}

let caller = 1000
const somebody = (over: Partial<Holder> = {}): Holder => ({
  language: 'en',
  forWhom: 'self',
  name: 'Ana',
  phone: `518555${String((caller += 1)).padStart(4, '0')}`,
  email: '',
  permission: 'Keep this.',
  ...over,
})
const hold = (series: string, who = somebody(), at = new Date()) => visit((work) => holdSeat(work, series, who), at)
function held(answer: unknown): Held {
  assert.ok(!isRefusal(answer), JSON.stringify(answer))
  return answer as Held // a refusal was ruled out on the line before
}

let minute = 0
/** A group of the day program with so many chairs, at an hour of its own, whose meetings are laid. */
async function group(chairs: number, over: { isOpen?: boolean; first?: string } = {}) {
  const [id, room] = [randomUUID(), randomUUID()]
  const weekday = (weekdayHere() % 7) + 1
  minute += 1
  await db.owner.query('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, 60)', [
    clinic,
    room,
    castId('mill'),
    room,
  ])
  await db.owner.query(
    "insert into group_series (clinic_id, id, program_id, room_id, name, kind, is_open, weekday, starts, minutes, time_zone, during, opened_at) values ($1, $2, $3, $4, 'Night group', 'process', $5, $6, '20:00'::time + make_interval(mins => $7), 60, $8, daterange($9, null), now())",
    [
      clinic,
      id,
      castId('day'),
      room,
      over.isOpen ?? true,
      weekday,
      minute,
      riverbend.timeZone,
      over.first ?? addDays(today, -30),
    ],
  )
  await db.owner.query(
    'insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, $3::int) n',
    [clinic, id, chairs],
  )
  await as((work) => laySessions(work, today, addDays(today, 30), id))
  return id
}

async function newcomer(inquiry?: string): Promise<{ client: string; episode: string }> {
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
    [clinic, episode, client, castId('day'), today, castId('dana')],
  )
  if (inquiry !== undefined)
    await db.owner.query(
      'insert into inquiry_client (clinic_id, id, inquiry_id, client_id, linked_at) values ($1, $2, $3, $4, now())',
      [clinic, randomUUID(), inquiry, client],
    )
  return { client, episode }
}

const left = async (series: string, at = new Date()) =>
  (await visit((work) => directory(work, series), at))[0]?.open.left
const inquiryOf = async (series: string) =>
  String(
    (
      await db.owner.query(
        'select inquiry_id as id from seat_hold where series_id = $1 order by held_at desc limit 1',
        [series],
      )
    ).rows[0]?.id,
  )

describe('A held seat', () => {
  it('is kept for a day with an inquiry in hands, and is one seat less for everybody', async () => {
    const series = await group(6)
    assert.equal(await left(series), 6)
    const at = new Date()
    const mine = held(await hold(series, somebody({ name: 'Zuri', email: 'ZURI@example.org' }), at))
    assert.equal(mine.until.getTime() - at.getTime(), 24 * hour)
    assert.equal(weekdayOf(mine.firstDay), (weekdayHere() % 7) + 1)
    assert.equal(await left(series), 5)
    assert.equal((await as((work) => seriesById(work, series, today)))?.free.length, 5)
    const [seen] = await as(async (work) => holdsOf(work, await inquiryOf(series)))
    assert.deepEqual(
      [seen?.name, seen?.email, seen?.isLive, seen?.endedBecause],
      ['Zuri', 'zuri@example.org', true, null],
    )
    const { rows } = await db.owner.query(
      "select i.channel, i.permission, s.stage, o.staff_id, p.due_at from inquiry i join inquiry_stage s on s.inquiry_id = i.id join inquiry_owner o on o.inquiry_id = i.id join inquiry_step p on p.inquiry_id = i.id where i.name = 'Zuri'",
    )
    assert.equal(rows[0]?.channel, 'seat-hold')
    assert.equal(rows[0]?.permission, 'Keep this.')
    assert.equal(rows[0]?.stage, 'new')
    assert.ok(rows[0]?.staff_id && rows[0]?.due_at)
  })

  it('is free again when its time is over, with nobody having done anything', async () => {
    const series = await group(1)
    const at = new Date()
    const mine = held(await hold(series, somebody(), at))
    assert.equal(await left(series, at), 0)
    const later = new Date(at.getTime() + 24 * hour)
    assert.equal(await left(series, later), 1)
    const link = await visit((work) => holdByLink(work, sha256(mine.token)), later)
    assert.ok(link?.until && link.until <= later && link.because === null)
    held(await hold(series, somebody(), later))
  })

  it('is given to one of 64 who want the last one at one moment', async () => {
    const series = await group(1)
    const answers = await Promise.all(Array.from({ length: 64 }, () => hold(series)))
    assert.equal(answers.filter((answer) => !isRefusal(answer)).length, 1)
    assert.deepEqual([...new Set(answers.flatMap((one) => (isRefusal(one) ? [one.refused] : [])))], ['full'])
    const { rows } = await db.owner.query('select count(*)::int as n from seat_hold where series_id = $1', [series])
    assert.equal(rows[0]?.n, 1)
    // Whoever was refused left nothing behind: no inquiry without a seat.
    const { rows: asked } = await db.owner.query("select count(*)::int as n from inquiry where about->>'series' = $1", [
      series,
    ])
    assert.equal(asked[0]?.n, 1)
  })

  it('is never held and given at once, when coordinators and visitors want the last chair together', async () => {
    const series = await group(1)
    const comers = await Promise.all(Array.from({ length: 6 }, () => newcomer()))
    const answers = await Promise.all([
      ...comers.map(({ episode }) => as((work) => takeSeat(work, episode, { seriesId: series, from: today }))),
      ...Array.from({ length: 6 }, () => hold(series)),
    ])
    assert.equal(answers.filter((answer) => !isRefusal(answer)).length, 1)
  })

  it('cannot be taken or held behind its back: the chair itself says no', async () => {
    const series = await group(1)
    held(await hold(series))
    const { client, episode } = await newcomer()
    await assert.rejects(
      db.owner.query(
        "insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at) values ($1, gen_random_uuid(), $2, 1, $3, $4, daterange(current_date, null), '[1,2)', $5, now())",
        [clinic, series, client, episode, castId('noor')],
      ),
      { constraint: 'chair_is_held' },
    )
    const taken = await group(1)
    await as((work) => takeSeat(work, episode, { seriesId: taken, from: today }))
    const copy = (target: string) =>
      db.owner.query(
        'insert into seat_hold (clinic_id, id, series_id, number, inquiry_id, first_day, during, token_hash, held_at) select clinic_id, gen_random_uuid(), $2, 1, inquiry_id, first_day, during, token_hash, held_at from seat_hold where series_id = $1',
        [series, target],
      )
    await assert.rejects(copy(taken), { constraint: 'chair_is_taken' })
    await assert.rejects(copy(series), { constraint: 'one_hold_a_chair' })
    await assert.rejects(
      db.owner.query(
        "update seat_hold set during = tstzrange(lower(during), upper(during) + interval '1 day') where series_id = $1",
        [series],
      ),
      /can only end earlier/,
    )
  })

  it('leaves two thirds of the free seats to people whom staff seat', async () => {
    const series = await group(6)
    held(await hold(series))
    held(await hold(series))
    const third = await hold(series)
    assert.ok(isRefusal(third) && third.refused === 'held-enough')
    assert.equal(await left(series), 4)
  })

  it('is one for each telephone or email, and trying a number tells nothing about it', async () => {
    const [first, second] = [await group(6), await group(6)]
    const who = somebody({ email: 'one@example.org' })
    const before = held(await hold(first, who))
    const after = held(await hold(second, somebody({ phone: '', email: 'One@Example.org' })))
    const old = await visit((work) => holdByLink(work, sha256(before.token)))
    assert.equal(old?.because, 'moved')
    assert.equal(await left(first), 6)
    assert.equal((await visit((work) => holdByLink(work, sha256(after.token))))?.because, null)
    assert.equal(await left(second), 5)
  })

  it('is given back by its link, once, and by no other', async () => {
    const series = await group(1)
    const mine = held(await hold(series))
    assert.equal(await visit((work) => giveBackHold(work, 'somebody else’s')), false)
    assert.equal(await visit((work) => giveBackHold(work, mine.token)), true)
    assert.equal(await visit((work) => giveBackHold(work, mine.token)), false)
    assert.equal(await left(series), 1)
    assert.equal((await visit((work) => holdByLink(work, sha256(mine.token))))?.because, 'visitor')
  })

  it('can be held longer by a coordinator, and then given back whole', async () => {
    const series = await group(1)
    const at = new Date()
    const mine = held(await hold(series, somebody(), at))
    const [seen] = await as((work) => liveHolds(work, series), at)
    const longer = await as((work) => extendHold(work, seen?.id ?? ''), at)
    assert.ok(!isRefusal(longer))
    assert.equal(longer.until.getTime() - at.getTime(), 48 * hour)
    const tomorrow = new Date(at.getTime() + 30 * hour)
    assert.equal(await left(series, tomorrow), 0)
    const [still] = await as((work) => liveHolds(work, series), tomorrow)
    assert.equal(still?.ids.length, 2)
    // Within its first day: both stretches end, and the second never was.
    await visit((work) => giveBackHold(work, mine.token), new Date(at.getTime() + hour))
    assert.equal(await left(series, tomorrow), 1)
    const over = await as((work) => extendHold(work, seen?.id ?? ''), tomorrow)
    assert.ok(isRefusal(over) && over.refused === 'hold-over')
  })

  it('becomes the seat of the person it was held for, on the very chair', async () => {
    const series = await group(3)
    const mine = held(await hold(series))
    const stranger = await newcomer()
    const answer = await as((work) => takeSeat(work, stranger.episode, { seriesId: series, from: mine.firstDay }))
    assert.ok(!isRefusal(answer))
    const person = await newcomer(await inquiryOf(series))
    const seated = await as((work) => takeSeat(work, person.episode, { seriesId: series, from: mine.firstDay }))
    assert.ok(!isRefusal(seated))
    const { rows } = await db.owner.query('select number from seat where client_id = $1', [person.client])
    assert.equal(rows[0]?.number, 1)
    assert.equal((await visit((work) => holdByLink(work, sha256(mine.token))))?.because, 'seat')
    assert.deepEqual(await as((work) => liveHolds(work, series)), [])
  })

  it('stands in the way of nobody else once staff give it back', async () => {
    const series = await group(1)
    held(await hold(series))
    const { episode } = await newcomer()
    const no = await as((work) => takeSeat(work, episode, { seriesId: series, from: today }))
    assert.ok(isRefusal(no) && no.refused === 'seat-gone')
    const [seen] = await as((work) => liveHolds(work, series))
    assert.ok(!isRefusal(await as((work) => endHoldBy(work, seen?.id ?? ''))))
    const yes = await as((work) => takeSeat(work, episode, { seriesId: series, from: today }))
    assert.ok(!isRefusal(yes), JSON.stringify(yes))
  })

  it('is refused without a way to reach anybody, without permission, and in a closed group', async () => {
    const series = await group(2)
    const code = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'held')
    assert.equal(code(await hold(series, somebody({ phone: '', email: '' }))), 'no-reach')
    assert.equal(code(await hold(series, somebody({ phone: '12' }))), 'phone')
    assert.equal(code(await hold(series, somebody({ permission: '' }))), 'no-permission')
    assert.equal(code(await hold(await group(2, { isOpen: false }), somebody())), 'closed')
    assert.equal(code(await hold(randomUUID(), somebody())), 'not-found')
    assert.equal(await left(series), 2)
  })

  it('begins on a meeting that takes place: a cancelled one is passed over', async () => {
    const series = await group(2)
    const [first, second] = (
      await db.owner.query('select id, held_on from group_session where series_id = $1 order by held_on limit 2', [
        series,
      ])
    ).rows
    await db.owner.query(
      "insert into session_cancellation (clinic_id, id, session_id, because, cancelled_by, cancelled_at) values ($1, gen_random_uuid(), $2, 'holiday', $3, now())",
      [clinic, first.id, castId('dana')],
    )
    assert.equal(held(await hold(series)).firstDay, second.held_on)
  })
})
