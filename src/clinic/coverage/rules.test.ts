import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { addBusinessDays, businessDaysBetween, federalHolidays, isBusinessDay } from './business-days.ts'
import { dueOf, lawfulDeadlines, type Occasion } from './deadlines.ts'
import { feeOn, mayBeFee, type Fee } from './fees.ts'
import {
  annualIncome,
  guidelineFor,
  knownGuidelines,
  mayBeScale,
  regionOf,
  shareOf,
  standingOn,
  type Scale,
} from './guideline.ts'
import { centsFrom, dollars, shareOfAmount, typedDollars } from './money.ts'
import { isNpi, mayCover, mayDecide, mayEnd, runsOn, type CoverageSaid, type DecisionSaid } from './rules.ts'

const refusedAs = (answer: unknown): string | null => (isRefusal(answer) ? answer.refused : null)
const scale: Scale = {
  bands: [
    { upToPercent: 100, sharePercent: 10 },
    { upToPercent: 200, sharePercent: 40 },
    { upToPercent: 300, sharePercent: 75 },
  ],
  from: '2024-01-01',
  to: null,
  source: 'Board, 2024',
  mark: 'V',
}

describe('Money', () => {
  for (const [text, cents] of [
    ['25', 2500],
    ['25.5', 2550],
    ['$1,250.00', 125000],
    ['0', 0],
    ['1,2', null],
    ['12.345', null],
    ['-3', null],
    ['', null],
    ['1e3', null],
    ['99999999', null],
  ] as const)
    it(`reads ${JSON.stringify(text)} as ${cents} cents`, () => assert.equal(centsFrom(text), cents))
  it('writes as people do', () => {
    assert.deepEqual([0, 5, 2550, 125000, 123456789, -250].map(dollars), [
      '$0',
      '$0.05',
      '$25.50',
      '$1,250',
      '$1,234,567.89',
      '−$2.50',
    ])
  })
  it('comes back as it was typed', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), (cents) => centsFrom(typedDollars(cents)) === cents))
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), (cents) => centsFrom(dollars(cents)) === cents))
  })
  it('never charges for the rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 100 }), (cents, percent) => {
        const share = shareOfAmount(cents, percent)
        assert.ok(share >= 0 && share * 100 <= cents * percent && (share + 1) * 100 > cents * percent)
      }),
    )
  })
})

describe('The poverty guideline', () => {
  for (const [region, household, on, dollarsOf] of [
    ['contiguous', 1, '2024-02-01', 15_060],
    ['contiguous', 4, '2024-02-01', 31_200],
    ['alaska', 1, '2024-02-01', 18_810],
    ['hawaii', 8, '2024-02-01', 60_640],
    ['contiguous', 4, '2025-06-01', 32_150],
    ['contiguous', 8, '2025-06-01', 54_150],
    ['contiguous', 9, '2025-06-01', 59_650],
    ['contiguous', 4, '2026-11-22', 33_000],
    ['alaska', 1, '2026-11-22', 19_950],
    ['hawaii', 1, '2026-11-22', 18_360],
    ['contiguous', 1, '2026-01-12', 15_650],
    ['contiguous', 1, '2026-01-13', 15_960],
  ] as const)
    it(`of ${household} in ${region} on ${on} is ${dollarsOf} dollars`, () => {
      const row = standingOn(
        knownGuidelines.filter((one) => one.region === region),
        on,
      )
      assert.ok(row)
      assert.equal(guidelineFor(row, household), dollarsOf * 100)
    })
  it('is another in Alaska and Hawaii', () => {
    assert.deepEqual(['NY', 'AK', 'HI', 'CA'].map(regionOf), ['contiguous', 'alaska', 'hawaii', 'contiguous'])
  })
})

