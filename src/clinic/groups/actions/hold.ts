import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'

/**
 * Takes hold of the diaries of some people, groups or rooms until the transaction ends, always in one order: whoever plans
 * the same hours at the same moment waits, and then sees what was planned. Seats and visits stand in different tables, and
 * a limit on a group may be lower than its chairs: no constraint could see these.
 */
export async function holdDiaries(work: Work, ids: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(k) from (
    select distinct hashtextextended(d, 7203522) as k from unnest(${[...ids]}::text[]) d order by 1) held`.execute(
    work.db,
  )
}
