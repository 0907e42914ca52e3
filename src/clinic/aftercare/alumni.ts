import { type Day, daysBetween } from '../../basics/dates.ts'
import { needsVoice, type Next } from './follow-ups.ts'

/** What somebody who left says of themself on their own page. */
export const sayings = ['well', 'struggling', 'wants-back', 'declines'] as const
export type Saying = (typeof sayings)[number]

/**
 * The follow-up that a client's own word settles; null: none. "I am well" settles what is due, but for the one at two weeks, which
 * only a person's voice settles; "no more calls" ends them all. "It is hard" and "I would like to come back" settle nothing: a person calls.
 */
export function settledBy(says: Saying, next: Next, lastDay: Day, today: Day): number | null {
  if (says === 'declines') return Math.min(366, Math.max(1, daysBetween(lastDay, today)))
  if (says !== 'well' || next.state === 'over' || next.on > today || needsVoice(next.dayAfter)) return null
  return next.dayAfter
}

/**
 * What comes next where somebody wrote that it is hard, or that they would like to come back, and nobody has called since: a call,
 * due on the day they wrote, whatever the steps say, also where they wanted no more calls or the year of calls is over. `since` is
 * that day; null: nobody wrote. Whoever died or is in care here is not called.
 */
export function nextWithWord(next: Next, since: Day | null, lastDay: Day, today: Day): Next {
  if (since === null) return next
  if (next.state === 'due') return { ...next, on: next.on < since ? next.on : since }
  if (next.because === 'died' || next.because === 'in-care') return next
  const dayAfter = Math.min(366, Math.max(1, daysBetween(lastDay, today)))
  return { state: 'due', dayAfter, on: since, triesLeft: 1, lastTried: null }
}
