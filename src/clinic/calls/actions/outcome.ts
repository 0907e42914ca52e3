import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { logCall } from '../../inquiries/actions/steps.ts'
import { deskOf } from '../../inquiries/queries/desk.ts'
import { inquiryById, triesOf } from '../../inquiries/queries/inquiry.ts'
import { callById, type CallRow } from '../queries/calls.ts'
import { afterCall, type Outcome } from '../tries.ts'
import { endBooking, moveCall } from './change.ts'
import { writeStep } from './take.ts'

export type NewOutcome = { inquiryId: string; bookingId?: string; outcome: Outcome; because: string }

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/**
 * What came of ringing somebody, of a booked call or of an inquiry that waits for one. It stands in the inquiry's own log of
 * calls, which moves the stage on when somebody is reached; the next step follows the table in tries.ts.
 */
export async function recordCallOutcome(work: Work, said: NewOutcome): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call.work')
  if (denied) return denied
  const inquiry = await inquiryById(work, said.inquiryId)
  if (inquiry === undefined || work.by.id === null) return nothingHere
  const { hours } = await deskOf(work)
  const unanswered = (await triesOf(work, inquiry.id)) + 1
  const step = afterCall(said.outcome, unanswered, work.at, work.clinic.timeZone, hours)
  if (inquiry.isOpen && step !== null) {
    if (said.outcome === 'cancelled-by-us') await writeStep(work, inquiry.id, step)
    else if (said.outcome !== 'moved') {
      const call = { direction: 'out', whom: '', outcome: said.outcome, words: said.because, offeredFor: null } as const
      const refused = await logCall(work, inquiry.id, { step: inquiry.stepId, ...call }, { step })
      if (refused) return refused
    }
  }
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
  await record(work, 'call.outcome', {
    clients: inquiry.clientId === null ? [] : [inquiry.clientId],
    about: { inquiry: said.inquiryId, booking: said.bookingId ?? null, outcome: said.outcome },
  })
  return null
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
