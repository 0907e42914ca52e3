import type { ClientWeek } from './instance.ts'
import type { Violation } from './violations.ts'

/**
 * What a week breaks that the week of today does not break already: a person with more groups than is prescribed may give some of
 * them back without giving back all at once. Whatever is added is judged whole.
 */
export function newlyBroken(
  before: ClientWeek | null,
  week: ClientWeek,
  brokenBy: (week: ClientWeek) => readonly Violation[],
): Violation[] {
  const found = brokenBy(week)
  if (found.length === 0 || before === null) return [...found]
  const adds = week.series.some((id) => !before.series.includes(id))
  const already = new Set(brokenBy(before).map(nameOfBreak))
  return found.filter((one) => (adds && sums.has(one.code)) || !already.has(nameOfBreak(one)))
}
const sums = new Set(['day-load', 'most-minutes', 'at-once'])
const nameOfBreak = ({ code, series, clinician }: Violation): string => [code, series, clinician].join(' ')
