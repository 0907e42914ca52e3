import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, instantAt } from '../../basics/dates.ts'
import { defaultFloors, floorOn } from '../programs/dose.ts'
import { type Week, type WeekFacts, type WeekSession, weekOf } from './week.ts'

const zone = 'America/New_York'
const monday = '2026-11-16'
const adult = floorOn(defaultFloors, { levelOfCare: '2.1', ageGroup: 'adult', state: 'FL' }, monday)
const adolescent = floorOn(defaultFloors, { levelOfCare: '2.1', ageGroup: 'adolescent', state: 'FL' }, monday)

/** A session on the n-th day of the week, Monday 0. */
const on = (
  day: number,
  starts: string,
  ends: string,
  creditedMinutes: number | null = null,
  service = 'process',
  status: WeekSession['status'] = 'planned',
): WeekSession => ({
  starts: instantAt(addDays(monday, day), starts, zone),
  ends: instantAt(addDays(monday, day), ends, zone),
  service,
  status,
  creditedMinutes,
})
const evening = (day: number, credited: number | null = null) => on(day, '18:00', '21:00', credited)
const base: WeekFacts = {
  weekStart: monday,
  zone,
  now: instantAt('2026-11-18', '12:00', zone), // Wednesday noon
  floor: adult,
  prescribed: [
    { service: 'group', minutes: 480 },
    { service: 'individual', minutes: 60 },
  ],
  sessions: [],
  admitted: null,
  discharged: null,
}
const week = (facts: Partial<WeekFacts>) => weekOf({ ...base, ...facts })
const sunday = instantAt('2026-11-23', '00:00', zone)

