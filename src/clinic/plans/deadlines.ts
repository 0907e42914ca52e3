import type { Mark } from '../../basics/mark.ts'
import { addDays, type Day } from '../../basics/dates.ts'

export type DeadlineWhat = 'first-plan' | 'client-signature' | 'cosignature' | 'review'
export const deadlineWhats = [
  { value: 'first-plan', label: 'First plan signed, counted from admission' },
  { value: 'client-signature', label: 'Client’s signature, counted from the plan’s' },
  { value: 'cosignature', label: 'Second signature, counted from the first' },
  { value: 'review', label: 'Review, counted from the plan or the last review' },
] as const satisfies readonly { value: DeadlineWhat; label: string }[]

/** What is due, in a word or two. */
export const dueWords = (what: DeadlineWhat): string =>
  ({
    'first-plan': 'First plan',
    'client-signature': 'Client’s signature',
    cosignature: 'Co-signature',
    review: 'Review',
  })[what]

export type DeadlineRow = {
  what: DeadlineWhat
  state: string | null
  level: string | null
  programId: string | null
  payerId: string | null
  /** Calendar days; null: at half of the weeks that the plan expects. */
  days: number | null
  from: Day
  source: string
  mark: Mark
}

const everyone = { state: null, level: null, programId: null, payerId: null, from: '2013-01-01' } as const
const row = (
  what: DeadlineWhat,
  days: number | null,
  source: string,
  mark: Mark,
  where: { state?: string; level?: string } = {},
): DeadlineRow => ({ ...everyone, ...where, what, days, source, mark })

/**
 * What a new clinic starts with. K: common knowledge that the clinic's compliance officer confirms; V: read in its source.
 * Calendar days; service days are counted as calendar days of the same week (5 service days are 7). Source: clinical.md §7.1,
 * §7.3, §10.
 */
export const defaultDeadlines: readonly DeadlineRow[] = [
  row('first-plan', 30, 'clinical.md §7.1', 'K'),
  row('review', 30, 'clinical.md §7.3', 'K'),
  row('cosignature', 3, 'clinical.md §10, co-signature within 72 hours', 'K'),
  row('client-signature', 7, 'clinical.md §7.1, signed by provider and client', 'K'),
  row('first-plan', 30, 'Florida 65D-30.0044, intensive outpatient', 'K', { state: 'FL' }),
  row('first-plan', 10, 'Florida 65D-30.0044, day or night treatment', 'V', { state: 'FL', level: '2.5' }),
  row('cosignature', 10, 'Florida 65D-30.0044, countersigned by a qualified professional', 'V', { state: 'FL' }),
  row('review', 30, 'Florida 65D-30.0044, intensive outpatient', 'K', { state: 'FL' }),
  row('review', 90, 'Florida 65D-30.0044, outpatient', 'K', { state: 'FL', level: '1.5' }),
  row('first-plan', 7, 'Texas 26 TAC 564, within 5 service days', 'K', { state: 'TX' }),
  row('review', null, 'Texas 26 TAC 564, at mid-point', 'K', { state: 'TX' }),
  row('first-plan', 30, 'New York 14 NYCRR 822, 30 days or the fourth visit', 'K', { state: 'NY' }),
  row('review', 90, 'New York 14 NYCRR 822, first year', 'K', { state: 'NY' }),
  row('first-plan', 30, 'California DMC-ODS, assessment within 30 days', 'K', { state: 'CA' }),
  row('review', 90, 'California AOD certification', 'K', { state: 'CA' }),
]

export type DeadlineQuestion = {
  what: DeadlineWhat
  state: string
  level: string
  programId: string
  payerId: string | null
}

/**
 * The rows that bind on a day, the clinic's own before those that came. The state's row takes the place of the general one, and
 * the one that names the level speaks before the one that does not; a program's and a payer's come on top: whoever asks for it
 * sooner is heard. Nobody's: an empty list.
 */
export function deadlinesFor(rows: readonly DeadlineRow[], question: DeadlineQuestion, day: Day): DeadlineRow[] {
  const standing = rows.filter((one) => one.what === question.what && one.from <= day)
  const spoken = (belongs: (one: DeadlineRow) => boolean): DeadlineRow[] => {
    const fits = standing.filter(
      (one) =>
        belongs(one) &&
        (one.state === null || one.state === question.state) &&
        (one.level === null || one.level === question.level),
    )
    const rank = (one: DeadlineRow) => (one.state === null ? 0 : 2) + (one.level === null ? 0 : 1)
    const best = fits.reduce<DeadlineRow | null>(
      (top, one) =>
        top === null || rank(one) > rank(top) || (rank(one) === rank(top) && one.from > top.from) ? one : top,
      null,
    )
    return best === null ? [] : [best]
  }
  return [
    ...spoken((one) => one.programId === null && one.payerId === null),
    ...spoken((one) => one.programId === question.programId),
    ...(question.payerId === null ? [] : spoken((one) => one.payerId === question.payerId)),
  ]
}

export type Due = { on: Day; row: DeadlineRow }

/**
 * The day by which it is due: the earliest of the rows that bind, counted from `since` (a day). At the mid-point: half of the
 * expected weeks, in whole days; where no length is expected, 30 days. Null where no row binds.
 */
export function dueBy(binding: readonly DeadlineRow[], since: Day, expectedWeeks: number | null): Due | null {
  return binding.reduce<Due | null>((best, one) => {
    const on = addDays(since, daysOf(one, expectedWeeks))
    return best === null || on < best.on ? { on, row: one } : best
  }, null)
}

const withoutLength = 30
export const daysOf = ({ days }: Pick<DeadlineRow, 'days'>, expectedWeeks: number | null): number =>
  days ?? (expectedWeeks === null ? withoutLength : Math.floor((expectedWeeks * 7) / 2))

/** The clinic's own rows before those that came: of two about the same from one day, the first that is given speaks. */
export function withOwnDeadlines(own: readonly DeadlineRow[]): DeadlineRow[] {
  const key = (one: DeadlineRow) => [one.what, one.state, one.level, one.programId, one.payerId].join(' ')
  const seen = new Set<string>()
  const newest = own.filter((one) => {
    const its = `${key(one)} ${one.from}`
    return seen.has(its) ? false : (seen.add(its), true)
  })
  return [...newest, ...defaultDeadlines]
}
