import { countsTowardDose } from '../programs/library.ts'
import type { PaySession } from '../coverage/payable.ts'
import type { Hour } from './week-facts.ts'

/**
 * How a week is read for its payer. 'planned': as it stands on the timetable, before anyone arrives. 'actual': by the marks
 * alone. 'forecast': marks where there are some, and the whole length of what is still to come.
 */
export type Reading = 'planned' | 'actual' | 'forecast'

export type HourToPay = Hour & { id: string; name: string }

/** What a payer asks of a session beyond its minutes; `seated` is the plan, `there` the marks. */
export type SessionFacts = {
  byVideo: boolean
  seated: number
  there: number
  /** Whether somebody who holds it is licensed in its state on its day; null: nobody holds it yet. */
  isLicensed: boolean | null
  isNoteSigned: boolean | null
}

const wholeLength = (hour: Hour): number =>
  Math.max(0, Math.floor((hour.ends.getTime() - hour.starts.getTime()) / 60_000))

/**
 * The hours of one client's week as a payer counts them. In the actual reading every minute comes from a mark: 0 without one.
 * What was called off is left out. A group that the clinic has set outside the hours, although its kind fills them, is claimed
 * no more than it is counted. Source: clinical.md §0 fact 7, §2.4.
 */
export function sessionsFor(
  hours: readonly HourToPay[],
  facts: ReadonlyMap<string, SessionFacts>,
  reading: Reading,
  now: Date,
): PaySession[] {
  return hours
    .filter((hour) => !hour.isOff)
    .map((hour) => {
      const known = facts.get(hour.id)
      const length = wholeLength(hour)
      const marked = hour.minutes === null ? null : Math.max(0, Math.min(length, hour.minutes))
      const isAhead = hour.ends > now
      const asPlanned = reading === 'planned' || (reading === 'forecast' && marked === null && isAhead)
      return {
        id: hour.id,
        name: hour.name,
        service: hour.counts || !countsTowardDose(hour.kind) ? hour.kind : 'recreation',
        day: hour.heldOn,
        minutes: asPlanned ? length : (marked ?? 0),
        byVideo: known?.byVideo ?? false,
        people: known === undefined ? null : asPlanned || isAhead ? Math.max(known.seated, known.there) : known.there,
        isLicensed: known?.isLicensed ?? null,
        isNoteSigned: reading === 'planned' || isAhead ? null : (known?.isNoteSigned ?? null),
      }
    })
}
