import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { noBenefits, stillToAsk, type Benefits } from './benefits.ts'
import { whatYouPay, type PaySource, type ShareSpan, type WhatYouPay } from './pay.ts'
import { compareWithResidential } from './residential.ts'

const from = '2026-12-07'
const known: Benefits = {
  network: 'in',
  iopCovered: 'yes',
  copayPerDay: 3000,
  coinsurance: 0,
  deductibleApplies: 'no',
  deductible: 0,
  deductibleMet: 0,
  outOfPocketMax: 500_000,
  outOfPocketMet: 0,
  visitLimit: null,
  visitsUsed: null,
  needsAuthorization: 'no',
  allowsVirtual: 'yes',
}
const plan = (
  over: Partial<Benefits> = {},
  money: { fee?: number | null; allowed?: number | null } = {},
): PaySource => ({
  kind: 'plan',
  fee: 38_500,
  allowed: 30_000,
  ...money,
  benefits: { ...known, ...over },
})
const pays = (source: PaySource, daysPerWeek = 3, weeks = 4): WhatYouPay => {
  const answer = whatYouPay({ daysPerWeek, weeks, from }, source)
  if (isRefusal(answer)) throw new Error(answer.because)
  return answer
}
const sums = (answer: WhatYouPay) => answer.weeks.map((week) => [week.atLeast, week.atMost])

