import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, dayAt, instantAt, timeAt, weekdayOf } from '../../basics/dates.ts'
import { afterOpenHours, closesAt, opensAfter } from '../inquiries/first-step.ts'
import { promisedBy, staffedFrom } from './promise.ts'
import { isSilent, mayChange, mayWrite, mostMoves, mostUnanswered } from './rules.ts'
import { bookable, byDay, fairest, freeSlots, usualPolicy, type Busy, type CallHours, type SlotFacts } from './slots.ts'
import { afterCall } from './tries.ts'
import { zoneFrom, zoneMark, zoneName } from './zones.ts'

const zone = 'America/New_York'
const at = (day: string, time: string, where = zone) => instantAt(day, time, where)
const row = (over: Partial<CallHours> = {}): CallHours => ({
  staffId: 'a',
  weekday: 1,
  from: '09:00',
  to: '10:00',
  slotMinutes: 20,
  firstDay: '2026-01-01',
  lastDay: null,
  ...over,
})
const facts = (over: Partial<SlotFacts>): SlotFacts => ({
  hours: [row()],
  busy: [],
  closedDays: [],
  zone,
  from: at('2026-11-23', '00:00'),
  until: at('2026-11-24', '00:00'),
  ...over,
})
const times = (over: Partial<SlotFacts>) => freeSlots(facts(over)).map((slot) => timeAt(slot.at, zone))