describe('The sliding scale', () => {
  const on = '2026-11-22'
  const share = (household: number, income: number, over = {}) =>
    shareOf({ household, annualIncome: income, region: 'contiguous', on, ...over }, knownGuidelines, [scale])
  for (const [household, income, percent, pays, isBelow] of [
    [1, 0, 0, 10, true],
    [1, 1_596_000, 100, 10, true],
    [1, 1_596_001, 100.1, 40, true],
    [4, 3_300_000, 100, 10, true],
    [4, 6_600_000, 200, 40, true],
    [4, 6_600_001, 200.1, 75, true],
    [1, 4_788_001, 300.1, 100, false],
    [1, 99_999_999_00, 626_566.5, 100, false],
  ] as const)
    it(`asks ${pays} % of a household of ${household} with ${income} cents`, () => {
      const answer = share(household, income)
      assert.ok(!isRefusal(answer))
      assert.deepEqual([answer.percentOfGuideline, answer.sharePercent, answer.isBelowLine], [percent, pays, isBelow])
    })
  for (const [what, answer, code] of [
    ['no household', share(0, 0), 'bad-household'],
    ['half a person', share(1.5, 0), 'bad-household'],
    ['31 people', share(31, 0), 'bad-household'],
    ['a negative income', share(1, -1), 'bad-income'],
    ['an income that is no number', share(1, Number.NaN), 'bad-income'],
    ['a day before the first guideline', share(1, 0, { on: '2023-12-31' }), 'no-guideline'],
  ] as const)
    it(`refuses ${what}`, () => assert.equal(refusedAs(answer), code))
  it('refuses a day without a scale', () => {
    assert.equal(
      refusedAs(shareOf({ household: 1, annualIncome: 0, region: 'contiguous', on }, knownGuidelines, [])),
      'no-scale',
    )
  })
  it('never asks more of who earns less, nor of a larger household', () => {
    const incomes = fc.integer({ min: 0, max: 20_000_000 })
    fc.assert(
      fc.property(incomes, incomes, fc.integer({ min: 1, max: 29 }), (a, b, household) => {
        const [less, more] = [share(household, Math.min(a, b)), share(household, Math.max(a, b))]
        const larger = share(household + 1, Math.max(a, b))
        assert.ok(!isRefusal(less) && !isRefusal(more) && !isRefusal(larger))
        assert.ok(less.sharePercent <= more.sharePercent && larger.sharePercent <= more.sharePercent)
      }),
    )
  })
  it('counts a year from what comes in each week or month', () => {
    const of = (per: Parameters<typeof annualIncome>[0][number]['per']) => annualIncome([{ amount: 100, per }])
    assert.deepEqual(
      [of('week'), of('two-weeks'), of('half-month'), of('month'), of('year')],
      [5200, 2600, 2400, 1200, 100],
    )
    assert.equal(annualIncome([]), 0)
  })
  for (const [what, bands, code] of [
    ['no band', [], 'no-band'],
    ['a share above 100', [{ upToPercent: 100, sharePercent: 101 }], 'band-range'],
    ['a band up to nothing', [{ upToPercent: 0, sharePercent: 10 }], 'band-range'],
    [
      'two bands in one place',
      [
        { upToPercent: 100, sharePercent: 1 },
        { upToPercent: 100, sharePercent: 2 },
      ],
      'band-twice',
    ],
    [
      'a share that falls',
      [
        { upToPercent: 200, sharePercent: 10 },
        { upToPercent: 100, sharePercent: 20 },
      ],
      'band-falls',
    ],
    ['a scale in order', scale.bands, null],
  ] as const)
    it(`${code === null ? 'takes' : 'refuses'} ${what}`, () => assert.equal(refusedAs(mayBeScale(bands)), code))
})

describe('Business days', () => {
  it('keep the federal holidays of 2026', () => {
    assert.deepEqual(
      federalHolidays(2026).map(({ day }) => day),
      [
        '2026-01-01',
        '2026-01-19',
        '2026-02-16',
        '2026-05-25',
        '2026-06-19',
        '2026-07-03',
        '2026-09-07',
        '2026-10-12',
        '2026-11-11',
        '2026-11-26',
        '2026-12-25',
      ],
    )
  })
  for (const [day, is, why] of [
    ['2026-07-03', false, 'Independence Day 2026 falls on a Saturday'],
    ['2021-12-31', false, 'New Year’s Day 2022 falls on a Saturday'],
    ['2023-01-02', false, 'New Year’s Day 2023 falls on a Sunday'],
    ['2021-06-18', false, 'Juneteenth 2021 falls on a Saturday'],
    ['2020-06-19', true, 'Juneteenth was no holiday in 2020'],
    ['2027-12-24', false, 'Christmas 2027 falls on a Saturday'],
    ['2028-12-25', false, 'a Monday that is Christmas'],
    ['2026-11-27', true, 'the Friday after Thanksgiving'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-23', true, 'a Monday'],
  ] as const)
    it(`${is ? 'count' : 'leave out'} ${day}: ${why}`, () => assert.equal(isBusinessDay(day), is))
  it('are never on a weekend, and counting there and back agrees', () => {
    const days = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2022-01-01', n))
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 30 }), (day, count) => {
        const on = addBusinessDays(day, count)
        assert.ok(weekdayOf(on) <= 5 && isBusinessDay(on) && businessDaysBetween(day, on) === count)
      }),
      { numRuns: 60 },
    )
  })
})

