import { sql } from 'kysely'
import type { Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayTakeClient } from '../credentials.ts'
import { staffList } from '../queries.ts'
import { caseloadCapsOf, caseloadsOf } from '../queries/hours.ts'

/**
 * Whether somebody may become primary therapist of one more, under the limit that stands today. Holds their caseload until the
 * transaction ends, so that two who give them a client at once follow one another.
 */
export async function holdCaseload(work: Work, staffId: string): Promise<Refusal | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`caseload ${staffId}`}, 0))`.execute(work.db)
  const most = (await caseloadCapsOf(work)).get(staffId)
  if (most === undefined) return null
  const person = (await staffList(work)).find((one) => one.id === staffId)
  const load = (await caseloadsOf(work)).get(staffId) ?? 0
  return mayTakeClient(`${person?.givenName ?? ''} ${person?.familyName ?? ''}`.trim(), load, most)
}
