import { type Day, daysBetween } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'

/** Somebody who waits for a seat, with what counts for the order. */
export type Waiting = {
  id: string
  /** The day from which days are counted. */
  since: Day
  joinedAt: Date
  /** 1 to 3 as a clinician said it, 3 the most urgent; null: nobody has said, counted as 1. */
  acuity: 1 | 2 | 3 | null
  /** Keys of the priority populations this person belongs to. */
  priorities: readonly string[]
}

/** What the order counts: points for a whole day of waiting, and for acuity 2 and 3; whole numbers from 0, acuity3 ≥ acuity2. */
export type Weights = { aDay: number; acuity2: number; acuity3: number; from: Day; source: string }

/** Who is admitted before others, whatever their points; rank 1 first. */
export type Priority = { key: string; label: string; rank: number; from: Day; source: string; mark: 'V' | 'K' }

export type Declared = { weights: Weights; priorities: readonly Priority[] }

const own = 'Stepwell’s own figures: your clinical director confirms or changes them'

/** What stands where a clinic has decided nothing: a day counts 1, acuity 2 as much as two weeks, acuity 3 as six. */
export const usualWeights: Weights = { aDay: 1, acuity2: 14, acuity3: 42, from: '2013-01-01', source: own }

const federal =
  '45 CFR 96.131(a), for programs with block grant funds. Default: your compliance officer confirms that it binds you'

/**
 * Who goes first where a clinic has decided nothing: the order that programs with federal block grant funds keep. It is common
 * knowledge (K) until the clinic's compliance officer has confirmed it. Source: 45 CFR 96.131(a), 96.126(b).
 */
export const usualPriorities: readonly Priority[] = [
  { key: 'pregnant-injecting', label: 'Pregnant and injects drugs', rank: 1 },
  { key: 'pregnant', label: 'Pregnant and uses substances', rank: 2 },
  { key: 'injecting', label: 'Injects drugs', rank: 3 },
].map((one) => ({ ...one, from: '2013-01-01', source: federal, mark: 'K' as const }))

/** Whole days from the day somebody began to wait until `today`, from 0. */
export const daysWaited = (one: Waiting, today: Day): number => Math.max(0, daysBetween(one.since, today))

const forAcuity = (acuity: Waiting['acuity'], weights: Weights): number =>
  acuity === 3 ? weights.acuity3 : acuity === 2 ? weights.acuity2 : 0

/** Points of one entry on a day: whole, from 0. They never fall as days pass or as acuity rises. */
export const pointsOf = (one: Waiting, weights: Weights, today: Day): number =>
  daysWaited(one, today) * weights.aDay + forAcuity(one.acuity, weights)

/** The priority that counts for somebody: the first in rank of those they belong to; null for none. */
export const priorityOf = (one: Waiting, priorities: readonly Priority[]): Priority | null =>
  priorities.filter((each) => one.priorities.includes(each.key)).sort((a, b) => a.rank - b.rank)[0] ?? null

export type Before = 'priority' | 'points' | 'longer' | 'joined' | 'number'

/**
 * Which of two stands first and by what: the rank of their priority, then points, then the day they began to wait, then the
 * moment they were put on the list, then the number of the row. Never a tie between two different rows.
 */
export function whyBefore(a: Waiting, b: Waiting, declared: Declared, today: Day): { first: Waiting; by: Before } {
  const rank = (one: Waiting) => priorityOf(one, declared.priorities)?.rank ?? Number.POSITIVE_INFINITY
  const steps: [Before, number][] = [
    ['priority', rank(a) === rank(b) ? 0 : rank(a) - rank(b)],
    ['points', pointsOf(b, declared.weights, today) - pointsOf(a, declared.weights, today)],
    ['longer', daysWaited(b, today) - daysWaited(a, today)],
    ['joined', a.joinedAt.getTime() - b.joinedAt.getTime()],
    ['number', a.id < b.id ? -1 : 1],
  ]
  const [by, sign] = steps.find(([, difference]) => difference !== 0) ?? ['number', 0]
  return { first: sign <= 0 ? a : b, by }
}

export type Placed<T extends Waiting> = {
  entry: T
  /** From 1. */
  place: number
  points: number
  days: number
  priority: Priority | null
  /** One sentence for each thing that counts. */
  why: string[]
  /** By what the one just before stands before this one; null for the first. */
  behind: Before | null
}

/**
 * The declared order: each entry with its place and why. Total and stable: whoever else waits does not change which of two
 * stands first, and a day that passes changes it neither. Only a fact that somebody recorded (acuity, a priority, new weights)
 * lets one pass another. Source: the clinic's dated weights and priorities; products.md part 3, idea 1.
 */
export function inOrder<T extends Waiting>(entries: readonly T[], declared: Declared, today: Day): Placed<T>[] {
  const sorted = [...entries].sort((a, b) =>
    a.id === b.id ? 0 : whyBefore(a, b, declared, today).first === a ? -1 : 1,
  )
  return sorted.map((entry, n) => {
    const ahead = sorted[n - 1]
    const priority = priorityOf(entry, declared.priorities)
    return {
      entry,
      place: n + 1,
      points: pointsOf(entry, declared.weights, today),
      days: daysWaited(entry, today),
      priority,
      why: whyHere(entry, priority, declared.weights, today),
      behind: ahead === undefined ? null : whyBefore(ahead, entry, declared, today).by,
    }
  })
}

function whyHere(entry: Waiting, priority: Priority | null, weights: Weights, today: Day): string[] {
  const days = daysWaited(entry, today)
  const acuity = forAcuity(entry.acuity, weights)
  return [
    ...(priority === null ? [] : [`${priority.label}: before everybody without this priority`]),
    `Waits ${plural(days, 'day', 'days')}: ${plural(days * weights.aDay, 'point', 'points')}`,
    entry.acuity === null
      ? 'Acuity not said yet: counted as 1'
      : `Acuity ${entry.acuity}: ${plural(acuity, 'point', 'points')}`,
  ]
}

/** How one stands behind the next, in words. */
export const behindInWords: Record<Before, string> = {
  priority: 'Whoever stands before has a priority that goes first',
  points: 'Whoever stands before has more points',
  longer: 'As many points; whoever stands before waits longer',
  joined: 'As many points and days; whoever stands before was put on the list earlier',
  number: 'Put on the list at the same moment',
}
