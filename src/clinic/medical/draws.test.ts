import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, weekdayOf, type Day } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { drawsBelow, isDrawn, mayDrawBy, outOf } from './draws.ts'

const workdays = [1, 2, 3, 4, 5]
const policy = { perWeek: 2, weekdays: workdays }

/** Numbers that nobody chose, from a seed that is committed to beforehand: anyone can check afterwards that none was replaced. */
const committed = (seed: string) => ({
  commitment: createHash('sha256').update(seed).digest('hex'),
  draw: (day: Day) => createHmac('sha256', seed).update(day).digest().readUIntBE(0, 6) % outOf,
})
const scheduleOf = (seed: string, days: number) => {
  const { draw } = committed(seed)
  return Array.from({ length: days }, (_, n) => addDays('2020-01-06', n))
    .filter((day) => workdays.includes(weekdayOf(day)))
    .map((day) => isDrawn(draw(day), drawsBelow(policy, day)))
}

describe('Random draws', () => {
  it('fall on the chosen weekdays alone, every one with the same chance', () => {
    for (let n = 0; n < 14; n += 1) {
      const day = addDays('2026-11-16', n)
      assert.equal(drawsBelow(policy, day), weekdayOf(day) <= 5 ? 400_000 : 0)
    }
    assert.equal(drawsBelow({ perWeek: 7, weekdays: [1, 2, 3, 4, 5, 6, 7] }, '2026-11-21'), outOf, 'daily is certain')
    assert.equal(drawsBelow({ perWeek: 0, weekdays: workdays }, '2026-11-20'), 0)
    assert.equal(drawsBelow({ perWeek: 1, weekdays: [1, 1, 2] }, '2026-11-16'), 500_000, 'a day named twice is one day')
  })

  it('cannot be asked for more often than there are days', () => {
    assert.equal(isRefusal(mayDrawBy({ perWeek: 3, weekdays: [1, 2] })), true)
    assert.equal(isRefusal(mayDrawBy({ perWeek: 1, weekdays: [] })), true)
    assert.equal(mayDrawBy({ perWeek: 0, weekdays: [] }), null)
    assert.equal(mayDrawBy({ perWeek: 2, weekdays: [1, 2] }), null)
  })

  it('come at the rate that was set', () => {
    const drawn = scheduleOf('river', 7 * 4000)
    const rate = drawn.filter(Boolean).length / (drawn.length / 5)
    // 20,000 days at 0.4: one standard deviation is 0.0173 a week.
    assert.ok(Math.abs(rate - 2) < 0.07, `${rate} a week`)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 700 }),
        fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        (hundredths, weekdays) => {
          const perWeek = Math.min(hundredths / 100, weekdays.length)
          const week = Array.from({ length: 7 }, (_, n) => drawsBelow({ perWeek, weekdays }, addDays('2026-11-16', n)))
          const expected = week.reduce((sum, below) => sum + below / outOf, 0)
          assert.ok(Math.abs(expected - perWeek) < 0.00001)
        },
      ),
    )
  })

  it('are memoryless: no past, however long, tells the next day', () => {
    const drawn = scheduleOf('commit before you draw', 7 * 6000)
    const rateAfter = (past: boolean[]) => {
      let [seen, hit] = [0, 0]
      for (let n = past.length; n < drawn.length; n += 1)
        if (past.every((one, back) => drawn[n - past.length + back] === one)) {
          seen += 1
          if (drawn[n]) hit += 1
        }
      return { rate: hit / seen, within: 4 * Math.sqrt((0.4 * 0.6) / seen) }
    }
    const pasts = [1, 2, 3].flatMap((length) =>
      Array.from({ length: 2 ** length }, (_, bits) => Array.from({ length }, (_none, n) => (bits & (1 << n)) !== 0)),
    )
    for (const past of pasts) {
      const { rate, within } = rateAfter(past)
      assert.ok(Math.abs(rate - 0.4) < within, `after ${past.join(' ')}: ${rate}`)
    }
    // A long time without a test makes the next no likelier.
    const quiet = rateAfter(Array.from({ length: 8 }, () => false))
    assert.ok(Math.abs(quiet.rate - 0.4) < quiet.within, `after eight quiet days: ${quiet.rate}`)
    // The best guess from the last ten days does no better than always saying no.
    const seenBefore = new Map<string, number[]>()
    let right = 0
    for (let n = 10; n < drawn.length; n += 1) {
      const past = drawn
        .slice(n - 10, n)
        .map(Number)
        .join('')
      const [no = 0, yes = 0] = seenBefore.get(past) ?? []
      if (yes > no === drawn[n]) right += 1
      seenBefore.set(past, [no + (drawn[n] ? 0 : 1), yes + (drawn[n] ? 1 : 0)])
    }
    assert.ok(right / (drawn.length - 10) < 0.615, `guessed ${right / (drawn.length - 10)}`)
  })

  it('keep the commitment: the seed that is shown later gives the very schedule', () => {
    const { commitment } = committed('shown in December')
    assert.deepEqual(scheduleOf('shown in December', 200), scheduleOf('shown in December', 200))
    assert.equal(createHash('sha256').update('shown in December').digest('hex'), commitment)
    assert.notDeepEqual(scheduleOf('shown in December', 200), scheduleOf('another seed', 200))
  })
})
