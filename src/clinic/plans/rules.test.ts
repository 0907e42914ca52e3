import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import type { Floor } from '../programs/dose.ts'
import { type Dose, doseFlag, doseInWeek, mayOrderDose, usualWeek, weeksToChoose } from './rules.ts'
import { type Booked, lackingTo, reachOf, totalOf } from './scheduled.ts'

const floor: Floor = { minutesPerWeek: 540, daysPerWeek: 3, source: 'test', mark: 'V' }
const nine: Dose = { groupMinutes: 540, individualMinutes: 0, familyMinutes: 0, medicationMinutes: 0, days: 3 }
const stay = { firstDay: '2026-11-05', lastDay: null, levelOfCare: '2.1' } // a Thursday
const ask = (over: Partial<Parameters<typeof mayOrderDose>[0]> = {}) =>
  mayOrderDose({ dose: nine, fromWeek: '2026-11-23', because: '', floor, stay, hasEarlier: false, ...over })

const seat = (weekday: number, minutes: number, over: Partial<Booked> = {}): Booked => ({
  what: 'seat',
  id: `${weekday}-${minutes}`,
  name: 'Group',
  service: 'process',
  counts: true,
  weekday,
  starts: '09:00',
  minutes,
  ...over,
})

test('a week comes to its counted minutes, on the days that hold any', () => {
  const total = totalOf([
    seat(1, 180),
    seat(1, 80),
    seat(3, 180),
    seat(4, 50, { what: 'visit', service: 'individual' }),
    seat(5, 90, { service: 'art', counts: false }),
    seat(6, 60, { service: 'mutual-aid' }),
    seat(7, 60, { service: 'a kind from another clinic' }),
  ])
  assert.deepEqual(total, {
    minutes: 490,
    days: 3,
    byMix: { group: 440, individual: 50, family: 0, medication: 0 },
    apartMinutes: 210,
  })
})

test('the sentence of a week', () => {
  const say = (minutes: number, days: number, against: Floor | null = floor) =>
    reachOf({ minutes, days }, against).sentence
  assert.equal(say(550, 3), '9 h 10 on 3 days: reaches the floor of 9 h on 3 days.')
  assert.equal(say(540, 3), '9 h on 3 days: reaches the floor of 9 h on 3 days.')
  assert.equal(say(539, 3), '8 h 59 on 3 days: 1 min below the floor of 9 h on 3 days.')
  assert.equal(say(600, 2), '10 h on 2 days: 1 day below the floor of 9 h on 3 days.')
  assert.equal(say(360, 1), '6 h on 1 day: 3 h and 2 days below the floor of 9 h on 3 days.')
  assert.equal(say(0, 0), 'Nothing yet: 9 h and 3 days below the floor of 9 h on 3 days.')
  assert.equal(say(60, 1, null), '1 h on 1 day. No weekly floor is recorded at this level.')
})

test('a dose, and each reason against it', () => {
  assert.equal(ask(), null)
  const six: Dose = { ...nine, groupMinutes: 360, days: 2 }
  const table: [string, ReturnType<typeof ask>, RegExp][] = [
    ['not-a-monday', ask({ fromWeek: '2026-11-24' }), /begins on a Monday/],
    ['before-stay', ask({ fromWeek: '2026-10-26' }), /before the admission/],
    ['after-stay', ask({ stay: { ...stay, lastDay: '2026-11-20' } }), /has ended by then/],
    ['empty', ask({ dose: { ...nine, groupMinutes: 0 } }), /at least one service/],
    ['too-long-days', ask({ dose: { ...nine, groupMinutes: 1500 } }), /^25 h on 3 days is more than 8 hours a day/],
    [
      'below-floor',
      ask({ dose: six }),
      /^6 h on 2 days is 3 h and 1 day below the floor of 9 h on 3 days\..*the clinical director decides whether level 2\.1 still fits/,
    ],
    ['below-floor', ask({ dose: six, because: '   ' }), /say why less is right/],
    ['why-changed', ask({ hasEarlier: true }), /Say why the dose changes/],
  ]
  for (const [code, refusal, words] of table) {
    assert.equal(refusal?.refused, code)
    assert.match(refusal?.because ?? '', words)
  }
  assert.equal(ask({ fromWeek: '2026-11-02' }), null, 'the week of the admission itself')
  assert.equal(ask({ dose: six, because: 'Back at work two days' }), null)
  assert.equal(ask({ dose: six, floor: null }), null)
  assert.equal(ask({ hasEarlier: true, because: 'Step down' }), null)
  assert.match(doseFlag(six, floor, '2.1') ?? '', /^Prescribed 3 h and 1 day below the floor/)
  assert.equal(doseFlag(nine, floor, '2.1'), null)
  assert.equal(doseFlag(six, null, '2.1'), null)
})

