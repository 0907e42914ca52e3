import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, type Day, dayAt, instantAt, weekOf } from '../../basics/dates.ts'
import { payOf } from '../coverage/payable.ts'
import { termsFrom } from '../coverage/payer-terms.ts'
import { defaultFloors, floorOn } from '../programs/dose.ts'
import { type HourToPay, type Reading, type SessionFacts, sessionsFor } from './pay-week.ts'
import { weekOfStay } from './week-facts.ts'

// The weeks in which a payer and a floor are easily counted wrong, each worked by hand: the dose by weekOf, the claim by payOf,
// from the very same hours.

const zone = 'America/New_York'
const terms = termsFrom({})
const adult = floorOn(defaultFloors, { levelOfCare: '2.1', ageGroup: 'adult', state: 'NY' }, '2026-11-16')

let n = 0
const hour = (heldOn: Day, starts: string, minutes: number, over: Partial<HourToPay> = {}): HourToPay => {
  const begins = instantAt(heldOn, starts, zone)
  n += 1
  return {
    id: `h${n}`,
    name: 'Group',
    kind: 'process',
    counts: true,
    heldOn,
    starts: begins,
    ends: new Date(begins.getTime() + minutes * 60_000),
    isOff: false,
    minutes: null,
    ...over,
  }
}
const there = (one: HourToPay, minutes?: number): HourToPay => ({
  ...one,
  minutes: minutes ?? Math.round((one.ends.getTime() - one.starts.getTime()) / 60_000),
})
type Stay = { first: Day; last: Day | null }
const always: Stay = { first: '2020-01-01', last: null }

function both(hours: HourToPay[], monday: Day, now: Date, reading: Reading, stay: Stay = always) {
  const within = hours.filter((one) => one.heldOn >= stay.first && (stay.last === null || one.heldOn <= stay.last))
  const dose = weekOfStay({ ...stay, floor: adult }, hours, { week: monday, zone, now, prescribed: [] })
  const isPart = stay.first > monday || (stay.last !== null && stay.last < addDays(monday, 6))
  const pay = payOf(
    { from: monday, sessions: sessionsFor(within, new Map(), reading, now), isPart, unitsLeft: null },
    'Payer',
    terms,
  )
  return { dose, pay }
}
const later = (monday: Day) => instantAt(addDays(monday, 7), '00:01', zone)
const three = (monday: Day) => [0, 2, 4].map((day) => hour(addDays(monday, day), '09:00', 180))

test('holiday week: what was called off lowers neither the floor nor what the payer asks for', () => {
  const monday = '2026-11-23'
  const hours = three(monday).map((one) => (one.heldOn === '2026-11-27' ? { ...one, isOff: true } : there(one)))
  const { dose, pay } = both(hours, monday, later(monday), 'actual')
  assert.deepEqual([dose.verdict, dose.shortMinutes, dose.shortDays], ['short', 180, 1])
  assert.deepEqual([pay.units, pay.lacking, pay.verdict], [2, { minutes: 180, days: 1, services: 0 }, 'at-risk'])
  assert.equal(dose.actor?.role, 'care coordinator')
})

test('admission on Thursday: a part week, in which the floor is not expected and the payer is only asked', () => {
  const monday = '2026-11-16'
  const stay = { first: '2026-11-19', last: null }
  const hours = [...three(monday), hour('2026-11-19', '09:00', 180)].map((one) => there(one))
  const { dose, pay } = both(hours, monday, later(monday), 'actual', stay)
  assert.deepEqual([dose.verdict, dose.attendedMinutes, pay.units], ['part-week', 360, 2])
  assert.match(pay.alerts.join(), /A part week: ask whether that holds/)
})

test('the night of 25 hours and the night of 23: the minutes that were lived, on the day on which they began', () => {
  // 2026-11-01, 00:30 to 02:30 on the wall, is three hours; 2026-03-08 the same is one.
  const fall = hour('2026-11-01', '00:30', 0, { ends: instantAt('2026-11-01', '02:30', zone) })
  const spring = hour('2026-03-08', '00:30', 0, { ends: instantAt('2026-03-08', '03:30', zone) })
  for (const [one, minutes] of [
    [fall, 180],
    [spring, 120],
  ] as const) {
    const monday = weekOf(one.heldOn)
    assert.equal(monday, addDays(one.heldOn, -6))
    const { dose, pay } = both([there(one)], monday, later(monday), 'actual')
    assert.deepEqual([dose.attendedMinutes, dose.attendedDays, pay.minutes], [minutes, 1, minutes])
    assert.equal(pay.days[0]?.day, one.heldOn)
    assert.equal(both([one], monday, instantAt(monday, '08:00', zone), 'planned').pay.minutes, minutes)
  }
})

test('a group keeps its hour on the wall through both clock changes, and its three hours', () => {
  for (const monday of ['2026-10-26', '2026-11-02', '2026-03-02', '2026-03-09']) {
    const hours = three(monday)
    assert.deepEqual(
      hours.map((one) => dayAt(one.starts, zone)),
      [0, 2, 4].map((day) => addDays(monday, day)),
    )
    const { dose, pay } = both(hours, monday, instantAt(monday, '07:00', zone), 'planned')
    assert.deepEqual([dose.forecastMinutes, pay.units, pay.verdict], [540, 3, 'paid'], monday)
  }
})

test('a transfer in mid-week gives each stay its own days, and none of them is refused for it', () => {
  const monday = '2026-11-16'
  const hours = three(monday).map((one) => there(one))
  const before = both(hours, monday, later(monday), 'actual', { first: '2026-10-01', last: '2026-11-18' })
  const after = both(hours, monday, later(monday), 'actual', { first: '2026-11-19', last: null })
  assert.deepEqual([before.pay.units, after.pay.units], [2, 1])
  assert.deepEqual([before.dose.verdict, after.dose.verdict], ['part-week', 'part-week'])
  assert.equal(before.dose.attendedMinutes + after.dose.attendedMinutes, 540)
})

