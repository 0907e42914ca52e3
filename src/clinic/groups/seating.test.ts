import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mayBeginSeat, mayReleaseSeat } from './seating.ts'
import { endOf, minutesOfWeek, overlap } from './times.ts'

const stay = { firstName: 'Maya', firstDay: '2026-11-05', lastDay: null }
const today = '2026-11-22'

test('a seat begins inside the stay, and not long ago', () => {
  const code = (from: string, lastDay: string | null = null) => mayBeginSeat({ ...stay, lastDay }, from, today)?.refused
  assert.equal(code('2026-11-22'), undefined)
  assert.equal(code('2027-03-01'), undefined)
  assert.equal(code('2026-11-08'), undefined, 'the fourteenth day back')
  assert.equal(code('2026-11-07'), 'too-far-back')
  assert.equal(code('2026-11-04'), 'before-stay')
  assert.equal(code('2026-11-30', '2026-11-30'), undefined)
  assert.equal(code('2026-12-01', '2026-11-30'), 'after-stay')
  assert.equal(
    mayBeginSeat(stay, '2026-11-04', today)?.because,
    'Maya is in care from November 5, 2026 on. Begin the seat then.',
  )
})

test('a seat ends once, and not before a day on which somebody was marked', () => {
  const seat = {
    group: 'DBT skills',
    person: 'Maya',
    from: '2026-11-01',
    to: null,
    isReleased: false,
    markedUntil: '2026-11-17',
  }
  assert.equal(mayReleaseSeat(seat, '2026-11-17'), null)
  assert.equal(mayReleaseSeat(seat, '2027-01-01'), null)
  assert.equal(mayReleaseSeat({ ...seat, markedUntil: null }, '2026-10-01'), null, 'it never was')
  assert.deepEqual(mayReleaseSeat(seat, '2026-11-16'), {
    refused: 'marked-later',
    because: 'Maya is marked in DBT skills on November 17, 2026. Choose that day or a later one.',
  })
  const ending = { ...seat, to: '2026-12-01' }
  assert.equal(mayReleaseSeat({ ...ending, isReleased: true }, '2026-11-20')?.refused, 'has-ended')
  assert.equal(mayReleaseSeat(ending, '2026-12-01')?.refused, 'has-ended')
  assert.equal(mayReleaseSeat(ending, '2026-11-20'), null, 'a seat for some days can end earlier')
  assert.equal(mayReleaseSeat({ ...seat, from: null }, '2026-11-20')?.refused, 'never-began')
})

test('minutes of the week agree with the wall clock', () => {
  assert.deepEqual(minutesOfWeek(1, '00:00', 60), { from: 0, to: 60 })
  assert.deepEqual(minutesOfWeek(7, '23:00', 60), { from: 10_020, to: 10_080 })
  assert.equal(endOf('17:30', 90), '19:00')
  assert.equal(endOf('23:00', 60), '24:00')
  const hour = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    start: fc.integer({ min: 0, max: 1380 }),
    minutes: fc.integer({ min: 15, max: 60 }),
  })
  const clock = (minute: number) => endOf('00:00', minute)
  fc.assert(
    fc.property(hour, hour, (a, b) => {
      const weekly = (one: typeof a) => ({
        weekday: one.weekday,
        starts: clock(one.start),
        ends: endOf(clock(one.start), one.minutes),
      })
      const [x, y] = [a, b].map((one) => minutesOfWeek(one.weekday, clock(one.start), one.minutes))
      assert.ok(x && y)
      assert.equal(x.from < y.to && y.from < x.to, overlap(weekly(a), weekly(b)))
    }),
  )
})
