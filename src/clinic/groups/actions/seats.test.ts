import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { castId, riverbend, staffPerson } from '../../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../../tests/database.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { connect, type Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { seatsHeld, timesOf } from '../queries/seating.ts'
import { noteAffinity, releaseSeat, takeSeat } from './seats.ts'

const clinic = riverbend.id
const today = todayHere()
const noor = staffPerson('noor')

let db: TestDatabase
let pool: Pool
before(async () => {
  db = await freshDatabase()
  pool = connect(db.appUrl, 32)
})
after(async () => {
  await pool.end()
  await db.close()
})

const as = <T>(deed: (work: Work) => Promise<T>, by = noor) => asPerson(pool, clinic, by, new Date(), deed)
const take = (episode: string, seriesId: string, from = today) =>
  as((work) => takeSeat(work, episode, { seriesId, from }))

/** A group of the day program with so many chairs, on Wednesday unless said otherwise. */
async function group(
  chairs: number,
  over: {
    weekday?: number
    starts?: string
    minutes?: number
    affinity?: string
    program?: string
    isOpen?: boolean
    first?: string
  } = {},
) {
  const {
    weekday = 3,
    starts = '20:00',
    minutes = 60,
    affinity = '',
    program = 'day',
    isOpen = true,
    first = addDays(today, -30),
  } = over
  const [id, room] = [randomUUID(), randomUUID()]
  await db.owner.query('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, 60)', [
    clinic,
    room,
    castId('mill'),
    `Room ${room}`,
  ])
  await db.owner.query(
    "insert into group_series (clinic_id, id, program_id, room_id, name, kind, affinity, is_open, weekday, starts, minutes, time_zone, during, opened_at) values ($1, $2, $3, $4, 'Night group', 'process', $5, $6, $7, $8, $9, $10, daterange($11, null), now())",
    [clinic, id, castId(program), room, affinity, isOpen, weekday, starts, minutes, riverbend.timeZone, first],
  )
  await db.owner.query(
    'insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, $3::int) n',
    [clinic, id, chairs],
  )
  return id
}

/** So many new people in the day program; answers with their stays. */
async function people(count: number, since = today): Promise<{ client: string; episode: string }[]> {
  const all = Array.from({ length: count }, () => ({ client: randomUUID(), episode: randomUUID() }))
  for (const { client, episode } of all) {
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
      [clinic, episode, client, castId('day'), since, castId('dana')],
    )
  }
  return all
}

const codes = (answers: unknown[]) => {
  const counted: Record<string, number> = {}
  for (const answer of answers) {
    const code = isRefusal(answer) ? answer.refused : 'seated'
    counted[code] = (counted[code] ?? 0) + 1
  }
  return counted
}
const sitting = async (series: string) =>
  (
    await db.owner.query('select number from seat where series_id = $1 and during @> $2::date order by 1', [
      series,
      today,
    ])
  ).rows.map((row) => row.number)

