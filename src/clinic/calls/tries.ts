import { addDays, dayAt, instantAt } from '../../basics/dates.ts'
import { afterOpenHours, opensAfter, type DeskHours } from '../inquiries/first-step.ts'

export const outcomes = ['reached', 'no-answer', 'wrong-number', 'moved', 'cancelled-by-us'] as const
export type Outcome = (typeof outcomes)[number]

/** How often somebody is rung before a person decides how to go on. */
export const mostTries = 3

/**
 * What follows from ringing somebody, and by when, in hours of the admissions desk.
 * No answer: again after 2 open hours; the second time, on the next open day, two hours after it opens; the third time
 * somebody decides. null when the outcome asks for nothing new (a moved call has its own time).
 * @param unanswered how often nobody has answered, this time included (1 or more)
 */
export function afterCall(
  outcome: Outcome,
  unanswered: number,
  at: Date,
  zone: string,
  desk: DeskHours,
): { what: string; dueAt: Date } | null {
  const within = (hours: number) => afterOpenHours(at, hours, zone, desk)
  switch (outcome) {
    case 'reached':
      return { what: 'Screen for safety and fit', dueAt: within(8) }
    case 'wrong-number':
      return { what: 'The number is wrong: find another way to reach them, or close', dueAt: within(8) }
    case 'cancelled-by-us':
      return { what: 'We cancelled the call: offer another time', dueAt: within(2) }
    case 'no-answer':
      if (unanswered >= mostTries)
        return { what: `No answer ${mostTries} times: decide how to go on`, dueAt: within(2) }
      if (unanswered === 2) return { what: 'No answer twice: call again', dueAt: nextDay(at, zone, desk) }
      return { what: 'No answer: call again', dueAt: within(2) }
    case 'moved':
      return null
  }
}

function nextDay(at: Date, zone: string, desk: DeskHours): Date {
  const midnight = instantAt(addDays(dayAt(at, zone), 1), '00:00', zone)
  const opens = opensAfter(new Date(midnight.getTime() - 1), zone, desk)
  return afterOpenHours(opens ?? midnight, 2, zone, desk)
}
