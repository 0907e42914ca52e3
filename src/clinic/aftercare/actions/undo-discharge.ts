import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { episodeById } from '../../episodes/queries.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { pausesOf } from '../queries/pauses.ts'
import { dischargeOf } from '../queries/summaries.ts'
import { undoRefusal } from '../steps.ts'
import { type GivenBack, giveBack, todayOf } from './take-and-give-back.ts'

const notHere = refuse('not-found', 'This stay does not exist, or it is not yours to see.')

/** A stay that ends ends the pause within it. */
export async function endPausesWith(work: Work, by: string, episodeId: string, lastDay: Day): Promise<void> {
  for (const pause of (await pausesOf(work, episodeId)).filter(({ backOn }) => backOn === null)) {
    const after = addDays(lastDay, 1)
    await work.db
      .insertInto('stayPauseEnd')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        pauseId: pause.id,
        onDay: after > pause.from ? after : pause.from,
        because: 'stay-ended',
        endedBy: by,
        endedAt: work.at,
      })
      .execute()
  }
}

/**
 * Takes a discharge back within a day: the stay goes on as if it had not ended, with the seats whose chairs are free, the visits whose
 * hours are, and the pause that stood. What is not free is named. Tasks and the plan for leaving were never closed; the calls after
 * leaving stop by themselves, because nobody has left.
 */
export async function undoDischarge(work: Work, episodeId: string, because: string): Promise<GivenBack | Refusal> {
  const denied = mayNot(work.by, 'episode.discharge')
  if (denied) return denied
  const found = await episodeById(work, episodeId)
  if (found === undefined) return notHere
  await holdDiaries(work, [found.clientId])
  const stay = await episodeById(work, episodeId)
  const discharge = await dischargeOf(work, episodeId)
  if (stay === undefined) return notHere
  if (discharge === undefined) return refuse('not-ended', 'This stay goes on: there is no discharge to take back.')
  const refused = undoRefusal(
    { decidedAt: discharge.dischargedAt, isUndone: false, isLatest: true, isOver: false, words: because },
    work.at,
  )
  if (refused) return refused
  if (work.by.id === null) return refuse('not-a-person', 'A person takes this back.')
  const by = work.by.id
  const [today, cause] = [todayOf(work), { of: 'discharge', id: discharge.id } as const]
  const from = discharge.onDay >= today ? addDays(today, 1) : today
  // Seats and visits first, so that the row that takes the discharge back says what could not be had.
  await sql`savepoint undo`.execute(work.db)
  const back = await giveBack(work, by, cause, from)
  const { rows } = await sql<{ done: boolean }>`
    select undo_discharge(${discharge.id}::uuid, ${because.trim()}, ${JSON.stringify(back.couldNot)}::jsonb, ${work.at}) as done`.execute(
    work.db,
  )
  const opened =
    rows[0]?.done === true
      ? await unlessRefused(
          work,
          { one_episode_at_a_time: 'They have been admitted again since. That stay goes on.' },
          () =>
            work.db
              .updateTable('episode')
              .set({ during: sql<string>`daterange(lower(during), null)` })
              .where('id', '=', episodeId)
              .execute(),
        )
      : refuse('not-ended', 'This discharge was taken back already.')
  await (isRefusal(opened) ? sql`rollback to savepoint undo` : sql`release savepoint undo`).execute(work.db)
  if (isRefusal(opened)) return opened
  await pauseAgain(work, by, episodeId, discharge.dischargedAt)
  await record(work, 'episode.ended-undone', {
    clients: [stay.clientId],
    about: { episode: episodeId, seats: back.seats, visits: back.visits, missing: back.couldNot.length },
  })
  return back
}

/** The pause that the discharge ended goes on from the day after, with the same words, owner and day. */
async function pauseAgain(work: Work, by: string, episodeId: string, dischargedAt: Date): Promise<void> {
  const ended = (await pausesOf(work, episodeId)).find(({ endBecause }) => endBecause === 'stay-ended')
  if (ended === undefined || ended.backOn === null || ended.at > dischargedAt) return
  const today = todayOf(work)
  await work.db
    .insertInto('stayPause')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      episodeId,
      clientId: ended.clientId,
      kind: ended.kind,
      fromDay: ended.backOn,
      expectedBack: ended.expectedBack !== null && ended.expectedBack > ended.backOn ? ended.expectedBack : null,
      nextOn: ended.nextOn > today ? ended.nextOn : today,
      ownerId: ended.ownerId,
      words: ended.words,
      seatsUntil: null,
      pausedBy: by,
      pausedAt: work.at,
    })
    .execute()
}
