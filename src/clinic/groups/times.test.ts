import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import {
  clash,
  fitsWithin,
  inWords,
  isWeekly,
  minuteOfDay,
  nextDate,
  overlap,
  type Standing,
  type Weekly,
} from './times.ts'

const at = (weekday: number, starts: string, ends: string): Weekly => ({ weekday, starts, ends })
const evening = at(2, '18:00', '19:20')

test('overlap: one shared minute is enough, touching is not', () => {
  const table: [Weekly, boolean][] = [
    [at(2, '18:00', '19:20'), true],
    [at(2, '19:20', '20:40'), false],
    [at(2, '16:30', '18:00'), false],
    [at(2, '19:19', '20:40'), true],
    [at(2, '00:00', '24:00'), true],
    [at(2, '18:30', '18:31'), true],
    [at(3, '18:00', '19:20'), false],
  ]
  for (const [other, expected] of table) assert.equal(overlap(evening, other), expected, inWords(other))
})

test('a weekly time is a weekday and two times in order', () => {
  assert.ok(isWeekly(evening))
  assert.ok(isWeekly(at(7, '22:00', '24:00')))
  for (const bad of [
    at(0, '18:00', '19:00'),
    at(8, '18:00', '19:00'),
    at(2, '19:00', '18:00'),
    at(2, '18:00', '18:00'),
    at(2, '24:00', '24:00'),
    at(2, '9:00', '10:00'),
    at(2, '18:60', '19:00'),
    at(1.5, '18:00', '19:00'),
  ]) {
    assert.equal(isWeekly(bad), false, JSON.stringify(bad))
  }
})

test('dates: two seats clash only where both stand on one of those weekdays', () => {
  const seat = (from: string, to: string | null): Standing => ({ ...evening, from, to })
  const table: [Standing, Standing, boolean][] = [
    [seat('2026-11-01', null), seat('2026-12-01', null), true],
    [seat('2026-11-01', '2026-11-24'), seat('2026-11-24', null), true], // 24 November is a Tuesday
    [seat('2026-11-01', '2026-11-23'), seat('2026-11-18', null), false], // Wednesday to Monday: no Tuesday
    [seat('2026-11-01', '2026-11-23'), seat('2026-11-24', null), false],
    [seat('2026-11-01', '2026-11-25'), seat('2026-11-25', null), false], // one Wednesday
  ]
  for (const [a, b, expected] of table) assert.equal(clash(a, b), expected, `${a.from}..${a.to} ${b.from}..${b.to}`)
})

test('a group fits in windows that touch, and not in a gap', () => {
  const table: [Weekly[], boolean][] = [
    [[at(2, '17:00', '21:00')], true],
    [[at(2, '18:00', '19:20')], true],
    [[at(2, '18:00', '19:19')], false],
    [[at(2, '17:00', '18:30'), at(2, '18:30', '20:00')], true],
    [[at(2, '18:30', '20:00'), at(2, '12:00', '18:45')], true],
    [[at(2, '17:00', '18:30'), at(2, '18:31', '20:00')], false],
    [[at(3, '17:00', '21:00')], false],
    [[], false],
    [[at(2, '00:00', '24:00')], true],
  ]
  for (const [windows, expected] of table) assert.equal(fitsWithin(evening, windows), expected, JSON.stringify(windows))
})

test('the first date', () => {
  assert.equal(nextDate(evening, '2026-11-22'), '2026-11-24')
  assert.equal(nextDate(evening, '2026-11-24'), '2026-11-24')
  assert.equal(nextDate(evening, '2026-11-25'), '2026-12-01')
})

const clock = (quarter: number) =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
const anyWeekly = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 94 }), fc.integer({ min: 1, max: 20 }))
  .map(([weekday, start, length]) => at(weekday, clock(start), clock(Math.min(96, start + length))))
const anyStanding: fc.Arbitrary<Standing> = fc
  .tuple(anyWeekly, fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 0, max: 20 })))
  .map(([weekly, start, length]) => ({
    ...weekly,
    from: addDays('2026-11-02', start),
    to: length === null ? null : addDays('2026-11-02', start + length),
  }))

test('clash agrees with walking through every date, and is the same both ways', () => {
  fc.assert(
    fc.property(anyStanding, anyStanding, (a, b) => {
      let walked = false
      for (let day = '2026-11-02'; day < '2027-01-20'; day = addDays(day, 1)) {
        const stands = (s: Standing) => s.from <= day && (s.to === null || day <= s.to) && weekdayOf(day) === s.weekday
        if (stands(a) && stands(b) && overlap(a, b)) walked = true
      }
      assert.equal(clash(a, b), walked)
      assert.equal(clash(b, a), walked)
    }),
    { numRuns: 400 },
  )
})

test('fitting agrees with looking at every minute', () => {
  fc.assert(
    fc.property(anyWeekly, fc.array(anyWeekly, { maxLength: 25 }), (time, windows) => {
      let every = true
      for (let minute = minuteOfDay(time.starts); minute < minuteOfDay(time.ends); minute++) {
        every &&= windows.some(
          (w) => w.weekday === time.weekday && minuteOfDay(w.starts) <= minute && minute < minuteOfDay(w.ends),
        )
      }
      assert.equal(fitsWithin(time, windows), every)
    }),
    { numRuns: 400 },
  )
})