test('worked weeks', () => {
  const table: [string, Partial<WeekFacts>, Partial<Week>][] = [
    [
      'on course on Wednesday noon',
      { sessions: [evening(0, 180), evening(2), evening(3)] },
      {
        attendedMinutes: 180,
        attendedDays: 1,
        plannedMinutes: 360,
        plannedDays: 2,
        forecastMinutes: 540,
        forecastDays: 3,
        shortMinutes: 0,
        shortDays: 0,
        verdict: 'on-course',
        sentence: 'On course: 3 h on 1 day attended, 6 h to come, of 9 h on 3 days.',
        actor: null,
      },
    ],
    [
      'came 20 minutes late on Monday: seen on Wednesday, not on Sunday',
      { sessions: [evening(0, 160), evening(2), evening(3)] },
      {
        shortMinutes: 20,
        shortDays: 0,
        verdict: 'will-fall-short',
        sentence: 'Will fall 20 min short: 2 h 40 on 1 day attended, 6 h to come, of 9 h on 3 days.',
        actor: { role: 'primary therapist', does: 'Reach the client and offer a make-up session.' },
      },
    ],
    [
      'did not attend on Monday',
      { sessions: [evening(0, 0), evening(2), evening(3)] },
      {
        attendedDays: 0,
        shortMinutes: 180,
        shortDays: 1,
        sentence: 'Will fall 3 h and 1 day short: nothing attended yet, 6 h to come, of 9 h on 3 days.',
      },
    ],
    [
      'the timetable is too thin',
      { sessions: [evening(0, 180), evening(3)] },
      {
        verdict: 'will-fall-short',
        shortMinutes: 180,
        actor: { role: 'care coordinator', does: 'Offer a seat or a make-up session this week.' },
      },
    ],
    [
      'enough minutes on two days only',
      { sessions: [on(0, '09:00', '14:00', 300), on(3, '09:00', '14:00')] },
      {
        forecastMinutes: 600,
        forecastDays: 2,
        shortMinutes: 0,
        shortDays: 1,
        sentence: 'Will fall 1 day short: 5 h on 1 day attended, 5 h to come, of 9 h on 3 days.',
        actor: { role: 'care coordinator', does: 'Offer a seat or a make-up session this week.' },
      },
    ],
    [
      'holiday on Thursday: the floor stands',
      { sessions: [evening(0, 180), evening(2), on(3, '18:00', '21:00', null, 'process', 'cancelled')] },
      {
        cancelledMinutes: 180,
        verdict: 'will-fall-short',
        sentence: 'Will fall 3 h and 1 day short: 3 h on 1 day attended, 3 h to come, of 9 h on 3 days. 3 h cancelled.',
        actor: { role: 'care coordinator', does: 'Offer a seat or a make-up session this week.' },
      },
    ],
    [
      'Monday is not marked yet: marking may close the gap',
      { sessions: [evening(0), evening(2), evening(3)] },
      {
        attendedMinutes: 0,
        unmarkedMinutes: 180,
        verdict: 'will-fall-short',
        sentence:
          'Will fall 3 h and 1 day short: nothing attended yet, 6 h to come, of 9 h on 3 days. 3 h not marked yet.',
        actor: { role: 'facilitator', does: 'Mark the roster: it may close the gap.' },
      },
    ],
    [
      'Monday is not marked, and marking would not be enough',
      { sessions: [evening(0), evening(2)] },
      { actor: { role: 'care coordinator', does: 'Offer a seat or a make-up session this week.' } },
    ],
    [
      'excused ahead for Thursday',
      { sessions: [evening(0, 180), evening(2), evening(3, 0)] },
      { plannedMinutes: 180, shortMinutes: 180, shortDays: 1, verdict: 'will-fall-short' },
    ],
    [
      'met before the week is over',
      {
        sessions: [on(0, '09:00', '13:00', 240), on(1, '09:00', '13:00', 240), on(2, '09:00', '10:30', 90), evening(3)],
      },
      {
        verdict: 'met',
        attendedMinutes: 570,
        sentence: 'Met: 9 h 30 on 3 days attended, of 9 h on 3 days.',
        actor: null,
      },
    ],
    [
      'over and met',
      { now: sunday, sessions: [evening(0, 180), evening(2, 180), evening(3, 180)] },
      { verdict: 'met', plannedMinutes: 0 },
    ],
    [
      'over and short',
      { now: sunday, sessions: [evening(0, 180), evening(2, 100), evening(3, 180)] },
      {
        verdict: 'short',
        shortMinutes: 80,
        sentence: 'Short by 1 h 20: 7 h 40 on 3 days attended, of 9 h on 3 days.',
        actor: { role: 'primary therapist', does: 'Note why, and plan next week with the client.' },
      },
    ],
    [
      'over, and the timetable was too thin',
      { now: sunday, sessions: [evening(0, 180), evening(2, 180)] },
      {
        verdict: 'short',
        sentence: 'Short by 3 h and 1 day: 6 h on 2 days attended, of 9 h on 3 days.',
        actor: { role: 'care coordinator', does: 'Add seats so that next week holds enough.' },
      },
    ],
    [
      'an empty week',
      {},
      {
        verdict: 'will-fall-short',
        shortMinutes: 540,
        shortDays: 3,
        sentence: 'Will fall 9 h and 3 days short: nothing attended yet, nothing more planned, of 9 h on 3 days.',
        actor: { role: 'care coordinator', does: 'Offer a seat or a make-up session this week.' },
      },
    ],
    [
      'admitted on Tuesday',
      { admitted: '2026-11-17', sessions: [on(1, '18:00', '21:00', 180), evening(3)] },
      {
        verdict: 'part-week',
        attendedMinutes: 180,
        plannedMinutes: 180,
        sentence: 'First week, floor not expected: 3 h on 1 day attended, 3 h to come.',
        actor: null,
      },
    ],
    ['admitted on Monday is a whole week', { admitted: monday }, { verdict: 'will-fall-short' }],
    [
      'discharged on Thursday',
      { discharged: '2026-11-19', sessions: [evening(0, 180)] },
      {
        verdict: 'part-week',
        sentence: 'Last week, floor not expected: 3 h on 1 day attended, nothing more planned.',
      },
    ],
    ['discharged on Sunday is a whole week', { discharged: '2026-11-22' }, { verdict: 'will-fall-short' }],
    [
      'a part week may still meet the floor',
      { admitted: '2026-11-17', now: sunday, sessions: [evening(1, 180), evening(2, 180), evening(3, 180)] },
      { verdict: 'met' },
    ],
    [
      'an adolescent: 6 hours',
      { floor: adolescent, sessions: [on(0, '16:00', '18:00', 120), on(2, '16:00', '18:00'), on(3, '16:00', '18:00')] },
      { verdict: 'on-course', sentence: 'On course: 2 h on 1 day attended, 4 h to come, of 6 h on 3 days.' },
    ],
    [
      'no floor at this level',
      { floor: null, sessions: [on(0, '16:00', '17:00', 60, 'individual')] },
      {
        verdict: 'no-floor',
        shortMinutes: 0,
        sentence: 'No weekly floor at this level: 1 h on 1 day attended, nothing more planned.',
        actor: null,
      },
    ],
    [
      'mutual aid, recreation and breaks stand apart',
      {
        sessions: [
          evening(0, 180),
          on(0, '21:00', '22:00', 60, 'mutual-aid'),
          on(1, '18:00', '20:00', 120, 'recreation'),
          on(3, '17:00', '18:00', null, 'mutual-aid'),
          on(3, '18:00', '19:00', null, 'a kind nobody knows'),
        ],
      },
      {
        attendedMinutes: 180,
        attendedDays: 1,
        plannedMinutes: 0,
        apart: { attendedMinutes: 180, plannedMinutes: 120 },
      },
    ],
    [
      'sessions of other weeks do not count',
      { sessions: [evening(-1, 180), evening(7), on(6, '09:00', '10:00'), evening(0, 180)] },
      { attendedMinutes: 180, plannedMinutes: 60 },
    ],
    [
      'a running session counts as planned, with what its mark expects',
      { now: instantAt('2026-11-18', '19:00', zone), sessions: [evening(0, 180), evening(2, 150)] },
      { attendedMinutes: 180, plannedMinutes: 150 },
    ],
    [
      'a credit beyond the session is cut to its length',
      { now: sunday, sessions: [evening(0, 999), evening(1, -50)] },
      { attendedMinutes: 180, attendedDays: 1 },
    ],
  ]
  for (const [what, facts, expected] of table) {
    const answer: Partial<Week> = week(facts)
    for (const key of Object.keys(expected) as (keyof Week)[]) {
      assert.deepEqual(answer[key], expected[key], `${what}: ${key}`)
    }
  }
})