test('the order that stands in a week is the latest whose week has begun', () => {
  const at = (fromWeek: string, hour: number, days: number) => ({
    ...nine,
    days,
    fromWeek,
    orderedAt: new Date(`2026-11-01T${String(hour).padStart(2, '0')}:00:00Z`),
  })
  const orders = [at('2026-11-02', 9, 3), at('2026-11-16', 8, 4), at('2026-11-16', 10, 5), at('2026-12-07', 7, 2)]
  for (const list of [orders, orders.toReversed()]) {
    assert.equal(doseInWeek(list, '2026-10-26'), null)
    assert.equal(doseInWeek(list, '2026-11-09')?.days, 3)
    assert.equal(doseInWeek(list, '2026-11-16')?.days, 5)
    assert.equal(doseInWeek(list, '2026-12-14')?.days, 2)
  }
})

test('the weeks that can be chosen, and the week a plan is read by', () => {
  assert.deepEqual(weeksToChoose('2026-11-22', stay)[0], '2026-11-16')
  assert.equal(weeksToChoose('2026-11-22', stay).length, 5)
  assert.deepEqual(weeksToChoose('2026-10-01', stay)[0], '2026-11-02')
  assert.deepEqual(weeksToChoose('2026-11-22', { ...stay, lastDay: '2026-11-25' }), ['2026-11-16', '2026-11-23'])
  assert.equal(usualWeek('2026-11-22', stay), '2026-11-23')
  assert.equal(usualWeek('2026-11-23', stay), '2026-11-23')
  assert.equal(usualWeek('2026-11-24', stay), '2026-11-30')
  assert.equal(usualWeek('2026-11-01', stay), '2026-11-09', 'the first whole week of the stay')
  assert.equal(usualWeek('2026-11-22', { ...stay, lastDay: '2026-11-18' }), '2026-11-16')
})

test('whatever the week: it reaches the floor exactly when nothing is lacking, and more hours never take that away', () => {
  const week = fc.array(
    fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      minutes: fc.integer({ min: 15, max: 240 }),
      service: fc.constantFrom('process', 'individual', 'mutual-aid', 'meal'),
      counts: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(week, fc.integer({ min: 1, max: 7 }), (some, weekday) => {
      const booked = some.map((one) => seat(one.weekday, one.minutes, one))
      const total = totalOf(booked)
      assert.equal(reachOf(total, floor).reaches, lackingTo(floor, total.minutes, total.days) === null)
      const more = totalOf([...booked, seat(weekday, 60)])
      assert.ok(more.minutes === total.minutes + 60 && more.days >= total.days)
      if (reachOf(total, floor).reaches) assert.ok(reachOf(more, floor).reaches)
    }),
  )
})

test('days of the calendar do not move a prescribed Monday', () => {
  for (let n = 0; n < 400; n += 1) {
    const day = addDays('2026-01-01', n)
    for (const week of weeksToChoose(day, stay)) assert.equal(ask({ fromWeek: week }), null)
  }
})