test('a week with the 29th of February has seven days like any other', () => {
  const monday = '2028-02-28'
  const hours = [hour('2028-02-28', '09:00', 180), hour('2028-02-29', '09:00', 180), hour('2028-03-01', '09:00', 180)]
  const { dose, pay } = both(
    hours.map((one) => there(one)),
    monday,
    later(monday),
    'actual',
  )
  assert.deepEqual(
    [dose.verdict, pay.units, pay.days.map((day) => day.day)],
    ['met', 3, ['2028-02-28', '2028-02-29', '2028-03-01']],
  )
})

test('Sunday 23:00 belongs to its own week and Monday 00:30 to the next, in the zone of the clinic and no other', () => {
  const monday = '2026-11-16'
  const sunday = hour('2026-11-22', '23:00', 59)
  const next = hour('2026-11-23', '00:30', 60)
  assert.equal(sunday.starts.toISOString().slice(0, 10), '2026-11-23', 'in London it is Monday already')
  const { dose, pay } = both([there(sunday), there(next)], monday, later(monday), 'actual')
  assert.deepEqual([dose.attendedMinutes, pay.minutes], [59, 59])
})

test('counts toward the dose and counts toward the claim are two facts', () => {
  const monday = '2026-11-16'
  const now = later(monday)
  const assessment = there(hour(monday, '09:00', 180, { kind: 'assessment' }))
  const outside = there(hour(monday, '13:00', 180, { counts: false }))
  const aid = there(hour(monday, '18:00', 60, { kind: 'mutual-aid' }))
  const { dose, pay } = both([assessment, outside, aid], monday, now, 'actual')
  assert.equal(dose.attendedMinutes, 0)
  assert.deepEqual(
    pay.days[0]?.sessions.map((one) => one.counts),
    [false, false, false],
  )
  const counted = payOf(
    {
      from: monday,
      sessions: sessionsFor([assessment, outside, aid], new Map(), 'actual', now),
      isPart: false,
      unitsLeft: null,
    },
    'Payer',
    termsFrom({ counts: [...terms.counts, 'assessment'] }),
  )
  assert.deepEqual(
    counted.days[0]?.sessions.map((one) => one.counts),
    [true, false, false],
  )
})

test('planned before, as it stands during, and by the marks after: three readings of one week', () => {
  const monday = '2026-11-16'
  const [one, two, last] = three(monday)
  assert.ok(one && two && last)
  const hours = [there(one), { ...two, minutes: 0 }, last]
  const now = instantAt(addDays(monday, 3), '08:00', zone)
  const units = (reading: Reading) => both(hours, monday, now, reading).pay.units
  assert.deepEqual([units('planned'), units('forecast'), units('actual')], [3, 2, 1])
  // What is over and unmarked counts for nothing, and so it is claimed by nobody.
  assert.equal(both([one, there(last)], monday, now, 'forecast').pay.units, 1)
})

test('a group of one, an unsigned note and a visit by video are seen as the payer sees them', () => {
  const monday = '2026-11-16'
  const one = there(hour(monday, '09:00', 180))
  const facts = (over: Partial<SessionFacts>) =>
    new Map([[one.id, { byVideo: false, seated: 8, there: 5, isLicensed: true, isNoteSigned: true, ...over }]])
  const read = (over: Partial<SessionFacts>, reading: Reading = 'actual') =>
    sessionsFor([one], facts(over), reading, later(monday))[0]
  assert.equal(read({ there: 1 })?.people, 1)
  assert.equal(read({ there: 1 }, 'planned')?.people, 8)
  assert.equal(read({ isNoteSigned: false })?.isNoteSigned, false)
  assert.equal(read({ isNoteSigned: false }, 'planned')?.isNoteSigned, null)
  assert.equal(read({ byVideo: true })?.byVideo, true)
  assert.equal(read({ isLicensed: false }, 'planned')?.isLicensed, false)
  assert.equal(read({ isLicensed: null })?.isLicensed, null)
})

test('in the actual reading no minute is counted that no mark gives, and never more than the meeting lasted', () => {
  const monday = '2026-11-16'
  const anyHour = fc
    .record({
      day: fc.integer({ min: 0, max: 6 }),
      at: fc.integer({ min: 8, max: 19 }),
      length: fc.integer({ min: 10, max: 200 }),
      minutes: fc.option(fc.integer({ min: -5, max: 300 }), { nil: null }),
      isOff: fc.boolean(),
      counts: fc.boolean(),
    })
    .map(({ day, at, length, ...over }) =>
      hour(addDays(monday, day), `${String(at).padStart(2, '0')}:00`, length, over),
    )
  fc.assert(
    fc.property(fc.array(anyHour, { maxLength: 14 }), fc.integer({ min: 0, max: 7 * 24 }), (hours, passed) => {
      const now = new Date(instantAt(monday, '00:00', zone).getTime() + passed * 3_600_000)
      const marked = (one: HourToPay) =>
        Math.max(0, Math.min(one.minutes ?? 0, (one.ends.getTime() - one.starts.getTime()) / 60_000))
      const actual = sessionsFor(hours, new Map(), 'actual', now)
      assert.equal(
        actual.reduce((sum, one) => sum + one.minutes, 0),
        hours.filter((one) => !one.isOff).reduce((sum, one) => sum + marked(one), 0),
      )
      const paid = payOf({ from: monday, sessions: actual, isPart: false, unitsLeft: null }, 'Payer', terms)
      assert.ok(paid.minutes <= actual.reduce((sum, one) => sum + one.minutes, 0))
    }),
  )
})
