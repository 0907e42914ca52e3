import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/**
 * The groups that do not take a client from a day on, by a director's decision: ids, and nothing of the reason. Asked the same
 * way for everybody, for all groups at once, so that neither an answer nor its time says that there is a rule.
 */
export async function notNowFor(
  work: Work,
  clientId: string,
  from: Day,
  to: Day | null = null,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    id: string
  }>`select not_now(${clientId}::uuid, ${from}::date, ${to}::date) as id`.execute(work.db)
  return new Set(rows.map((row) => row.id))
}

/** Pairs that are not put into one room, for whoever composes weeks by machine. Ids alone; what it explains says 'not now'. */
export async function apartPairs(work: Work): Promise<(readonly [string, string])[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{
    one: string
    other: string
  }>`select one, other from apart_pairs(${today}::date)`.execute(work.db)
  return rows.map((row) => [row.one, row.other] as const)
}
