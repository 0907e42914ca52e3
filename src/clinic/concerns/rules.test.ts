import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, dayAt, instantAt } from '../../basics/dates.ts'
import type { MarkKind } from '../attendance/minutes.ts'
import { type Contact, defaultSteps, isOverdue, type MarkedSession, type MissState, missState } from './rules.ts'

const zone = 'America/New_York'
const at = (day: string, time: string) => instantAt(day, time, zone)
const admittedAt = at('2026-11-09', '09:00')
const facts = { zone, admittedAt }
const mark = (day: string, kind: MarkKind, time = '18:00', minutes = kind === 'here' ? 80 : 0): MarkedSession => ({
  starts: at(day, time),
  kind,
  minutes,
})
const call = (day: string, time: string, reached = true): Contact => ({ at: at(day, time), reached })
const [mon, wed, thu] = ['2026-11-16', '2026-11-18', '2026-11-19'] as const

test('who needs which call, by when', () => {
  const table: [string, MarkedSession[], Contact[], Date, Partial<MissState> | null][] = [
    ['all well', [mark(mon, 'here'), mark(wed, 'here')], [], at(thu, '12:00'), null],
    ['nothing marked yet', [], [], at('2026-11-10', '12:00'), null],
    [
      'the first miss: today',
      [mark(mon, 'here'), mark(wed, 'absent')],
      [],
      at(wed, '18:30'),
      {
        missesInRow: 1,
        lastMissOn: wed,
        reachedSince: false,
        step: 'same-day call',
        due: at(thu, '00:00'),
        sentence: 'Did not attend on the last day; not reached yet. No word for 2 days.',
      },
    ],
    [
      'three groups of one evening are one miss',
      [mark(mon, 'here'), mark(wed, 'absent', '17:00'), mark(wed, 'absent', '18:00'), mark(wed, 'absent', '19:30')],
      [],
      at(wed, '21:00'),
      { missesInRow: 1, step: 'same-day call' },
    ],
    [
      'missed the first group, came to the second',
      [mark(wed, 'absent', '17:00'), mark(wed, 'late', '18:00', 60)],
      [],
      at(wed, '21:00'),
      null,
    ],
    [
      'called, nobody answered',
      [mark(wed, 'absent')],
      [call(wed, '18:20', false)],
      at(wed, '20:00'),
      { reachedSince: false, step: 'same-day call' },
    ],
    [
      'called and reached',
      [mark(wed, 'absent')],
      [call(wed, '18:20')],
      at(wed, '20:00'),
      { reachedSince: true, sentence: 'Did not attend on the last day; reached since.' },
    ],
    [
      'reached before the miss does not help',
      [mark(wed, 'absent')],
      [call(wed, '17:59')],
      at(wed, '20:00'),
      { reachedSince: false },
    ],
    [
      'the second in a row: supervisor and alternate contact within 24 hours, even when reached after the first',
      [mark(mon, 'absent'), mark(wed, 'absent')],
      [call(mon, '19:00')],
      at(wed, '20:00'),
      {
        missesInRow: 2,
        reachedSince: false,
        step: 'supervisor and alternate contact',
        due: at(thu, '18:00'),
        sentence: 'Did not attend on the last 2 days; not reached yet. No word for 2 days.',
      },
    ],
    [
      'the third: review',
      [mark(mon, 'absent'), mark(wed, 'absent'), mark(thu, 'absent')],
      [],
      at(thu, '20:00'),
      { missesInRow: 3, lastMissOn: thu, step: 'review', due: at('2026-11-20', '18:00') },
    ],
    ['attending ends it', [mark(mon, 'absent'), mark(wed, 'absent'), mark(thu, 'here')], [], at(thu, '20:00'), null],
    [
      'an excuse ends the run: they told us',
      [mark(mon, 'absent'), mark(wed, 'excused'), mark(thu, 'absent')],
      [],
      at(thu, '20:00'),
      { missesInRow: 1, step: 'same-day call' },
    ],
    [
      'absent from one group and excused from the other is a missed day',
      [mark(wed, 'excused', '17:00'), mark(wed, 'absent', '18:00')],
      [],
      at(wed, '20:00'),
      { missesInRow: 1 },
    ],
    ['excused alone calls nobody', [mark(wed, 'excused')], [], at(wed, '20:00'), null],
    ['a cleared mark is no mark', [mark(wed, 'cleared')], [], at(wed, '20:00'), null],
    ['a mark for a session to come does not count', [mark(thu, 'absent')], [], at(wed, '20:00'), null],
    ['13 days and 23 hours without a word: not yet', [mark('2026-11-10', 'here')], [], at('2026-11-24', '17:00'), null],
    [
      '14 days without a word: review, though nothing was missed',
      [mark('2026-11-10', 'here')],
      [],
      at('2026-11-24', '18:00'),
      {
        missesInRow: 0,
        lastMissOn: null,
        step: 'review',
        due: at('2026-11-25', '18:00'),
        sentence: 'No word for 14 days.',
      },
    ],
    ['never seen since admission', [], [], at('2026-11-23', '09:00'), { step: 'review', lastHeard: null }],
    [
      'an answered call breaks the silence',
      [mark('2026-11-10', 'here')],
      [call('2026-11-17', '10:00')],
      at('2026-11-24', '18:00'),
      null,
    ],
    [
      'one miss, and then silence: the review is due first by the silence',
      [mark('2026-11-10', 'here'), mark('2026-11-11', 'absent')],
      [call('2026-11-11', '19:00', false)],
      at('2026-11-25', '12:00'),
      { missesInRow: 1, step: 'review', due: at('2026-11-25', '18:00') },
    ],
    [
      'a late evening belongs to its own day',
      [mark(mon, 'here'), mark(wed, 'absent', '23:30')],
      [],
      at(wed, '23:45'),
      { lastMissOn: wed, due: at(thu, '00:00') },
    ],
  ]
  for (const [what, marks, contacts, now, expected] of table) {
    const state = missState(marks, contacts, now, facts)
    if (expected === null) {
      assert.equal(state, null, what)
      continue
    }
    for (const key of Object.keys(expected) as (keyof MissState)[]) {
      assert.deepEqual(state?.[key], expected[key], `${what}: ${key}`)
    }
  }
})

