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
  'task',
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
 * So many days ahead the next day may lie at most. In care and away: dated rows of the clinic over defaults marked K
 * (concerns/settings.ts: two weeks, because silence of 14 days asks for a review, clinical.md §10; and a month). Who waits has a
 * step whose own rule says how far it may lie (inquiries/next-step.ts), and who has left has the clinic's follow-ups.
 */
export type Furthest = Record<Standing, number>
export const furthestBy = (settings: { 'in-care-ahead': number; 'away-ahead': number }): Furthest => ({
  'in-care': settings['in-care-ahead'],
  paused: settings['away-ahead'],
  waiting: 180,
  gone: 366,
})

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
export function lackOf(
  standing: Standing,
  touch: Touch | null,
  ownerId: string | null,
  today: Day,
  furthest: Furthest,
): Lack | null {
  if (touch === null) return 'no-day'
  // What is today or has passed is near: most of a year's days need no calendar for that.
  if (touch.day > today && touch.day > addDays(today, furthest[standing])) return 'too-far'
  return ownerId === null ? 'nobody' : null
}

/**
 * Deeds after which somebody may have nothing before them any more, by their name in the trail: whoever they concern is looked at in
 * the same act (decisions/016). What is missing here the clock sees within a minute; the simulated year fails where one is missing.
 */
export const mayTakeADay: readonly string[] = [
  'alarm.answered',
  'attendance.all-here',
  'attendance.marked',
  'attendance.taken-back',
  'client.merged',
  'client.unmerged',
  'closed-day.recorded',
  'concern.ended',
  'concern.named',
  'concern.step-set',
  'continuing-care.done',
  'cover.arranged',
  'episode.ended',
  'episode.ended-undone',
  'follow-up.noted',
  'hand-off.made',
  'inquiry.linked',
  'inquiry.moved',
  'medical-follow-up.set',
  'outreach.made',
  'plan.reviewed',
  'plan.signed',
  'proposal.taken-over',
  'seat-offer.accepted',
  'seat-offer.declined',
  'seat-offer.withdrawn',
  'seat.given',
  'seat.released',
  'seat.transferred',
  'series.changed',
  'series.ended',
  'session.cancelled',
  'stay.pause-ended',
  'stay.pause-noted',
  'stay.paused',
  'stay.reviewed',
  'step-task.done',
  'step.decided',
  'step.undone',
  'stop.settled',
  'trouble.answered',
  'visit.cancelled',
  'week.composed',
  'week.made-room',
]

/** When somebody looks at a person of whom nothing is planned: the next working day, Monday to Friday. */
export function lookOn(today: Day): Day {
  const next = addDays(today, 1)
  const weekday = weekdayOf(next)
  return weekday > 5 ? addDays(next, 8 - weekday) : next
}
