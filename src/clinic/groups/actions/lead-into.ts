import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type Follower = { id: string; from: Day; because: string }

/** The row of a group that comes after another, where one is planned. */
export async function followerOf(work: Work, seriesId: string): Promise<Follower | undefined> {
  const { rows } = await sql<Follower>`
    select r.id, lower(r.during)::text as "from", x.because from series_change x
    join group_series r on r.clinic_id = x.clinic_id and r.id = x.successor_id and not isempty(r.during)
    where x.series_id = ${seriesId}::uuid order by lower(r.during) limit 1`.execute(work.db)
  return rows[0]
}

/** The seats that some seats go on into, however far. */
export async function seatsAfter(work: Work, seatIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive after(id) as (
      select c.carried_to from seat_carry c where c.seat_id = any (${[...seatIds]}::uuid[])
      union select c.carried_to from seat_carry c join after a on c.seat_id = a.id
    ) select id from after`.execute(work.db)
  return rows.map(({ id }) => id)
}

/**
 * The row that stands instead of a withdrawn one leads into what was planned after it, and each chair in it into the chair there: nobody
 * who is in the group afterwards is entered anew, and nobody leaves it by the way.
 */
export async function leadInto(
  work: Work,
  by: string,
  { seriesId, successorId, follows }: { seriesId: string; successorId: string; follows: Follower },
): Promise<void> {
  const changeId = newId()
  await work.db
    .insertInto('seriesChange')
    .values({
      clinicId: work.clinic.id,
      id: changeId,
      seriesId: successorId,
      successorId: follows.id,
      fromDay: follows.from,
      because: follows.because,
      changedBy: by,
      changedAt: work.at,
      again: true,
    })
    .execute()
  const { rows } = await sql<{ seatId: string; carriedTo: string }>`
    select mine.carried_to as "seatId", on_.carried_to as "carriedTo" from seat_carry mine
    join seat t on t.clinic_id = mine.clinic_id and t.id = mine.carried_to and t.series_id = ${successorId}::uuid
    join seat_carry on_ on on_.clinic_id = mine.clinic_id and on_.seat_id = mine.seat_id and on_.carried_to <> mine.carried_to
    join seat u on u.clinic_id = on_.clinic_id and u.id = on_.carried_to and u.series_id = ${follows.id}::uuid and not isempty(u.during)
    join seat old on old.clinic_id = mine.clinic_id and old.id = mine.seat_id and old.series_id = ${seriesId}::uuid`.execute(
    work.db,
  )
  if (rows.length === 0) return
  await work.db
    .insertInto('seatCarry')
    .values(
      rows.map((row) => ({
        clinicId: work.clinic.id,
        id: newId(),
        ...row,
        changeId,
        carriedAt: work.at,
        again: true,
      })),
    )
    .execute()
}
