import { sql } from 'kysely'
import { addDays, dayAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { continuingCareOf, episodeById } from '../episodes/queries.ts'
import { holdDiaries } from '../groups/actions/hold.ts'
import { callOffVisits, takeSeatsAway } from './actions/take-and-give-back.ts'
import { endPausesWith } from './actions/undo-discharge.ts'
import { reasonOf } from './leaving-kinds.ts'
import { dueProcessRefusal, silenceRefusal } from './leaving-rules.ts'
import { lastAttendedOn } from './queries.ts'
import { noticesOf, standingOf } from './queries/notices.ts'
import { silenceOf } from './queries/silence.ts'
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
  const today = dayAt(work.at, work.clinic.timeZone)
  const said = { ...draft, reason: reasonOf(draft.reason) }
  const silence = draft.reason === 'dropped-out' ? await silenceOf(work, episodeId, today) : undefined
  const refused = leavingRefusal({
    stay,
    discharge: said,
    today,
    lastAttended: await lastAttendedOn(work, stay.clientId, stay.from),
    openItems: items.filter((item) => item.doneAt === null).length,
    sawOpenItems: draft.sawOpenItems,
  })
  if (refused) return refused
  const silent = silenceRefusal(draft.reason, draft.onDay, silence?.lastContact ?? null)
  if (silent) return silent
  // What the clinic ends against somebody's will is ended by the book: noticed, reviewed, and open to appeal.
  const unfair =
    draft.reason === 'terminated'
      ? dueProcessRefusal(standingOf(await noticesOf(work, episodeId)), draft.onDay, today)
      : null
  if (unfair) return unfair
  if (work.by.id === null) throw new Error('A stay is ended by a person.')
  const [by, clinicId, { onDay, reason, words }] = [work.by.id, work.clinic.id, said]
  const id = newId()
  const cause = { of: 'discharge', id } as const
  const written = await unlessRefused(work, { discharge_of: 'This episode has ended already.' }, () =>
    work.db
      .insertInto('discharge')
      .values({
        clinicId,
        id,
        episodeId,
        onDay,
        reason,
        kind: draft.reason,
        words,
        dischargedBy: by,
        dischargedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  const seats = await takeSeatsAway(work, by, cause, episodeId, onDay, 'Discharged')
  const visits = await callOffVisits(work, by, cause, episodeId, onDay, 'Discharged')
  await endPausesWith(work, by, episodeId, onDay)
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
  const id = newId()
  const cause = { of: 'discharge', id } as const
  await work.db
    .insertInto('discharge')
    .values({
      clinicId: work.clinic.id,
      id,
      episodeId,
      onDay: stay.from,
      reason: 'other',
      words,
      dischargedBy: by,
      dischargedAt: work.at,
    })
    .execute()
  const seats = await takeSeatsAway(work, by, cause, episodeId, before, 'Discharged')
  const visits = await callOffVisits(work, by, cause, episodeId, before, 'Discharged')
  await work.db.updateTable('episode').set({ during: sql`'empty'::daterange` }).where('id', '=', episodeId).execute()
  await record(work, 'admission.withdrawn', { clients: [stay.clientId], about: { episode: episodeId, seats, visits } })
  return null
}
