import type { Purpose } from '../../web/tablet-door.ts'
import type { Verb } from '../access/permissions.ts'

/** Who lends a tablet for what, and takes it back: whoever may do by hand what it does. */
export const verbOf = { door: 'attendance.mark', round: 'measure.record' } as const satisfies Record<Purpose, Verb>

/** Presses of one tablet within the last minute and the last ten. */
export type Presses = { inAMinute: number; inTenMinutes: number }

/** Whether one more press is taken. Every press counts, right or wrong, so that having to wait tells nothing. */
export const mayPress = (presses: Presses, most: Presses): boolean =>
  presses.inAMinute < most.inAMinute && presses.inTenMinutes < most.inTenMinutes

/**
 * When a tablet shows nothing more: when the day is over there, or before, where whoever lends it wishes so; but a minute from now at
 * the earliest, so that it opens at all.
 */
export function lentUntil(wished: Date | null, endOfDay: Date, now: Date): Date {
  const latest = Math.max(endOfDay.getTime(), now.getTime() + 60_000)
  return new Date(Math.min(wished?.getTime() ?? latest, latest))
}
