import { dayAt, daysBetween, isDay, type Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { hoursAndMinutes } from '../../basics/text.ts'
import type { CommitmentKind } from '../clients/free-times.ts'
import type { Dose } from '../plans/rules.ts'
import type { Every, Need, Visit } from './instance.ts'
import { usualWeights, type Weights } from './weights.ts'

/** Shortest visit that is worth the way, in minutes: below it, the prescribed minutes gather for every other week, or a month. */
const leastMinutes = { individual: 30, family: 30, medication: 15 } as const
const mostMinutesOfVisit = 120

/**
 * The visit that so many prescribed minutes a week come to: every week where that is long enough, else every other week, else
 * once in four. Minutes are whole, 0 to 600 a week; a visit is at most 120 long. Null where nothing is prescribed.
 * Source: clinical.md §2.1 (services of the level), house rule for the rhythm.
 */
export function visitOf(kind: keyof typeof leastMinutes, minutesAWeek: number): Visit | null {
  if (minutesAWeek <= 0) return null
  const every: Every = minutesAWeek >= leastMinutes[kind] ? 1 : minutesAWeek * 2 >= leastMinutes[kind] ? 2 : 4
  return { minutes: Math.min(mostMinutesOfVisit, minutesAWeek * every), every }
}

const mostMinutesADay = 240

/** What a prescribed week asks of the matcher: groups up to 3 h beyond what is prescribed, and at most 4 h of them in a day. */
export function needOf(dose: Dose, coreMinutes: number, topics: readonly string[]): Need {
  return {
    minutes: dose.groupMinutes,
    mostMinutes: dose.groupMinutes + 180,
    coreMinutes: Math.min(coreMinutes, dose.groupMinutes),
    topics,
    days: dose.groupMinutes === 0 ? 0 : dose.days,
    mostMinutesADay,
    individual: visitOf('individual', dose.individualMinutes),
    family: visitOf('family', dose.familyMinutes),
    medication: visitOf('medication', dose.medicationMinutes),
  }
}

/** Beyond so many days nobody's waiting weighs more: what waits longest must not outweigh what is prescribed to everybody else. */
const mostWaitingDays = 56

/**
 * How many whole days somebody has waited by a day: from the day that counts for the earliest list they still stand on, or,
 * while they hold no seat at all, from the first day of their stay if that is earlier. 0 to 56; nobody who holds a seat and
 * stands on no list waits. Source: formulation of the week, urgency (decisions/011); house rule for the most.
 */
export function waitingDaysOf(
  { waitsSince, holdsSeat, firstDay }: { waitsSince: Day | null; holdsSeat: boolean; firstDay: Day },
  on: Day,
): number {
  const since = [waitsSince, holdsSeat ? null : firstDay].filter((day) => day !== null).toSorted()[0]
  return since === undefined ? 0 : Math.min(mostWaitingDays, Math.max(0, daysBetween(since, on)))
}

/** 'every week', 'every other week', 'once in four weeks'. */
export const howOften = (every: Every): string =>
  every === 1 ? 'every week' : every === 2 ? 'every other week' : 'once in four weeks'

/** 'an hour every week', said with its minutes: '50 min every week'. */
export const visitInWords = (visit: Visit): string => `${hoursAndMinutes(visit.minutes)} ${howOften(visit.every)}`

export type NewCommitment = {
  whose: 'client' | 'family'
  what: CommitmentKind
  firmness: 'cannot' | 'rather-not'
  weekdays: readonly number[]
  from: string
  to: string
}

/** Whether hours can be noted as bound: at least one weekday, 1 to 7, and an end after the beginning. Source: house rule. */
export function mayNoteCommitment({ weekdays, from, to }: NewCommitment): Refusal | null {
  if (weekdays.length === 0) return refuse('no-weekday', 'Tick the days of the week on which this is so.')
  if (to <= from) return refuse('turned', 'It must end after it begins. Past midnight, enter the next day as well.')
  return null
}

/** Every figure of the weights with what it means, in the order of the page that sets them. */
export const weightWords: readonly { key: keyof Weights; group: Group; label: string; hint: string }[] = [
  { key: 'minutes', group: 'missing', label: 'Group time', hint: 'Each 90 minutes of groups that are missing' },
  { key: 'core', group: 'missing', label: 'Core group time', hint: 'Each 90 minutes of core groups that are missing' },
  { key: 'day', group: 'missing', label: 'A day', hint: 'Each day too few' },
  { key: 'topic', group: 'missing', label: 'A subject', hint: 'Each prescribed or wanted subject that is not met' },
  { key: 'individual', group: 'missing', label: 'Individual therapy', hint: 'No standing hour with a therapist' },
  { key: 'family', group: 'missing', label: 'Family therapy', hint: 'No hour for the family' },
  { key: 'medication', group: 'missing', label: 'Medication visit', hint: 'No hour with a prescriber' },
  { key: 'travelDay', group: 'comfort', label: 'A day with travel', hint: 'Each day on which they come to the house' },
  { key: 'unloved', group: 'comfort', label: 'An hour they would rather keep', hint: 'Each 90 minutes of it' },
  {
    key: 'misfit',
    group: 'comfort',
    label: 'A clinician who fits less',
    hint: 'Each: no common language, another specialty, not of the gender they would like',
  },
  {
    key: 'surplus',
    group: 'comfort',
    label: 'More than is prescribed',
    hint: 'Each 90 minutes beyond the prescribed groups',
  },
  { key: 'movedSeries', group: 'moved', label: 'Another group', hint: 'Each group of today that is left' },
  { key: 'movedHour', group: 'moved', label: 'Another hour', hint: 'Each visit that moves' },
  { key: 'movedTherapist', group: 'moved', label: 'Another primary therapist', hint: 'The alliance counts' },
  { key: 'running', group: 'house', label: 'A group that runs', hint: 'Staff and room' },
  {
    key: 'belowLeast',
    group: 'house',
    label: 'A seat below the least',
    hint: 'Each empty seat of a group that is too small',
  },
  { key: 'newcomer', group: 'house', label: 'A room of newcomers', hint: 'Each newcomer beyond two thirds' },
]

export const weightGroups = [
  { key: 'missing', label: 'What is missing' },
  { key: 'moved', label: 'What changes for somebody who has a week' },
  { key: 'comfort', label: 'What is hard for the client' },
  { key: 'house', label: 'What it costs the house' },
] as const
type Group = (typeof weightGroups)[number]['key']

const mostPoints = 2000

/**
 * Whether a set of weights may stand: whole points, 0 to 2,000 each, and no shortfall of treatment lighter than what is merely
 * hard for somebody, so that nobody's week is cut short to save a way. Source: house rule; decisions/011 (weights are policy).
 */
export function mayWeigh(weights: Weights): Refusal | null {
  const off = weightWords.find(
    ({ key }) => !Number.isInteger(weights[key]) || weights[key] < 0 || weights[key] > mostPoints,
  )
  if (off !== undefined) return refuse('points', `${off.label}: give whole points from 0 to ${mostPoints}.`)
  const heaviest = Math.max(weights.travelDay, weights.unloved, weights.misfit)
  const light = weightWords.find(({ key, group }) => group === 'missing' && weights[key] <= heaviest)
  return light === undefined
    ? null
    : refuse(
        'too-light',
        `${light.label} weighs no more than a hard day does. Treatment that is missing must weigh more than what is merely hard.`,
      )
}

/** The stored points over the house's own: a figure that is not stored, or is no number, is the house's. */
export const weightsFrom = (points: Record<string, unknown>): Weights => {
  const weights = { ...usualWeights }
  for (const { key } of weightWords) {
    const said = points[key]
    if (typeof said === 'number' && Number.isFinite(said)) weights[key] = said
  }
  return weights
}

/** How scarce a seat or an hour is, by its price in points: a missing subject is 150, an hour that must move 25. */
export const scarcityOf = (points: number): 'high' | 'medium' | 'low' =>
  points >= 100 ? 'high' : points >= 25 ? 'medium' : 'low'

/** The day from which a week is composed: as asked, else today, or the first day of a stay that begins later. */
export function firstDayFor(stay: { firstDay: Day }, asked: string | undefined, at: Date, zone: string): Day {
  const today = dayAt(at, zone)
  const earliest = today > stay.firstDay ? today : stay.firstDay
  return isDay(asked) && asked >= earliest ? asked : earliest
}
