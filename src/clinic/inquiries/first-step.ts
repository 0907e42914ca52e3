import { addDays, dayAt, instantAt, weekdayOf, type Day } from '../../basics/dates.ts'

export const channels = [
  'self-check',
  'call',
  'call-back',
  'message',
  'seat-hold',
  'telephone',
  'walk-in',
  'referral',
  'by-hand',
] as const
export type Channel = (typeof channels)[number]

/** When the admissions desk is staffed, in the clinic's clock: weekdays 1 to 7, times 'HH:MM', and days without a desk. */
export type DeskHours = { weekdays: number[]; from: string; to: string; closedDays?: readonly Day[] }
/** What counts until the clinic has said its own. */
export const usualDesk: DeskHours = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }

const first: Record<Channel, { what: string; openHours: number }> = {
  'self-check': { what: 'Call about the self-check', openHours: 4 },
  call: { what: 'Hold the booked call', openHours: 8 },
  'call-back': { what: 'Call back', openHours: 2 },
  message: { what: 'Answer the message', openHours: 4 },
  'seat-hold': { what: 'Call about the held seat', openHours: 2 },
  telephone: { what: 'Screen for safety and fit', openHours: 8 },
  'walk-in': { what: 'Screen for safety and fit', openHours: 4 },
  referral: { what: 'Call the person referred', openHours: 4 },
  'by-hand': { what: 'Screen for safety and fit', openHours: 8 },
}

/**
 * What happens first with an inquiry, and by when: some hours of the admissions desk, counted in its opening hours, so that
 * what comes on Friday night is due on Monday morning. At most eight open hours (one working day), which keeps the first
 * offer within 48 h of a working week (clinical.md 10, first_contact_to_first_offer).
 * @param at when it came; @param zone the clinic's IANA zone
 */
export function firstStep(
  channel: Channel,
  at: Date,
  zone: string,
  desk: DeskHours = usualDesk,
): { what: string; dueAt: Date } {
  const { what, openHours } = first[channel]
  return { what, dueAt: afterOpenHours(at, openHours, zone, desk) }
}

/** The instant `hours` open hours after `at`. A desk that never opens counts every hour. */
export function afterOpenHours(at: Date, hours: number, zone: string, desk: DeskHours): Date {
  let left = hours * 3_600_000
  for (const { opens, closes } of openingsFrom(at, zone, desk)) {
    const from = Math.max(opens, at.getTime())
    if (closes - from >= left) return new Date(from + left)
    if (closes > from) left -= closes - from
  }
  return new Date(at.getTime() + left)
}

/** When the desk, open at `at`, closes; null when it is shut. */
export function closesAt(at: Date, zone: string, desk: DeskHours): Date | null {
  for (const { opens, closes } of openingsFrom(at, zone, desk))
    return opens <= at.getTime() && at.getTime() < closes ? new Date(closes) : null
  return null
}

/** When the desk next opens, after `at`; null when it never does. */
export function opensAfter(at: Date, zone: string, desk: DeskHours): Date | null {
  for (const { opens } of openingsFrom(at, zone, desk)) if (opens > at.getTime()) return new Date(opens)
  return null
}

/** Each stretch of open hours that has not ended at `at`, in order, without end; none for a desk that never opens. */
function* openingsFrom(at: Date, zone: string, desk: DeskHours): Generator<{ opens: number; closes: number }> {
  if (desk.weekdays.length === 0 || desk.to <= desk.from) return
  for (let day = dayAt(at, zone); ; day = addDays(day, 1)) {
    if (!desk.weekdays.includes(weekdayOf(day)) || desk.closedDays?.includes(day)) continue
    const opens = instantAt(day, desk.from, zone).getTime()
    const closes = instantAt(day, desk.to, zone).getTime()
    if (closes > at.getTime()) yield { opens, closes }
  }
}
