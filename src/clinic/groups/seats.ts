import type { Mark } from '../../basics/mark.ts'
import type { Day } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import type { CapRow } from '../programs/caps.ts'
import { serviceKind } from '../programs/library.ts'

export type CapQuestion = {
  state: string
  /** A service kind's key. A kind that the library does not know is held to the limit for counselling. */
  kind: string
  /** The payers of everyone who holds a seat, and of whoever asks for one. */
  payersInRoom: readonly string[]
  /** The program's own limit: a whole number from 1. */
  programCap: number
}

export type Cap = {
  seats: number
  binds: 'program' | 'state' | 'payer'
  source: string
  mark: Mark | null
  /** Says whose limit it is; the screen puts it under the count. */
  because: string
}

/**
 * How many clients the group may hold on `day`: the smallest of the program's own limit, the state's and that of each
 * payer with a member in the room (clinical.md §0 fact 9, §7.1). Where two limits are equal the program's is named
 * first, then the state's. Of two rows by one authority the newest speaks.
 */
export function capOf(rows: readonly CapRow[], question: CapQuestion, day: Day): Cap {
  const capClass = serviceKind(question.kind)?.capClass ?? 'counselling'
  const payers = new Set(question.payersInRoom)
  const standing = new Map<string, CapRow>()
  for (const row of rows) {
    const concerns = row.authority === 'state' ? row.key === question.state : payers.has(row.key)
    if (!concerns || !row.appliesTo.includes(capClass) || row.from > day || (row.to !== null && row.to < day)) continue
    const slot = `${row.authority} ${row.key}`
    const known = standing.get(slot)
    if (known === undefined || row.from > known.from || (row.from === known.from && row.cap < known.cap)) {
      standing.set(slot, row)
    }
  }
  const own: Cap = {
    seats: question.programCap,
    binds: 'program',
    source: 'program policy',
    mark: null,
    because: `This program keeps its groups to ${plural(question.programCap, 'client', 'clients')}.`,
  }
  const byRank = [...standing.values()].sort(
    (a, b) =>
      a.cap - b.cap || Number(a.authority === 'payer') - Number(b.authority === 'payer') || compare(a.key, b.key),
  )
  const [least] = byRank
  if (least === undefined || least.cap >= own.seats) return own
  return {
    seats: least.cap,
    binds: least.authority,
    source: least.source,
    mark: least.mark,
    because:
      least.authority === 'state'
        ? `${least.label} allows ${plural(least.cap, 'client', 'clients')} in a group of this kind.`
        : `${least.label}, who pays for someone in this group, allows ${plural(least.cap, 'client', 'clients')}.`,
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
