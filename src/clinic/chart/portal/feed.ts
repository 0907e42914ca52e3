import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { calendarFeed, type CalendarEntry } from '../../../ui/calendar-entry.ts'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { weekWords } from '../../clients/week-words.ts'
import { entriesOf, type OwnEntry } from '../queries/own-week.ts'
import { words } from './words.ts'

/** The calendar that a telephone follows: times, and "Appointment". No name, no place, no link back. */
export const ownFeed = new Hono<MineDoor>()

const daysBack = 14
const daysAhead = 56

ownFeed.get(urls.mineFeed.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = words(own.lang)
  const today = dayAt(work.at, work.clinic.timeZone)
  const { clientId } = own.client
  const entries = await entriesOf(work, clientId, addDays(today, -daysBack), addDays(today, daysAhead))
  const file = calendarFeed(
    entries.map((entry) =>
      calendarEntryOf(entry, { clientId, at: work.at, summary: weekWords(own.lang)('appointment'), lang: own.lang }),
    ),
    { name: t('brand'), lang: own.lang },
  )
  return c.body(file, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="week.ics"',
  })
})

/** One entry as a calendar keeps it: the same id for as long as the hour stands, and a higher number with each change. */
export function calendarEntryOf(
  entry: OwnEntry,
  about: { clientId: string; at: Date; summary: string; lang: 'en' | 'es' },
): CalendarEntry {
  return {
    // The same group has another id in each member's calendar: two calendars laid side by side tell nothing.
    id: `${createHash('sha256').update(`${about.clientId} ${entry.key}`).digest('hex').slice(0, 32)}@week`,
    sequence: entry.changes,
    summary: about.summary,
    at: entry.starts,
    minutes: Math.round((entry.ends.getTime() - entry.starts.getTime()) / 60_000),
    zone: entry.zone,
    cancelled: entry.isOff,
    made: about.at,
    lang: about.lang,
  }
}
