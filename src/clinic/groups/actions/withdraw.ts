import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/**
 * Takes the meetings to come of a row out of the calendar on whose days it does not run any more. They count as moved, not as
 * cancelled; only where something is written about one already, such as who covers it, does it stay as called off.
 */
export async function withdrawMeetings(work: Work, seriesId: string, by: string, because: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from withdraw_meetings(${seriesId}::uuid, ${work.at}) as id`.execute(work.db)
  if (rows.length === 0) return
  await work.db
    .insertInto('sessionCancellation')
    .values(
      rows.map(({ id }) => ({
        clinicId: work.clinic.id,
        id: newId(),
        sessionId: id,
        because,
        cancelledBy: by,
        cancelledAt: work.at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
