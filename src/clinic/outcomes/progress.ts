import { addDays, type Day } from '../../basics/dates.ts'

// "Significant progress within eight weeks", said so that somebody who doubts it can count again.

/** One instrument in which progress is looked for: a case from so many points, and the points that are more than its noise. */
export type Yardstick = { instrument: string; caseFrom: number; reliable: number }

export type Score = { instrument: string; on: Day; score: number }

/** One stay: its first day, its last where it has ended, whether treatment was completed, and every total of the person. */
export type StayMeasured = {
  id: string
  first: Day
  last: Day | null
  completed: boolean
  scores: readonly Score[]
}

/** Days around the first day of a stay within which the first score counts as the beginning; and the eight weeks. */
export const baselineBefore = 14
export const baselineAfter = 7
export const withinDays = 56
/** Completers are judged by an answer of the last two weeks of their eight, or of their stay. */
export const lateAnswerDays = 14

export type Standing =
  /** The eight weeks are not over yet: counted nowhere. */
  | 'not-yet'
  | 'no-baseline'
  /** Began below the cut-off of every yardstick: nothing to improve by this definition. */
  | 'below'
  /** Began above it, and never answered again. */
  | 'no-later'
  | 'improved'
  | 'unchanged'
  /** Reliably better on one, reliably worse on another. Not counted as progress. */
  | 'mixed'
  | 'worse'

export type Judged = { id: string; standing: Standing; isCompleter: boolean; from: Score[]; to: Score[] }

type Around = { first: Day; earliest: Day; latest: Day; end: Day }
// A report judges a year of stays in the order of their first days: the days around the last one are kept.
let known: Around | null = null

function daysAround(first: Day): Around {
  if (known?.first === first) return known
  const around = {
    first,
    earliest: addDays(first, -baselineBefore),
    latest: addDays(first, baselineAfter),
    end: addDays(first, withinDays),
  }
  known = around
  return around
}

/**
 * Where one stay stands on a day. The first score from 14 days before to 7 after the first day is the beginning, so that nobody
 * chooses the worst one; the last until day 56 is the end. Progress: reliably better on a yardstick that began at its cut-off
 * or above, and reliably worse on none. Scores are whole points, higher is worse; those of other instruments are left out.
 * Refuses nothing: what is missing is a standing of its own. Source: clinical.md §5.1 (cut-offs, reliable change), §6.4, mission M34.
 */
export function judge(stay: StayMeasured, yardsticks: readonly Yardstick[], today: Day): Judged {
  const { earliest, latest, end } = daysAround(stay.first)
  const found = yardsticks.flatMap((yardstick) => {
    const own = stay.scores
      .filter(({ instrument, on }) => instrument === yardstick.instrument && on <= end)
      .toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
    const from = own.find(({ on }) => on >= earliest && on <= latest)
    if (from === undefined) return []
    const to = own.filter(({ on }) => on > from.on).at(-1) ?? null
    return [{ yardstick, from, to, fell: to === null ? 0 : from.score - to.score }]
  })
  const began = found.filter(({ from, yardstick }) => from.score >= yardstick.caseFrom)
  const answered = began.filter(({ to }) => to !== null)
  const better = answered.some(({ fell, yardstick }) => fell >= yardstick.reliable)
  const worse = found.some(({ fell, yardstick }) => -fell >= yardstick.reliable)
  const standing: Standing =
    today <= end
      ? 'not-yet'
      : found.length === 0
        ? 'no-baseline'
        : began.length === 0
          ? 'below'
          : answered.length === 0
            ? 'no-later'
            : better && worse
              ? 'mixed'
              : better
                ? 'improved'
                : worse
                  ? 'worse'
                  : 'unchanged'
  const left = stay.last !== null && stay.last < end ? stay.last : end
  const stayed = left === end || stay.completed
  const isLate = answered.some(({ to }) => to !== null && to.on >= addDays(left, -lateAnswerDays))
  return {
    id: stay.id,
    standing,
    isCompleter: stayed && isLate,
    from: began.map(({ from }) => from),
    to: answered.flatMap(({ to }) => to ?? []),
  }
}

export type Share = { n: number; of: number; share: number | null; low: number; high: number }

/**
 * A share with its 95 % interval by Wilson's score method, which keeps to 0 and 1 and holds for few people as well. `n` of `of`
 * are whole, 0 ≤ n ≤ of; of nobody the share is null and the interval everything. Source: Wilson 1927.
 */
export function shareOf(n: number, of: number): Share {
  if (of === 0) return { n, of, share: null, low: 0, high: 1 }
  const z = 1.959964
  const share = n / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return {
    n,
    of,
    share,
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
  }
}

export type Progress = {
  counts: Record<Standing, number>
  /** Stays whose eight weeks are over. */
  over: number
  /** Began at a cut-off or above. */
  began: number
  /** Whoever never answered again counts as not improved: the least that is true. */
  everyone: Share
  /** By the last answer within the eight weeks, of those who gave one. */
  lastAnswer: Share
  /** Stayed eight weeks or completed, and answered near the end. */
  completers: Share
  worse: Share
}

/** The figures of a program, each of the three ways side by side. */
export function progressOf(judged: readonly Judged[]): Progress {
  const counts: Record<Standing, number> = {
    'not-yet': 0,
    'no-baseline': 0,
    below: 0,
    'no-later': 0,
    improved: 0,
    unchanged: 0,
    mixed: 0,
    worse: 0,
  }
  for (const { standing } of judged) counts[standing] += 1
  const answered = counts.improved + counts.unchanged + counts.mixed + counts.worse
  const began = answered + counts['no-later']
  const hasBegun = (one: Judged) => ['improved', 'unchanged', 'mixed', 'worse'].includes(one.standing)
  const completers = judged.filter((one) => hasBegun(one) && one.isCompleter)
  return {
    counts,
    over: judged.length - counts['not-yet'],
    began,
    everyone: shareOf(counts.improved, began),
    lastAnswer: shareOf(counts.improved, answered),
    completers: shareOf(completers.filter(({ standing }) => standing === 'improved').length, completers.length),
    worse: shareOf(counts.worse + counts.mixed, answered),
  }
}