describe('An estimate’s deadline', () => {
  const due = (occasion: Occasion, askedOn: string, serviceOn: string | null) =>
    dueOf({ occasion, askedOn, serviceOn }, lawfulDeadlines)
  const cases: [string, Occasion, string, string | null, string | null][] = [
    ['asked for on a Friday', 'requested', '2026-11-20', null, '2026-11-25'],
    ['asked for before Thanksgiving', 'requested', '2026-11-24', null, '2026-11-30'],
    ['asked for with a day of care', 'requested', '2026-11-24', '2026-11-25', '2026-11-30'],
    ['care in exactly 10 business days', 'scheduled', '2026-12-01', '2026-12-15', '2026-12-04'],
    ['care in 9 business days', 'scheduled', '2026-12-01', '2026-12-14', '2026-12-02'],
    ['care in exactly 3', 'scheduled', '2026-12-01', '2026-12-04', '2026-12-02'],
    ['care in 2: none is owed', 'scheduled', '2026-12-01', '2026-12-03', null],
    ['care the same day: none is owed', 'scheduled', '2026-12-01', '2026-12-01', null],
    ['a holiday between makes 10 into 9', 'scheduled', '2026-11-16', '2026-12-01', '2026-11-19'],
    ['ten days with Thanksgiving among them are nine', 'scheduled', '2026-11-16', '2026-11-30', '2026-11-17'],
    ['scheduled on a Friday', 'scheduled', '2026-12-04', '2026-12-09', '2026-12-07'],
  ]
  for (const [what, occasion, askedOn, serviceOn, on] of cases)
    it(`${what}: ${on ?? 'none'}`, () => {
      const answer = due(occasion, askedOn, serviceOn)
      assert.ok(!isRefusal(answer))
      assert.equal(answer?.on ?? null, on)
    })
  for (const [what, answer, code] of [
    ['care before it was scheduled', due('scheduled', '2026-12-02', '2026-12-01'), 'service-before'],
    ['scheduling without a day', due('scheduled', '2026-12-02', null), 'no-service-day'],
    ['a day before the law', due('requested', '2021-12-31', null), 'no-deadline'],
  ] as const)
    it(`refuses ${what}`, () => assert.equal(refusedAs(answer), code))
  it('follows a stricter row of the clinic from its day on', () => {
    const strict = {
      ...lawfulDeadlines[2],
      dueWithin: 1,
      from: '2026-06-01',
      source: 'Our policy',
    } as (typeof lawfulDeadlines)[number]
    const answer = dueOf({ occasion: 'requested', askedOn: '2026-12-01', serviceOn: null }, [
      ...lawfulDeadlines,
      strict,
    ])
    assert.deepEqual(answer, { on: '2026-12-02', source: 'Our policy' })
  })
})