describe('What you will pay, by a plan', () => {
  it('is the copay of each day', () => assert.deepEqual(sums(pays(plan())), Array(4).fill([9000, 9000])))
  it('is the deductible first, then the share', () => {
    const answer = pays(
      plan({ copayPerDay: 0, coinsurance: 2000, deductibleApplies: 'yes', deductible: 100_000, deductibleMet: 60_000 }),
    )
    // 300 + 100 + 20 % of 200, then 20 % of 300 = 60 each day
    assert.deepEqual(sums(answer), [
      [50_000, 50_000],
      [18_000, 18_000],
      [18_000, 18_000],
      [18_000, 18_000],
    ])
  })
  it('stops at the out-of-pocket maximum', () => {
    const answer = pays(plan({ outOfPocketMax: 20_000, outOfPocketMet: 5000 }))
    assert.deepEqual(sums(answer), [
      [9000, 9000],
      [6000, 6000],
      [0, 0],
      [0, 0],
    ])
    assert.equal(answer.atMost, 15_000)
  })
  it('never asks a copay above what the plan allows', () => {
    assert.equal(pays(plan({ copayPerDay: 50_000 }, { allowed: 20_000 }), 1, 1).atMost, 20_000)
  })
  it('turns to the clinic’s fee after the plan’s last day', () => {
    const answer = pays(plan({ visitLimit: 10, visitsUsed: 6 }))
    assert.deepEqual(
      answer.weeks.map((week) => week.daysBeyondLimit),
      [0, 2, 3, 3],
    )
    assert.deepEqual(sums(answer)[1], [80_000, 80_000])
    assert.match(answer.because.join(' '), /reached in week 2/)
  })
  it('is the clinic’s fee where IOP is not covered', () => {
    assert.deepEqual(sums(pays(plan({ iopCovered: 'no' }), 2, 1)), [[77_000, 77_000]])
  })

  const spans: [string, PaySource, [number, number | null]][] = [
    ['nothing is known at all', plan(noBenefits, { fee: null, allowed: null }), [0, null]],
    ['nothing is known but the fee', plan(noBenefits, { allowed: null }), [0, 38_500]],
    ['the copay is not known', plan({ copayPerDay: null }), [0, 30_000]],
    ['the coinsurance is not known', plan({ coinsurance: null }), [3000, 30_000]],
    ['the deductible is not known', plan({ deductibleApplies: 'yes', deductible: null }), [3000, 30_000]],
    [
      'whether the deductible applies is not known',
      plan({ deductibleApplies: 'unknown', deductible: 40_000 }),
      [3000, 30_000],
    ],
    [
      'how much of the deductible is met is not known',
      plan({ deductibleApplies: 'yes', deductible: 10_000, deductibleMet: null }),
      [3000, 13_000],
    ],
    ['the allowed amount is not known, the copay is', plan({}, { allowed: null }), [3000, 3000]],
    [
      'the allowed amount and the fee are not known',
      plan({ coinsurance: 2000 }, { allowed: null, fee: null }),
      [3000, 500_000],
    ],
    ['how much of the maximum is met is not known', plan({ outOfPocketMet: null }), [0, 3000]],
    ['whether IOP is covered is not known', plan({ iopCovered: 'unknown' }), [3000, 38_500]],
    ['the clinic is out of network', plan({ network: 'out' }), [3000, 38_500]],
    ['the network is not known and no fee is recorded', plan({ network: 'unknown' }, { fee: null }), [3000, null]],
    ['how many days are used is not known', plan({ visitLimit: 30 }), [3000, 38_500]],
  ]
  for (const [what, source, [least, most]] of spans)
    it(`is a span when ${what}`, () => {
      const answer = pays(source, 1, 1)
      assert.deepEqual([answer.atLeast, answer.atMost], [least, most])
    })
  it('is bound by the maximum even where no day has a price', () => {
    assert.equal(pays(plan({ coinsurance: null, outOfPocketMax: 70_000 }, { allowed: null, fee: null })).atMost, 70_000)
  })
  it('names what is not known', () => {
    const { notKnown } = pays(
      plan({ copayPerDay: null, deductibleApplies: 'unknown', deductible: null }, { allowed: null }),
    )
    assert.deepEqual(notKnown, [
      'the copay for an IOP day',
      'whether the deductible applies to IOP days',
      'the deductible',
      'what the plan allows for an IOP day',
    ])
    assert.deepEqual(pays(plan()).notKnown, [])
    assert.equal(stillToAsk(noBenefits).length, 11)
  })

  const cents = fc.integer({ min: 0, max: 1_000_000 })
  const maybe = fc.option(cents, { nil: null })
  const said = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const)
  const benefits: fc.Arbitrary<Benefits> = fc.record({
    network: fc.constantFrom('in' as const, 'out' as const, 'unknown' as const),
    iopCovered: said,
    copayPerDay: maybe,
    coinsurance: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
    deductibleApplies: said,
    deductible: maybe,
    deductibleMet: maybe,
    outOfPocketMax: maybe,
    outOfPocketMet: maybe,
    visitLimit: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    visitsUsed: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    needsAuthorization: said,
    allowsVirtual: said,
  })
  const anySource = fc.record({ kind: fc.constant('plan' as const), fee: maybe, allowed: maybe, benefits })
  const anyDose = fc.record({
    daysPerWeek: fc.integer({ min: 1, max: 7 }),
    weeks: fc.integer({ min: 1, max: 20 }),
    from: fc.constant(from),
  })

  it('is never negative, and its least never above its most', () => {
    fc.assert(
      fc.property(anyDose, anySource, (dose, source) => {
        const answer = whatYouPay(dose, source)
        if (isRefusal(answer)) return assert.equal(answer.refused, 'no-fee')
        for (const { atLeast, atMost } of [...answer.weeks, answer]) {
          assert.ok(atLeast >= 0 && Number.isInteger(atLeast))
          assert.ok(atMost === null || (atMost >= atLeast && Number.isInteger(atMost)))
        }
        assert.equal(
          answer.weeks.reduce((sum, week) => sum + week.days, 0),
          dose.daysPerWeek * dose.weeks,
        )
      }),
      { numRuns: 1000 },
    )
  })
  it('never goes above what is left of the out-of-pocket maximum, in network, within the limit', () => {
    fc.assert(
      fc.property(anyDose, anySource, cents, cents, (dose, source, max, met) => {
        const bound: Benefits = {
          ...source.benefits,
          network: 'in',
          iopCovered: 'yes',
          visitLimit: null,
          outOfPocketMax: max,
          outOfPocketMet: met,
        }
        const answer = pays({ ...source, benefits: bound }, dose.daysPerWeek, dose.weeks)
        assert.ok(answer.atLeast <= Math.max(0, max - met))
        assert.ok(answer.atMost !== null && answer.atMost <= Math.max(0, max - met))
      }),
      { numRuns: 1000 },
    )
  })
  it('has no span where everything is known', () => {
    fc.assert(
      fc.property(
        anyDose,
        cents,
        cents,
        cents,
        cents,
        fc.integer({ min: 0, max: 10_000 }),
        (dose, copay, deductible, max, allowed, share) => {
          const source = plan(
            { copayPerDay: copay, coinsurance: share, deductibleApplies: 'yes', deductible, outOfPocketMax: max },
            { allowed },
          )
          const answer = pays(source, dose.daysPerWeek, dose.weeks)
          assert.deepEqual(answer.notKnown, [])
          assert.equal(answer.atLeast, answer.atMost)
          for (const week of answer.weeks) assert.equal(week.atLeast, week.atMost)
        },
      ),
    )
  })
  it('only narrows as more becomes known', () => {
    fc.assert(
      fc.property(anyDose, cents, cents, fc.integer({ min: 0, max: 10_000 }), (dose, copay, deductible, share) => {
        const facts = { copayPerDay: copay, coinsurance: share, deductibleApplies: 'yes' as const, deductible }
        const exact = pays(plan(facts), dose.daysPerWeek, dose.weeks)
        for (const forgotten of [
          { copayPerDay: null },
          { coinsurance: null },
          { deductible: null },
          { deductibleMet: null },
          { outOfPocketMet: null },
        ]) {
          const wide = pays(plan({ ...facts, ...forgotten }), dose.daysPerWeek, dose.weeks)
          assert.ok(wide.atLeast <= exact.atLeast, JSON.stringify(forgotten))
          assert.ok(wide.atMost === null || wide.atMost >= (exact.atMost ?? 0), JSON.stringify(forgotten))
        }
      }),
    )
  })
})

