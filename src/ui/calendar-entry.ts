import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
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
    prodId: { company: 'Stepwell', product: 'Stepwell', language: entry.lang.toUpperCase() },
    method: entry.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    // Named at the entry alone: on the calendar the name would also move the time stamp, which is UTC.
    timezone: { name: null, generator: (zone) => clockRules(zone, entry.at) },
  })
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
  return `${calendar.toString()}\r\n`.replace(/(\r\n)+$/, '\r\n')
}

function comesOnce(at: Temporal.ZonedDateTime): boolean {
  const meant = (disambiguation: 'earlier' | 'later') =>
    at.toPlainDateTime().toZonedDateTime(at.timeZoneId, { disambiguation }).epochMilliseconds
  return meant('earlier') === meant('later')
}

/** The zone's offset at `at`, since when it holds, and what comes after it: enough for an entry that happens once. */
function clockRules(zone: string, at: Date): string {
  const now = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
  // A change at this very instant is the one that holds.
  const since = now.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  const next = now.getTimeZoneTransition('next')
  const parts = [since === null ? alwaysSo(now) : observance(since), next === null ? '' : observance(next)]
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...parts.filter((part) => part !== ''), 'END:VTIMEZONE'].join('\r\n')
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
