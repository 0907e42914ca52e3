import { addDays, type Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { stillToAsk, type Benefits } from './benefits.ts'
import { shareOfAmount, type Cents } from './money.ts'

// What a person will pay, week by week. Where something is not known the answer is a span, from the least to the most that
// the known facts allow; where they set no upper end, the most is null. Nothing unknown is ever counted as zero in the most.

export type PlannedDose = { daysPerWeek: number; weeks: number; from: Day }
/** A granted share or the scale's: what the person pays of the clinic's fee, 0 to 100, from one day to another. */
export type ShareSpan = { percent: number; from: Day; to: Day | null; why: string }
export type PaySource =
  | { kind: 'plan'; fee: Cents | null; allowed: Cents | null; benefits: Benefits }
  | { kind: 'self-pay'; fee: Cents | null; shares: ShareSpan[] }

export type PayWeek = {
  week: number
  from: Day
  days: number
  atLeast: Cents
  atMost: Cents | null
  /** Days after the plan's limit: paid by the clinic's own fee, outside the plan's out-of-pocket maximum. */
  daysBeyondLimit: number
  sharePercent: number
}
export type WhatYouPay = {
  weeks: PayWeek[]
  atLeast: Cents
  atMost: Cents | null
  /** The highest that the plan's own rules allow for the days it covers; null when they set none that is known. */
  outOfPocketLeft: Cents | null
  /** Is it known how much of the out-of-pocket maximum is met? Else what is left is the most it can be. */
  isMetKnown: boolean
  notKnown: string[]
  because: string[]
}

/** A dose of an IOP: 1 to 7 days a week, 1 to 52 weeks. */
export const mayPlan = (dose: PlannedDose): Refusal | null =>
  !isWithin(dose.daysPerWeek, 1, 7)
    ? refuse('bad-days', 'Give the days a week: a whole number from 1 to 7.')
    : !isWithin(dose.weeks, 1, 52)
      ? refuse('bad-weeks', 'Give the weeks: a whole number from 1 to 52.')
      : null

/**
 * Weekly payments of a planned dose, in cents.
 *
 * By a plan, each day: the deductible that is left first (where it applies), then the copay, then the coinsurance on the
 * rest, together never more than the allowed amount, and over all days never more than what is left of the out-of-pocket
 * maximum, as long as the plan covers IOP and the clinic is in its network. After the plan's limit of days the clinic's own
 * fee is paid. Self-pay: the fee times the lowest share that stands on the week's first day, rounded down to the cent.
 *
 * Refuses 'bad-days', 'bad-weeks'; 'no-fee' when someone pays the fee themselves and the clinic has recorded none.
 */
export function whatYouPay(dose: PlannedDose, source: PaySource): WhatYouPay | Refusal {
  const refused = mayPlan(dose)
  if (refused) return refused
  return source.kind === 'self-pay' ? bySelf(dose, source.fee, source.shares) : byPlan(dose, source)
}

function bySelf(dose: PlannedDose, fee: Cents | null, shares: ShareSpan[]): WhatYouPay | Refusal {
  if (fee === null) return refuse('no-fee', 'The clinic has no fee for an IOP day on this date. Record it under Fees.')
  const used = new Set<string>()
  const weeks = weeksOf(dose).map(({ week, from }): PayWeek => {
    const standing = shares.filter((share) => share.from <= from && (share.to === null || share.to >= from))
    const lowest = standing.reduce<ShareSpan | null>(
      (best, one) => (best === null || one.percent < best.percent ? one : best),
      null,
    )
    if (lowest !== null && lowest.percent < 100) used.add(lowest.why)
    const sharePercent = lowest?.percent ?? 100
    const sum = shareOfAmount(fee, sharePercent) * dose.daysPerWeek
    return { week, from, days: dose.daysPerWeek, atLeast: sum, atMost: sum, daysBeyondLimit: 0, sharePercent }
  })
  return { ...summed(weeks), outOfPocketLeft: null, isMetKnown: true, notKnown: [], because: [...used] }
}

type Assumed = {
  allowed: Cents | null
  copay: Cents
  coinsurance: number
  deductibleLeft: Cents
  outOfPocketLeft: Cents | null
}

function byPlan(dose: PlannedDose, plan: Extract<PaySource, { kind: 'plan' }>): WhatYouPay | Refusal {
  const { benefits, fee } = plan
  if (benefits.iopCovered === 'no') {
    const own = bySelf(dose, fee, [])
    return 'refused' in own ? own : { ...own, because: ['The plan does not cover IOP: the clinic’s own fee is paid.'] }
  }
  const isBound = benefits.iopCovered === 'yes' && benefits.network === 'in'
  const low = optimist(plan)
  const high = pessimist(plan)
  // Each limit left is the least we know of: days beyond it may have to be paid in full.
  const coveredLeft =
    benefits.visitLimit === null ? null : Math.max(0, benefits.visitLimit - (benefits.visitsUsed ?? 0))
  const usedKnown = benefits.visitLimit === null || benefits.visitsUsed !== null
  let day = 0
  const weeks = weeksOf(dose).map(({ week, from }): PayWeek => {
    let atLeast = 0
    let atMost: Cents | null = 0
    let daysBeyondLimit = 0
    for (let n = 0; n < dose.daysPerWeek; n += 1) {
      day += 1
      const isBeyond = coveredLeft !== null && day > coveredLeft
      if (isBeyond) {
        daysBeyondLimit += 1
        atLeast += fee ?? 0
        atMost = plus(atMost, fee)
        continue
      }
      const least = payDay(low) ?? 0
      const most = payDay(high)
      const isOpen = !isBound || !usedKnown
      atLeast += least
      atMost = plus(atMost, isOpen ? higher(most, fee) : most)
    }
    return {
      week,
      from,
      days: dose.daysPerWeek,
      atLeast,
      atMost: atMost === null ? null : Math.max(atLeast, atMost),
      daysBeyondLimit,
      sharePercent: 100,
    }
  })
  const outOfPocketLeft = isBound ? leftAtMost(benefits.outOfPocketMax, benefits.outOfPocketMet) : null
  const whole = summed(weeks)
  const covered = weeks.every((week) => week.daysBeyondLimit === 0)
  // The maximum holds for the sum even where a single day's price is not known.
  const capped =
    outOfPocketLeft !== null && covered && usedKnown && (whole.atMost === null || whole.atMost > outOfPocketLeft)
      ? Math.max(whole.atLeast, outOfPocketLeft)
      : whole.atMost
  return {
    ...whole,
    atMost: capped,
    outOfPocketLeft,
    isMetKnown: benefits.outOfPocketMet !== null,
    notKnown: openFacts(plan),
    because: reasons(benefits, weeks),
  }
}

function openFacts({ benefits, allowed, fee }: Extract<PaySource, { kind: 'plan' }>): string[] {
  const matters = stillToAsk(benefits).filter((words) => !/authorisation|video/.test(words))
  return [
    ...matters,
    ...(allowed === null ? ['what the plan allows for an IOP day'] : []),
    ...(fee === null && (benefits.iopCovered !== 'yes' || benefits.network !== 'in' || benefits.visitLimit !== null)
      ? ['the clinic’s own fee']
      : []),
    ...(benefits.visitLimit !== null && benefits.visitsUsed === null ? ['how many days of the limit are used'] : []),
  ]
}

function reasons(benefits: Benefits, weeks: PayWeek[]): string[] {
  const beyond = weeks.find((week) => week.daysBeyondLimit > 0)
  const turn = weeks.find((week) => week.from.slice(0, 4) !== weeks[0]?.from.slice(0, 4))
  return [
    ...(turn === undefined
      ? []
      : [
          `From week ${turn.week} on it is a new year: most plans then begin their deductible and maximum again, which is not counted here.`,
        ]),
    ...(beyond === undefined
      ? []
      : [`The plan’s limit of days is reached in week ${beyond.week}; after that the clinic’s own fee is paid.`]),
    ...(benefits.network === 'out'
      ? ['The clinic is outside the plan’s network: its out-of-pocket maximum may not protect you.']
      : []),
    ...(benefits.needsAuthorization === 'yes' ? ['Days without the plan’s authorisation may not be paid by it.'] : []),
  ]
}

/** One day, and what is left afterwards. Null when the day's price has no known upper end. */
function payDay(state: Assumed): Cents | null {
  const { allowed, outOfPocketLeft } = state
  let pays: Cents | null
  if (allowed === null) {
    // Without the allowed amount only a plain copay is a known price.
    pays = state.deductibleLeft === 0 && state.coinsurance === 0 ? state.copay : null
  } else {
    const first = Math.min(state.deductibleLeft, allowed)
    state.deductibleLeft -= first
    const copay = Math.min(state.copay, allowed - first)
    const rest = allowed - first - copay
    pays = first + copay + Math.floor((rest * state.coinsurance) / 10_000)
  }
  if (outOfPocketLeft === null) return pays
  if (pays === null) return null
  pays = Math.min(pays, outOfPocketLeft)
  state.outOfPocketLeft = outOfPocketLeft - pays
  return pays
}

/** The kindest reading of what is not known. */
function optimist({ allowed, benefits }: Extract<PaySource, { kind: 'plan' }>): Assumed {
  const { deductible, deductibleMet, outOfPocketMax, outOfPocketMet } = benefits
  const deductibleLeft =
    benefits.deductibleApplies !== 'yes' || deductible === null || deductibleMet === null
      ? 0
      : Math.max(0, deductible - deductibleMet)
  return {
    allowed,
    copay: benefits.copayPerDay ?? 0,
    coinsurance: allowed === null ? 0 : (benefits.coinsurance ?? 0),
    deductibleLeft: allowed === null ? 0 : deductibleLeft,
    outOfPocketLeft:
      outOfPocketMax === null ? null : outOfPocketMet === null ? 0 : Math.max(0, outOfPocketMax - outOfPocketMet),
  }
}

/** The dearest reading: what is not known is paid in full, up to what the plan allows. */
function pessimist({ allowed, fee, benefits }: Extract<PaySource, { kind: 'plan' }>): Assumed {
  const { deductible, deductibleMet } = benefits
  const isWhole = benefits.copayPerDay === null || benefits.coinsurance === null
  const left =
    benefits.deductibleApplies === 'no'
      ? 0
      : deductible === null
        ? Number.MAX_SAFE_INTEGER
        : Math.max(0, deductible - (deductibleMet ?? 0))
  return {
    // A plan does not allow more than the clinic asks.
    allowed: allowed ?? fee,
    copay: benefits.copayPerDay ?? 0,
    coinsurance: isWhole ? 10_000 : (benefits.coinsurance ?? 10_000),
    deductibleLeft: left,
    outOfPocketLeft: leftAtMost(benefits.outOfPocketMax, benefits.outOfPocketMet),
  }
}

const leftAtMost = (max: Cents | null, met: Cents | null): Cents | null =>
  max === null ? null : Math.max(0, max - (met ?? 0))
const plus = (a: Cents | null, b: Cents | null): Cents | null => (a === null || b === null ? null : a + b)
const higher = (a: Cents | null, b: Cents | null): Cents | null => (a === null || b === null ? null : Math.max(a, b))
const isWithin = (n: number, least: number, most: number): boolean => Number.isInteger(n) && n >= least && n <= most

const weeksOf = (dose: PlannedDose): { week: number; from: Day }[] =>
  Array.from({ length: dose.weeks }, (_, at) => ({ week: at + 1, from: addDays(dose.from, at * 7) }))

const summed = (weeks: PayWeek[]) => ({
  weeks,
  atLeast: weeks.reduce((sum, week) => sum + week.atLeast, 0),
  atMost: weeks.reduce<Cents | null>((sum, week) => plus(sum, week.atMost), 0),
})