describe('Free times', () => {
  it('cut the hours into slots, and leave out a rest that is too short', () => {
    assert.deepEqual(times({}), ['09:00', '09:20', '09:40'])
    assert.deepEqual(times({ hours: [row({ slotMinutes: 25 })] }), ['09:00', '09:25'])
  })

  const table: [string, Partial<SlotFacts>, string[]][] = [
    ['another weekday', { hours: [row({ weekday: 2 })] }, []],
    ['before the first day', { hours: [row({ firstDay: '2026-11-24' })] }, []],
    ['on the last day', { hours: [row({ lastDay: '2026-11-23' })] }, ['09:00', '09:20', '09:40']],
    ['after the last day', { hours: [row({ lastDay: '2026-11-22' })] }, []],
    ['a holiday', { closedDays: ['2026-11-23'] }, []],
    ['too late for the notice', { from: at('2026-11-23', '09:10') }, ['09:20', '09:40']],
    ['beyond the horizon', { until: at('2026-11-23', '09:20') }, ['09:00']],
    ['nothing is asked', { until: at('2026-11-22', '00:00') }, []],
  ]
  for (const [name, over, expected] of table)
    it(`${name}: ${expected.length} times`, () => assert.deepEqual(times(over), expected))

  it('make way for what somebody is busy with, to the minute', () => {
    const busy = (from: string, to: string): Busy[] => [
      { staffId: 'a', from: at('2026-11-23', from), to: at('2026-11-23', to) },
    ]
    assert.deepEqual(times({ busy: busy('09:19', '09:21') }), ['09:40'])
    assert.deepEqual(times({ busy: busy('09:20', '09:40') }), ['09:00', '09:40'])
    assert.deepEqual(times({ busy: busy('00:00', '23:00') }), [])
    assert.deepEqual(times({ busy: [{ ...busy('00:00', '23:00')[0], staffId: 'b' } as Busy] }), [
      '09:00',
      '09:20',
      '09:40',
    ])
  })

  it('are offered once however many are free, with everyone who is', () => {
    const slots = freeSlots(facts({ hours: [row(), row({ staffId: 'b', slotMinutes: 30 })] }))
    assert.deepEqual(
      slots.map((slot) => [timeAt(slot.at, zone), slot.free.map((one) => one.staffId).join('')]),
      [
        ['09:00', 'ab'],
        ['09:20', 'a'],
        ['09:30', 'b'],
        ['09:40', 'a'],
      ],
    )
  })

  // 8 March 2026: 02:00 becomes 03:00. 1 November 2026: 02:00 becomes 01:00. Both are Sundays.
  it('offer nothing in the hour that is skipped', () => {
    const day = { from: at('2026-03-08', '00:00'), until: at('2026-03-09', '00:00') }
    const sunday = (from: string, to: string) => [row({ weekday: 7, from, to })]
    assert.deepEqual(times({ ...day, hours: sunday('01:00', '04:00') }), [
      '01:00',
      '01:20',
      '01:40',
      '03:00',
      '03:20',
      '03:40',
    ])
    assert.deepEqual(times({ ...day, hours: sunday('02:00', '03:00') }), [])
    assert.deepEqual(times({ ...day, hours: sunday('02:10', '02:50') }), [])
    assert.deepEqual(times({ ...day, hours: sunday('01:00', '02:30') }), ['01:00', '01:20', '01:40'])
    assert.deepEqual(times({ ...day, hours: sunday('01:00', '02:00') }), ['01:00', '01:20', '01:40'])
    for (const time of times({ ...day, hours: sunday('02:30', '04:00') })) assert.ok(time >= '03:00' && time < '04:00')
  })

  it('offer the hour that comes twice as two different times', () => {
    const slots = freeSlots(
      facts({
        from: at('2026-11-01', '00:00'),
        until: at('2026-11-02', '00:00'),
        hours: [row({ weekday: 7, from: '01:00', to: '02:00' })],
      }),
    )
    assert.deepEqual(
      slots.map((slot) => timeAt(slot.at, zone)),
      ['01:00', '01:20', '01:40', '01:00', '01:20', '01:40'],
    )
    assert.equal(new Set(slots.map((slot) => slot.at.getTime())).size, 6)
    const [first, , , again] = slots
    assert.ok(first && again)
    assert.equal(zoneMark('en', zone, first.at), 'EDT')
    assert.equal(zoneMark('en', zone, again.at), 'EST')
  })

  it('fall on the days of the reader’s own clock', () => {
    const slots = freeSlots(facts({ hours: [row({ from: '23:00', to: '23:40' })] }))
    assert.deepEqual(
      byDay(slots, zone).map((one) => one.day),
      ['2026-11-23'],
    )
    assert.deepEqual(
      byDay(slots, 'Europe/Madrid').map((one) => one.day),
      ['2026-11-24'],
    )
    // Newfoundland is an hour and a half ahead.
    const late = freeSlots(facts({ hours: [row({ from: '22:00', to: '23:00' })] }))
    assert.deepEqual(
      byDay(late, 'America/St_Johns').map((one) => [one.day, one.slots.length]),
      [
        ['2026-11-23', 2],
        ['2026-11-24', 1],
      ],
    )
  })

  it('whatever the hours and the diaries: within the hours, never over a busy stretch, each once, in order', () => {
    const time = fc
      .integer({ min: 0, max: 1435 })
      .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`)
    const hours = fc.record({
      staffId: fc.constantFrom('a', 'b', 'c'),
      weekday: fc.integer({ min: 1, max: 7 }),
      from: time,
      to: time,
      slotMinutes: fc.integer({ min: 10, max: 90 }),
      firstDay: fc.constantFrom('2026-01-01', '2026-03-09', '2026-11-01'),
      lastDay: fc.constantFrom(null, '2026-03-08', '2026-12-31'),
    })
    const start = fc.constantFrom('2026-03-05', '2026-10-29', '2026-07-01')
    const busy = fc.record({
      staffId: fc.constantFrom('a', 'b', 'c'),
      after: fc.integer({ min: 0, max: 7 * 1440 }),
      long: fc.integer({ min: 1, max: 600 }),
    })
    const where = fc.constantFrom('America/New_York', 'America/Phoenix', 'Australia/Lord_Howe', 'America/St_Johns')
    fc.assert(
      fc.property(
        fc.array(hours, { maxLength: 6 }),
        fc.array(busy, { maxLength: 8 }),
        start,
        where,
        (all, taken, day, there) => {
          const from = instantAt(day, '00:00', there)
          const until = instantAt(addDays(day, 7), '00:00', there)
          const ranges = taken.map((one) => {
            const begins = new Date(from.getTime() + one.after * 60_000)
            return { staffId: one.staffId, from: begins, to: new Date(begins.getTime() + one.long * 60_000) }
          })
          const closedDays = [addDays(day, 2)]
          const slots = freeSlots({ hours: all, busy: ranges, closedDays, zone: there, from, until })
          let before = 0
          for (const slot of slots) {
            assert.ok(slot.at.getTime() > before && slot.at >= from && slot.at < until)
            before = slot.at.getTime()
            assert.equal(new Set(slot.free.map((one) => one.staffId)).size, slot.free.length)
            for (const { staffId, minutes } of slot.free) {
              const end = new Date(slot.at.getTime() + minutes * 60_000)
              assert.ok(
                !ranges.some((one) => one.staffId === staffId && one.from < end && slot.at < one.to),
                'over a busy stretch',
              )
              const on = dayAt(slot.at, there)
              const last = new Date(end.getTime() - 1)
              assert.notEqual(on, closedDays[0])
              assert.ok(
                all.some(
                  (one) =>
                    one.staffId === staffId &&
                    one.slotMinutes === minutes &&
                    one.weekday === weekdayOf(on) &&
                    on >= one.firstDay &&
                    (one.lastDay === null || on <= one.lastDay) &&
                    timeAt(slot.at, there) >= one.from &&
                    timeAt(last, there) < one.to &&
                    dayAt(last, there) === on,
                ),
                'outside the hours',
              )
            }
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('Who takes the call', () => {
  const free = [
    { staffId: 'b', minutes: 20 },
    { staffId: 'a', minutes: 20 },
  ]
  it('is whoever has fewest; of equals always the same one; nobody of none', () => {
    assert.equal(
      fairest(
        free,
        new Map([
          ['a', 2],
          ['b', 1],
        ]),
      )?.staffId,
      'b',
    )
    assert.equal(fairest(free, new Map())?.staffId, 'a')
    assert.equal(fairest([], new Map()), undefined)
  })
  it('turns: over many calls nobody has two more than another', () => {
    const calls = new Map<string, number>()
    for (let n = 0; n < 31; n += 1) {
      const one = fairest([...free, { staffId: 'c', minutes: 20 }], calls)
      if (one) calls.set(one.staffId, (calls.get(one.staffId) ?? 0) + 1)
    }
    assert.ok(Math.max(...calls.values()) - Math.min(...calls.values()) <= 1)
  })
})

describe('Booking', () => {
  it('opens after the notice, and reaches to the end of the last day of the horizon', () => {
    const now = at('2026-11-23', '12:00')
    const span = bookable(now, usualPolicy, zone)
    assert.equal(span.from.getTime() - now.getTime(), 3_600_000)
    assert.equal(span.until.getTime(), at('2026-12-08', '00:00').getTime())
  })
  it('is changed until the call begins, once from each page, not for ever', () => {
    const call = { startsAt: at('2026-11-23', '12:00'), ended: '' as const, number: 2 }
    const before = at('2026-11-23', '11:59')
    assert.equal(mayChange(call, 2, before), null)
    assert.equal(mayChange(call, 1, before)?.refused, 'call-changed')
    assert.equal(mayChange(call, 2, call.startsAt)?.refused, 'call-begun')
    assert.equal(mayChange({ ...call, ended: 'cancelled' }, 2, before)?.refused, 'call-cancelled')
    assert.equal(mayChange({ ...call, number: mostMoves }, mostMoves, before)?.refused, 'moved-often')
  })
})

const desk = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', closedDays: ['2026-11-26'] }

describe('What follows from ringing', () => {
  const rung = (outcome: Parameters<typeof afterCall>[0], n: number, day = '2026-11-23', time = '10:00') => {
    const step = afterCall(outcome, n, at(day, time), zone, desk)
    return step && [step.what, `${dayAt(step.dueAt, zone)} ${timeAt(step.dueAt, zone)}`]
  }
  const table: [Parameters<typeof afterCall>[0], number, string, string, string, string][] = [
    ['no-answer', 1, '2026-11-23', '10:00', 'No answer: call again', '2026-11-23 12:00'],
    ['no-answer', 1, '2026-11-20', '16:30', 'No answer: call again', '2026-11-23 10:30'],
    ['no-answer', 2, '2026-11-23', '10:00', 'No answer twice: call again', '2026-11-24 11:00'],
    ['no-answer', 2, '2026-11-25', '10:00', 'No answer twice: call again', '2026-11-27 11:00'],
    ['no-answer', 3, '2026-11-23', '10:00', 'No answer 3 times: decide how to go on', '2026-11-23 12:00'],
    ['no-answer', 7, '2026-11-23', '10:00', 'No answer 3 times: decide how to go on', '2026-11-23 12:00'],
    ['reached', 1, '2026-11-23', '10:00', 'Screen for safety and fit', '2026-11-24 10:00'],
    ['cancelled-by-us', 0, '2026-11-23', '10:00', 'We cancelled the call: offer another time', '2026-11-23 12:00'],
  ]
  for (const [outcome, n, day, time, what, due] of table)
    it(`${outcome}, ${n} unanswered, ${day}: ${what}`, () => assert.deepEqual(rung(outcome, n, day, time), [what, due]))
  it('a moved call has its own time', () => assert.equal(rung('moved', 0), null))
})

describe('The desk', () => {
  const said = { hours: desk, isSet: true }
  it('skips holidays and week-ends when hours are counted', () => {
    const due = afterOpenHours(at('2026-11-25', '16:00'), 2, zone, desk)
    assert.equal(`${dayAt(due, zone)} ${timeAt(due, zone)}`, '2026-11-27 10:00')
  })
  it('knows when it closes and opens', () => {
    assert.equal(closesAt(at('2026-11-23', '08:59'), zone, desk), null)
    assert.equal(closesAt(at('2026-11-23', '09:00'), zone, desk)?.getTime(), at('2026-11-23', '17:00').getTime())
    assert.equal(closesAt(at('2026-11-23', '17:00'), zone, desk), null)
    assert.equal(opensAfter(at('2026-11-25', '18:00'), zone, desk)?.getTime(), at('2026-11-27', '09:00').getTime())
    assert.equal(opensAfter(at('2026-11-25', '18:00'), zone, { ...desk, weekdays: [] }), null)
  })
  it('promises the hour only when it is open for all of it, and the clinic has said so', () => {
    assert.equal(promisedBy(at('2026-11-23', '16:00'), zone, said)?.getTime(), at('2026-11-23', '17:00').getTime())
    assert.equal(promisedBy(at('2026-11-23', '16:01'), zone, said), null)
    assert.equal(promisedBy(at('2026-11-26', '10:00'), zone, said), null)
    assert.equal(promisedBy(at('2026-11-23', '10:00'), zone, { hours: desk, isSet: false }), null)
    assert.equal(staffedFrom(at('2026-11-21', '10:00'), zone, { hours: desk, isSet: false }), null)
    assert.equal(staffedFrom(at('2026-11-21', '10:00'), zone, said)?.getTime(), at('2026-11-23', '09:00').getTime())
  })
})

describe('A conversation', () => {
  const now = at('2026-11-23', '12:00')
  const ago = (days: number, byVisitor = true) => ({
    byVisitor,
    writtenAt: new Date(now.getTime() - days * 86_400_000),
  })
  it('closes after so many days of silence, whoever wrote last', () => {
    assert.equal(isSilent([ago(31)], 30, now), true)
    assert.equal(isSilent([ago(30)], 30, now), true)
    assert.equal(isSilent([ago(60), ago(29, false)], 30, now), false)
    assert.equal(mayWrite([ago(31)], 30, now)?.refused, 'thread-closed')
  })
  it('waits for an answer after ten messages', () => {
    const ten = Array.from({ length: mostUnanswered }, () => ago(1))
    assert.equal(mayWrite(ten, 30, now)?.refused, 'thread-full')
    assert.equal(mayWrite([...ten, ago(0.5, false)], 30, now), null)
    assert.equal(mayWrite(ten.slice(1), 30, now), null)
  })
})

describe('A clock', () => {
  it('is one that exists, or the clinic’s', () => {
    assert.equal(zoneFrom('America/Chicago', zone), 'America/Chicago')
    for (const bad of [undefined, '', 'Nowhere/Town', '<script>', 'x'.repeat(100)])
      assert.equal(zoneFrom(bad, zone), zone)
  })
  it('has a name in both languages', () => {
    const day = at('2026-07-01', '12:00')
    assert.equal(zoneName('en', 'America/Chicago', day), 'Central Time')
    assert.match(zoneName('es', 'America/Chicago', day), /central/i)
    assert.notEqual(zoneName('es', 'America/Chicago', day), zoneName('en', 'America/Chicago', day))
  })
})
