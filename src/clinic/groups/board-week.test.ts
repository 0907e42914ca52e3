import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dayOfRoom, fillOf, linesOf, minutesUsed, signsOf, sumOf } from './board-week.ts'

const meeting = (over: Partial<Parameters<typeof fillOf>[0]> = {}) => ({
  line: 'a',
  name: 'DBT skills',
  day: '2026-11-23',
  weekday: 1,
  starts: '17:30',
  ends: '19:00',
  minutes: 90,
  seated: 6,
  held: 0,
  least: 3,
  waiting: 0,
  cap: { seats: 10 },
  leaders: [{ name: 'Inés Duarte', isCover: false }],
  isOff: false,
  until: null,
  changesFrom: null,
  ...over,
})

describe('The week of groups', () => {
  it('puts meetings of one name into one row, by day', () => {
    const lines = linesOf([meeting(), meeting({ weekday: 3 }), meeting({ name: 'Art group', weekday: 3 })])
    assert.deepEqual(
      lines.map((line) => [line.name, line.days.map((day) => day.length)]),
      [
        ['DBT skills', [1, 0, 1, 0, 0, 0, 0]],
        ['Art group', [0, 0, 1, 0, 0, 0, 0]],
      ],
    )
  })

  it('says how full a meeting is, and what to look at', () => {
    assert.equal(fillOf(meeting()), 'open')
    assert.equal(fillOf(meeting({ seated: 9, held: 1 })), 'full')
    assert.equal(fillOf(meeting({ seated: 11 })), 'over')
    assert.equal(fillOf(meeting({ seated: 2 })), 'thin')
    assert.equal(fillOf(meeting({ isOff: true, seated: 11 })), 'off')
    assert.deepEqual(signsOf(meeting({ leaders: [], seated: 2, waiting: 4 })), ['Nobody leads', 'Needs 3', '4 waiting'])
    assert.deepEqual(signsOf(meeting({ isOff: true, leaders: [] })), ['Not held'])
  })

  it('adds up seats without counting what is not held, and never more taken than there are', () => {
    const week = [meeting(), meeting({ seated: 12 }), meeting({ isOff: true })]
    assert.deepEqual(sumOf(week), { meetings: 2, seats: 20, taken: 16, free: 4, looks: 1 })
  })

  it('finds the hours in which a room is free', () => {
    const spans = dayOfRoom(
      [meeting({ starts: '10:45', ends: '12:05' }), meeting({ starts: '09:00', ends: '10:20' })],
      '08:00',
      '21:00',
      45,
    )
    assert.deepEqual(
      spans.map((span) => (span.free ? `free ${span.starts}-${span.ends}` : span.meeting.starts)),
      ['free 08:00-09:00', '09:00', '10:45', 'free 12:05-21:00'],
    )
    assert.deepEqual(dayOfRoom([], '08:00', '21:00', 45), [{ free: true, starts: '08:00', ends: '21:00' }])
    assert.equal(minutesUsed([meeting(), meeting({ isOff: true })]), 90)
  })
})
