import type { Mark } from '../../basics/mark.ts'
import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import type { Cents } from './money.ts'

// The federal poverty guideline and the clinic's sliding scale, both rows with dates and a source.

export type Region = 'contiguous' | 'alaska' | 'hawaii'
export type Dated = { from: Day; to: Day | null; source: string; mark: Mark }
export type Guideline = Dated & { region: Region; firstPerson: Cents; eachFurther: Cents }
export type Band = { upToPercent: number; sharePercent: number }
export type Scale = Dated & { bands: Band[] }

export const regionNames: Record<Region, string> = {
  contiguous: '48 states and D.C.',
  alaska: 'Alaska',
  hawaii: 'Hawaii',
}

/** Which of the three guidelines a state follows. */
export const regionOf = (state: string): Region =>
  state === 'AK' ? 'alaska' : state === 'HI' ? 'hawaii' : 'contiguous'

/**
 * The row that stands on a day: of those that have begun and not ended, the one that began last; of two from one day,
 * the one that stands first in the list (queries give the latest recorded first). Undefined where none stands.
 */
export const standingOn = <Row extends { from: Day; to: Day | null }>(rows: readonly Row[], on: Day): Row | undefined =>
  rows
    .filter((row) => row.from <= on && (row.to === null || row.to >= on))
    .reduce<Row | undefined>((best, row) => (best === undefined || row.from > best.from ? row : best), undefined)

/** The guideline of a household for a year, in cents. `household` counts everybody in it, 1 to 30. */
export const guidelineFor = (row: Guideline, household: number): Cents =>
  row.firstPerson + (household - 1) * row.eachFurther

const perYear = { week: 52, 'two-weeks': 26, 'half-month': 24, month: 12, year: 1 } as const
export type Per = keyof typeof perYear
export const perWords: Record<Per, string> = {
  week: 'a week',
  'two-weeks': 'every two weeks',
  'half-month': 'twice a month',
  month: 'a month',
  year: 'a year',
}

/** Income of a year from what comes in a week, two weeks, half a month, month or year. Cents; whole and not negative. */
export const annualIncome = (incomes: readonly { amount: Cents; per: Per }[]): Cents =>
  incomes.reduce((sum, income) => sum + income.amount * perYear[income.per], 0)

export type Share = {
  /** Of the guideline, rounded up to a tenth of a percent, so that what is over a line never reads as being on it. */
  percentOfGuideline: number
  guideline: Cents
  /** What the person pays of the fee, 0 to 100. Above the last band: 100. */
  sharePercent: number
  band: Band | null
  isBelowLine: boolean
  guidelineSource: Guideline
  scaleSource: Scale
}

/**
 * What share of the clinic's fee a household pays: income against the federal poverty guideline, by the clinic's scale.
 * A band holds up to and with its percent. Household 1 to 30, income of a year in cents, 0 or more.
 * Refuses 'no-guideline' and 'no-scale' when none stands on that day, 'bad-household' and 'bad-income' outside the ranges.
 * Source: HHS poverty guidelines (42 U.S.C. 9902(2)); the scale is the clinic's own.
 */
export function shareOf(
  asked: { household: number; annualIncome: Cents; region: Region; on: Day },
  guidelines: readonly Guideline[],
  scales: readonly Scale[],
): Share | Refusal {
  const { household, annualIncome: income } = asked
  if (!Number.isInteger(household) || household < 1 || household > 30)
    return refuse('bad-household', 'Count the people of the household: a whole number from 1 to 30.')
  if (!Number.isSafeInteger(income) || income < 0)
    return refuse('bad-income', 'Give the income of a year as an amount of money, 0 or more.')
  const row = standingOn(
    guidelines.filter((one) => one.region === asked.region),
    asked.on,
  )
  if (row === undefined)
    return refuse(
      'no-guideline',
      `No poverty guideline for ${regionNames[asked.region]} stands on this day. Record it under Fees.`,
    )
  const scale = standingOn(scales, asked.on)
  if (scale === undefined) return refuse('no-scale', 'No sliding scale stands on this day. Record it under Fees.')
  const guideline = guidelineFor(row, household)
  const band =
    [...scale.bands]
      .sort((a, b) => a.upToPercent - b.upToPercent)
      .find((one) => income * 100 <= one.upToPercent * guideline) ?? null
  return {
    percentOfGuideline: Math.ceil((income * 1000) / guideline) / 10,
    guideline,
    sharePercent: band?.sharePercent ?? 100,
    band,
    isBelowLine: band !== null && band.sharePercent < 100,
    guidelineSource: row,
    scaleSource: scale,
  }
}

/**
 * May these bands be a scale? At least one; each percent of the guideline once, 1 to 2000; shares 0 to 100 that never fall
 * as income rises. Null when they may.
 */
export function mayBeScale(bands: readonly Band[]): Refusal | null {
  if (bands.length === 0)
    return refuse('no-band', 'Give at least one band: up to which percent, and which share is paid.')
  const sorted = [...bands].sort((a, b) => a.upToPercent - b.upToPercent)
  for (const [at, band] of sorted.entries()) {
    const before = sorted[at - 1]
    if (!isWithin(band.upToPercent, 1, 2000) || !isWithin(band.sharePercent, 0, 100))
      return refuse(
        'band-range',
        'A band goes up to 1 to 2000 percent of the guideline, and its share is 0 to 100 percent.',
      )
    if (before?.upToPercent === band.upToPercent)
      return refuse('band-twice', `Two bands end at ${band.upToPercent} %. Keep one of them.`)
    if (before !== undefined && before.sharePercent > band.sharePercent)
      return refuse(
        'band-falls',
        `Who earns more would pay less above ${before.upToPercent} %. Look at the shares again.`,
      )
  }
  return null
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

/** A scale that ends before it begins, or a row without a source, is refused. */
export const mayBeDated = (row: { from: Day; to: Day | null; source: string }): Refusal | null =>
  row.to !== null && row.to < row.from
    ? refuse('dates-turned', 'It would end before it begins. Look at the two dates.')
    : row.source.trim() === ''
      ? refuse('no-source', 'Say where the figure stands, so that anyone can read it.')
      : null

const hhs = (region: Region, firstPerson: number, eachFurther: number, from: Day, source: string): Guideline => ({
  region,
  firstPerson: firstPerson * 100,
  eachFurther: eachFurther * 100,
  from,
  to: null,
  source,
  mark: 'V',
})
const of2024 = 'HHS poverty guidelines 2024, 89 FR 2961 (17 January 2024)'
const of2025 = 'HHS poverty guidelines 2025, 90 FR 5917 (17 January 2025)'
const of2026 = 'HHS poverty guidelines 2026, 91 FR 1797 (15 January 2026)'

/** What a clinic starts with. Each stands until the next year's is recorded. */
export const knownGuidelines: Guideline[] = [
  hhs('contiguous', 15_060, 5_380, '2024-01-11', of2024),
  hhs('alaska', 18_810, 6_730, '2024-01-11', of2024),
  hhs('hawaii', 17_310, 6_190, '2024-01-11', of2024),
  hhs('contiguous', 15_650, 5_500, '2025-01-15', of2025),
  hhs('alaska', 19_550, 6_880, '2025-01-15', of2025),
  hhs('hawaii', 17_990, 6_330, '2025-01-15', of2025),
  hhs('contiguous', 15_960, 5_680, '2026-01-13', of2026),
  hhs('alaska', 19_950, 7_100, '2026-01-13', of2026),
  hhs('hawaii', 18_360, 6_530, '2026-01-13', of2026),
]
