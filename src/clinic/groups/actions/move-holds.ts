import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/**
 * Moves what visitors hold from a day on to the next row of their group: the same chair, the same link, until the same hour. A
 * hold that begins before goes on where it is, for a chair is one through all rows.
 */
export async function moveHolds(
  work: Work,
  seriesId: string,
  successorId: string,
  from: Day,
  firstDay: (day: Day) => Day,
): Promise<void> {
  const held = await work.db
    .selectFrom('seatHold')
    .where('seriesId', '=', seriesId)
    .where('firstDay', '>=', from)
    .where(sql<boolean>`upper(during) > ${work.at}::timestamptz and not exists (
      select from seat_hold_release x where x.clinic_id = seat_hold.clinic_id and x.hold_id = seat_hold.id)`)
    .select(['id', 'number', 'inquiryId', 'firstDay', 'tokenHash', sql<Date>`upper(during)`.as('until')])
    .orderBy(sql`lower(during)`)
    .execute()
  const ends = new Map<string, (typeof held)[number]>()
  for (const one of held) ends.set(one.tokenHash, one)
  if (held.length === 0) return
  await work.db
    .updateTable('seatHold')
    .set({
      during: sql<string>`case when lower(during) < ${work.at}::timestamptz then tstzrange(lower(during), ${work.at}::timestamptz) else 'empty' end`,
    })
    .where(
      'id',
      'in',
      held.map((one) => one.id),
    )
    .execute()
  const clinicId = work.clinic.id
  await work.db
    .insertInto('seatHoldRelease')
    .values(
      held.map((one) => ({
        clinicId,
        id: newId(),
        holdId: one.id,
        because: 'moved',
        releasedBy: work.by.id,
        releasedAt: work.at,
      })),
    )
    .execute()
  await work.db
    .insertInto('seatHold')
    .values(
      [...ends.values()].map((one) => ({
        clinicId,
        id: newId(),
        seriesId: successorId,
        number: one.number,
        inquiryId: one.inquiryId,
        firstDay: firstDay(one.firstDay),
        during: `[${work.at.toISOString()},${one.until.toISOString()})`,
        tokenHash: one.tokenHash,
        extends: one.id,
        heldBy: work.by.id,
        heldAt: work.at,
      })),
    )
    .execute()
}
