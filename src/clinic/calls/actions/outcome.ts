import { isId, newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { deskOf } from '../../inquiries/queries/desk.ts'
import { callById, outcomesOf, type CallRow } from '../queries/calls.ts'
import { afterCall, type Outcome } from '../tries.ts'
import { endBooking, moveCall } from './change.ts'
import { writeStep } from './take.ts'

export type NewOutcome = { inquiryId: string; bookingId?: string; outcome: Outcome; because: string }

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/**
 * What came of ringing somebody, of a booked call or of an inquiry that waits for one; sets the next step, and the stage
 * when somebody was reached for the first time.
 */
export async function recordCallOutcome(work: Work, said: NewOutcome): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call.work')
  if (denied) return denied
  if (!isId(said.inquiryId) || work.by.id === null) return nothingHere
  const inquiry = await work.db
    .selectFrom('inquiry as i')
    .leftJoin('inquiryClient as l', (join) =>
      join.onRef('l.clinicId', '=', 'i.clinicId').onRef('l.inquiryId', '=', 'i.id'),
    )
    .where('i.clinicId', '=', work.clinic.id)
    .where('i.id', '=', said.inquiryId)
    .select(['i.id', 'l.clientId'])
    .executeTakeFirst()
  if (inquiry === undefined) return nothingHere
  await work.db
    .insertInto('callOutcome')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      inquiryId: said.inquiryId,
      bookingId: said.bookingId ?? null,
      outcome: said.outcome,
      because: said.because,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  const unanswered = unansweredSince(await outcomesOf(work, said.inquiryId))
  const { hours } = await deskOf(work)
  const step = afterCall(said.outcome, unanswered, work.at, work.clinic.timeZone, hours)
  if (step !== null) await writeStep(work, said.inquiryId, step)
  if (said.outcome === 'reached') await reachedAtLast(work, said.inquiryId)
  await record(work, 'call.outcome', {
    clients: inquiry.clientId === null ? [] : [inquiry.clientId],
    about: { inquiry: said.inquiryId, booking: said.bookingId ?? null, outcome: said.outcome },
  })
  return null
}

/** How often nobody answered since somebody last did; the list has the latest first. */
const unansweredSince = (all: readonly { outcome: string }[]): number => {
  const reached = all.findIndex((one) => one.outcome === 'reached')
  return (reached === -1 ? all : all.slice(0, reached)).filter((one) => one.outcome === 'no-answer').length
}

async function reachedAtLast(work: Work, inquiryId: string): Promise<void> {
  const stage = await work.db
    .selectFrom('inquiryStage')
    .where('clinicId', '=', work.clinic.id)
    .where('inquiryId', '=', inquiryId)
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select('stage')
    .executeTakeFirst()
  if (stage?.stage !== 'new') return
  await work.db
    .insertInto('inquiryStage')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      inquiryId,
      stage: 'reached',
      because: 'Reached by telephone',
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
}

/** What came of a booked call. A call that never took place has no outcome but its end. */
export async function recordBookedOutcome(
  work: Work,
  callId: string,
  said: { outcome: 'reached' | 'no-answer' | 'wrong-number' | 'cancelled-by-us'; because: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call.work')
  if (denied) return denied
  const call = await callById(work, callId)
  if (call === undefined) return nothingHere
  const refused = standsStill(call)
  if (refused) return refused
  if (said.outcome === 'cancelled-by-us') {
    if (said.because === '') return refuse('because', 'Say why we cancel, in a few words.')
    const ended = await endBooking(work, call.bookingId, 'cancelled', said.because)
    if (ended) return ended
  }
  return recordCallOutcome(work, { inquiryId: call.inquiryId, bookingId: call.bookingId, ...said })
}

/** Staff give the call another time, agreed on the telephone. */
export async function moveByStaff(
  work: Work,
  callId: string,
  seen: number,
  at: Date,
  because: string,
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call.work')
  if (denied) return denied
  const call = await callById(work, callId)
  if (call === undefined) return nothingHere
  const refused = standsStill(call)
  if (refused) return refused
  if (call.number !== seen)
    return refuse('call-changed', 'This call was changed at this moment. Here is how it stands now.')
  if (because === '') return refuse('because', 'Say why it is moved, in a few words.')
  const moved = await moveCall(work, call, at, because)
  if (moved)
    return moved.refused === 'taken' ? refuse('taken', 'This time is no longer free. Choose another one.') : moved
  return recordCallOutcome(work, { inquiryId: call.inquiryId, bookingId: call.bookingId, outcome: 'moved', because })
}

const standsStill = (call: CallRow): Refusal | null =>
  call.ended === 'cancelled' ? refuse('call-cancelled', 'This call is cancelled.') : null
