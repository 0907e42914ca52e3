import { addDays, type Day, weekdayOf, weekOf } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { Floor } from '../programs/dose.ts'
import { hoursOnDays, lackingTo } from './scheduled.ts'

/** A prescribed week: whole minutes of each service, and the days on which to come. */
export type Dose = {
  groupMinutes: number
  individualMinutes: number
  familyMinutes: number
  medicationMinutes: number
  days: number
}

export const minutesOfDose = (dose: Dose): number =>
  dose.groupMinutes + dose.individualMinutes + dose.familyMinutes + dose.medicationMinutes

export type DoseOrder = Dose & { fromWeek: Day; orderedAt: Date }

/** The order that stands in a week: of those whose week has begun the latest, and of two from one week the last written. */
export const doseInWeek = <Order extends DoseOrder>(orders: readonly Order[], week: Day): Order | null =>
  orders
    .filter((order) => order.fromWeek <= week)
    .reduce<Order | null>(
      (best, order) =>
        best === null ||
        order.fromWeek > best.fromWeek ||
        (order.fromWeek === best.fromWeek && order.orderedAt >= best.orderedAt)
          ? order
          : best,
      null,
    )

export type DoseQuestion = {
  dose: Dose
  /** A Monday. */
  fromWeek: Day
  because: string
  floor: Floor | null
  stay: { firstDay: Day; lastDay: Day | null; levelOfCare: string }
  /** Whether a dose stands already: then a change says why. */
  hasEarlier: boolean
}

const mostMinutesADay = 480

/**
 * Whether this week may be prescribed. Minutes are whole and not negative, days 1 to 7. Refuses a week that is not a
 * Monday or lies outside the stay, an empty prescription, more than 8 hours a day, a change without a reason, and a dose
 * below the floor of the level without a reason: below it the level of care itself is in question, which the clinical
 * director decides. With a reason it may be written, and stands flagged. Source: clinical.md §1.2, §2.1.
 */
export function mayOrderDose({ dose, fromWeek, because, floor, stay, hasEarlier }: DoseQuestion): Refusal | null {
  if (weekdayOf(fromWeek) !== 1) return refuse('not-a-monday', 'A prescribed week begins on a Monday. Choose one.')
  if (fromWeek < weekOf(stay.firstDay)) {
    return refuse(
      'before-stay',
      'That week lies before the admission. Choose the week of the admission or a later one.',
    )
  }
  if (stay.lastDay !== null && fromWeek > stay.lastDay) {
    return refuse('after-stay', 'This stay has ended by then. A dose is prescribed for the stay that is open.')
  }
  const minutes = minutesOfDose(dose)
  if (minutes === 0) return refuse('empty', 'Prescribe at least one service.')
  if (minutes > dose.days * mostMinutesADay) {
    return refuse(
      'too-long-days',
      `${hoursOnDays(minutes, dose.days)} is more than 8 hours a day. Add days or take out hours.`,
    )
  }
  const said = because.trim() !== ''
  if (floor !== null && !said) {
    const lacking = lackingTo(floor, minutes, dose.days)
    if (lacking !== null) {
      return refuse(
        'below-floor',
        `${hoursOnDays(minutes, dose.days)} is ${lacking} below the floor of ${hoursOnDays(floor.minutesPerWeek, floor.daysPerWeek)}. Prescribe more, or say why less is right for now; then the clinical director decides whether level ${stay.levelOfCare} still fits.`,
      )
    }
  }
  if (hasEarlier && !said) return refuse('why-changed', 'Say why the dose changes.')
  return null
}

/** Whose it is to act on a dose that stands below the floor, in a sentence; null when it does not. */
export function doseFlag(dose: Dose, floor: Floor | null, levelOfCare: string): string | null {
  if (floor === null) return null
  const lacking = lackingTo(floor, minutesOfDose(dose), dose.days)
  return lacking === null
    ? null
    : `Prescribed ${lacking} below the floor of ${hoursOnDays(floor.minutesPerWeek, floor.daysPerWeek)}. The clinical director decides whether level ${levelOfCare} still fits.`
}

/** The Mondays from which a dose can be prescribed on a day: this week, unless the stay begins later, and the next four. */
export function weeksToChoose(today: Day, stay: { firstDay: Day; lastDay: Day | null }): Day[] {
  const first = weekOf(today > stay.firstDay ? today : stay.firstDay)
  return Array.from({ length: 5 }, (_, n) => addDays(first, n * 7)).filter(
    (week) => stay.lastDay === null || week <= stay.lastDay,
  )
}

/** The week that a plan is read by: the first whole one of the stay from `today` on; of a stay that is over, its last. */
export function usualWeek(today: Day, stay: { firstDay: Day; lastDay: Day | null }): Day {
  const from = today > stay.firstDay ? today : stay.firstDay
  const week = weekdayOf(from) === 1 ? from : addDays(weekOf(from), 7)
  return stay.lastDay !== null && stay.lastDay < week ? weekOf(stay.lastDay) : week
}

export const goalOutcomes = [
  { value: 'met', label: 'Met' },
  { value: 'dropped', label: 'No longer a goal' },
  { value: 'replaced', label: 'Replaced by another' },
] as const

export type GoalOutcome = (typeof goalOutcomes)[number]['value']
