/** So many stays that ended (`left`) or were seen last (still in care) on this day of theirs. Days count from 1. */
export type Stayed = { days: number; left: boolean; n: number }
export type Quartiles = { lower: number | null; median: number | null; upper: number | null }

/**
 * Median and quartiles of the length of stay in days by Kaplan and Meier's estimate: whoever is still in care is counted for every
 * day that they have stayed, and as leaving on none. `lower` is the day by which a quarter had left. Null: fewer than that have
 * left by now, so nobody knows yet. Days are whole, from 1; both the first and the last day of a stay count. Source: Kaplan and
 * Meier 1958.
 */
export function lengthOfStay(stays: readonly Stayed[]): Quartiles {
  const byDay = new Map<number, { left: number; seen: number }>()
  for (const { days, left, n } of stays) {
    const one = byDay.get(days) ?? { left: 0, seen: 0 }
    byDay.set(days, { left: one.left + (left ? n : 0), seen: one.seen + n })
  }
  let atRisk = stays.reduce((sum, { n }) => sum + n, 0)
  let staying = 1
  const found: Quartiles = { lower: null, median: null, upper: null }
  for (const [days, { left, seen }] of [...byDay].toSorted(([one], [other]) => one - other)) {
    if (left > 0) staying *= 1 - left / atRisk
    atRisk -= seen
    // A share of thirds and sevenths is a hair off what it is on paper.
    const gone = 1 - staying + 1e-9
    if (gone >= 0.25) found.lower ??= days
    if (gone >= 0.5) found.median ??= days
    if (gone >= 0.75) found.upper ??= days
  }
  return found
}