describe('The last seat', () => {
  it('goes to exactly one of those who press at once; the others are told, and nobody waits for ever', async () => {
    const series = await group(1)
    const takers = await people(24)
    const answers = await Promise.all(takers.map(({ episode }) => take(episode, series)))
    assert.deepEqual(codes(answers), { seated: 1, 'seat-gone': 23 })
    const told = answers.find((answer) => isRefusal(answer))
    assert.match(told && isRefusal(told) ? told.because : '', /^The last seat in Night group was taken a moment ago\./)
    assert.deepEqual(await sitting(series), [1])
  })

  it('fills the lowest chairs first, each once, when twenty want twelve', async () => {
    const series = await group(12)
    const answers = await Promise.all((await people(20)).map(({ episode }) => take(episode, series)))
    assert.deepEqual(codes(answers), { seated: 12, 'seat-gone': 8 })
    assert.deepEqual(await sitting(series), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  it('follows a limit that came later: those who sit keep their seats, and no more are given', async () => {
    const series = await group(12)
    const six = await people(6)
    await Promise.all(six.map(({ episode }) => take(episode, series)))
    await db.owner.query(
      "insert into group_cap (clinic_id, id, state, kind, most, effective_from, source, mark, recorded_at) values ($1, $2, null, 'counselling', 7, $3, 'test', 'V', now())",
      [clinic, randomUUID(), today],
    )
    const more = await Promise.all((await people(3)).map(({ episode }) => take(episode, series)))
    assert.deepEqual(codes(more), { seated: 1, 'seat-gone': 2 })
    await db.owner.query(
      "insert into group_cap (clinic_id, id, state, kind, most, effective_from, source, mark, recorded_at) values ($1, $2, null, 'counselling', 60, $3, 'test', 'V', now() + interval '1 second')",
      [clinic, randomUUID(), today],
    )
  })
})

describe('One person', () => {
  it('is never in two rooms at one time, however many press at once', async () => {
    const overlapping: string[] = []
    for (const starts of ['20:00', '20:15', '20:30', '20:45'])
      overlapping.push(await group(12, { weekday: 4, starts, minutes: 90 }))
    for (const { client, episode } of await people(8)) {
      const answers = await Promise.all([...overlapping, ...overlapping].map((series) => take(episode, series)))
      const counted = codes(answers)
      assert.equal(counted.seated, 1)
      assert.deepEqual(Object.keys(counted).sort(), ['already-in', 'clash', 'seated'])
      assert.equal((await as((work) => seatsHeld(work, client, today))).length, 1)
    }
  })

  it('has no two chairs in a group, and no chair holds two: the database refuses what goes past the rules', async () => {
    const [series, other] = [await group(3, { weekday: 5 }), await group(3, { weekday: 5 })]
    const [one, two] = await people(2)
    const seat = (number: number, who = one, where = series, from = today) =>
      db.pool.connect().then(async (client) => {
        try {
          await client.query('begin')
          await client.query("select set_config('app.clinic', $1, true), set_config('app.role', 'coordinator', true)", [
            clinic,
          ])
          await client.query(
            'insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, daterange($6, null), int4range(6960, 7020), $7, now())',
            [clinic, where, number, who?.client, who?.episode, from, noor.id],
          )
          await client.query('commit')
          return 'seated'
        } catch (error) {
          await client.query('rollback')
          return error instanceof Error && 'constraint' in error
            ? String(error.constraint ?? ('code' in error ? error.code : ''))
            : 'other'
        } finally {
          client.release()
        }
      })
    assert.equal(await seat(1), 'seated')
    assert.equal(await seat(1, two), 'one_person_a_chair')
    assert.equal(await seat(2), 'one_chair_a_person')
    assert.equal(await seat(1, one, other), 'one_room_at_a_time')
    assert.equal(await seat(4, two), 'seat_clinic_id_series_id_number_fkey')
  })

  it('is not seated against the times they gave, another program, an affinity, a closed group, or a booked visit', async () => {
    const [one] = await people(1)
    assert.ok(one)
    const say = async (seriesOver: Parameters<typeof group>[1], from = today) => {
      const answer = await take(one.episode, await group(5, seriesOver), from)
      return isRefusal(answer) ? answer.because : 'seated'
    }
    assert.match(await say({ program: 'evening' }), /Night group is for Evening program; Ana is in Day program/)
    const women = await group(5, { affinity: 'women', weekday: 2 })
    const refused = await take(one.episode, women)
    assert.match(isRefusal(refused) ? refused.because : '', /kept for women/)
    await as((work) => noteAffinity(work, one.episode, { affinity: 'women', suits: true }))
    assert.ok(!isRefusal(await take(one.episode, women)))
    assert.match(await say({ isOpen: false, weekday: 1 }), /closed to new members/)
    assert.match(
      await say({ weekday: 2, starts: '20:30' }),
      /Ana is already in Night group, Tuesday 20:00 to 21:00, at that time/,
    )
    await db.owner.query(
      `insert into client_availability (clinic_id, id, client_id, weekday, from_time, to_time, can_come, from_day, recorded_at)
       values ($1, gen_random_uuid(), $2, 3, '08:00', '24:00', true, $3, now() - interval '1 day'),
              ($1, gen_random_uuid(), $2, 3, '20:00', '22:00', true, $3, now()),
              ($1, gen_random_uuid(), $2, 5, '00:00', '00:01', false, $3, now())`,
      [clinic, one.client, addDays(today, -1)],
    )
    assert.deepEqual(await as((work) => timesOf(work, one.client, today)), [
      { weekday: 3, starts: '20:00', ends: '22:00' },
    ])
    assert.match(await say({ weekday: 5 }), /has no free time on Friday/)
    assert.match(await say({ weekday: 3, starts: '19:30' }), /Ana is free on Wednesday from 20:00 to 22:00/)
    assert.match(await say({ weekday: 6 }), /has no free time on Saturday/)
    assert.equal(await say({ weekday: 3, starts: '20:00' }), 'seated')
    assert.match(await say({}, addDays(today, -1)), /is in care from/)
  })

  it('needs a role that may give seats', async () => {
    const [one] = await people(1)
    const ben = staffPerson('ben')
    const series = await group(3)
    const answer = await as((work) => takeSeat(work, one?.episode ?? '', { seriesId: series, from: today }), ben)
    assert.equal(isRefusal(answer) && answer.refused, 'not-allowed')
  })
})

describe('A seat that is given back', () => {
  it('is free from the day after, and ends once', async () => {
    const series = await group(1)
    const [one, two] = await people(2, addDays(today, -10))
    assert.ok(one && two)
    const seat = await take(one.episode, series, addDays(today, -5))
    assert.ok(!isRefusal(seat))
    const back = await as((work) => releaseSeat(work, seat.id, { lastDay: addDays(today, 3), because: 'Work shift' }))
    assert.deepEqual(isRefusal(back) ? back : back.again, addDays(today, 4))
    const again = await as((work) => releaseSeat(work, seat.id, { lastDay: today, because: 'Again' }))
    assert.equal(isRefusal(again) && again.refused, 'has-ended')
    assert.equal(codes([await take(two.episode, series)])['seat-gone'], 1)
    assert.equal(codes([await take(two.episode, series, addDays(today, 4))]).seated, 1)
  })

  it('may be given back as if it never was, unless somebody was marked there', async () => {
    const series = await group(2)
    const [one, two] = await people(2, addDays(today, -20))
    assert.ok(one && two)
    const [first, second] = [
      await take(one.episode, series, addDays(today, -8)),
      await take(two.episode, series, addDays(today, -8)),
    ]
    assert.ok(!isRefusal(first) && !isRefusal(second))
    const session = randomUUID()
    await db.owner.query(
      "insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at) select $1, $2, id, room_id, $4, tstzrange(now() - interval '2 days', now() - interval '47 hours'), now() from group_series where id = $3",
      [clinic, session, series, addDays(today, -2)],
    )
    await db.owner.query(
      "insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at) values ($1, gen_random_uuid(), $2, $3, $4, 'here', 60, $5, now())",
      [clinic, session, one.client, addDays(today, -2), noor.id],
    )
    const early = await as((work) => releaseSeat(work, first.id, { lastDay: addDays(today, -3), because: 'Moved' }))
    assert.equal(isRefusal(early) && early.refused, 'marked-later')
    const never = await as((work) =>
      releaseSeat(work, second.id, { lastDay: addDays(today, -9), because: 'A mistake' }),
    )
    assert.ok(!isRefusal(never))
    const { rows } = await db.owner.query('select isempty(during) as never from seat where id = $1', [second.id])
    assert.equal(rows[0].never, true)
    assert.equal(codes([await take(two.episode, series, addDays(today, -8))]).seated, 1)
  })

  const refusals = ['seat-gone', 'already-in', 'clash', 'has-ended', 'never-began', 'seats-busy', 'seat-release-of']

  it('never leaves more people than chairs, whatever is taken and given back at once', async () => {
    const everyone = await people(14, addDays(today, -14))
    const step = fc.record({
      who: fc.integer({ min: 0, max: 13 }),
      group: fc.integer({ min: 0, max: 2 }),
      day: fc.integer({ min: -10, max: 20 }),
      back: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        async (rounds) => {
          const groups = [
            await group(3, { weekday: 6 }),
            await group(2, { weekday: 6, starts: '20:30' }),
            await group(4, { weekday: 7 }),
          ]
          for (const round of rounds) {
            const answers = await Promise.all(
              round.map(async ({ who, group: which, day, back }) => {
                const person = everyone[who]
                const series = groups[which] ?? ''
                if (person === undefined) return undefined
                if (!back) return take(person.episode, series, addDays(today, day))
                const held = (await as((work) => seatsHeld(work, person.client, addDays(today, -14)))).find(
                  (seat) => seat.seriesId === series && seat.to === null,
                )
                return (
                  held && as((work) => releaseSeat(work, held.id, { lastDay: addDays(today, day), because: 'test' }))
                )
              }),
            )
            for (const answer of answers)
              if (isRefusal(answer)) assert.ok(refusals.includes(answer.refused), answer.refused)
          }
          const { rows } = await db.owner.query(
            `select s.series_id, d::date as day, count(*)::int as sitting, (select count(*)::int from series_chair c where c.series_id = s.series_id) as chairs,
                  count(distinct s.client_id)::int as people
           from seat s cross join generate_series($2::date, $3::date, interval '1 day') d
           where s.series_id = any ($1) and s.during @> d::date group by 1, 2`,
            [groups, addDays(today, -14), addDays(today, 40)],
          )
          for (const row of rows)
            assert.ok(row.sitting <= row.chairs && row.people === row.sitting, JSON.stringify(row))
          // The next round of the property begins with everybody free.
          await db.owner.query("update seat set during = 'empty' where series_id = any ($1) and not isempty(during)", [
            groups,
          ])
        },
      ),
      { numRuns: 12 },
    )
  })
})
