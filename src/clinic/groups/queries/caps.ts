import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { type CapRow, defaultCaps } from '../../programs/caps.ts'
import type { Mark } from '../../programs/dose.ts'
import type { CapClass } from '../../programs/library.ts'
import { type Cap, capOf } from '../seats.ts'

/** The clinic's recorded limits, as `capOf` reads them; and the clinic's own limit on every group of a kind. */
export async function capsOf(work: Work): Promise<{ states: CapRow[]; own: CapRow[] }> {
  // Without the names of whoever recorded them: visitors ask this too.
  const recorded = await work.db
    .selectFrom('groupCap')
    .select(['state', 'kind', 'most', 'effectiveFrom', 'effectiveTo', 'source', 'mark'])
    .orderBy('state')
    .orderBy('kind')
    .orderBy('effectiveFrom', 'desc')
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const rows = recorded.map((row): CapRow & { isOwn: boolean } => ({
    isOwn: row.state === null,
    authority: 'state',
    key: row.state ?? '',
    label: row.state === null ? 'This clinic' : (defaultCaps.find((cap) => cap.key === row.state)?.label ?? row.state),
    // The checks on the table allow these and no others.
    appliesTo: [row.kind as CapClass],
    mark: row.mark as Mark,
    cap: row.most,
    from: row.effectiveFrom,
    to: row.effectiveTo,
    source: row.source,
  }))
  // Of rows from one day the last that was recorded speaks; they come newest first.
  const seen = new Set<string>()
  const kept = rows.filter((row) => {
    const key = `${row.key} ${row.appliesTo.join()} ${row.from}`
    return seen.has(key) ? false : (seen.add(key), true)
  })
  return { states: kept.filter((row) => !row.isOwn), own: kept.filter((row) => row.isOwn) }
}

/** How many may sit in a group on a day: the least of its chairs, its room, the clinic's own limit and the state's. */
export function capOn(
  caps: { states: CapRow[]; own: CapRow[] },
  group: { kind: string; state: string; chairs: number; places: number },
  day: Day,
): Cap {
  const question = { state: group.state, kind: group.kind, payersInRoom: [] }
  const seats = Math.min(group.chairs, group.places)
  const own = capOf(caps.own, { ...question, state: '', programCap: seats }, day)
  const state = capOf(caps.states, { ...question, programCap: own.seats }, day)
  return state.seats < own.seats ? state : own
}
