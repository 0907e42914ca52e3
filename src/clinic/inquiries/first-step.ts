import { addDays, dayAt, instantAt, weekdayOf } from '../../basics/dates.ts'

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

/** When the admissions desk is staffed, in the clinic's clock: weekdays 1 to 7, times 'HH:MM'. */
export type DeskHours = { weekdays: number[]; from: string; to: string }
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
  let day = dayAt(at, zone)
  if (desk.weekdays.length === 0) return new Date(at.getTime() + left)
  for (;;) {
    if (desk.weekdays.includes(weekdayOf(day))) {
      const opens = instantAt(day, desk.from, zone).getTime()
      const closes = instantAt(day, desk.to, zone).getTime()
      const from = Math.max(opens, at.getTime())
      if (closes - from >= left) return new Date(from + left)
      if (closes > from) left -= closes - from
    }
    day = addDays(day, 1)
  }
}
