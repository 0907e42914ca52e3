import { closesAt, opensAfter, type DeskHours } from '../inquiries/first-step.ts'
import { promisedMinutes } from './rules.ts'

export type Desk = { hours: DeskHours; isSet: boolean }

/**
 * Until when a message of this instant is read at the latest, when the page may say "within the hour": the clinic has said
 * its hours, the desk is open, and it stays open for that hour. Else null, and nothing is promised.
 */
export function promisedBy(at: Date, zone: string, desk: Desk): Date | null {
  if (!desk.isSet) return null
  const closes = closesAt(at, zone, desk.hours)
  const by = new Date(at.getTime() + promisedMinutes * 60_000)
  return closes !== null && closes >= by ? by : null
}

/** When somebody next sits at the desk: now, if it is open; null if it never opens or the clinic has said nothing. */
export function staffedFrom(at: Date, zone: string, desk: Desk): Date | null {
  if (!desk.isSet) return null
  return closesAt(at, zone, desk.hours) !== null ? at : opensAfter(at, zone, desk.hours)
}
