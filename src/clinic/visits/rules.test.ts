import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  daysInTheWay,
  inTheWay,
  mayBook,
  mayCancelVisit,
  weeklyDates,
  type BookingQuestion,
  type Busy,
} from './rules.ts'

const question: BookingQuestion = {
  kind: 'individual',
  clinician: { name: 'Lee Park', role: 'therapist' },
  client: { name: 'Maya', firstDay: '2026-11-02', lastDay: null, availability: null },
  hour: { starts: '15:00', minutes: 50 },
  days: ['2026-11-25'],
  today: '2026-11-22',
}
const ask = (over: Partial<BookingQuestion>) => mayBook({ ...question, ...over })

test('a visit that can be booked, and each reason against one', () => {
  assert.equal(ask({}), null)
  assert.equal(ask({ days: ['2026-11-08'] }), null, 'the fourteenth day back')
  assert.equal(ask({ kind: 'medication-management', clinician: { name: 'Priya Raman', role: 'prescriber' } }), null)
  const { client } = question
  const evening = [{ weekday: 3, starts: '17:00', ends: '21:00' }]
  const table: [string, ReturnType<typeof ask>, RegExp][] = [
    ['wrong-role', ask({ kind: 'medication-management' }), /held by a prescriber; Lee Park is not one/],
    ['wrong-role', ask({ clinician: { name: 'Noor Haddad', role: 'coordinator' } }), /Noor Haddad does not hold/],
    ['past-midnight', ask({ hour: { starts: '23:30', minutes: 50 } }), /ends on the day it begins/],
    ['no-days', ask({ days: [] }), /Give the day/],
    ['before-stay', ask({ days: ['2026-11-01'] }), /in care from November 2, 2026/],
    ['after-stay', ask({ client: { ...client, lastDay: '2026-11-24' } }), /Book an earlier day/],
    [
      'after-stay',
      ask({ client: { ...client, lastDay: '2026-12-01' }, days: weeklyDates('2026-11-25', 3) }),
      /Book fewer weeks/,
    ],
    ['too-far-back', ask({ days: ['2026-11-07'] }), /at most 14 days afterwards/],
    ['not-free', ask({ client: { ...client, availability: evening } }), /given is 17:00 to 21:00/],
    ['not-free', ask({ client: { ...client, availability: [] } }), /no time on that weekday was given/],
  ]
  for (const [code, refusal, words] of table) {
    assert.equal(refusal?.refused, code)
    assert.match(refusal?.because ?? '', words)
  }
  assert.equal(ask({ client: { ...client, availability: evening }, hour: { starts: '17:00', minutes: 50 } }), null)
  assert.equal(ask({ client: { ...client, availability: evening }, days: ['2026-11-18'] }), null, 'what was, was')
})

test('every week, on the same weekday', () => {
  assert.deepEqual(weeklyDates('2026-10-28', 3), ['2026-10-28', '2026-11-04', '2026-11-11'])
})

test('what stands in the way on a day, unless that meeting was called off', () => {
  const group: Busy = {
    name: 'DBT skills',
    seriesId: 's',
    weekday: 3,
    starts: '15:30',
    ends: '17:00',
    from: '2026-11-01',
    to: null,
  }
  const visit: Busy = {
    name: 'a visit',
    seriesId: null,
    weekday: 3,
    starts: '14:00',
    ends: '14:50',
    from: '2026-11-25',
    to: '2026-11-25',
  }
  const diaries = [
    { name: 'Maya', busy: [group] },
    { name: 'Lee Park', busy: [visit] },
  ]
  const at = (day: string, starts: string, off: string[] = []) =>
    inTheWay(day, { starts, minutes: 50 }, diaries, new Set(off))
  assert.equal(at('2026-11-25', '15:00'), 'November 25, 2026: Maya has DBT skills, 15:30 to 17:00')
  assert.equal(at('2026-11-25', '14:40'), 'November 25, 2026: Lee Park has a visit, 14:00 to 14:50')
  assert.equal(at('2026-11-25', '15:00', ['s 2026-11-25']), null)
  assert.equal(at('2026-12-02', '14:00'), null)
  assert.equal(at('2026-11-26', '15:00'), null)
  assert.equal(at('2026-11-25', '17:00'), null, 'touching is not overlapping')
})

test('the refusal names every day that does not work', () => {
  assert.equal(daysInTheWay([], 4), null)
  assert.deepEqual(daysInTheWay(['a'], 1), { refused: 'in-the-way', because: 'a. Choose another time.' })
  assert.deepEqual(daysInTheWay(['a', 'b'], 4), {
    refused: 'in-the-way',
    because: '2 days do not work, of 4. Choose another time, or leave those days out.',
    details: ['a', 'b'],
  })
  assert.match(daysInTheWay(['a', 'b'], 2)?.because ?? '', /None of these days work/)
})

test('a visit that somebody was there for is not cancelled', () => {
  assert.equal(mayCancelVisit({ isCancelled: false, minutesThere: 0 }), null)
  assert.equal(mayCancelVisit({ isCancelled: true, minutesThere: 0 })?.refused, 'cancelled')
  assert.equal(mayCancelVisit({ isCancelled: false, minutesThere: 40 })?.refused, 'was-there')
})
