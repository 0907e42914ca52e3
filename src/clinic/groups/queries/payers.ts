import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/**
 * The payers with a limit of their own that have somebody in a group between two days: ids by series, and nothing of whom they
 * pay for. Visitors' seats are counted with them too.
 */
export async function payersSeated(
  work: Work,
  from: Day,
  to: Day | null = null,
  only?: string,
): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await sql<{ seriesId: string; payerId: string }>`
    select series_id, payer_id from payers_seated(${from}::date, ${to}::date, ${only ?? null}::uuid)`.execute(work.db)
  const byRoom = new Map<string, string[]>()
  for (const { seriesId, payerId } of rows) byRoom.set(seriesId, [...(byRoom.get(seriesId) ?? []), payerId])
  return byRoom
}

/** Who pays for a client on a day, by the coverages that stand then. */
export async function payersOf(work: Work, clientId: string, day: Day): Promise<string[]> {
  const { rows } = await sql<{ payerId: string }>`
    select distinct payer_id from coverage_now
    where client_id = ${clientId}::uuid and coalesce(starts_on, ${day}::date) <= ${day}::date
      and coalesce(least(ends_on, ended_on), 'infinity') >= ${day}::date`.execute(work.db)
  return rows.map((row) => row.payerId)
}
