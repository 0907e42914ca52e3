import { addDays, type Day, Temporal, weekdayOf } from '../../basics/dates.ts'

// Business days: neither Saturday, Sunday nor a federal holiday (5 U.S.C. 6103). A holiday on a Saturday is kept on the
// Friday before, one on a Sunday on the Monday after (5 U.S.C. 6103(b); Executive Order 11582).

const onDay = (year: number, month: number, day: number): Day => new Temporal.PlainDate(year, month, day).toString()

/** The nth weekday of a month, 1 Monday to 7 Sunday; `nth` -1 is the last. */
function nthOf(year: number, month: number, weekday: number, nth: number): Day {
  if (nth < 0) {
    const last = onDay(year, month, Temporal.PlainDate.from({ year, month, day: 1 }).daysInMonth)
    return addDays(last, -((weekdayOf(last) - weekday + 7) % 7))
  }
  const first = onDay(year, month, 1)
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7)
}

const observed = (day: Day): Day =>
  weekdayOf(day) === 6 ? addDays(day, -1) : weekdayOf(day) === 7 ? addDays(day, 1) : day

/** The federal holidays of a year as they are kept, with their names. Juneteenth since 2021. Years 1971 to 2199. */
export function federalHolidays(year: number): { day: Day; name: string }[] {
  const fixed: [number, number, string][] = [
    [1, 1, 'New Year’s Day'],
    ...(year >= 2021 ? [[6, 19, 'Juneteenth'] satisfies [number, number, string]] : []),
    [7, 4, 'Independence Day'],
    [11, 11, 'Veterans Day'],
    [12, 25, 'Christmas Day'],
  ]
  return [
    ...fixed.map(([month, day, name]) => ({ day: observed(onDay(year, month, day)), name })),
    { day: nthOf(year, 1, 1, 3), name: 'Martin Luther King Jr. Day' },
    { day: nthOf(year, 2, 1, 3), name: 'Washington’s Birthday' },
    { day: nthOf(year, 5, 1, -1), name: 'Memorial Day' },
    { day: nthOf(year, 9, 1, 1), name: 'Labor Day' },
    { day: nthOf(year, 10, 1, 2), name: 'Columbus Day' },
    { day: nthOf(year, 11, 4, 4), name: 'Thanksgiving Day' },
  ].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** New Year's Day of a year that begins on a Saturday is kept in the year before: both years are looked at. */
export function isBusinessDay(day: Day): boolean {
  if (weekdayOf(day) > 5) return false
  const year = Number(day.slice(0, 4))
  return ![...federalHolidays(year), ...federalHolidays(year + 1)].some((holiday) => holiday.day === day)
}

/** The day that many business days after `day`, not counting it. 0 gives the day itself. */
export function addBusinessDays(day: Day, count: number): Day {
  let on = day
  for (let left = count; left > 0; ) {
    on = addDays(on, 1)
    if (isBusinessDay(on)) left -= 1
  }
  return on
}

/** Business days after `from` up to and with `to`; 0 when `to` is not later. Looks at most 366 days ahead. */
export function businessDaysBetween(from: Day, to: Day): number {
  let count = 0
  for (let on = addDays(from, 1), looked = 0; on <= to && looked < 366; on = addDays(on, 1), looked += 1)
    if (isBusinessDay(on)) count += 1
  return count
}
