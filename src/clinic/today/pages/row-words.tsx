import { type Day, daysBetween } from '../../../basics/dates.ts'

/** Which day of their stay it is; null where no stay is known. */
export const dayOfStay = (startedOn: Day | null, day: Day): number | null =>
  startedOn === null ? null : daysBetween(startedOn, day) + 1

/** The way to all of a list of which only the first are shown. */
export const more = (count: number, shown: number, href: string) =>
  count > shown ? <a href={href}>All {count}</a> : undefined
