import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyWeek, mayLead, mayOpen, type Leader, type Opening } from './opening.ts'

const from = '2026-11-24'
const series = { id: 's', name: 'Grief', kind: 'process', weekday: 2, starts: '18:00', ends: '19:30', from, to: null }
const lee: Leader = { name: 'Lee Park', leads: [], visit: null, covers: null }
const other = { id: 'o', name: 'DBT skills', weekday: 2, starts: '19:00', ends: '20:30', from: '2026-01-01', to: null }

test('who may lead a group, and why not', () => {
  const code = (leader: Partial<Leader>, over: Partial<typeof series> = {}) =>
    mayLead({ ...lee, ...leader }, { ...series, ...over }, from)?.refused
  assert.equal(code({}), undefined)
  assert.equal(code({ leads: [other] }), 'leads-elsewhere')
  assert.equal(code({ leads: [{ ...other, id: 's' }] }), undefined, 'the group itself is no other')
  assert.equal(code({ leads: [{ ...other, to: '2026-11-23' }] }), undefined)
  assert.equal(code({ leads: [{ ...other, starts: '19:30' }] }), undefined)
  assert.equal(
    mayLead({ ...lee, visit: { day: '2026-12-01', starts: '18:30' } }, series, from)?.because,
    'Lee Park has a visit on December 1, 2026 at 18:30. Move it first.',
  )
  assert.equal(
    mayLead({ ...lee, covers: { day: '2026-12-01', name: 'Art' } }, series, from)?.because,
    'Lee Park covers Art on December 1, 2026 at that time. Choose somebody else for that day first.',
  )
  const meetings = ['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15']
  assert.equal(
    mayLead({ ...lee, away: { meetings, days: meetings.slice(0, 2) } }, series, from)?.because,
    'Lee Park is away on November 24, 2026; December 1, 2026. Choose somebody else, or a first day after that.',
  )
  assert.equal(code({ away: { meetings, days: ['2026-12-08'] } }), undefined, 'what comes later is covered')
  assert.equal(code({ away: { meetings, days: [] } }), undefined)
})

test('whether a group can be opened, and why not', () => {
  const opening: Opening = {
    series,
    seats: 10,
    least: 3,
    cap: {
      seats: 12,
      binds: 'state',
      source: 'test',
      mark: 'K',
      because: 'New York allows 12 clients in a group of this kind.',
    },
    room: { name: 'Cedar room', places: 14, bound: [] },
    lead: 'lee',
    coLead: null,
    today: from,
  }
  const code = (over: Partial<Opening>) => mayOpen({ ...opening, ...over })?.refused
  assert.equal(code({}), undefined)
  assert.equal(code({ seats: 12, coLead: 'sam' }), undefined)
  assert.equal(code({ series: { ...series, ends: '24:00' } }), 'past-midnight')
  assert.equal(code({ today: '2026-11-25' }), 'in-the-past')
  assert.equal(code({ series: { ...series, to: '2026-11-23' } }), 'dates-turned')
  assert.equal(code({ seats: 15 }), 'room-too-small')
  assert.equal(code({ least: 11 }), 'least')
  assert.equal(code({ coLead: 'lee' }), 'one-leader')
  assert.equal(
    mayOpen({ ...opening, seats: 13 })?.because,
    'New York allows 12 clients in a group of this kind. Offer at most 12 seats.',
  )
  assert.equal(
    mayOpen({ ...opening, room: { ...opening.room, bound: [other] } })?.because,
    'Cedar room is taken by DBT skills, Tuesday 19:00 to 20:30. Choose another room or time.',
  )
})

test('an hour in words', () => {
  assert.equal(everyWeek(series), 'Tuesdays, 18:00 to 19:30')
})