test('by service, beside what is prescribed', () => {
  const { byService, prescribedMinutes } = week({
    sessions: [
      evening(0, 170),
      on(1, '10:00', '11:00', 55, 'individual'),
      evening(3),
      on(4, '10:00', '11:00', null, 'couples'),
    ],
  })
  assert.equal(prescribedMinutes, 540)
  assert.deepEqual(byService, [
    { service: 'group', prescribed: 480, attended: 170, planned: 180 },
    { service: 'individual', prescribed: 60, attended: 55, planned: 0 },
    { service: 'family', prescribed: 0, attended: 0, planned: 60 },
    { service: 'medication', prescribed: 0, attended: 0, planned: 0 },
  ])
})

test('clock changes: the night is as long as it was, and days follow the wall clock', () => {
  const night = (weekStart: string, day: string): Week =>
    weekOf({
      ...base,
      weekStart,
      now: instantAt(addDays(weekStart, 7), '00:00', zone),
      sessions: [
        {
          starts: instantAt(day, '00:30', zone),
          ends: instantAt(day, '03:30', zone),
          service: 'process',
          status: 'held',
          creditedMinutes: 999,
        },
      ],
    })
  assert.equal(night('2026-03-02', '2026-03-08').attendedMinutes, 120) // spring forward
  assert.equal(night('2026-10-26', '2026-11-01').attendedMinutes, 240) // fall back
  // 23:30 on Sunday belongs to the old week, in New York and nowhere else
  const late = {
    ...on(6, '23:30', '23:59', 29),
  }
  assert.equal(week({ now: sunday, sessions: [late] }).attendedMinutes, 29)
  assert.equal(week({ now: sunday, sessions: [late], zone: 'Europe/Berlin' }).attendedMinutes, 0)
})
