import { type Day, daysBetween } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'

/** One whole set of answers of an instrument whose noise is known. */
export type Taken = {
  title: string
  takenOn: Day
  score: number
  /** A change of so many points is more than noise. */
  reliable: number
  /** From this score on: a case; null where there is none. */
  caseFrom: number | null
}

export type Course = { kind: 'worse' | 'no-fall' | 'unmeasured' | 'on-course'; words: string; days: Day[] }

/** Days after which a fall should show, and after which a measure is too old to say anything. */
const shows = 21
const old = 21

/**
 * Whether measures go as they should, until a clinic has 200 stays to draw its own curve: worse than at the start by more
 * than noise; or begun as a case and not a fifth lower after three weeks; or not measured for three weeks, which nobody
 * may read as well. The worst of the instruments is told. Lower scores are better. Source: clinical.md §6.2, §5.4.
 */
export function offCourse(measures: readonly Taken[], startedOn: Day, today: Day): Course {
  const known = measures.filter(({ takenOn }) => takenOn <= today)
  const found: Course[] = []
  for (const [title, own] of Map.groupBy(known, (one) => one.title)) {
    const sorted = own.toSorted((a, b) => (a.takenOn < b.takenOn ? -1 : a.takenOn > b.takenOn ? 1 : 0))
    const [first, last] = [sorted[0], sorted.at(-1)]
    if (first === undefined || last === undefined || first === last) continue
    const days = [first.takenOn, last.takenOn]
    const words = `${title}: ${first.score}, then ${last.score}`
    if (last.score - first.score >= last.reliable)
      found.push({ kind: 'worse', words: `${words}. That is worse by more than noise.`, days })
    else if (
      daysBetween(first.takenOn, last.takenOn) >= shows &&
      first.caseFrom !== null &&
      first.score >= first.caseFrom &&
      last.score > first.score * 0.8
    )
      found.push({ kind: 'no-fall', words: `${words}. After three weeks a fall was to be expected.`, days })
  }
  const worst = found.find(({ kind }) => kind === 'worse') ?? found[0]
  if (worst !== undefined) return worst
  const newest = known.reduce<Day | null>(
    (last, one) => (last === null || one.takenOn > last ? one.takenOn : last),
    null,
  )
  const since = newest === null || newest < startedOn ? startedOn : newest
  const days = daysBetween(since, today)
  return days >= old
    ? {
        kind: 'unmeasured',
        words: `No measure for ${plural(days, 'day', 'days')}: nobody knows.`,
        days: newest === null ? [] : [newest],
      }
    : { kind: 'on-course', words: '', days: [] }
}
