import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { clockOf, freeHours, minuteOf, type Stretch } from './free-times.ts'

const at = (weekday: number, from: string, to: string): Stretch => ({ weekday, from: minuteOf(from), to: minuteOf(to) })
const said = (some: Stretch[]) => some.map(({ weekday, from, to }) => `${weekday} ${clockOf(from)}-${clockOf(to)}`)

describe('The hours that are left to somebody', () => {
  it('are what was given, less what binds them, with the way there and back', () => {
    assert.deepEqual(
      said(freeHours([at(2, '08:00', '21:00'), at(4, '17:00', '20:00')], [at(2, '09:00', '17:00')], 30)),
      ['2 08:00-08:30', '2 17:30-21:00', '4 17:00-20:00'],
    )
  })
  it('are the whole week but for what binds them where nobody asked', () => {
    const left = freeHours(null, [at(4, '00:00', '18:00')])
    assert.equal(left.length, 7)
    assert.deepEqual(said(left)[3], '4 18:00-24:00')
  })
  it('are none where they can come on no day', () => {
    assert.deepEqual(freeHours([], []), [])
  })
  it('never hold a minute that is bound or was not given, and every other one', () => {
    const stretch = fc
      .record({
        weekday: fc.integer({ min: 1, max: 7 }),
        from: fc.integer({ min: 0, max: 140 }),
        long: fc.integer({ min: 1, max: 60 }),
      })
      .map(({ weekday, from, long }) => ({ weekday, from: from * 10, to: Math.min(1440, (from + long) * 10) }))
    const holds = (some: readonly Stretch[], weekday: number, minute: number) =>
      some.some((one) => one.weekday === weekday && one.from <= minute && minute < one.to)
    fc.assert(
      fc.property(
        fc.option(fc.array(stretch)),
        fc.array(stretch),
        fc.integer({ min: 0, max: 4 }),
        (can, taken, tens) => {
          const travel = tens * 10
          const left = freeHours(can, taken, travel)
          const wide = taken.map((one) => ({ ...one, from: one.from - travel, to: one.to + travel }))
          for (let weekday = 1; weekday <= 7; weekday += 1)
            for (let minute = 0; minute < 1440; minute += 10)
              assert.equal(
                holds(left, weekday, minute),
                (can === null || holds(can, weekday, minute)) && !holds(wide, weekday, minute),
              )
        },
      ),
    )
  })
})
