import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { castId, riverbend, staffPerson } from '../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../tests/database.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { connect, kyselyOn, type Pool } from '../../db/connect.ts'
import { abandon, asPerson, type Work } from '../../db/work.ts'
import { addCap } from '../programs/actions.ts'
import { changeSeries } from './actions/change-series.ts'
import { closeDays, openDays } from './actions/closed.ts'
import { holdSeat } from './actions/holds.ts'
import { laySessions } from './actions/lay.ts'
import { releaseSeat, takeSeat } from './actions/seats.ts'
import { transferSeat } from './actions/transfer.ts'

// Thousands of deeds on a few chairs, on several connections at once, in an order that nobody chose: what must be true of the
// rows is asked of the rows. The seed of a failure is printed by fast-check.

const clinic = riverbend.id
const today = todayHere()
const dana = staffPerson('dana')
// Two scenes in `npm test`; longer at night, or after a change of seats: STEPWELL_SEAT_RUNS=50 makes some nine thousand deeds.
const runs = Number(process.env.STEPWELL_SEAT_RUNS ?? 2)
const chairs = 3
const groups = 4
const clients = 9

let db: TestDatabase
let pool: Pool
before(async () => {
  db = await freshDatabase()
  pool = connect(db.appUrl, 8)
})
after(async () => {
  await pool.end()
  await db.close()
})

const as = <T>(deed: (work: Work) => Promise<T>) => asPerson(pool, clinic, dana, new Date(), deed)

/** As the visitors' door does it: in the role that can read no client; what is refused leaves nothing. */
async function visit(series: string, phone: string): Promise<unknown> {
  const client = await pool.connect()
  try {
    await client.query("begin; set local role stepwell_visitor; select * from begin_visit('')")
    const by = { kind: 'visitor', id: null, name: 'A visitor' } as const
    const { id, name, state, timeZone } = riverbend
    const here = { id, name, state, timeZone, clientWord: 'client', isDemo: false } as const
    const work: Work = { db: kyselyOn(client), by, at: new Date(), clinic: here, requestId: 'test' }
    const answer = await holdSeat(work, series, {
      language: 'en',
      forWhom: 'self',
      name: 'Ana',
      phone,
      email: '',
      permission: 'Keep this.',
    })
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

type Scene = { groups: { id: string; room: string; lead: string }[]; people: { client: string; episode: string }[] }
let scenes = 0

/** Four groups of three chairs, two of them at one hour, and nine people of the day program. */
async function scene(): Promise<Scene> {
  scenes += 1
  const made: Scene = { groups: [], people: [] }
  for (let n = 0; n < groups; n += 1) {
    const [id, room, lead] = [randomUUID(), randomUUID(), randomUUID()]
    // The first two groups meet at one hour: nobody can have both.
    const weekday = n < 2 ? 2 : n + 1
    await db.owner.query('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, 20)', [
      clinic,
      room,
      castId('mill'),
      room,
    ])
    await db.owner.query(
      "insert into staff_member (clinic_id, id, given_name, family_name, credential, email, added_at) values ($1, $2, 'Ivo', 'Lang', 'LCSW', $3, now())",
      [clinic, lead, `${lead}@riverbend.example`],
    )
    await db.owner.query(
      "insert into staff_role (clinic_id, id, staff_id, role, given_at) values ($1, gen_random_uuid(), $2, 'therapist', now())",
      [clinic, lead],
    )
    await db.owner.query(
      "insert into staff_license (clinic_id, id, staff_id, kind, number, state, expires_on, recorded_at) values ($1, gen_random_uuid(), $2, 'LCSW', 'L-1', 'NY', current_date + 900, now())",
      [clinic, lead],
    )
    await db.owner.query(
      "insert into group_series (clinic_id, id, program_id, room_id, name, kind, weekday, starts, minutes, time_zone, during, opened_at) values ($1, $2, $3, $4, $5, 'process', $6, '20:00', 60, $7, daterange($8, null), now())",
      [clinic, id, castId('day'), room, `Group ${n}`, weekday, riverbend.timeZone, addDays(today, -60)],
    )
    await db.owner.query(
      "insert into series_leader (clinic_id, id, series_id, staff_id, part, during, assigned_at) values ($1, gen_random_uuid(), $2, $3, 'lead', daterange($4, null), now())",
      [clinic, id, lead, addDays(today, -60)],
    )
    await db.owner.query(
      'insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, $3::int) n',
      [clinic, id, chairs],
    )
    await as((work) => laySessions(work, today, addDays(today, 20), id))
    made.groups.push({ id, room, lead })
  }
  for (let n = 0; n < clients; n += 1) {
    const [client, episode] = [randomUUID(), randomUUID()]
    await db.owner.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
      clinic,
      client,
      client,
    ])
    await db.owner.query(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, gen_random_uuid(), $2, 'Ana', 'Lima', '1990-01-01', 'female', 'ana lima', now())",
      [clinic, client],
    )
    await db.owner.query(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5, null), 'home', $6, now())",
      [clinic, episode, client, castId('day'), addDays(today, -20), castId('dana')],
    )
    made.people.push({ client, episode })
  }
  return made
}

