import { weekdayOf, type Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'

export type Policy = { perWeek: number; weekdays: readonly number[] }

/** A draw is a number from 0 to this, the last not included. */
export const outOf = 1_000_000

/**
 * Whether a policy can be kept: 0 to 7 tests a week (hundredths allowed; 0 ends it), on weekdays 1 (Monday) to 7, not more
 * often than there are days to draw on. Refuses 'no-days' and 'too-often'.
 */
export function mayDrawBy({ perWeek, weekdays }: Policy): Refusal | null {
  const days = new Set(weekdays).size
  if (perWeek > 0 && days === 0) return refuse('no-days', 'Choose the weekdays on which tests can be drawn.')
  return perWeek > days
    ? refuse('too-often', `There are ${days} days to draw on: choose at most ${days} tests a week, or more days.`)
    : null
}

/**
 * Below which number the draw of a day asks for a test: the rate a week, spread evenly over the days it can fall on. 0 on
 * other days. Every day is drawn by itself and with the same chance, whatever was drawn before: who was tested today is as
 * likely to be tested tomorrow as anybody, and no record of the past, however long, tells the next day. The price is that a
 * week may bring none or several: a test for a reason is ordered at any time.
 */
export function drawsBelow({ perWeek, weekdays }: Policy, day: Day): number {
  const days = [...new Set(weekdays)]
  return days.includes(weekdayOf(day)) ? Math.round((perWeek / days.length) * outOf) : 0
}

/** Whether a number that nobody chose asks for a test. */
export const isDrawn = (drawn: number, below: number): boolean => drawn < below

/** From this wall time on the draw of a day is made, and not before [K]. */
export const drawnFrom = '05:00'
/** The client reads it from this wall time on: nobody is woken by it [K]. */
export const toldFrom = '07:00'
