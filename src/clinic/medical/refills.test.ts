import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, daysBetween } from '../../basics/dates.ts'
import { daysLeft, refillsUpTo } from './refills.ts'

describe('Refills', () => {
  it('cover the days they were for, and a gap begins the day after', () => {
    assert.deepEqual(refillsUpTo([{ filledOn: '2026-03-01', days: 28 }], '2026-03-30'), {
      coveredTo: '2026-03-28',
      gaps: [{ from: '2026-03-29', to: '2026-03-30', days: 2 }],
      daysWithout: 2,
      daysPassed: 30,
      covered: 28 / 30,
    })
  })

  it('count 29 February as a day', () => {
    assert.equal(refillsUpTo([{ filledOn: '2028-02-15', days: 30 }], '2028-03-15').coveredTo, '2028-03-15')
    assert.equal(refillsUpTo([{ filledOn: '2027-02-15', days: 30 }], '2027-03-15').coveredTo, '2027-03-16')
    assert.equal(refillsUpTo([{ filledOn: '2028-02-01', days: 28 }], '2028-03-01').daysWithout, 2)
    assert.equal(refillsUpTo([{ filledOn: '2027-02-01', days: 28 }], '2027-03-01').daysWithout, 1)
  })

  it('take an early refill after what is left', () => {
    const early = refillsUpTo(
      [
        { filledOn: '2026-03-20', days: 30 },
        { filledOn: '2026-03-01', days: 30 },
      ],
      '2026-04-10',
    )
    assert.equal(early.coveredTo, '2026-04-29')
    assert.deepEqual(early.gaps, [])
    assert.equal(daysLeft(early.coveredTo, '2026-04-10'), 19)
  })

  it('say nothing before the first supply, and nothing of one that is still to come', () => {
    assert.equal(refillsUpTo([], '2026-03-01').covered, null)
    assert.equal(refillsUpTo([{ filledOn: '2026-03-02', days: 7 }], '2026-03-01').coveredTo, null)
    assert.equal(daysLeft(null, '2026-03-01'), null)
  })

  it('agree with counting day by day, whatever was fetched when', () => {
    const supply = fc.record({ after: fc.nat(120), days: fc.integer({ min: 1, max: 90 }) })
    fc.assert(
      fc.property(fc.array(supply, { maxLength: 8 }), fc.nat(150), fc.nat(1500), (list, passed, start) => {
        const first = addDays('2024-01-01', start)
        const today = addDays(first, passed)
        const supplies = list.map(({ after, days }) => ({ filledOn: addDays(first, after), days }))
        const known = supplies.filter(({ filledOn }) => filledOn <= today)
        const read = refillsUpTo(supplies, today)
        if (known.length === 0) return assert.equal(read.covered, null)
        let [inHand, without] = [0, 0]
        const begin = known.map(({ filledOn }) => filledOn).toSorted()[0] ?? first
        for (let day = begin; day <= today; day = addDays(day, 1)) {
          for (const one of known) if (one.filledOn === day) inHand += one.days
          if (inHand > 0) inHand -= 1
          else without += 1
        }
        assert.equal(read.daysWithout, without)
        assert.equal(read.daysPassed, daysBetween(begin, today) + 1)
        assert.equal(
          read.gaps.reduce((sum, gap) => sum + gap.days, 0),
          without,
        )
        if (inHand > 0) assert.equal(daysLeft(read.coveredTo, today), inHand)
      }),
    )
  })
})
