import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/** Ends some seats with a last day, each with a release that says why; one that was to begin later never was. */
export async function endSeats(
  work: Work,
  by: string,
  seatIds: readonly string[],
  lastDay: Day,
  because: string,
): Promise<void> {
  if (seatIds.length === 0) return
  await work.db
    .insertInto('seatRelease')
    .values(
      seatIds.map((seatId) => ({
        clinicId: work.clinic.id,
        id: newId(),
        seatId,
        lastDay,
        because,
        releasedBy: by,
        releasedAt: work.at,
      })),
    )
    // Whoever gave notice for a later day keeps what they said; the seat ends earlier all the same.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await work.db
    .updateTable('seat')
    .set({
      during: sql<string>`case when lower(during) > ${lastDay}::date then 'empty'::daterange else daterange(lower(during), ${addDays(lastDay, 1)}::date) end`,
    })
    .where('id', 'in', [...seatIds])
    .where(sql<boolean>`not isempty(during) and coalesce(upper(during), 'infinity') > ${addDays(lastDay, 1)}::date`)
    .execute()
}
