import type { Day } from '../../basics/dates.ts'
import type { Floor } from '../programs/dose.ts'

/** How hours are offered before a closure takes others: days ahead, hours for which an offer stands, askings of one client a week. */
export type MakeUpRule = {
  /** Days before a closed day, a holiday or a meeting that was called off; 0: nothing is offered ahead. */
  daysAhead: number
  /** Days before a meeting whose leader is away and nobody covers: until then somebody may still. */
  uncoveredDays: number
  standsHours: number
  mostTimes: number
  from: Day
  source: string
}

/**
 * What stands where a clinic has decided nothing. Two weeks: a week is arranged with a job, a school and childcare in the one before. House
 * figures (mark K): the clinical director confirms or changes them.
 */
export const usualMakeUpRule: MakeUpRule = {
  daysAhead: 14,
  uncoveredDays: 4,
  standsHours: 48,
  mostTimes: 2,
  from: '2013-01-01',
  source: 'Stepwell’s own figures (K): your clinical director confirms or changes them',
}

/** The rule of a day: the last row that had begun by then; rows in the order in which they were set. */
export const makeUpRuleOn = (rules: readonly MakeUpRule[], day: Day): MakeUpRule =>
  rules.filter((rule) => rule.from <= day).reduce<MakeUpRule>((a, b) => (b.from >= a.from ? b : a), usualMakeUpRule)

/** One counted hour that a client would have had on a day, in whole minutes, and why not. */
export type LostHour = {
  seriesId: string
  name: string
  day: Day
  minutes: number
  because: 'closed' | 'called-off' | 'nobody-leads'
}

/**
 * Whether a week that falls short does so for what it loses alone: with the lost hours it would hold its floor, in minutes and in days.
 * Who was planned too little from the start needs another plan and not a chair once. `kept`: minutes and days that the week still
 * holds, as whole minutes and 'YYYY-MM-DD'. Source: clinical.md §1.2 (the floor), the same question as closing a day asks.
 */
export function isShortForClosures(
  kept: { minutes: number; days: readonly Day[] },
  lost: readonly LostHour[],
  floor: Floor | null,
): boolean {
  if (floor === null || lost.length === 0) return false
  const reaches = (minutes: number, days: readonly Day[]) =>
    minutes >= floor.minutesPerWeek && new Set(days).size >= floor.daysPerWeek
  return (
    !reaches(kept.minutes, kept.days) &&
    reaches(
      lost.reduce((sum, hour) => sum + hour.minutes, kept.minutes),
      [...kept.days, ...lost.map((hour) => hour.day)],
    )
  )
}

/** Until which day something that takes hours is looked at now: a closure further ahead than a cover that may still be found. */
export const lookAhead = (rule: MakeUpRule, today: Day, plus: (day: Day, days: number) => Day) => ({
  closures: rule.daysAhead === 0 ? null : plus(today, rule.daysAhead),
  uncovered: rule.daysAhead === 0 ? null : plus(today, Math.min(rule.daysAhead, rule.uncoveredDays)),
})

export type Look = { at: Date; offered: number }

/** Whether the clock looks at one client's week now: not while what it offered stands, and not oftener than the rule says. */
export function isLookDue(looks: readonly Look[], rule: MakeUpRule, now: Date): boolean {
  if (looks.filter(({ offered }) => offered > 0).length >= rule.mostTimes) return false
  // Where nothing was free, a chair may come free any hour; where something was offered, its time is waited for.
  return looks.every(
    ({ at, offered }) => now.getTime() - at.getTime() >= (offered > 0 ? rule.standsHours : freeAgainHours) * 3_600_000,
  )
}
const freeAgainHours = 4
