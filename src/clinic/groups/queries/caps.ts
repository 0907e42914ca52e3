import type { Mark } from '../../../basics/mark.ts'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { type CapRow, defaultCaps } from '../../programs/caps.ts'
import type { CapClass } from '../../programs/library.ts'
import { payersNamed } from '../../programs/queries.ts'
import { type Cap, capOf } from '../seats.ts'

/** `payers`: limits that hold in any group with somebody for whom that payer pays. */
export type Caps = { states: CapRow[]; own: CapRow[]; payers: CapRow[] }

/** The clinic's recorded limits, as `capOf` reads them; and the clinic's own limit on every group of a kind. */
export async function capsOf(work: Work): Promise<Caps> {
  // Without the names of whoever recorded them: visitors ask this too.
  const recorded = await work.db
    .selectFrom('groupCap')
    .select(['state', 'payerId', 'kind', 'most', 'effectiveFrom', 'effectiveTo', 'source', 'mark'])
    .orderBy('state')
    .orderBy('kind')
    .orderBy('effectiveFrom', 'desc')
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const names =
    work.by.kind === 'visitor' || work.by.kind === 'client' || recorded.every((row) => row.payerId === null)
      ? new Map<string, string>()
      : new Map((await payersNamed(work)).map((one) => [one.id, one.name]))
  const rows = recorded.map((row): CapRow & { isOwn: boolean } => ({
    isOwn: row.state === null && row.payerId === null,
    authority: row.payerId === null ? 'state' : 'payer',
    key: row.payerId ?? row.state ?? '',
    label:
      row.payerId !== null
        ? (names.get(row.payerId) ?? 'A payer')
        : row.state === null
          ? 'This clinic'
          : (defaultCaps.find((cap) => cap.key === row.state)?.label ?? row.state),
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
  return {
    states: kept.filter((row) => !row.isOwn && row.authority === 'state'),
    own: kept.filter((row) => row.isOwn),
    payers: kept.filter((row) => row.authority === 'payer'),
  }
}

/** How many may sit in a group on a day: the least of its chairs, its room, the clinic's own limit, the state's, the payers'. */
export function capOn(
  caps: Caps,
  group: { kind: string; state: string; chairs: number; places: number; payers?: readonly string[] },
  day: Day,
): Cap {
  const question = { state: group.state, kind: group.kind, payersInRoom: group.payers ?? [] }
  const seats = Math.min(group.chairs, group.places)
  const own = capOf(caps.own, { ...question, state: '', programCap: seats }, day)
  const other = capOf([...caps.states, ...caps.payers], { ...question, programCap: own.seats }, day)
  return other.seats < own.seats ? other : own
}
