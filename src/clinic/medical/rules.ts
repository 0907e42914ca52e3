import { daysBetween, type Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'

export type ListLine = { id: string; name: string }
export const outcomes = ['kept', 'stopped', 'changed', 'not-taking'] as const
export type LineOutcome = (typeof outcomes)[number]

/**
 * Whether a list was gone through: every line of it has an outcome, and none that stands no more. Refuses 'lines-left' with
 * their names, and 'list-changed' where somebody added or ended a line since the page was opened.
 */
export function isGoneThrough(list: readonly ListLine[], answers: ReadonlyMap<string, LineOutcome>): Refusal | null {
  const known = new Set(list.map(({ id }) => id))
  if ([...answers.keys()].some((id) => !known.has(id)))
    return refuse(
      'list-changed',
      'The list changed while you went through it. Look at it again, and answer what is new.',
    )
  const left = list.filter(({ id }) => !answers.has(id))
  return left.length === 0
    ? null
    : refuse('lines-left', `Say of each line whether it is kept: ${left.map(({ name }) => name).join(', ')}.`)
}

export type FollowUp = {
  /** What the prescriber set; null: nothing is set. */
  dueOn: Day | null
  /** The next booked visit with a prescriber. */
  nextVisit: Day | null
  /** The last visit with a prescriber that was attended, and the last that was missed after it. */
  lastSeen: Day | null
  lastMissed: Day | null
}
export type FollowUpState = 'none' | 'booked' | 'due' | 'overdue' | 'missed'

/**
 * How it stands with the next prescriber visit. 'missed': the client did not attend the last one and none is booked. 'overdue':
 * the day that was set has passed. 'due': nothing is booked by that day. A visit booked later than the day is 'due' as well.
 */
export function followUpState(one: FollowUp, today: Day): { state: FollowUpState; sentence: string } {
  const { dueOn, nextVisit, lastMissed } = one
  if (nextVisit === null && lastMissed !== null)
    return { state: 'missed', sentence: 'Did not attend the last prescriber visit, and none is booked.' }
  if (dueOn !== null && dueOn < today && (nextVisit === null || nextVisit > dueOn))
    return {
      state: 'overdue',
      sentence: `Follow-up is ${plural(daysBetween(dueOn, today), 'day', 'days')} overdue${nextVisit === null ? ', and none is booked' : ''}.`,
    }
  if (dueOn !== null && nextVisit === null) return { state: 'due', sentence: 'Follow-up is due, and none is booked.' }
  if (dueOn !== null && nextVisit !== null && nextVisit > dueOn)
    return { state: 'due', sentence: 'The booked visit is later than the follow-up was to be.' }
  if (nextVisit !== null) return { state: 'booked', sentence: 'Booked in time.' }
  return { state: 'none', sentence: 'No follow-up is set.' }
}

/** Doses taken of doses due, in words; whole numbers. */
export const takenInWords = ({ dosesDue, dosesMissed }: { dosesDue: number; dosesMissed: number }): string =>
  dosesMissed === 0
    ? 'took every dose'
    : `took ${dosesDue - dosesMissed} of ${plural(dosesDue, 'dose', 'doses')}, missed ${dosesMissed}`

/** Doses due over some days (both counted): so many times in so many days; null where it is taken as needed. */
export function dosesDue(line: { times: number | null; everyDays: number | null }, from: Day, to: Day): number | null {
  const { times, everyDays } = line
  if (times === null || everyDays === null) return null
  return Math.max(1, Math.floor(((daysBetween(from, to) + 1) * times) / everyDays))
}

/** 'twice a day', 'every 28 days': how often, in words. */
export function frequencyInWords(line: { times: number | null; everyDays: number | null; asNeeded: boolean }): string {
  const { times, everyDays, asNeeded } = line
  const often = ['', 'once', 'twice', 'three times', 'four times'][times ?? 0] ?? `${times} times`
  const words =
    times === null || everyDays === null
      ? ''
      : everyDays === 1
        ? `${often} a day`
        : everyDays === 7
          ? `${often} a week`
          : `${often} in ${everyDays} days`
  return [words, asNeeded ? 'as needed' : ''].filter(Boolean).join(', ')
}

/** Whether none known can be said: not beside an allergy that stands. Refuses 'allergies-stand'. */
export const maySayNoneKnown = (standing: readonly { kind: string; substance: string }[]): Refusal | null => {
  const known = standing.filter(({ kind }) => kind !== 'none-known')
  return known.length === 0
    ? null
    : refuse(
        'allergies-stand',
        `There is ${known.map(({ substance }) => substance).join(', ')} on the list. End what is wrong first.`,
      )
}
