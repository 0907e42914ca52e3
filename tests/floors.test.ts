import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../src/basics/dates.ts'
import { asPerson } from '../src/db/work.ts'
import { floorOfWeek } from '../src/clinic/programs/queries.ts'
import { castId, riverbend } from './cast.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { stay as stayIn } from './stay.ts'

// A floor may be everyone's, a state's, a payer's or a program's. The board counts with it in SQL, the pages ask for it in
// TypeScript: here both answer the same, whatever rows a clinic has.

const clinic = riverbend.id
const monday = '2026-10-26'
let db: TestDatabase
before(async () => {
  db = await freshDatabase()
})
after(() => db.close())

const write = (text: string, values: unknown[]) => db.owner.query(text, values)
const floorRow = (over: {
  state?: string | null
  payer?: string | null
  program?: string | null
  minutes: number
  days: number
  from: string
  to?: string | null
}) =>
  write(
    `insert into dose_floor (clinic_id, id, level_of_care, age_group, state, payer_id, program_id, minutes_per_week, days_per_week, effective_from, effective_to, source, mark, recorded_at)
     values ($1, $2, '2.1', 'adult', $3, $4, $5, $6, $7, $8, $9, 'Test', 'V', clock_timestamp())`,
    [
      clinic,
      randomUUID(),
      over.state ?? null,
      over.payer ?? null,
      over.program ?? null,
      over.minutes,
      over.days,
      over.from,
      over.to ?? null,
    ],
  )

async function payer(name: string): Promise<string> {
  const id = randomUUID()
  await write('insert into payer (clinic_id, id, added_at) values ($1, $2, now())', [clinic, id])
  await write(
    "insert into payer_fact (clinic_id, id, payer_id, name, kind, recorded_at) values ($1, $2, $3, $4, 'commercial', now())",
    [clinic, randomUUID(), id, name],
  )
  return id
}
async function cover(client: string, payerId: string, priority: number, from: string | null, to: string | null = null) {
  const id = randomUUID()
  await write('insert into coverage (clinic_id, id, client_id, added_at) values ($1, $2, $3, now())', [
    clinic,
    id,
    client,
  ])
  await write(
    "insert into coverage_fact (clinic_id, id, coverage_id, payer_id, relation, priority, starts_on, ends_on, recorded_at) values ($1, $2, $3, $4, 'self', $5, $6, $7, clock_timestamp())",
    [clinic, randomUUID(), id, payerId, priority, from, to],
  )
  return id
}
const onBoard = async (client: string, week = monday) => {
  const { rows } = await db.owner.query<{ floor_minutes: number; floor_days: number }>(
    'select floor_minutes, floor_days from episode_week where client_id = $1 and week = $2',
    [client, week],
  )
  return [rows[0]?.floor_minutes, rows[0]?.floor_days]
}
const asked = async (client: string, week = monday) => {
  const { rows } = await db.owner.query<{ program_id: string }>('select program_id from episode where client_id = $1', [
    client,
  ])
  const floor = await asPerson(
    db.pool,
    clinic,
    { kind: 'stepwell', id: null, name: 'Tests' },
    new Date(),
    async (work) =>
      floorOfWeek(
        work,
        { levelOfCare: '2.1', ageGroup: 'adult', state: 'NY', programId: rows[0]?.program_id ?? '', clientId: client },
        week,
      ),
  )
  return [floor?.minutesPerWeek ?? 0, floor?.daysPerWeek ?? 0]
}

describe('Whose floor binds a week', () => {
  it('a payer with a floor of its own, from the week in which its plan begins', async () => {
    const { client } = await stayIn(db, monday, '2026-10-01')
    const strict = await payer('Strict Mutual')
    await floorRow({ payer: strict, minutes: 600, days: 4, from: '2026-01-01' })
    assert.deepEqual(await onBoard(client), [540, 3])
    const plan = await cover(client, strict, 1, addDays(monday, 2))
    assert.deepEqual(await onBoard(client), [600, 4])
    assert.deepEqual(await onBoard(client, addDays(monday, -7)), [540, 3])
    await write(
      "insert into coverage_end (clinic_id, id, coverage_id, ended_on, because, ended_at) values ($1, $2, $3, $4, 'moved', now())",
      [clinic, randomUUID(), plan, addDays(monday, 9)],
    )
    assert.deepEqual(
      [await onBoard(client), await onBoard(client, addDays(monday, 7))],
      [
        [600, 4],
        [540, 3],
      ],
    )
  })

  it('the plan that pays first speaks, and a second one does not', async () => {
    const { client } = await stayIn(db, monday, '2026-10-01')
    const [first, second] = [await payer('First Health'), await payer('Second Health')]
    await floorRow({ payer: second, minutes: 900, days: 5, from: '2026-01-01' })
    await cover(client, second, 2, null)
    assert.deepEqual(await onBoard(client), [900, 5])
    await cover(client, first, 1, null)
    assert.deepEqual(await onBoard(client), [540, 3])
  })

  it('answers the same in SQL and in TypeScript, whatever rows there are', { timeout: 50_000 }, async () => {
    const one = await stayIn(db, monday, '2026-09-01')
    const payers = [await payer('Alpha'), await payer('Beta')]
    await cover(one.client, payers[0] ?? '', 1, '2026-10-15', '2026-11-20')
    const { rows } = await db.owner.query<{ program_id: string }>(
      'select program_id from episode where client_id = $1',
      [one.client],
    )
    const own = rows[0]?.program_id ?? ''
    const day = fc.integer({ min: -90, max: 40 }).map((n) => addDays(monday, n))
    const anyFloor = fc.record({
      state: fc.constantFrom(null, 'NY', 'FL'),
      whose: fc.constantFrom(
        {},
        { payer: payers[0] },
        { payer: payers[1] },
        { program: own },
        { program: castId('evening') },
      ),
      minutes: fc.integer({ min: 1, max: 12 }).map((n) => n * 60),
      days: fc.integer({ min: 1, max: 6 }),
      from: day,
      length: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyFloor, { minLength: 1, maxLength: 8 }), async (floors) => {
        await write('delete from dose_floor where clinic_id = $1', [clinic])
        for (const { whose, length, ...floor } of floors)
          await floorRow({ ...floor, ...whose, to: length === null ? null : addDays(floor.from, length) })
        await write('select recount_weeks($1, $2, $3, $4)', [clinic, [one.client], '2026-09-01', addDays(monday, 28)])
        for (const week of [-28, -7, 0, 7, 28].map((n) => addDays(monday, n)))
          assert.deepEqual(await onBoard(one.client, week), await asked(one.client, week), week)
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })
})
