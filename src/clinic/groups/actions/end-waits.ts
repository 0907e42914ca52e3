import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type LeaveReason = 'seated' | 'asked' | 'no-answer' | 'stay-ended' | 'clinic'

/**
 * Keeps a place on the waitlist as it is until the transaction ends; false when it has ended, or somebody changes it at this
 * moment. It never waits: two that offer chairs of two groups to the same people would wait for each other.
 */
export async function holdPlace(work: Work, entryId: string): Promise<boolean> {
  const held = await work.db
    .selectFrom('waitlistEntry')
    .where('id', '=', entryId)
    .where(sql<boolean>`upper_inf(during)`)
    .select('id')
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  return held.length > 0
}

/** Ends the place of some on the waitlist, with the reason. What was offered to them goes back, but for the very seat they have. */
export async function endPlaces(
  work: Work,
  entryIds: readonly string[],
  because: LeaveReason,
  { words = '', seat }: { words?: string; seat?: { id: string; seriesIds: readonly string[] } } = {},
): Promise<number> {
  if (entryIds.length === 0) return 0
  const ended = await work.db
    .updateTable('waitlistEntry')
    .set({
      during: sql<string>`case when lower(during) < ${work.at}::timestamptz then tstzrange(lower(during), ${work.at}::timestamptz) else 'empty' end`,
    })
    .where('id', 'in', [...entryIds])
    .where(sql<boolean>`upper_inf(during)`)
    .returning('id')
    .execute()
  if (ended.length === 0) return 0
  await work.db
    .insertInto('waitlistLeave')
    .values(
      ended.map(({ id }) => ({
        clinicId: work.clinic.id,
        id: newId(),
        entryId: id,
        because,
        words,
        leftBy: work.by.id,
        leftAt: work.at,
      })),
    )
    .execute()
  const open = await work.db
    .selectFrom('seatOffer')
    .where(
      'entryId',
      'in',
      ended.map(({ id }) => id),
    )
    .where(sql<boolean>`upper(during) > ${work.at}::timestamptz`)
    .select(['id', 'clientId', 'seriesId'])
    .execute()
  for (const offer of open)
    await (seat?.seriesIds.includes(offer.seriesId) === true
      ? closeOffer(work, offer, 'accepted', seat.id)
      : closeOffer(work, offer, 'withdrawn'))
  return ended.length
}

/** Somebody has the seat they waited for: their place in that group's list ends. A wish for a kind of group goes on. */
export async function endWaits(work: Work, clientId: string, seriesId: string, seatId: string): Promise<void> {
  const line = (
    await sql<{ id: string }>`select x as id from line_of(${work.clinic.id}::uuid, ${seriesId}::uuid) x`.execute(
      work.db,
    )
  ).rows.map((row) => row.id)
  const { rows } = await sql<{ id: string }>`
    select w.id from waitlist_entry w
    where w.client_id = ${clientId}::uuid and upper_inf(w.during) and w.series_id = any (${line}::uuid[])
      and exists (select from seat t where t.clinic_id = w.clinic_id and t.client_id = w.client_id and t.series_id = any (${line}::uuid[])
        and t.during && daterange((select lower(s.during) from seat s where s.id = ${seatId}::uuid), null)
        and (upper_inf(t.during) or upper(t.during) - lower(t.during) > 7))`.execute(work.db)
  await endPlaces(
    work,
    rows.map((row) => row.id),
    'seated',
    { seat: { id: seatId, seriesIds: line } },
  )
}

export type Closing = 'accepted' | 'declined' | 'lapsed' | 'withdrawn'

/** Writes how an offer ended, once; the chair is free from this moment. False when somebody else was first. */
export async function closeOffer(
  work: Work,
  offer: { id: string; clientId: string },
  answer: Closing,
  seatId: string | null = null,
): Promise<boolean> {
  const written = await work.db
    .insertInto('seatOfferAnswer')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      offerId: offer.id,
      clientId: offer.clientId,
      answer,
      seatId,
      byKind: work.by.kind === 'staff' || work.by.kind === 'client' ? work.by.kind : 'stepwell',
      answeredBy: work.by.id,
      answeredAt: work.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (written === undefined) return false
  await work.db
    .updateTable('seatOffer')
    .set({
      during: sql<string>`case when lower(during) < ${work.at}::timestamptz then tstzrange(lower(during), ${work.at}::timestamptz) else 'empty' end`,
    })
    .where('id', '=', offer.id)
    .where(sql<boolean>`upper(during) > ${work.at}::timestamptz`)
    .execute()
  return true
}
