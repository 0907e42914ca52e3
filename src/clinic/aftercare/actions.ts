import { sql } from 'kysely'
import { addDays, dayAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { continuingCareOf, episodeById } from '../episodes/queries.ts'
import { holdDiaries } from '../groups/actions/hold.ts'
import { heldAfter, lastAttendedOn, visitsAfter } from './queries.ts'
import { leavingRefusal, withdrawalRefusal } from './rules.ts'

export type DischargeDraft = { onDay: string; reason: string; words: string; sawOpenItems: boolean }

/** Ends a stay: from the day after the last one the seats are free and nobody expects the client. */
export async function discharge(
  work: Work,
  episodeId: string,
  draft: DischargeDraft,
): Promise<{ seats: number; visits: number } | Refusal> {
  const denied = mayNot(work.by, 'episode.discharge')
  if (denied) return denied
  const found = await episodeById(work, episodeId)
  // Whoever gives this client a seat or a visit at this moment, or ends the stay too, comes before or after.
  if (found !== undefined) await holdDiaries(work, [found.clientId])
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return refuse('not-found', 'This stay does not exist, or it is not yours to see.')
  const items = await continuingCareOf(work, episodeId)
  const refused = leavingRefusal({
    stay,
    discharge: draft,
    today: dayAt(work.at, work.clinic.timeZone),
    lastAttended: await lastAttendedOn(work, stay.clientId, stay.from),
    openItems: items.filter((item) => item.doneAt === null).length,
    sawOpenItems: draft.sawOpenItems,
  })
  if (refused) return refused
  if (work.by.id === null) throw new Error('A stay is ended by a person.')
  const [by, clinicId, { onDay, reason, words }] = [work.by.id, work.clinic.id, draft]
  const written = await unlessRefused(work, { discharge_of: 'This episode has ended already.' }, () =>
    work.db
      .insertInto('discharge')
      .values({ clinicId, id: newId(), episodeId, onDay, reason, words, dischargedBy: by, dischargedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  const seats = await releaseSeats(work, episodeId, onDay, by)
  const visits = await cancelVisits(work, episodeId, onDay, by)
  await work.db
    .updateTable('episode')
    .set({ during: sql`daterange(lower(during), ${onDay}::date + 1)` })
    .where('id', '=', episodeId)
    .execute()
  await record(work, 'episode.ended', {
    clients: [stay.clientId],
    about: { episode: episodeId, reason, lastDay: onDay, seats, visits },
  })
  return { seats, visits }
}

/** Takes back an admission whose first day is still to come: nothing of it happened, and its seats are free. */
export async function withdrawAdmission(work: Work, episodeId: string, words: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'episode.discharge')
  if (denied) return denied
  const found = await episodeById(work, episodeId)
  if (found !== undefined) await holdDiaries(work, [found.clientId])
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return refuse('withdrawn', 'This admission has been taken back already.')
  const refused = withdrawalRefusal(stay, words, dayAt(work.at, work.clinic.timeZone))
  if (refused) return refused
  if (work.by.id === null) throw new Error('An admission is taken back by a person.')
  const by = work.by.id
  const before = addDays(stay.from, -1)
  await work.db
    .insertInto('discharge')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      episodeId,
      onDay: stay.from,
      reason: 'other',
      words,
      dischargedBy: by,
      dischargedAt: work.at,
    })
    .execute()
  const seats = await releaseSeats(work, episodeId, before, by)
  const visits = await cancelVisits(work, episodeId, before, by)
  await work.db.updateTable('episode').set({ during: sql`'empty'::daterange` }).where('id', '=', episodeId).execute()
  await record(work, 'admission.withdrawn', { clients: [stay.clientId], about: { episode: episodeId, seats, visits } })
  return null
}

/** A seat that had not begun by the last day never was; one that had ends with it. */
async function releaseSeats(work: Work, episodeId: string, lastDay: string, by: string): Promise<number> {
  const { seats } = await heldAfter(work, episodeId, lastDay)
  if (seats.length === 0) return 0
  const ids = seats.map((seat) => seat.id)
  await work.db
    .insertInto('seatRelease')
    .values(
      ids.map((seatId) => ({
        clinicId: work.clinic.id,
        id: newId(),
        seatId,
        lastDay,
        because: 'Discharged',
        releasedBy: by,
        releasedAt: work.at,
      })),
    )
    // Somebody may have released it for a later day already; the discharge row says the rest.
    .onConflict((conflict) => conflict.columns(['clinicId', 'seatId']).doNothing())
    .execute()
  await work.db
    .updateTable('seat')
    .set({
      during: sql`case when lower(during) > ${lastDay}::date then 'empty'::daterange else daterange(lower(during), ${lastDay}::date + 1) end`,
    })
    .where('id', 'in', ids)
    .execute()
  return ids.length
}

async function cancelVisits(work: Work, episodeId: string, lastDay: string, by: string): Promise<number> {
  const visits = await visitsAfter(work, episodeId, lastDay)
  if (visits.length === 0) return 0
  await work.db
    .insertInto('visitCancellation')
    .values(
      visits.map((visit) => ({
        clinicId: work.clinic.id,
        id: newId(),
        visitId: visit.id,
        wasDuring: visit.during,
        because: 'Discharged',
        cancelledBy: by,
        cancelledAt: work.at,
      })),
    )
    .execute()
  await work.db
    .updateTable('visit')
    .set({ during: sql`'empty'::tstzrange` })
    .where(
      'id',
      'in',
      visits.map((visit) => visit.id),
    )
    .execute()
  return visits.length
}