describe('Coverage', () => {
  const said: CoverageSaid = {
    payerId: 'p',
    plan: '',
    memberNumber: '',
    groupNumber: '',
    relation: 'self',
    subscriberName: '',
    subscriberBirthDate: null,
    priority: 1,
    startsOn: null,
    endsOn: null,
  }
  for (const [what, over, code] of [
    ['one’s own plan', {}, null],
    ['a parent’s plan without a name', { relation: 'child' }, 'needs-subscriber'],
    ['a parent’s plan', { relation: 'child', subscriberName: 'Rosa Alvarez' }, null],
    ['turned days', { startsOn: '2026-02-01', endsOn: '2026-01-01' }, 'dates-turned'],
    ['a holder who is not born', { subscriberBirthDate: '2030-01-01' }, 'born-ahead'],
    ['place 0', { priority: 0 }, 'bad-priority'],
    ['a place that is taken', { priority: 2 }, 'priority-taken'],
  ] as [string, Partial<CoverageSaid>, string | null][])
    it(`${code === null ? 'takes' : 'refuses'} ${what}`, () =>
      assert.equal(refusedAs(mayCover({ ...said, ...over }, [{ priority: 2 }], '2026-11-22')), code))
  it('runs from its first day to its last', () => {
    const plan = { startsOn: '2026-01-01', endsOn: '2026-12-31', endedOn: '2026-06-30' }
    assert.deepEqual(
      ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => runsOn(plan, day)),
      [false, true, true, false],
    )
    assert.ok(runsOn({ startsOn: null, endsOn: null, endedOn: null }, '1999-01-01'))
  })
  it('ends between its beginning and today', () => {
    const plan = { startsOn: '2026-01-01', endsOn: null, endedOn: null }
    assert.equal(refusedAs(mayEnd(plan, '2025-12-31', '2026-11-22')), 'ends-before')
    assert.equal(refusedAs(mayEnd(plan, '2026-11-23', '2026-11-22')), 'ends-ahead')
    assert.equal(mayEnd(plan, '2026-11-22', '2026-11-22'), null)
  })
})

describe('A decision on help', () => {
  const grant = {
    isGranted: true,
    sharePercent: 20,
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    because: 'x',
  } as const
  for (const [what, said, code] of [
    ['a grant of twelve months', grant, null],
    ['no reason', { ...grant, because: '' }, 'needs-why'],
    ['the whole fee', { ...grant, sharePercent: 100 }, 'bad-share'],
    ['turned days', { ...grant, endsOn: '2025-01-01' }, 'dates-turned'],
    ['more than a year', { ...grant, endsOn: '2027-01-01' }, 'too-long'],
    ['a no without an appeal', { isGranted: false, because: 'x', appeal: '' }, 'needs-appeal'],
    ['a no with one', { isGranted: false, because: 'x', appeal: 'Write to the director' }, null],
  ] as [string, DecisionSaid, string | null][])
    it(`${code === null ? 'takes' : 'refuses'} ${what}`, () => assert.equal(refusedAs(mayDecide(said)), code))
})

describe('Fees', () => {
  const fee = (over: Partial<Fee>): Fee => ({
    id: 'x',
    service: 'iop-day-sud',
    payerId: null,
    code: 'H0015',
    amount: 38_500,
    isPublic: false,
    from: '2026-01-01',
    to: null,
    source: 'Board',
    mark: 'V',
    ...over,
  })
  it('are those that stand on the day, the clinic’s own apart from a payer’s', () => {
    const fees = [fee({ amount: 40_000, from: '2026-07-01' }), fee({}), fee({ payerId: 'p', amount: 29_000 })]
    assert.equal(feeOn(fees, 'iop-day-sud', '2026-06-30')?.amount, 38_500)
    assert.equal(feeOn(fees, 'iop-day-sud', '2026-07-01')?.amount, 40_000)
    assert.equal(feeOn(fees, 'iop-day-sud', '2026-07-01', 'p')?.amount, 29_000)
    assert.equal(feeOn(fees, 'iop-day-mh', '2026-07-01'), undefined)
  })
  for (const [what, over, code] of [
    ['a negative amount', { amount: -1 }, 'bad-amount'],
    ['a payer’s residential figure', { service: 'residential-day', payerId: 'p' }, 'comparison-only'],
    ['a payer’s figure in public', { payerId: 'p', isPublic: true }, 'payer-secret'],
    ['turned days', { to: '2025-01-01' }, 'dates-turned'],
    ['no source', { source: ' ' }, 'no-source'],
    ['a fee', {}, null],
  ] as [string, Partial<Fee>, string | null][])
    it(`${code === null ? 'takes' : 'refuses'} ${what}`, () => assert.equal(refusedAs(mayBeFee(fee(over))), code))
})

describe('A provider number', () => {
  for (const [text, is] of [
    ['1234567893', true],
    ['1234567890', false],
    ['123456789', false],
    ['0234567893', false],
    ['', false],
  ] as const)
    it(`${JSON.stringify(text)} is ${is ? 'one' : 'none'}`, () => assert.equal(isNpi(text), is))
})