test('overdue: after the time, until reached; a review stays due', () => {
  const state = (marks: MarkedSession[], contacts: Contact[] = []) => {
    const answer = missState(marks, contacts, at(thu, '23:00'), facts)
    assert.ok(answer !== null)
    return answer
  }
  const one = state([mark(wed, 'absent')])
  assert.equal(isOverdue(one, at(thu, '00:00')), false)
  assert.equal(isOverdue(one, at(thu, '00:01')), true)
  assert.equal(isOverdue(state([mark(wed, 'absent')], [call(wed, '19:00')]), at(thu, '08:00')), false)
  const three = state([mark(mon, 'absent'), mark(wed, 'absent'), mark(thu, 'absent')], [call(thu, '19:00')])
  assert.deepEqual([three.step, three.reachedSince], ['review', true])
  assert.equal(isOverdue(three, at('2026-11-20', '18:01')), true)
})

test('steps are dated rows: a clinic may call the supervisor at once from a day on', () => {
  const strict = defaultSteps.map((row) =>
    row.misses === 2 ? { ...row, misses: 1, due: { hours: 4 }, from: '2026-11-18' } : row,
  )
  const ask = (day: string) => missState([mark(day, 'absent')], [], at(day, '19:00'), { ...facts, rows: strict })?.step
  assert.equal(ask(mon), 'same-day call')
  assert.equal(ask(wed), 'supervisor and alternate contact')
})

const anyMark = fc
  .record({
    day: fc.integer({ min: 0, max: 20 }),
    time: fc.constantFrom('09:00', '18:00', '19:30'),
    kind: fc.constantFrom<MarkKind>('here', 'late', 'left-early', 'absent', 'excused', 'cleared', 'absent', 'absent'),
    minutes: fc.integer({ min: 1, max: 80 }),
  })
  .map(({ day, time, kind, minutes }) =>
    mark(
      addDays('2026-11-09', day),
      kind,
      time,
      kind === 'absent' || kind === 'excused' || kind === 'cleared' ? 0 : minutes,
    ),
  )
const anyMarks = fc.uniqueArray(anyMark, { maxLength: 20, selector: (one) => one.starts.getTime() })
const anyContacts = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 24 * 22 }).map((h) => new Date(admittedAt.getTime() + h * 3_600_000)),
    reached: fc.boolean(),
  }),
  { maxLength: 5 },
)
const anyNow = fc.integer({ min: 0, max: 24 * 24 }).map((h) => new Date(admittedAt.getTime() + h * 3_600_000))

test('agrees with walking back from today, day by day', () => {
  fc.assert(
    fc.property(anyMarks, anyContacts, anyNow, (marks, contacts, now) => {
      let run = 0
      let lastMiss: string | null = null
      for (let day = dayAt(now, zone); day >= '2026-11-08'; day = addDays(day, -1)) {
        const own = marks.filter((m) => dayAt(m.starts, zone) === day && m.starts <= now && m.kind !== 'cleared')
        if (own.length === 0) continue
        if (own.some((m) => m.minutes > 0) || !own.some((m) => m.kind === 'absent')) break
        run++
        lastMiss ??= day
      }
      const state = missState(marks, contacts, now, facts)
      const shuffled = missState(marks.toReversed(), contacts.toReversed(), now, facts)
      assert.deepEqual(shuffled, state)
      if (run > 0) assert.ok(state !== null)
      if (state === null) return
      assert.deepEqual([state.missesInRow, state.lastMissOn], [run, lastMiss])
      if (run >= 3) assert.equal(state.step, 'review')
      if (run === 0) assert.equal(state.step, 'review')
      assert.match(state.sentence, /^[A-Z].*\.$/)
    }),
    { numRuns: 500 },
  )
})

test('coming today settles everything; reaching the client never makes it worse', () => {
  fc.assert(
    fc.property(anyMarks, anyContacts, anyNow, (marks, contacts, now) => {
      const came = [...marks.filter((m) => m.starts < now && dayAt(m.starts, zone) !== dayAt(now, zone))]
      assert.equal(missState([...came, { starts: now, kind: 'here', minutes: 60 }], contacts, now, facts), null)
      const before = missState(marks, contacts, now, facts)
      const after = missState(marks, [...contacts, { at: now, reached: true }], now, facts)
      if (before === null) return assert.equal(after, null)
      if (after === null) return assert.equal(before.missesInRow, 0)
      assert.equal(after.reachedSince, true)
      assert.equal(after.missesInRow, before.missesInRow)
      const order = ['same-day call', 'supervisor and alternate contact', 'review']
      assert.ok(order.indexOf(after.step) <= order.indexOf(before.step))
    }),
    { numRuns: 400 },
  )
})
