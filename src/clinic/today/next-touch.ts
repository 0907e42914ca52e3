// Nobody gets lost: what counts as a next day, whose it is, and who lacks one. Pure.
import { addDays, type Day, weekdayOf } from '../../basics/dates.ts'

/** In care; waiting to begin; away for a while, and in care; gone for less than a year. */
export const standings = ['in-care', 'waiting', 'paused', 'gone'] as const
export type Standing = (typeof standings)[number]

export const touchKinds = [
  'meeting',
  'visit',
  'call',
  'concern',
  'alert',
  'alarm',
  'review',
  'plan',
  'medical',
  'hand-off',
  'pause',
  'step',
  'booked-call',
  'offer',
  'first-day',
  'follow-up',
  'aftercare',
] as const
export type TouchKind = (typeof touchKinds)[number]

/** A day on which somebody of the clinic is to meet, call or look at a person. `staffId`: whose that is, where it says so. */
export type Touch = { day: Day; what: TouchKind; staffId: string | null }

/**
 * So many days ahead the next day may lie at most; K, defaults that a clinic's compliance officer confirms (decisions/016).
 * In care two weeks: silence of 14 days asks for a review (clinical.md §10). Who is away is asked about every month. Who waits
 * has a step whose own rule says how far it may lie (inquiries/next-step.ts), and who has left has the clinic's follow-ups.
 */
export const furthest: Record<Standing, number> = { 'in-care': 14, paused: 31, waiting: 180, gone: 366 }

/** What is missing: a next day, or one that is near enough, or somebody whose it is. */
export type Lack = 'no-day' | 'too-far' | 'nobody'

/** The first day of all; of touches on one day the one that is listed first in `touchKinds`. */
export const firstOf = (touches: readonly Touch[]): Touch | null =>
  touches.toSorted(
    (a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0) || touchKinds.indexOf(a.what) - touchKinds.indexOf(b.what),
  )[0] ?? null

/**
 * What a person lacks, null where nothing. A day that has passed counts, as long as it stands: it is somebody's, and late. What is
 * further ahead than `furthest` does not.
 */
export function lackOf(standing: Standing, touch: Touch | null, ownerId: string | null, today: Day): Lack | null {
  if (touch === null) return 'no-day'
  if (touch.day > addDays(today, furthest[standing])) return 'too-far'
  return ownerId === null ? 'nobody' : null
}

/** When somebody looks at a person of whom nothing is planned: the next working day, Monday to Friday. */
export function lookOn(today: Day): Day {
  const next = addDays(today, 1)
  const weekday = weekdayOf(next)
  return weekday > 5 ? addDays(next, 8 - weekday) : next
}