const group = fc.nat(groups - 1)
const who = fc.nat(clients - 1)
const day = fc.nat(12)
const deed = fc.oneof(
  { weight: 8, arbitrary: fc.record({ what: fc.constant('take' as const), group, who, day }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('release' as const), who, day }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('transfer' as const), who, group, day }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('hold' as const), group, who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('change' as const),
      group,
      day,
      weekday: fc.integer({ min: 2, max: 5 }),
      leave: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('close' as const), group, day, again: fc.boolean() }) },
)
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never

const phoneOf = (who: number) => `518555${String(2000 + (scenes % 70) * 100 + who).padStart(4, '0')}`

async function seatOf(client: string): Promise<string | undefined> {
  const { rows } = await db.owner.query<{ id: string }>(
    'select id from seat where client_id = $1 and upper_inf(during) order by taken_at limit 1',
    [client],
  )
  return rows[0]?.id
}

async function act(one: Deed, { groups: all, people }: Scene): Promise<unknown> {
  const series = 'group' in one ? all[one.group] : undefined
  const person = 'who' in one ? people[one.who] : undefined
  const on = addDays(today, 'day' in one ? one.day : 0)
  if (one.what === 'take' && series && person)
    return as((work) => takeSeat(work, person.episode, { seriesId: series.id, from: on }))
  if (one.what === 'hold' && series) return visit(series.id, phoneOf(one.who))
  if (one.what === 'close' && series) {
    const closed = await as((work) =>
      closeDays(work, { siteId: null, seriesId: series.id, from: on, to: addDays(on, 3), because: 'Snow' }),
    )
    return one.again && !isRefusal(closed) ? as((work) => openDays(work, closed.id)) : closed
  }
  if (one.what === 'change' && series) {
    const { rows } = await db.owner.query<{ id: string }>(
      'select id from group_series where coalesce(line_id, id) = $1 and not isempty(during) order by lower(during) desc limit 1',
      [series.id],
    )
    const said = { from: addDays(on, 1), weekday: one.weekday, starts: '20:30', minutes: 60, roomId: series.room }
    const leaveBehind = one.leave ? people.map((each) => each.client) : []
    return as((work) => changeSeries(work, rows[0]?.id ?? '', { ...said, because: 'Moved', leaveBehind }))
  }
  const seat = person && (await seatOf(person.client))
  if (seat === undefined) return null
  if (one.what === 'release') return as((work) => releaseSeat(work, seat, { lastDay: on, because: 'Leaves' }))
  if (one.what === 'transfer' && series)
    return as((work) => transferSeat(work, seat, { toSeriesId: series.id, from: on, because: 'Asked' }))
  return null
}

/** Every row that breaks what must hold, by the name of what it breaks. */
async function broken(ids: string[]): Promise<unknown[]> {
  const { rows } = await db.owner.query(
    `with recursive line as (select id, coalesce(line_id, id) as line, during from group_series where coalesce(line_id, id) = any ($1)),
          s as (select t.*, l.line from seat t join line l on l.id = t.series_id where not isempty(t.during)),
          -- A seat with everything it went on into: one and the same seat.
          part(root, id) as (
            select t.id, t.id from seat t join line l on l.id = t.series_id where not exists (select from seat_carry c where c.carried_to = t.id)
            union all select p.root, c.carried_to from part p join seat_carry c on c.seat_id = p.id),
          whole as (select p.root, max(coalesce(upper(t.during), 'infinity')) as until, bool_and(isempty(t.during)) as never,
                           bool_or(exists (select from seat_release r where r.seat_id = t.id)) as said
                    from part p join seat t on t.id = p.id group by p.root),
          days as (select d::date as d from generate_series($2::date, $2::date + 40, interval '1 day') d)
     select 'more than chairs' as what, line::text as whom from s join days on s.during @> d group by line, d having count(*) > $3
     union all select 'two on a chair', a.id::text from s a join s b on a.line = b.line and a.number = b.number and a.id < b.id and a.during && b.during
     union all select 'two chairs of one group', a.id::text from s a join s b on a.line = b.line and a.client_id = b.client_id and a.id < b.id and a.during && b.during
     union all select 'two places at one time', a.id::text from s a join s b on a.client_id = b.client_id and a.id < b.id and a.during && b.during and a.week_minutes && b.week_minutes
     union all select 'outside its row', s.id::text from s join line l on l.id = s.series_id where not l.during @> s.during
     union all select 'held and taken', h.id::text from seat_hold h join line l on l.id = h.series_id
       join s on s.line = l.line and s.number = h.number and s.during && daterange(h.first_day, null) where upper(h.during) > now()
     union all select 'held twice', a.id::text from seat_hold a join line l on l.id = a.series_id join seat_hold b on b.number = a.number and a.id < b.id
       join line m on m.id = b.series_id and m.line = l.line where upper(a.during) > now() and upper(b.during) > now()
     union all select 'ends with nobody having said so', root::text from whole where not said and (never or until <> 'infinity')
     union all select 'a hole in a seat', a.id::text from seat_carry c join seat a on a.id = c.seat_id join seat b on b.id = c.carried_to
       join s on s.id = a.id where not isempty(b.during) and upper(a.during) <> lower(b.during)
     union all select 'lost on the way', c.id::text from seat_carry c join seat a on a.id = c.seat_id join seat b on b.id = c.carried_to
       where a.client_id <> b.client_id or a.number <> b.number or a.episode_id <> b.episode_id
     union all select 'transferred and kept', x.id::text from seat_transfer x join part p on p.id = x.seat_id
       join whole w on w.root = p.root where not w.said
     union all select 'two rows of a line on one day', a.id::text from line a join line b on a.line = b.line and a.id < b.id and a.during && b.during
     union all select 'two meetings of a row on one day', min(g.id::text) from group_session g join line l on l.id = g.series_id
       where not isempty(g.during) group by g.series_id, g.held_on having count(*) > 1
     union all select 'meets when it does not run', g.id::text from group_session g join line l on l.id = g.series_id
       where not isempty(g.during) and lower(g.during) > now() and not l.during @> g.held_on
     union all select 'meets when it is closed', g.id::text from group_session g join line l on l.id = g.series_id
       join closed_day c on g.held_on between c.first_day and c.last_day join group_series r on r.id = c.series_id and coalesce(r.line_id, r.id) = l.line
       where not isempty(g.during) and lower(g.during) > now() and not exists (select from closed_day_end e where e.closed_id = c.id)`,
    [ids, today, chairs],
  )
  return rows
}

