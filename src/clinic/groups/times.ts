import { addDays, type Day, daysBetween, weekdayOf } from '../../basics/dates.ts'

/**
 * A wall-clock time that comes every week in the clinic's own zone: 1 Monday to 7 Sunday, 'HH:MM', `ends` after
 * `starts` and at most '24:00'. A group that meets at 18:00 does so through a clock change.
 */
export type Weekly = { weekday: number; starts: string; ends: string }

/** A time that comes every week from one day until another, both included; `to` null: with no end set. */
export type Standing = Weekly & { from: Day; to: Day | null }

const names = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export const weekdayName = (weekday: number): string => names[weekday] ?? 'no such day'

// Kept, because making one takes the better part of a millisecond. A day has no zone: UTC on both sides.
const longDate = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })

/** 'November 24, 2026'. */
export const dayInWords = (day: Day): string => longDate.format(new Date(`${day}T00:00:00Z`))

/** 'Tuesday 18:00 to 19:20'. */
export const inWords = (time: Weekly): string => `${weekdayName(time.weekday)} ${time.starts} to ${time.ends}`

export const isWeekly = (time: Weekly): boolean =>
  Number.isInteger(time.weekday) &&
  time.weekday >= 1 &&
  time.weekday <= 7 &&
  /^([01]\d|2[0-3]):[0-5]\d$/.test(time.starts) &&
  /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time.ends) &&
  time.starts < time.ends

/** Minutes past midnight, 0 to 1440. */
export const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** '17:30' and 90 minutes: '19:00'. To midnight is '24:00'. */
export function endOf(starts: string, minutes: number): string {
  const end = minuteOfDay(starts) + minutes
  return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
}

/**
 * A weekly hour in minutes of the week, Monday 00:00 being 0, as the clinic's wall clock shows them: the end is not
 * included. It does not move with a clock change, because nobody's week does.
 */
export const minutesOfWeek = (weekday: number, starts: string, minutes: number): { from: number; to: number } => {
  const from = (weekday - 1) * 1440 + minuteOfDay(starts)
  return { from, to: from + minutes }
}

/** Whether two weekly times share a minute. Times that only touch, 19:20 and 19:20, do not. */
export const overlap = (a: Weekly, b: Weekly): boolean =>
  a.weekday === b.weekday && a.starts < b.ends && b.starts < a.ends

/** Whether two standing times ever share a minute: on one weekday, at one hour, on at least one date of both. */
export function clash(a: Standing, b: Standing): boolean {
  if (!overlap(a, b)) return false
  const first = a.from > b.from ? a.from : b.from
  const last = a.to === null ? b.to : b.to === null ? a.to : a.to < b.to ? a.to : b.to
  if (last === null) return true
  if (last < first) return false
  const untilWeekday = (a.weekday - weekdayOf(first) + 7) % 7
  return daysBetween(first, last) >= untilWeekday
}

/** The first date on or after `day` on which a weekly time falls. */
export const nextDate = (time: Weekly, day: Day): Day => addDays(day, (time.weekday - weekdayOf(day) + 7) % 7)

/**
 * Whether a weekly time lies wholly inside the times a client gave. Windows that touch or overlap count as one: 09:00
 * to 12:00 and 12:00 to 15:00 hold a group from 11:00 to 13:00.
 */
export function fitsWithin(time: Weekly, windows: readonly Weekly[]): boolean {
  const free = windows
    .filter((window) => window.weekday === time.weekday && isWeekly(window))
    .sort((a, b) => (a.starts < b.starts ? -1 : 1))
  let covered = time.starts
  for (const window of free) {
    if (window.starts <= covered && window.ends > covered) covered = window.ends
    if (covered >= time.ends) return true
  }
  return false
}
