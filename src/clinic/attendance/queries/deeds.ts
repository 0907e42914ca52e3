import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'

/** The marks that one press of a button made, all by one person at one instant, as far as nobody has taken them back. */
export type Deed = { ids: string[]; clientIds: string[]; mark: string; at: Date; by: string }

type DeedQuery = { markId: string } | { by: string | null }

/** The deed to which a mark belongs, or the last one of a person, in one session. */
export async function deedIn(work: Work, sessionId: string, which: DeedQuery): Promise<Deed | undefined> {
  const standing = work.db
    .selectFrom('attendanceMark as m')
    .where('m.sessionId', '=', sessionId)
    .where('m.undoes', 'is', null)
    .where(sql<boolean>`not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)`)
  const last = await standing
    .$if('markId' in which, (query) => query.where('m.id', '=', 'markId' in which ? which.markId : null))
    .$if('by' in which, (query) => query.where('m.markedBy', '=', 'by' in which ? which.by : null))
    .orderBy('m.markedAt', 'desc')
    .orderBy('m.id', 'desc')
    .select(['m.markedAt', 'm.markedBy', 'm.mark'])
    .executeTakeFirst()
  if (last === undefined) return undefined
  const marks = await standing
    .where('m.markedBy', '=', last.markedBy)
    // A clock in JavaScript ends at the millisecond.
    .where(sql<boolean>`date_trunc('milliseconds', m.marked_at) = ${last.markedAt}`)
    .select(['m.id', 'm.clientId'])
    .execute()
  return {
    ids: marks.map((mark) => mark.id),
    clientIds: marks.map((mark) => mark.clientId),
    mark: last.mark,
    at: last.markedAt,
    by: last.markedBy,
  }
}
