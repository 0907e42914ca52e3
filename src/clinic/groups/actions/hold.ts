import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import { actsNow, type Work } from '../../../db/work.ts'

/**
 * Takes hold of the diaries of some people, groups or rooms until the transaction ends, always in one order: whoever plans
 * the same hours at the same moment waits, and then sees what was planned. Seats and visits stand in different tables, and
 * a limit on a group may be lower than its chairs: no constraint could see these.
 */
export async function holdDiaries(work: Work, ids: readonly string[]): Promise<void> {
  const uuids = ids.filter(isId)
  // All rows of a group that changed its hour share one diary, for they share their chairs.
  const lines =
    uuids.length === 0
      ? []
      : await work.db.selectFrom('groupSeries').where('id', 'in', uuids).select(['id', 'lineId']).execute()
  const lineOf = new Map(lines.map((one) => [one.id, one.lineId ?? one.id]))
  await sql`select pg_advisory_xact_lock(k) from (
    select distinct hashtextextended(d, 7203522) as k from unnest(${ids.map((id) => lineOf.get(id) ?? id)}::text[]) d
    order by 1) held`.execute(work.db)
  actsNow(work)
}

/**
 * Takes hold of the clinic's calendar until the transaction ends: no meeting is laid while days are closed or a group is
 * changed. Always the last hold that a verb takes, so that two never wait for each other.
 */
export const holdCalendar = (work: Work): Promise<void> => holdDiaries(work, [`calendar ${work.clinic.id}`])
