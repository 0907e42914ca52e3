import { addDays, type Day, daysBetween, weekdayOf, weekOf } from '../../basics/dates.ts'

/**
 * When a group meets: on one weekday (1 Monday to 7 Sunday) every 1, 2 or 4 weeks, from its first day to its last (both
 * included; null: no end). `anchor` is any day of a week in which it meets; null where it meets every week.
 */
export type Recurring = { weekday: number; every: number; anchor: Day | null; from: Day; to: Day | null }

/** Days on which nothing meets, both included: everywhere (both null), at one site, or one group alone, by its line. */
export type Closed = {
  id: string
  siteId: string | null
  line: string | null
  from: Day
  to: Day
  because: string
}

/** Where a group stands, for asking whether it is closed: its site, and the line of rows that it is. */
export type Standing = { siteId: string; line: string }

/** Whether a group that comes every so many weeks has its turn in the week of `day`. Weeks begin on Monday. */
export const meetsInWeek = ({ every, anchor }: Pick<Recurring, 'every' | 'anchor'>, day: Day): boolean =>
  every === 1 || anchor === null || (daysBetween(weekOf(anchor), weekOf(day)) / 7) % every === 0

/** The first closed day that binds a group on a day, or undefined. */
export const closedOn = (closed: readonly Closed[], where: Standing, day: Day): Closed | undefined =>
  closed.find(
    (one) =>
      one.from <= day &&
      day <= one.to &&
      (one.siteId === null || one.siteId === where.siteId) &&
      (one.line === null || one.line === where.line),
  )

/** The days on which a group would meet between two days, both included, whether or not something is closed. */
export function turnsOf(series: Recurring, from: Day, to: Day): Day[] {
  const first = from > series.from ? from : series.from
  const last = series.to !== null && series.to < to ? series.to : to
  const days: Day[] = []
  for (let day = addDays(first, (series.weekday - weekdayOf(first) + 7) % 7); day <= last; day = addDays(day, 7))
    if (meetsInWeek(series, day)) days.push(day)
  return days
}

/** The days on which a group meets between two days, both included: its turns, without those that are closed. */
export const meetingDays = (series: Recurring & Standing, from: Day, to: Day, closed: readonly Closed[] = []): Day[] =>
  turnsOf(series, from, to).filter((day) => closedOn(closed, series, day) === undefined)

/** Whether two groups that come every so many weeks ever have their turn in one week: 2 and 2 in alternate weeks never do. */
export function everInOneWeek(a: Pick<Recurring, 'every' | 'anchor'>, b: Pick<Recurring, 'every' | 'anchor'>): boolean {
  if (a.anchor === null || b.anchor === null) return true
  const apart = Math.abs(daysBetween(weekOf(a.anchor), weekOf(b.anchor)) / 7)
  return apart % Math.min(a.every, b.every) === 0
}

/** 'Every week', 'Every second week', 'Every fourth week'. */
export const everyInWords = (every: number): string =>
  every === 1 ? 'Every week' : every === 2 ? 'Every second week' : 'Every fourth week'
