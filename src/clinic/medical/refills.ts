import { addDays, daysBetween, type Day } from '../../basics/dates.ts'

export type Supply = { filledOn: Day; days: number }
/** Both days are without medicine. */
export type Gap = { from: Day; to: Day; days: number }
export type Refills = {
  /** The last day that is covered; null before the first supply. */
  coveredTo: Day | null
  gaps: Gap[]
  daysWithout: number
  /** Days from the first supply to today, both counted. */
  daysPassed: number
  /** Share of the days with medicine at hand, 0 to 1; null before the first supply. */
  covered: number | null
}

/**
 * Days supplied against days that passed, up to and including `today` (or the last day it was to be taken). A supply that is
 * fetched before the last one is used up is taken after it; days with nothing in hand are a gap. Supplies are whole days from
 * 1; those after `today` count for nothing yet. This is the proportion of days covered, as pharmacies count it.
 */
export function refillsUpTo(supplies: readonly Supply[], today: Day): Refills {
  const known = supplies.filter((one) => one.filledOn <= today).toSorted((a, b) => (a.filledOn < b.filledOn ? -1 : 1))
  const [first] = known
  if (first === undefined) return { coveredTo: null, gaps: [], daysWithout: 0, daysPassed: 0, covered: null }
  const gaps: Gap[] = []
  const gap = (from: Day, to: Day) => gaps.push({ from, to, days: daysBetween(from, to) + 1 })
  let coveredTo = addDays(first.filledOn, -1)
  for (const { filledOn, days } of known) {
    const next = addDays(coveredTo, 1)
    if (filledOn > next) gap(next, addDays(filledOn, -1))
    coveredTo = addDays(filledOn > next ? filledOn : next, days - 1)
  }
  if (coveredTo < today) gap(addDays(coveredTo, 1), today)
  const daysPassed = daysBetween(first.filledOn, today) + 1
  const daysWithout = gaps.reduce((sum, one) => sum + one.days, 0)
  return { coveredTo, gaps, daysWithout, daysPassed, covered: (daysPassed - daysWithout) / daysPassed }
}

/** In how many days it runs out: 0 today is the last day, negative days without it. Null before the first supply. */
export const daysLeft = (coveredTo: Day | null, today: Day): number | null =>
  coveredTo === null ? null : daysBetween(today, coveredTo)

/** A refill is looked after when so few days are left [K]. */
export const soonDays = 5
