import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantAt } from '../../basics/dates.ts'
import {
  arrivedAfter,
  type MarkKind,
  markKinds,
  minutesOf,
  type Span,
  sessionMinutes,
  type TimedMark,
} from './minutes.ts'

const zone = 'America/New_York'
const at = (time: string) => instantAt('2026-11-24', time, zone)
const session = { starts: at('18:00'), ends: at('19:20') }
const span = (from: string | null, to: string | null): Span => ({
  arrivedAt: from === null ? null : at(from),
  leftAt: to === null ? null : at(to),
})

test('what each mark earns in a group of 80 minutes', () => {
  const table: [string, TimedMark, number][] = [
    ['here', { kind: 'here' }, 80],
    ['12 minutes late', { kind: 'late', arrivedAt: arrivedAfter(session, 12) }, 68],
    ['late, nobody said when', { kind: 'late' }, 0],
    ['late, only the leaving is known', { kind: 'late', leftAt: at('19:00') }, 0],
    ['left at 19:00', { kind: 'left-early', leftAt: at('19:00') }, 60],
    ['left, nobody said when', { kind: 'left-early' }, 0],
    ['late and left', { kind: 'late', arrivedAt: at('18:10'), leftAt: at('19:10') }, 60],
    ['came early, stayed on', { kind: 'here', arrivedAt: at('17:40'), leftAt: at('19:45') }, 80],
    ['came after the end', { kind: 'late', arrivedAt: at('19:30') }, 0],
    ['left before the start', { kind: 'left-early', leftAt: at('17:55') }, 0],
    ['times the wrong way round', { kind: 'late', arrivedAt: at('19:00'), leftAt: at('18:30') }, 0],
    ['absent', { kind: 'absent' }, 0],
    ['absent, with a stray time', { kind: 'absent', arrivedAt: at('18:00') }, 0],
    ['excused, with stray minutes', { kind: 'excused', minutesIn: 60 }, 0],
    ['cleared', { kind: 'cleared' }, 0],
    ['45 minutes, typed', { kind: 'here', minutesIn: 45 }, 45],
    ['typed 0', { kind: 'here', minutesIn: 0 }, 0],
    ['typed too many', { kind: 'here', minutesIn: 200 }, 80],
    ['typed a negative', { kind: 'late', minutesIn: -5 }, 0],
    ['typed not a number', { kind: 'here', minutesIn: Number.NaN }, 0],
    ['typed speaks before times', { kind: 'late', arrivedAt: at('18:10'), minutesIn: 50 }, 50],
    ['out and in again', { kind: 'here', spans: [span(null, '18:30'), span('18:45', null)] }, 65],
    ['two devices at once', { kind: 'here', spans: [span('18:00', '19:00'), span('18:30', '19:20')] }, 80],
    ['one span inside another', { kind: 'here', spans: [span('18:00', '19:00'), span('18:10', '18:20')] }, 60],
    ['no span at all', { kind: 'here', spans: [] }, 80],
  ]
  for (const [what, mark, minutes] of table) assert.equal(minutesOf(session, mark), minutes, what)
})

test('seconds are added up before they are cut: two halves of a minute are one', () => {
  const seconds = (s: number) => new Date(session.starts.getTime() + s * 1000)
  const two = [
    { arrivedAt: seconds(0), leftAt: seconds(90) },
    { arrivedAt: seconds(120), leftAt: seconds(150) },
  ]
  assert.equal(minutesOf(session, { kind: 'here', spans: two }), 2)
  assert.equal(minutesOf(session, { kind: 'late', arrivedAt: seconds(1) }), 79)
})

test('nights with a clock change count the minutes that were lived', () => {
  const night = (day: string) => ({ starts: instantAt(day, '00:30', zone), ends: instantAt(day, '03:30', zone) })
  assert.equal(sessionMinutes(night('2026-03-07')), 180)
  assert.equal(sessionMinutes(night('2026-03-08')), 120)
  assert.equal(sessionMinutes(night('2026-11-01')), 240)
  assert.equal(minutesOf(night('2026-11-01'), { kind: 'here' }), 240)
})

test('a session that ends before it starts earns nothing', () => {
  assert.equal(minutesOf({ starts: session.ends, ends: session.starts }, { kind: 'here' }), 0)
  assert.equal(minutesOf({ starts: session.ends, ends: session.starts }, { kind: 'here', minutesIn: 30 }), 0)
  assert.equal(minutesOf({ starts: new Date(Number.NaN), ends: session.ends }, { kind: 'here' }), 0)
})

const second = fc.integer({ min: -600, max: 5400 }).map((s) => new Date(session.starts.getTime() + s * 1000))
const anySpan = fc.record({ arrivedAt: fc.option(second), leftAt: fc.option(second) })
const anyMark = fc.record({
  kind: fc.constantFrom<MarkKind>(...markKinds),
  arrivedAt: fc.option(second),
  leftAt: fc.option(second),
  minutesIn: fc.option(fc.oneof(fc.integer(), fc.double()), { freq: 2 }),
  spans: fc.option(fc.array(anySpan, { maxLength: 6 })),
})

test('whatever the mark: whole minutes from 0 to the length of the session', () => {
  fc.assert(
    fc.property(anyMark, (mark) => {
      const minutes = minutesOf(session, mark)
      assert.ok(Number.isInteger(minutes) && minutes >= 0 && minutes <= 80)
    }),
    { numRuns: 500 },
  )
})

test('spans agree with counting every second, in any order, and one more never earns less', () => {
  fc.assert(
    fc.property(fc.array(anySpan, { minLength: 1, maxLength: 6 }), anySpan, (spans, more) => {
      let seconds = 0
      for (let at = session.starts.getTime(); at < session.ends.getTime(); at += 1000) {
        const inside = spans.some(
          (s) => (s.arrivedAt?.getTime() ?? 0) <= at && at < (s.leftAt?.getTime() ?? Number.POSITIVE_INFINITY),
        )
        if (inside) seconds++
      }
      const minutes = minutesOf(session, { kind: 'here', spans })
      assert.equal(minutes, Math.floor(seconds / 60))
      assert.equal(minutesOf(session, { kind: 'here', spans: spans.toReversed() }), minutes)
      assert.ok(minutesOf(session, { kind: 'here', spans: [...spans, more] }) >= minutes)
    }),
    { numRuns: 200 },
  )
})