const expected = new Set([
  ...['seat-gone', 'clash', 'clash-later', 'already-in', 'seats-busy', 'has-ended', 'marked-later', 'never-began'],
  ...['same-group', 'full', 'held-enough', 'no-meeting', 'members-clash', 'members-changed', 'changes-already'],
  ...['not-begun', 'in-the-past', 'room', 'leader', 'seat-release-of', 'one-room-at-a-time', 'one-chair-a-person'],
  ...[
    'one-person-a-chair',
    'chair-is-held',
    'chair-is-taken',
    'ended',
    'not-now',
    'waits-first',
    'closed',
    'clash-held',
    'payer-limit',
  ],
])

const isGone = (one: Deed, answer: Refusal) => one.what === 'change' && answer.refused === 'not-found'

describe('Seats under many hands', () => {
  it('are never more than chairs, never two places at one time, and none is lost, whatever happens at once', async () => {
    let done = 0
    let deeds = 0
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 150, maxLength: 200 }), async (list) => {
        const here = await scene()
        const queue = [...list]
        const refusals: Refusal[] = []
        await Promise.all(
          Array.from({ length: 6 }, async () => {
            for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
              const answer = await act(one, here)
              deeds += 1
              // The row that was to be changed may have become another at this very moment.
              if (isRefusal(answer)) refusals.push(...(isGone(one, answer) ? [] : [answer]))
              else if (answer !== null) done += 1
            }
          }),
        )
        assert.deepEqual(
          refusals.filter((one) => !expected.has(one.refused)),
          [],
        )
        assert.deepEqual(await broken(here.groups.map((one) => one.id)), [])
      }),
      { numRuns: runs, endOnFailure: true },
    )
    assert.ok(deeds >= runs * 150)
    // Deeds that are all refused would show nothing.
    assert.ok(done > deeds / 6, `${done} of ${deeds} were done`)
  })

  it('are given in the order in which people came, to the lowest chair, and no limit that came later lets more in', async () => {
    const here = await scene()
    const [first] = here.groups
    assert.ok(first)
    const got: (number | string)[] = []
    for (const person of here.people.slice(0, 4)) {
      const answer = await as((work) => takeSeat(work, person.episode, { seriesId: first.id, from: today }))
      got.push(isRefusal(answer) ? answer.refused : (answer.offered.chairs[0] ?? 0))
    }
    assert.deepEqual(got, [1, 2, 3, 'seat-gone'])
    await as((work) =>
      addCap(work, {
        state: null,
        kind: 'counselling',
        most: 2,
        from: today,
        to: null,
        source: 'this test',
        mark: 'C',
      }),
    )
    const [second] = here.groups.slice(2)
    assert.ok(second)
    const answers = await Promise.all(
      here.people.map((person) => as((work) => takeSeat(work, person.episode, { seriesId: second.id, from: today }))),
    )
    assert.equal(answers.filter((answer) => !isRefusal(answer)).length, 2)
  })
})
