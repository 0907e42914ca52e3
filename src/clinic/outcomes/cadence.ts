import type { Mark } from '../../basics/mark.ts'
import { addDays, type Day } from '../../basics/dates.ts'
import type { InstrumentKey } from '../instruments/instrument.ts'

/** How often a program asks an instrument; null: it does not ask it. `programId` null: the whole clinic. */
export type Cadence = {
  instrument: InstrumentKey
  programId: string | null
  everyDays: number | null
  from: Day
  setAt: Date
  source: string
}

export type Asked = { instrument: InstrumentKey; everyDays: number; source: string; mark: Mark | null }

/** What is asked where nobody decided anything. Source: clinical.md §5.1 (cadence), §10 [K]. */
export const usualCadence: readonly Asked[] = [
  { instrument: 'phq-9', everyDays: 14, source: 'Common practice in intensive outpatient care', mark: 'K' },
  { instrument: 'gad-7', everyDays: 14, source: 'Common practice in intensive outpatient care', mark: 'K' },
]

/**
 * What a program asks on a day, and how often. For each instrument the latest row that has begun, the program's own before the
 * clinic's; a row without days takes an instrument out. Instruments that the clinic does not use are nobody's here: leave them
 * out of `used`. Days are whole, from 1. Refuses nothing. Source: clinical.md §5.1.
 */
export function askedIn(
  programId: string,
  rows: readonly Cadence[],
  day: Day,
  used: readonly InstrumentKey[],
): Asked[] {
  return used.flatMap((instrument) => {
    const begun = rows.filter((row) => row.instrument === instrument && row.from <= day)
    const own = latest(begun.filter((row) => row.programId === programId))
    const row = own ?? latest(begun.filter((one) => one.programId === null))
    if (row === undefined) return usualCadence.filter((one) => one.instrument === instrument)
    return row.everyDays === null ? [] : [{ instrument, everyDays: row.everyDays, source: row.source, mark: null }]
  })
}

const latest = (rows: readonly Cadence[]): Cadence | undefined =>
  rows
    .toSorted((one, other) =>
      one.from === other.from ? one.setAt.getTime() - other.setAt.getTime() : one.from < other.from ? -1 : 1,
    )
    .at(-1)

/** The day on which an instrument is next to be answered: so many days after the last time, and on the first day of a stay. */
export const dueOn = (asked: Pick<Asked, 'everyDays'>, firstDay: Day, lastTaken: Day | null): Day =>
  lastTaken === null || lastTaken < firstDay ? firstDay : addDays(lastTaken, asked.everyDays)
