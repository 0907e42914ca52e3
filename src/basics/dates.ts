import { Temporal } from 'temporal-polyfill'

export { Temporal }

/** A calendar day, '2026-11-22'. Days travel as text: a day has no time zone. */
export type Day = string

/** The wall-clock day at an instant, in an IANA zone such as 'America/New_York'. */
export const dayAt = (at: Date, zone: string): Day =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The wall-clock time at an instant, '18:05'. */
export const timeAt = (at: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })

/** The instant at which a wall clock in `zone` shows `time` on `day`; in a skipped hour, the next one that exists. */
export const instantAt = (day: Day, time: string, zone: string): Date =>
  new Date(
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
      .epochMilliseconds,
  )

export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString()

export const addMonths = (day: Day, months: number): Day => Temporal.PlainDate.from(day).add({ months }).toString()

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days

/** 1 Monday to 7 Sunday (ISO 8601). */
export const weekdayOf = (day: Day): number => Temporal.PlainDate.from(day).dayOfWeek

/** The Monday of the week that holds `day`. */
export const weekOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day))

/** Completed years from birth to `on`. Someone born on 29 February comes of age on 1 March in common years. */
export const ageOn = (birth: Day, on: Day): number => {
  const b = Temporal.PlainDate.from(birth)
  const o = Temporal.PlainDate.from(on)
  const passed = o.month > b.month || (o.month === b.month && o.day >= b.day)
  return o.year - b.year - (passed ? 0 : 1)
}

/**
 * Whether a text is a day 'YYYY-MM-DD' that exists, from 1850 to 2199: nobody here was born before, and nothing is planned after.
 * A slip of the hand, such as the year 9999, is caught here and not by the arithmetic behind it.
 */
export const isDay = (text: unknown): text is Day => {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  if (text < '1850-01-01' || text >= '2200-01-01') return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}
