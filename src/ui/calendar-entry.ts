import ical, { type ICalCalendar, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { Temporal } from '../basics/dates.ts'

export type CalendarEntry = {
  /** Stays the same however often the entry changes; with it a calendar finds the entry it has. */
  id: string
  /** How often it was changed: a calendar takes the higher one. */
  sequence: number
  summary: string
  at: Date
  minutes: number
  /** The reader's IANA zone. */
  zone: string
  cancelled: boolean
  /** When the file is made. */
  made: Date
  lang: 'en' | 'es'
}

/** One appointment as a file for calendars (RFC 5545), with the clock's own rules in it, so that none has to guess them. */
export function calendarEntry(entry: CalendarEntry): string {
  const calendar = ical({
    prodId: prodId(entry.lang),
    method: entry.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    // Named at the entry alone: on the calendar the name would also move the time stamp, which is UTC.
    timezone: { name: null, generator: (zone) => clockRules(zone, entry.at) },
  })
  addEntry(calendar, entry)
  return finished(calendar)
}

/**
 * Many appointments as a calendar that is subscribed to: what was called off stays in it, as called off, until its day is past.
 * `name` is what the calendar is called in the reader's list; it is asked for again every four hours.
 */
export function calendarFeed(entries: readonly CalendarEntry[], about: { name: string; lang: 'en' | 'es' }): string {
  const instants = entries.map(({ at }) => at.getTime())
  const [first, last] = [new Date(Math.min(...instants)), new Date(Math.max(...instants))]
  const calendar = ical({
    // A calendar service reads this: it says no more than the entries do.
    prodId: { company: 'Week', product: 'Week', language: about.lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    name: about.name,
    timezone: { name: null, generator: (zone) => clockRules(zone, first, last) },
  })
  for (const entry of entries) addEntry(calendar, entry)
  // The library writes this after the clock's rules; RFC 5545, 3.6 has what is said of the calendar before its parts.
  const often = 'REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n'
  return finished(calendar).replace(/^METHOD:PUBLISH\r\n/m, (line) => `${line}${often}`)
}

const prodId = (lang: string) => ({ company: 'Stepwell', product: 'Stepwell', language: lang.toUpperCase() })

const finished = (calendar: ICalCalendar): string => `${calendar.toString()}\r\n`.replace(/(\r\n)+$/, '\r\n')

function addEntry(calendar: ICalCalendar, entry: CalendarEntry): void {
  const start = Temporal.Instant.fromEpochMilliseconds(entry.at.getTime()).toZonedDateTimeISO(entry.zone)
  const end = start.add({ minutes: entry.minutes })
  // In the hour that comes twice a wall time means its first pass, but calendars disagree: there the instant is said in UTC.
  const isPlain = comesOnce(start) && comesOnce(end)
  calendar.createEvent({
    id: entry.id,
    sequence: entry.sequence,
    stamp: entry.made,
    start,
    end,
    timezone: isPlain ? entry.zone : null,
    summary: entry.summary,
    status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: entry.cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
  })
}

function comesOnce(at: Temporal.ZonedDateTime): boolean {
  const meant = (disambiguation: 'earlier' | 'later') =>
    at.toPlainDateTime().toZonedDateTime(at.timeZoneId, { disambiguation }).epochMilliseconds
  return meant('earlier') === meant('later')
}

/** The zone's offset at `at`, since when it holds, each change until `last`, and what comes after it. */
function clockRules(zone: string, at: Date, last: Date = at): string {
  const now = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
  // A change at this very instant is the one that holds.
  const since = now.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  const parts = [since === null ? alwaysSo(now) : observance(since)]
  let next = now.getTimeZoneTransition('next')
  while (next !== null) {
    parts.push(observance(next))
    if (next.epochMilliseconds > last.getTime()) break
    next = next.getTimeZoneTransition('next')
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...parts, 'END:VTIMEZONE'].join('\r\n')
}

function observance(change: Temporal.ZonedDateTime): string {
  const before = change.subtract({ nanoseconds: 1 })
  const kind = change.offsetNanoseconds > before.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD'
  // The start is written in the clock that held before (RFC 5545, 3.6.5).
  const start = change.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime()
  return lines(kind, start, before.offset, change.offset)
}

const alwaysSo = (now: Temporal.ZonedDateTime): string =>
  lines('STANDARD', Temporal.PlainDateTime.from('1970-01-01T00:00'), now.offset, now.offset)

const lines = (kind: string, start: Temporal.PlainDateTime, from: string, to: string): string =>
  [
    `BEGIN:${kind}`,
    `DTSTART:${start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`,
    `TZOFFSETFROM:${from.replaceAll(':', '')}`,
    `TZOFFSETTO:${to.replaceAll(':', '')}`,
    `END:${kind}`,
  ].join('\r\n')
