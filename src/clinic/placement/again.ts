import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { GateResult, Stop } from './gate.ts'
import { routes } from './levels.ts'

/** For so long after a stop only a clinician asks past it. Milliseconds: 24 hours [K]. */
export const STOP_HOLDS = 24 * 3_600_000

/**
 * The standing stops that a new screen would no longer name: neither the same stop, nor one of the same group that sends
 * the person at least as urgently (a CIWA-Ar that rose from 12 to 20 is another stop, and loses none).
 */
export const lostBy = (standing: readonly Stop[], after: GateResult): Stop[] =>
  standing.filter(
    (stop) =>
      !after.stops.some(
        (other) =>
          other.id === stop.id ||
          (other.group === stop.group && routes[other.routeTo].urgency >= routes[stop.routeTo].urgency),
      ),
  )

export type Again = {
  /** The latest screen before this one: when, and the stops of it that nobody has settled. */
  before: { screenedAt: Date; standing: readonly Stop[] } | null
  gate: GateResult
  now: Date
  /** A director, therapist or prescriber asks, or has let the coordinator ask. */
  isClinician: boolean
  isAllowed: boolean
  /** Other care had accepted the person for these stops, and they are back. */
  isBack: boolean
}

/**
 * May this screen be kept after the one before? Whoever is no clinician may add to what was found, and finish what was
 * left open, and may not ask until the stop is gone: within 24 hours of a standing stop a screen that would lose it is
 * refused ('stop-would-be-lost'), unless a clinician allowed it or the person is back from the care that took them over.
 * Clinical reference, section 1.6: a stop has a documented disposition [K].
 */
export function againRefusal({ before, gate, now, isClinician, isAllowed, isBack }: Again): Refusal | null {
  if (before === null || isClinician || isAllowed || isBack) return null
  if (now.getTime() - before.screenedAt.getTime() > STOP_HOLDS) return null
  const lost = lostBy(before.standing, gate)
  return lost.length === 0
    ? null
    : refuse(
        'stop-would-be-lost',
        'A stop that was found less than 24 hours ago still stands, and these answers would lose it. A director, therapist or prescriber asks again, settles it, or lets you ask.',
        lost.map((stop) => stop.because),
      )
}
