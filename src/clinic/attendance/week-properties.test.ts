import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantAt } from '../../basics/dates.ts'
import { defaultFloors, floorOn } from '../programs/dose.ts'
import { type WeekFacts, type WeekSession, weekOf } from './week.ts'

const zone = 'America/New_York'
const monday = '2026-11-16'
const adult = floorOn(defaultFloors, { levelOfCare: '2.1', ageGroup: 'adult', state: 'FL' }, monday)
const adolescent = floorOn(defaultFloors, { levelOfCare: '2.1', ageGroup: 'adolescent', state: 'FL' }, monday)

const anySession: fc.Arbitrary<WeekSession> = fc
  .record({
    slot: fc.integer({ min: -8, max: 64 }),
    length: fc.integer({ min: 0, max: 170 }),
    service: fc.constantFrom('process', 'individual', 'family', 'mutual-aid', 'break'),
    status: fc.constantFrom('planned' as const, 'held' as const, 'cancelled' as const),
    creditedMinutes: fc.option(fc.integer({ min: 0, max: 170 })),
  })
  .map(({ slot, length, ...rest }) => {
    const starts = new Date(instantAt(monday, '00:00', zone).getTime() + slot * 3 * 3_600_000)
    return { starts, ends: new Date(starts.getTime() + length * 60_000), ...rest }
  })
const anyFacts: fc.Arbitrary<WeekFacts> = fc.record({
  weekStart: fc.constant(monday),
  zone: fc.constant(zone),
  now: fc
    .integer({ min: -30, max: 200 })
    .map((h) => new Date(instantAt(monday, '00:00', zone).getTime() + h * 3_600_000)),
  floor: fc.constantFrom(adult, adolescent, null),
  prescribed: fc.constant([]),
  sessions: fc.uniqueArray(anySession, { maxLength: 14, selector: (s) => s.starts.getTime() }),
  admitted: fc.constantFrom(null, null, monday, '2026-11-18'),
  discharged: fc.constantFrom(null, null, '2026-11-20'),
})

test('whatever the week: the sums hold together', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const w = weekOf(facts)
      assert.equal(w.forecastMinutes, w.attendedMinutes + w.plannedMinutes)
      assert.ok(w.forecastDays >= Math.max(w.attendedDays, w.plannedDays) && w.forecastDays <= 7)
      assert.ok(w.forecastDays <= w.attendedDays + w.plannedDays)
      assert.equal(
        w.byService.reduce((n, s) => n + s.attended, 0),
        w.attendedMinutes,
      )
      assert.equal(
        w.byService.reduce((n, s) => n + s.planned, 0),
        w.plannedMinutes,
      )
      if (facts.floor !== null) {
        assert.equal(w.shortMinutes, Math.max(0, facts.floor.minutesPerWeek - w.forecastMinutes))
        assert.equal(w.shortDays, Math.max(0, facts.floor.daysPerWeek - w.forecastDays))
      }
      assert.equal(w.verdict === 'no-floor', facts.floor === null)
      assert.equal(w.actor !== null, w.verdict === 'short' || w.verdict === 'will-fall-short')
      if (w.verdict === 'met' || w.verdict === 'on-course') assert.equal(w.shortMinutes + w.shortDays, 0)
      if (w.verdict === 'short' || w.verdict === 'will-fall-short') assert.ok(w.shortMinutes + w.shortDays > 0)
      assert.match(w.sentence, /^[A-Z][^.]*\.( \d[^.]* (not marked yet|cancelled)\.)*$/)
    }),
    { numRuns: 500 },
  )
})

const better = { met: 0, 'on-course': 1, 'will-fall-short': 2, short: 3, 'part-week': 4, 'no-floor': 5 }

test('attending more never increases the shortage, and never worsens the verdict', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(), fc.integer({ min: 1, max: 170 }), (facts, which, more) => {
      fc.pre(facts.sessions.length > 0)
      const i = which % facts.sessions.length
      const sessions = facts.sessions.map((s, at) =>
        at === i && s.creditedMinutes !== null ? { ...s, creditedMinutes: s.creditedMinutes + more } : s,
      )
      const before = weekOf(facts)
      const after = weekOf({ ...facts, sessions })
      assert.ok(after.shortMinutes <= before.shortMinutes && after.shortDays <= before.shortDays)
      assert.ok(better[after.verdict] <= better[before.verdict])
    }),
    { numRuns: 500 },
  )
})

test('marking an unmarked session that is over never increases the shortage, whatever the mark', () => {
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: 0, max: 170 }), (facts, minutes) => {
      const marked = facts.sessions.map((s) =>
        s.creditedMinutes === null && s.ends <= facts.now ? { ...s, creditedMinutes: minutes } : s,
      )
      const before = weekOf(facts)
      const after = weekOf({ ...facts, sessions: marked })
      assert.ok(after.shortMinutes <= before.shortMinutes && after.shortDays <= before.shortDays)
      assert.equal(after.unmarkedMinutes, 0)
    }),
  )
})

test('cancelling a session never lowers the shortage; a session that does not count changes nothing but what is apart', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(), (facts, which) => {
      fc.pre(facts.sessions.length > 0)
      const i = which % facts.sessions.length
      const before = weekOf(facts)
      const cancelled = weekOf({
        ...facts,
        sessions: facts.sessions.map((s, at) => (at === i ? { ...s, status: 'cancelled' as const } : s)),
      })
      assert.ok(cancelled.shortMinutes >= before.shortMinutes && cancelled.shortDays >= before.shortDays)
      const without = weekOf({
        ...facts,
        sessions: facts.sessions.filter((s) => s.service !== 'break' && s.service !== 'mutual-aid'),
      })
      assert.deepEqual({ ...without, apart: null }, { ...before, apart: null })
    }),
  )
})
