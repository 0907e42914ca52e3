import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/** Ends what is still held of some rows, now, with the reason. What has run out by itself stays as it is. */
export async function endHold(work: Work, ids: readonly string[], because: 'seat' | 'staff'): Promise<void> {
  const ended = await work.db
    .updateTable('seatHold')
    .set({
      during: sql<string>`case when lower(during) < ${work.at}::timestamptz then tstzrange(lower(during), ${work.at}::timestamptz) else 'empty' end`,
    })
    .where('id', 'in', [...ids])
    .where(sql<boolean>`upper(during) > ${work.at}::timestamptz`)
    .returning('id')
    .execute()
  if (ended.length === 0) return
  const row = { clinicId: work.clinic.id, because, releasedBy: work.by.id, releasedAt: work.at }
  await work.db
    .insertInto('seatHoldRelease')
    .values(ended.map(({ id }) => ({ ...row, id: newId(), holdId: id })))
    // Whoever gave it back at this very moment said why already.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