describe('What you will pay yourself', () => {
  const shares: ShareSpan[] = [
    { percent: 40, from: '2026-01-01', to: null, why: 'the scale' },
    { percent: 10, from: '2026-12-10', to: '2026-12-21', why: 'help that was granted' },
  ]
  it('is the fee, times the lowest share that stands on a week’s first day', () => {
    const answer = pays({ kind: 'self-pay', fee: 38_501, shares }, 3, 4)
    assert.deepEqual(
      answer.weeks.map(({ atMost, sharePercent }) => [atMost, sharePercent]),
      [
        [46_200, 40],
        [11_550, 10],
        [11_550, 10],
        [46_200, 40],
      ],
    )
    assert.deepEqual(answer.because, ['the scale', 'help that was granted'])
  })
  it('is the whole fee without a share', () =>
    assert.equal(pays({ kind: 'self-pay', fee: 100, shares: [] }, 1, 2).atMost, 200))
  for (const [what, daysPerWeek, weeks, fee, code] of [
    ['no fee', 3, 4, null, 'no-fee'],
    ['no day', 0, 4, 100, 'bad-days'],
    ['eight days', 8, 4, 100, 'bad-days'],
    ['half a day', 2.5, 4, 100, 'bad-days'],
    ['no week', 3, 0, 100, 'bad-weeks'],
    ['more than a year', 3, 53, 100, 'bad-weeks'],
  ] as const)
    it(`refuses ${what}`, () => {
      const answer = whatYouPay({ daysPerWeek, weeks, from }, { kind: 'self-pay', fee, shares: [] })
      assert.ok(isRefusal(answer))
      assert.equal(answer.refused, code)
    })
})

describe('Beside residential care', () => {
  it('sets charges beside charges', () => {
    assert.deepEqual(
      compareWithResidential({ fee: 38_500, daysPerWeek: 3, weeks: 8 }, { perNight: 90_000, nights: 28 }),
      {
        days: 24,
        iopCharges: 924_000,
        nights: 28,
        residentialCharges: 2_520_000,
        difference: 1_596_000,
      },
    )
  })
  it('says so when the IOP asks more', () => {
    assert.equal(
      compareWithResidential({ fee: 38_500, daysPerWeek: 5, weeks: 12 }, { perNight: 30_000, nights: 28 })?.difference,
      -1_470_000,
    )
  })
  it('compares nothing without the clinic’s own figures', () => {
    assert.equal(compareWithResidential({ fee: null, daysPerWeek: 3, weeks: 8 }, { perNight: 1, nights: 28 }), null)
    assert.equal(compareWithResidential({ fee: 1, daysPerWeek: 3, weeks: 8 }, { perNight: null, nights: 28 }), null)
  })
})
