import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'

/** The levels of care that a program here may run at. The numbers are the field's; the words are ours. */
export const programLevels = [
  { value: '1.5', label: '1.5 Outpatient therapy' },
  { value: '2.1', label: '2.1 Intensive outpatient' },
  { value: '2.5', label: '2.5 High-intensity outpatient (partial hospital)' },
  { value: '2.7', label: '2.7 Intensive outpatient with daily medical care' },
] as const

export type NewFloor = {
  minutesPerWeek: number
  daysPerWeek: number
  from: Day
  to: Day | null
}

const mostMinutesADay = 12 * 60

/**
 * Whether a weekly floor can be recorded: minutes a week (whole, from 0), days a week (0 to 7), first and last day, both
 * included. Refuses dates in the wrong order, minutes without a day, and more than 12 hours a day. Source: the figures are
 * the clinic's own to enter, each with where it was read (house rule: numbers that a state may change are dated rows).
 */
export function mayRecordFloor(floor: NewFloor): Refusal | null {
  if (floor.to !== null && floor.to < floor.from) {
    return refuse('dates-turned', 'The floor would end before it begins. Look at the two dates.')
  }
  if (floor.minutesPerWeek > 0 && floor.daysPerWeek === 0) {
    return refuse('no-days', 'Hours need at least one day to be on. Give the days a week.')
  }
  if (floor.minutesPerWeek > floor.daysPerWeek * mostMinutesADay) {
    return refuse('too-long', 'That is more than 12 hours a day. Look at the hours and the days.')
  }
  return null
}

/** Whose floor a form speaks of: everyone's, one payer's or one program's, as the value of its select. */
export function floorIsOf(whose: string): { payerId: string | null; programId: string | null } {
  const [kind, id] = whose.split(' ')
  return { payerId: kind === 'payer' ? (id ?? null) : null, programId: kind === 'program' ? (id ?? null) : null }
}
