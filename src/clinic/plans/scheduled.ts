import { hoursAndMinutes, plural } from '../../basics/text.ts'
import type { Floor } from '../programs/dose.ts'
import { type Mix, serviceKind } from '../programs/library.ts'

/** One hour that a week holds: a seat in a group, or a visit. */
export type Booked = {
  what: 'seat' | 'visit'
  id: string
  name: string
  /** A service kind's key. */
  service: string
  /** False where the clinic has said that this group fills no hours. */
  counts: boolean
  /** 1 Monday to 7 Sunday. */
  weekday: number
  starts: string
  minutes: number
}

export type WeekTotal = {
  minutes: number
  days: number
  byMix: Record<Mix, number>
  /** Good for people, and outside the hours of treatment. */
  apartMinutes: number
}

/** Whether a booked hour fills the floor: its kind does, and the clinic has not said that this one does not. */
export const fillsWeek = (booked: { service: string; counts: boolean }): boolean =>
  booked.counts && (serviceKind(booked.service)?.countsTowardDose ?? false)

/**
 * What a week of these hours comes to: whole minutes, and the days on which at least one counted hour lies. Only services
 * that count toward the dose are counted; the rest stands apart. Source: clinical.md §1.2, §2.4.
 */
export function totalOf(booked: readonly Booked[]): WeekTotal {
  const counted = booked.filter(fillsWeek)
  const sum = (some: readonly Booked[]) => some.reduce((total, one) => total + one.minutes, 0)
  const of = (mix: Mix) => sum(counted.filter((one) => serviceKind(one.service)?.mix === mix))
  return {
    minutes: sum(counted),
    days: new Set(counted.map((one) => one.weekday)).size,
    byMix: { group: of('group'), individual: of('individual'), family: of('family'), medication: of('medication') },
    apartMinutes: sum(booked.filter((one) => !fillsWeek(one))),
  }
}

/** '9 h on 3 days'. */
export const hoursOnDays = (minutes: number, days: number): string =>
  `${hoursAndMinutes(minutes)} on ${plural(days, 'day', 'days')}`

/** What is missing to a floor: '1 h 30 and 1 day', or null when nothing is. */
export function lackingTo(floor: Floor, minutes: number, days: number): string | null {
  const parts = [
    ...(minutes < floor.minutesPerWeek ? [hoursAndMinutes(floor.minutesPerWeek - minutes)] : []),
    ...(days < floor.daysPerWeek ? [plural(floor.daysPerWeek - days, 'day', 'days')] : []),
  ]
  return parts.length === 0 ? null : parts.join(' and ')
}

export type Reach = { reaches: boolean; sentence: string }

/**
 * One sentence for a week's hours against the floor: '9 h 10 on 3 days: reaches the floor of 9 h on 3 days.' Where nobody
 * set a floor for this level and age, nothing can fall short.
 */
export function reachOf(total: { minutes: number; days: number }, floor: Floor | null): Reach {
  const hours = total.minutes === 0 ? 'Nothing yet' : hoursOnDays(total.minutes, total.days)
  if (floor === null) return { reaches: true, sentence: `${hours}. No weekly floor is recorded at this level.` }
  const goal = hoursOnDays(floor.minutesPerWeek, floor.daysPerWeek)
  const lacking = lackingTo(floor, total.minutes, total.days)
  return lacking === null
    ? { reaches: true, sentence: `${hours}: reaches the floor of ${goal}.` }
    : { reaches: false, sentence: `${hours}: ${lacking} below the floor of ${goal}.` }
}
