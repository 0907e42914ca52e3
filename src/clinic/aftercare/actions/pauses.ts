import { addDays, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { episodeById } from '../../episodes/queries.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { staffList } from '../../staff/queries.ts'
import { type PauseDraft, pauseEndRefusal, pauseRefusal, touchRefusal } from '../pauses.ts'
import { lastAttendedOn } from '../queries.ts'
import { pauseById, pausesOf } from '../queries/pauses.ts'
import { callOffVisits, type GivenBack, giveBack, takeSeatsAway, todayOf } from './take-and-give-back.ts'

const notHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
const overlapping = 'They are away on these days already. Write down how that pause ended first.'

/** Who is asked about somebody away: a person who works here and cares for clients. */
const mayOwn = async (work: Work, id: string): Promise<boolean> =>
  (await staffList(work)).some(
    (one) => one.id === id && ['director', 'coordinator', 'therapist', 'prescriber'].includes(one.role),
  )

/**
 * Somebody is away for a while and stays in care. Seats are kept to a day, or given back from the first day away; visits until the
 * expected return are called off (all that lie ahead, where nobody knows when that is).
 */
export async function pauseStay(
  work: Work,
  episodeId: string,
  draft: PauseDraft & { ownerId: string },
): Promise<{ id: string; seats: number; visits: number } | Refusal> {
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return denied
  const found = await episodeById(work, episodeId)
  if (found !== undefined) await holdDiaries(work, [found.clientId])
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return notHere
  const today = todayOf(work)
  const refused = pauseRefusal(
    stay,
    draft,
    { pauses: await pausesOf(work, episodeId), lastAttended: await lastAttendedOn(work, stay.clientId, stay.from) },
    today,
  )
  if (refused) return refused
  if (!(await mayOwn(work, draft.ownerId))) return refuse('owner', 'Choose who asks again from the list.')
  if (work.by.id === null) return refuse('not-a-person', 'A person writes this down.')
  const [id, by] = [newId(), work.by.id]
  const { kind, fromDay, expectedBack, nextOn, seatsUntil, words, ownerId } = draft
  const written = await unlessRefused(work, { one_pause_at_a_time: overlapping }, () =>
    work.db
      .insertInto('stayPause')
      .values({
        clinicId: work.clinic.id,
        id,
        episodeId,
        clientId: stay.clientId,
        kind,
        fromDay,
        expectedBack,
        nextOn,
        seatsUntil,
        ownerId,
        words: words.trim(),
        pausedBy: by,
        pausedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  // What has been held is not given back: a seat ends yesterday at the earliest.
  const last = seatsUntil ?? later(addDays(fromDay, -1), addDays(today, -1))
  const cause = { of: 'pause', id } as const
  const seats = await takeSeatsAway(work, by, cause, episodeId, last, 'Away for a while')
  const after = later(addDays(fromDay, -1), addDays(today, -1))
  const visits = await callOffVisits(work, by, cause, episodeId, after, 'Away for a while', expectedBack)
  await record(work, 'stay.paused', {
    clients: [stay.clientId],
    about: { pause: id, kind, from: fromDay, seats, visits },
  })
  return { id, seats: seatsUntil === null ? seats : 0, visits }
}

/** How a pause ended. Whoever came back gets seats and visits again, as far as they are free; what is not is named. */
export async function endPause(
  work: Work,
  pauseId: string,
  draft: { onDay: string; because: string; words: string },
): Promise<(GivenBack & { episodeId: string }) | Refusal> {
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return denied
  const found = await pauseById(work, pauseId)
  if (found === undefined) return notHere
  await holdDiaries(work, [found.clientId])
  const pause = await pauseById(work, pauseId)
  const stay = pause && (await episodeById(work, pause.episodeId))
  if (pause === undefined || stay === undefined) return notHere
  const today = todayOf(work)
  const refused = pauseEndRefusal({ from: pause.from, isOver: pause.backOn !== null }, draft, today)
  if (refused) return refused
  if (work.by.id === null) return refuse('not-a-person', 'A person writes this down.')
  const by = work.by.id
  const onDay = draft.because === 'entered-in-error' ? pause.from : draft.onDay
  const written = await unlessRefused(
    work,
    { stay_pause_end_of: 'How this pause ended is written down already.' },
    () =>
      work.db
        .insertInto('stayPauseEnd')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          pauseId,
          onDay,
          because: draft.because,
          words: draft.words.trim(),
          endedBy: by,
          endedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  // Whoever does not come back keeps no seat: leaving follows, and a person decides on it.
  const back =
    draft.because === 'not-back' || stay.lastDay !== null
      ? { seats: 0, visits: 0, couldNot: [] }
      : await giveBack(work, by, { of: 'pause', id: pauseId }, later(onDay, today))
  if (draft.because === 'not-back' && stay.lastDay === null)
    await takeSeatsAway(
      work,
      by,
      { of: 'pause', id: newId() },
      stay.id,
      addDays(later(onDay, today), -1),
      'Did not come back',
    )
  await record(work, 'stay.pause-ended', {
    clients: [stay.clientId],
    about: { pause: pauseId, because: draft.because, on: onDay, seats: back.seats, visits: back.visits },
  })
  return { ...back, episodeId: stay.id }
}

/** What was heard of somebody away, and when who asks again. */
export async function noteAway(
  work: Work,
  pauseId: string,
  draft: { words: string; nextOn: string; expectedBack: string | null; ownerId: string },
): Promise<{ episodeId: string } | Refusal> {
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return denied
  const found = await pauseById(work, pauseId)
  if (found === undefined) return notHere
  await holdDiaries(work, [found.clientId])
  const pause = await pauseById(work, pauseId)
  if (pause === undefined) return notHere
  const refused = touchRefusal({ from: pause.from, isOver: pause.backOn !== null }, draft, todayOf(work))
  if (refused) return refused
  if (!(await mayOwn(work, draft.ownerId))) return refuse('owner', 'Choose who asks again from the list.')
  if (work.by.id === null) return refuse('not-a-person', 'A person writes this down.')
  await work.db
    .insertInto('stayPauseTouch')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      pauseId,
      expectedBack: draft.expectedBack,
      nextOn: draft.nextOn,
      ownerId: draft.ownerId,
      words: draft.words.trim(),
      notedBy: work.by.id,
      notedAt: work.at,
    })
    .execute()
  await record(work, 'stay.pause-noted', { clients: [pause.clientId], about: { pause: pauseId, next: draft.nextOn } })
  return { episodeId: pause.episodeId }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)
