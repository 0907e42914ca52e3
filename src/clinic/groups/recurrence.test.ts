import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { effectOf, type Plan } from './closing.ts'
import { type Closed, everInOneWeek, meetingDays, turnsOf } from './recurrence.ts'

const tuesdays = { weekday: 2, every: 1, anchor: null, from: '2026-01-01', to: null, siteId: 'mill', line: 'dbt' }
const closing = (over: Partial<Closed> = {}): Closed => ({
  id: 'x',
  siteId: null,
  line: null,
  from: '2026-11-24',
  to: '2026-11-24',
  because: 'Holiday',
  ...over,
})

describe('The days on which a group meets', () => {
  it('is its weekday, from its first to its last day', () => {
    assert.deepEqual(turnsOf({ ...tuesdays, from: '2026-11-04', to: '2026-11-17' }, '2026-11-01', '2026-12-31'), [
      '2026-11-10',
      '2026-11-17',
    ])
  })

  it('comes every second or fourth week, counted from its own week, over the end of a year of 53 weeks too', () => {
    const second = { ...tuesdays, every: 2, anchor: '2026-12-14' }
    assert.deepEqual(turnsOf(second, '2026-12-01', '2027-01-31'), [
      '2026-12-01',
      '2026-12-15',
      '2026-12-29',
      '2027-01-12',
      '2027-01-26',
    ])
    const fourth = { ...tuesdays, every: 4, anchor: '2026-12-17' }
    assert.deepEqual(turnsOf(fourth, '2026-12-01', '2027-02-28'), ['2026-12-15', '2027-01-12', '2027-02-09'])
  })

  it('leaves out closed days: everywhere, of its site, and its own break; not those of another', () => {
    const days = (...closed: Closed[]) => meetingDays(tuesdays, '2026-11-17', '2026-12-01', closed)
    const all = ['2026-11-17', '2026-11-24', '2026-12-01']
    assert.deepEqual(days(closing()), ['2026-11-17', '2026-12-01'])
    assert.deepEqual(days(closing({ siteId: 'mill' })), ['2026-11-17', '2026-12-01'])
    assert.deepEqual(days(closing({ siteId: 'main-street' })), all)
    assert.deepEqual(days(closing({ line: 'dbt', from: '2026-11-20', to: '2026-12-01' })), ['2026-11-17'])
    assert.deepEqual(days(closing({ line: 'art' })), all)
  })

  it('property: every turn is its weekday, none stands twice, and no closed day is among them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(1, 2, 4),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 60 }),
        (weekday, every, start, length) => {
          const from = addDays('2026-01-05', start)
          const series = { ...tuesdays, weekday, every, anchor: '2026-01-07' }
          const closed = closing({ from: addDays(from, 7), to: addDays(from, 7 + length) })
          const days = meetingDays(series, from, addDays(from, 200), [closed])
          assert.equal(new Set(days).size, days.length)
          for (const day of days) {
            assert.equal(weekdayOf(day), weekday)
            assert.ok(day < closed.from || day > closed.to)
          }
          const gaps = turnsOf(series, from, addDays(from, 200))
            .slice(1)
            .map((day, n) => [n, day] as const)
          const turns = turnsOf(series, from, addDays(from, 200))
          for (const [n, day] of gaps) assert.equal(addDays(turns[n] ?? '', 7 * every), day)
        },
      ),
    )
  })

  it('knows that alternate weeks never meet, and that two and four may', () => {
    const at = (every: number, anchor: string | null) => ({ every, anchor })
    assert.equal(everInOneWeek(at(2, '2026-11-02'), at(2, '2026-11-09')), false)
    assert.equal(everInOneWeek(at(2, '2026-11-02'), at(2, '2026-11-16')), true)
    assert.equal(everInOneWeek(at(4, '2026-11-02'), at(2, '2026-11-09')), false)
    assert.equal(everInOneWeek(at(4, '2026-11-02'), at(2, '2026-11-16')), true)
    assert.equal(everInOneWeek(at(1, null), at(4, '2026-11-02')), true)
  })
})

describe('What closing a day does to the week', () => {
  const floor = { minutesPerWeek: 540, daysPerWeek: 3 }
  const group = (id: string, weekday: number, minutes: number, counts = true) => ({
    ...tuesdays,
    id,
    weekday,
    minutes,
    counts,
    line: id,
  })
  const plan: Plan = {
    groups: [group('mon', 1, 180), group('tue', 2, 180), group('thu', 4, 180), group('yoga', 4, 60, false)],
    seats: ['mon', 'tue', 'thu', 'yoga'].flatMap((seriesId) =>
      ['ana', 'bo', 'cy'].map((clientId) => ({ seriesId, clientId, from: '2026-01-01', to: null })),
    ),
    visits: [
      { clientId: 'bo', day: '2026-11-25', minutes: 180 },
      { clientId: 'cy', day: '2026-11-26', minutes: 30 },
    ],
    stays: ['ana', 'bo', 'cy'].map((clientId) => ({
      clientId,
      from: clientId === 'cy' ? '2026-11-24' : '2026-01-01',
      to: null,
      floorOn: () => floor,
    })),
  }
  const thursday = closing({ from: '2026-11-26', to: '2026-11-26' })

  it('counts meetings and people, and names whose week falls below its floor', () => {
    // Ana has three groups and no more; Bo has a visit that keeps the week whole; Cy came on Tuesday: a part week has no floor.
    assert.deepEqual(effectOf(plan, [], thursday), { meetings: 2, clients: 3, below: ['ana'], visits: 1 })
  })

  it('lays no week at the door of a second closed day that the first had broken, and sees what only both break', () => {
    const monday = closing({ id: 'y', from: '2026-11-23', to: '2026-11-23' })
    assert.deepEqual(effectOf(plan, [monday], thursday).below, ['bo'])
    assert.deepEqual(effectOf(plan, [monday, thursday], thursday).meetings, 2)
  })

  it('knows what was called off one by one, and counts no seat that has ended', () => {
    const off = { ...plan, calledOff: new Set(['thu 2026-11-26', 'yoga 2026-11-26']) }
    assert.deepEqual(effectOf(off, [], thursday), { meetings: 0, clients: 0, below: [], visits: 1 })
    const ended = { ...plan, seats: plan.seats.map((seat) => ({ ...seat, to: '2026-11-20' })) }
    assert.deepEqual(effectOf(ended, [], thursday).clients, 0)
  })
})
