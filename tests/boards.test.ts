import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { addDays, dayAt, weekOf } from '../src/basics/dates.ts'
import { riverbend } from './cast.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { stay as stayIn, type Group } from './stay.ts'

// The boards are kept by the database beside the rows they follow from. Here is what they must say, worked by hand.

const clinic = riverbend.id
const zone = riverbend.timeZone
// Monday; Sunday 1 November 2026 is the night of 25 hours in New York.
const monday = '2026-10-26'
const day = (n: number) => addDays(monday, n)

let db: TestDatabase
before(async () => {
  db = await freshDatabase()
})
after(() => db.close())

const write = (text: string, values: unknown[]) => db.owner.query(text, values)

const stay = (from: string, lastDay?: string, age?: 'adolescent') => stayIn(db, monday, from, lastDay, age)

const three = [1, 3, 5].map((weekday) => ({ weekday, starts: '09:00', minutes: 180 }))

describe('The week, worked by hand', () => {
  it('plans nine hours on three days, and meets its floor', async () => {
    const { group, weeks } = await stay('2026-10-01')
    for (const one of three) await group(one)
    assert.deepEqual(await weeks(), [
      {
        expected_minutes: 540,
        attended_minutes: 0,
        missed_minutes: 0,
        expected_days: 3,
        attended_days: 0,
        missed_days: 0,
        floor_minutes: 540,
        floor_days: 3,
        is_part_week: false,
        is_short: false,
        short_minutes: 0,
        short_days: 0,
        unmarked_minutes: [180, 0, 180, 0, 180, 0, 0],
      },
    ])
  })

  const examples: [string, () => Promise<Record<string, unknown>>, Record<string, unknown>][] = [
    [
      'attended, late and absent: minutes in the room, not ticks',
      async () => {
        const { group, mark, weeks } = await stay('2026-10-01')
        const [a, b, c] = [
          await group(three[0] as Group),
          await group(three[1] as Group),
          await group(three[2] as Group),
        ]
        await mark(a, 'here')
        await mark(b, 150)
        await mark(c, 'absent')
        return (await weeks())[0]
      },
      {
        expected_minutes: 540,
        attended_minutes: 330,
        missed_minutes: 210,
        attended_days: 2,
        missed_days: 1,
        is_short: true,
        short_minutes: 210,
        short_days: 1,
        unmarked_minutes: [0, 0, 0, 0, 0, 0, 0],
      },
    ],
    [
      'a mark taken back leaves the one before; a cleared one leaves none',
      async () => {
        const { group, mark, weeks } = await stay('2026-10-01')
        const [a, b] = [await group(three[0] as Group), await group(three[1] as Group)]
        await mark(a, 'here')
        const wrong = await mark(a, 'absent')
        await mark(a, 'cleared', wrong)
        const alone = await mark(b, 'absent')
        await mark(b, 'cleared', alone)
        return (await weeks())[0]
      },
      { attended_minutes: 180, missed_minutes: 0, missed_days: 0, unmarked_minutes: [0, 0, 180, 0, 0, 0, 0] },
    ],
    [
      'two groups on a day are one day; a day is missed when all of it is',
      async () => {
        const { group, mark, weeks } = await stay('2026-10-01')
        const [a, b] = [
          await group({ weekday: 2, starts: '09:00', minutes: 80 }),
          await group({ weekday: 2, starts: '10:30', minutes: 80 }),
        ]
        await mark(a, 'absent')
        await mark(b, 'here')
        return (await weeks())[0]
      },
      {
        expected_minutes: 160,
        attended_minutes: 80,
        missed_minutes: 80,
        expected_days: 1,
        attended_days: 1,
        missed_days: 0,
        short_days: 2,
      },
    ],
    [
      'admitted on Thursday: a part week, in which nobody is short',
      async () => {
        const { group, weeks } = await stay(day(3))
        for (const one of three) await group(one)
        return (await weeks())[0]
      },
      { expected_minutes: 180, expected_days: 1, is_part_week: true, is_short: false },
    ],
    [
      'the last week ends on a Wednesday; a stay that ends on a Sunday is whole',
      async () => {
        const early = await stay('2026-10-01', day(2))
        for (const one of three) await early.group(one)
        const whole = await stay('2026-10-01', day(6))
        for (const one of three) await whole.group(one)
        return {
          early: (await early.weeks())[0].expected_minutes,
          part: (await early.weeks())[0].is_part_week,
          whole: (await whole.weeks())[0].is_part_week,
          after: (await whole.weeks(day(7), day(7))).length,
        }
      },
      { early: 360, part: true, whole: false, after: 0 },
    ],
    [
      'through the night of the clock change a group has the minutes that were lived',
      async () => {
        const { group, mark, weeks } = await stay('2026-10-01')
        const a = await group({ weekday: 7, starts: '00:30', minutes: 120 })
        await mark(a, 'here')
        return (await weeks())[0]
      },
      { expected_minutes: 120, attended_minutes: 120, attended_days: 1 },
    ],
    [
      'a holiday lowers what is planned and never the floor',
      async () => {
        const { group, weeks } = await stay('2026-10-01')
        const [a] = [await group(three[0] as Group), await group(three[1] as Group), await group(three[2] as Group)]
        await write("update group_session set during = 'empty' where id = $1", [a.session])
        return (await weeks())[0]
      },
      {
        expected_minutes: 360,
        expected_days: 2,
        floor_minutes: 540,
        is_short: true,
        short_minutes: 180,
        short_days: 1,
      },
    ],
    [
      'a walk-in adds the minutes in the room, planned and attended alike, until that session is called off',
      async () => {
        const { group, mark, weeks } = await stay('2026-10-01')
        const a = await group({ weekday: 6, starts: '14:00', minutes: 90 }, null)
        await mark(a, 75)
        const [before] = await weeks()
        await write("update group_session set during = 'empty' where id = $1", [a.session])
        const [after] = await weeks()
        return {
          expected: before.expected_minutes,
          attended: before.attended_minutes,
          days: before.attended_days,
          after: after.expected_minutes,
        }
      },
      { expected: 75, attended: 75, days: 1, after: 0 },
    ],
    [
      'adolescents need six hours',
      async () => {
        const { group, weeks } = await stay('2026-10-01', undefined, 'adolescent')
        for (const one of three) await group({ ...one, minutes: 120 })
        return (await weeks())[0]
      },
      { expected_minutes: 360, floor_minutes: 360, floor_days: 3, is_short: false },
    ],
    [
      'an art hour that does not count is good, and fills nothing',
      async () => {
        const { group, mark, weeks } = await stay('2026-10-01')
        const art = await group({ weekday: 2, starts: '13:00', minutes: 90, counts: false })
        await mark(art, 'here')
        return (await weeks())[0]
      },
      { expected_minutes: 0, attended_minutes: 0, expected_days: 0 },
    ],
    [
      'a visit counts, a cancelled one does not',
      async () => {
        const { visit, mark, weeks } = await stay('2026-10-01')
        const [a, b] = [await visit(day(1), '11:00', 50), await visit(day(2), '11:00', 50)]
        await mark(a, 'here')
        await write("update visit set during = 'empty' where id = $1", [b.visit])
        return (await weeks())[0]
      },
      { expected_minutes: 50, attended_minutes: 50, expected_days: 1 },
    ],
    [
      'a transfer on Thursday gives each stay its own days',
      async () => {
        const { group, mark, admit, weeks } = await stay('2026-10-01', day(2))
        await admit(day(3), null)
        const [a, , c] = [
          await group(three[0] as Group),
          await group(three[1] as Group),
          await group(three[2] as Group),
        ]
        await mark(a, 'here')
        await mark(c, 'here')
        const both = await weeks()
        return {
          rows: both.length,
          expected: both.map((row) => row.expected_minutes),
          attended: both.map((row) => row.attended_minutes),
          part: both.every((row) => row.is_part_week),
        }
      },
      { rows: 2, expected: [360, 180], attended: [180, 180], part: true },
    ],
    [
      'a seat given up on Tuesday leaves Monday; one that never was leaves nothing, however long ago',
      async () => {
        const { group, weeks } = await stay('2026-09-01')
        const a = await group(three[0] as Group)
        const b = await group(three[1] as Group)
        await write('update seat set during = daterange(lower(during), $2) where series_id = $1', [a.series, day(1)])
        await write("update seat set during = 'empty' where series_id = $1", [b.series])
        return (await weeks())[0]
      },
      { expected_minutes: 180, expected_days: 1 },
    ],
  ]
  for (const [name, lived, expected] of examples) {
    it(name, async () => {
      const found = await lived()
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]])), expected)
    })
  }

  it('follows a floor from the week on whose Sunday it stands', async () => {
    const { weeks } = await stay('2026-10-01')
    await write(
      "insert into dose_floor (clinic_id, id, level_of_care, age_group, minutes_per_week, days_per_week, effective_from, source, mark, recorded_at) values ($1, $2, '2.1', 'adult', 600, 4, $3, 'test', 'V', now())",
      [clinic, randomUUID(), day(6)],
    )
    const rows = await weeks(day(-7), day(7))
    assert.deepEqual(
      rows.map((row) => [row.floor_minutes, row.floor_days]),
      [
        [540, 3],
        [600, 4],
        [600, 4],
      ],
    )
  })
})

describe('Who missed and was not reached', () => {
  it('counts missed days in a row, of this stay, until somebody reaches them', async () => {
    const { client, episode, admit, group, mark } = await stay('2026-09-01')
    const run = async () =>
      (await db.owner.query('select misses_in_row, last_missed_on from unreached where client_id = $1', [client])).rows
    const recent = weekOf(addDays(dayAt(new Date(), zone), -7))
    const at = async (n: number) => ({
      ...(await group({ weekday: 1, starts: `${10 + n}:00`, minutes: 60 })),
      held: addDays(recent, n),
    })
    const [a, b, c] = [await at(0), await at(1), await at(2)]
    await mark(a, 'here')
    assert.deepEqual(await run(), [])
    await mark(b, 'absent')
    await mark(c, 'absent')
    assert.deepEqual(await run(), [{ misses_in_row: 2, last_missed_on: addDays(recent, 2) }])
    await write('update episode set during = daterange(lower(during), $2) where id = $1', [episode, addDays(recent, 3)])
    assert.deepEqual(await run(), [])
    await admit(addDays(recent, 3), null)
    assert.deepEqual(await run(), [], 'what was missed in an earlier stay does not follow')
  })
})
