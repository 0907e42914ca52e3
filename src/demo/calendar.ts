import { addDays, type Day, daysBetween, instantAt, weekdayOf } from '../basics/dates.ts'

/**
 * Days and wall times of one site, remembered. The demo asks the same few thousand questions a million times; each is
 * answered by basics/dates.ts once.
 */
export type Calendar = {
  zone: string
  add: (day: Day, days: number) => Day
  between: (from: Day, to: Day) => number
  weekday: (day: Day) => number
  monday: (day: Day) => Day
  instant: (day: Day, time: string) => Date
  /** Weeks since a Monday long ago: for what comes every second or fourth week. */
  week: (day: Day) => number
  /** Every day from one to another, both included. */
  span: (from: Day, to: Day) => Day[]
}

export function calendarOf(zone: string, around: Day): Calendar {
  const first = addDays(around, -1500)
  const list: Day[] = []
  const place = new Map<Day, number>()
  for (let day = first, n = 0; n < 1800; n += 1, day = addDays(day, 1)) {
    place.set(day, n)
    list.push(day)
  }
  const firstWeekday = weekdayOf(first)
  const instants = new Map<string, Date>()

  const firstMonday = daysBetween('2000-01-03', first)

  const placeOf = (day: Day) => place.get(day) ?? daysBetween(first, day)
  const add = (day: Day, days: number) => list[placeOf(day) + days] ?? addDays(day, days)
  const weekday = (day: Day) => ((((placeOf(day) + firstWeekday - 1) % 7) + 7) % 7) + 1
  return {
    zone,
    add,
    between: (from, to) => placeOf(to) - placeOf(from),
    weekday,
    monday: (day) => add(day, 1 - weekday(day)),
    week: (day) => Math.floor((placeOf(day) + firstMonday) / 7),
    instant(day, time) {
      const key = `${day} ${time}`
      let known = instants.get(key)
      if (known === undefined) instants.set(key, (known = instantAt(day, time, zone)))
      return known
    },
    span(from, to) {
      const days: Day[] = []
      for (let day = from; day <= to; day = add(day, 1)) days.push(day)
      return days
    },
  }
}

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000)

/** Minutes past midnight on a wall clock. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

export const clockAt = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
