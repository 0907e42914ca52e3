/** One inquiry's first times. Null: it has not happened. `closedAt`: it was closed without; such a one never gets there. */
export type FirstTimes = {
  source: string
  /** 'YYYY-MM' of the day it came, at the clinic. */
  month: string
  cameAt: Date
  contactAt: Date | null
  offerAt: Date | null
  assessmentAt: Date | null
  sessionAt: Date | null
  closedAt: Date | null
}
export const marks = ['contactAt', 'offerAt', 'assessmentAt', 'sessionAt'] as const
export type Mark = (typeof marks)[number]

/** First offer within 48 h of the first contact with the clinic (clinical.md 10, first_contact_to_first_offer; source O6). */
export const targetHours = 48

export type Figure = {
  n: number
  reached: number
  /** Still open and without it: what they will do is not known yet. */
  waiting: number
  /** Closed without it. */
  never: number
  /** Hours until half of all had it; null while fewer than half have had it. */
  medianHours: number | null
  /** Had it within 48 h, of those whose 48 h are over or who had it. */
  within: { yes: number; of: number }
}

/**
 * How long it takes until `mark`, of these inquiries, as it is known at `now`. Those who still wait count for as long as
 * they have waited (right-censored; Kaplan and Meier 1958), those who were closed without it count as never, so that giving
 * people up cannot make the figure look better. Hours are since the inquiry came. An inquiry of less than 48 h without the
 * mark, and still open, is left out of the share: it is too early to say.
 */
export function figureOf(inquiries: readonly FirstTimes[], mark: Mark, now: Date): Figure {
  const facts = inquiries.map((one) => {
    const at = one[mark]
    const observed = hours(one.cameAt, at ?? one.closedAt ?? now)
    return { has: at !== null, isOver: at === null && one.closedAt !== null, observed }
  })
  const reached = facts.filter(({ has }) => has)
  const never = facts.filter(({ isOver }) => isOver)
  const known = facts.filter(({ has, isOver, observed }) => has || isOver || observed >= targetHours)
  return {
    n: facts.length,
    reached: reached.length,
    waiting: facts.length - reached.length - never.length,
    never: never.length,
    medianHours: medianOf(facts),
    within: { yes: reached.filter(({ observed }) => observed <= targetHours).length, of: known.length },
  }
}

/** The first time by which at most half are still without it, by the product-limit estimate. */
function medianOf(facts: readonly { has: boolean; isOver: boolean; observed: number }[]): number | null {
  const times = [...new Set(facts.filter(({ has }) => has).map(({ observed }) => observed))].sort((a, b) => a - b)
  let without = 1
  for (const time of times) {
    // Whoever was closed stays among those without, for good.
    const atRisk = facts.filter(({ observed, isOver }) => isOver || observed >= time).length
    const now = facts.filter(({ has, observed }) => has && observed === time).length
    without *= 1 - now / atRisk
    if (without <= 0.5 + 1e-9) return time
  }
  return null
}

const hours = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / 3_600_000)

/** 1.5 → '1 h 30 min', 30 → '30 h', 76 → '3.2 days'. */
export function hoursInWords(amount: number): string {
  if (amount < 1) return `${Math.round(amount * 60)} min`
  if (amount < 48) return `${Math.round(amount)} h`
  return `${Math.round((amount / 24) * 10) / 10} days`
}
