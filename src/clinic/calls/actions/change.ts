import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { afterOpenHours } from '../../inquiries/first-step.ts'
import { deskOf } from '../../inquiries/queries/desk.ts'
import { callByToken, type LinkedCall } from '../queries/by-link.ts'
import { mayChange } from '../rules.ts'
import { chooseFor, writeBooking, writeStep } from './take.ts'

const noCall = refuse('no-call', 'This link leads to no call.')

/** The holder of the link moves the call: the old time is free at once, and the call stays with whoever had it if they can. */
export async function moveByLink(work: Work, token: string, seen: number, at: Date): Promise<LinkedCall | Refusal> {
  const call = await callByToken(work, token)
  if (call === undefined) return noCall
  const refused = mayChange(call, seen, work.at)
  if (refused) return refused
  const answer = await moveCall(work, call, at, '')
  return answer ?? call
}

/** Gives a call another time. Who asks has been judged. */
export async function moveCall(
  work: Work,
  call: Pick<LinkedCall, 'callId' | 'bookingId' | 'inquiryId' | 'number' | 'staffId'>,
  at: Date,
  because: string,
): Promise<Refusal | null> {
  if (call.number >= 49) return refuse('moved-often', 'This call was moved too often. Cancel it, and book a new one.')
  const chosen = await chooseFor(work, at, call.staffId)
  if (isRefusal(chosen)) return chosen
  const ended = await endBooking(work, call.bookingId, 'moved', because)
  if (ended) return ended
  const refused = await writeBooking(work, { callId: call.callId, number: call.number + 1, at, ...chosen })
  if (refused) return refused
  await writeStep(work, call.inquiryId, { what: 'Hold the booked call', dueAt: at })
  if (chosen.staffId !== call.staffId) {
    await work.db
      .insertInto('inquiryOwner')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        inquiryId: call.inquiryId,
        staffId: chosen.staffId,
        because: 'The call was moved to their hours',
        givenBy: work.by.id,
        givenAt: work.at,
      })
      .execute()
  }
  await record(work, 'call.moved', { about: { inquiry: call.inquiryId, call: call.callId } })
  return null
}

/** The holder of the link cancels: the time is free at once, and somebody thinks about the next step. */
export async function cancelByLink(work: Work, token: string, seen: number): Promise<LinkedCall | Refusal> {
  const call = await callByToken(work, token)
  if (call === undefined) return noCall
  const refused = mayChange(call, seen, work.at)
  if (refused && refused.refused !== 'moved-often') return refused
  const ended = await endBooking(work, call.bookingId, 'cancelled', '')
  if (ended) return ended
  const { hours } = await deskOf(work)
  await writeStep(work, call.inquiryId, {
    what: 'They cancelled their call: decide how to go on',
    dueAt: afterOpenHours(work.at, 8, work.clinic.timeZone, hours),
  })
  await record(work, 'call.cancelled', { about: { inquiry: call.inquiryId, call: call.callId } })
  return call
}

/** Ends a booking once: the second of two windows is told so. */
export async function endBooking(
  work: Work,
  bookingId: string,
  how: 'moved' | 'cancelled',
  because: string,
): Promise<Refusal | null> {
  const written = await unlessRefused(
    work,
    { one_end_a_booking: 'This call was changed on another page. Here is how it stands now.' },
    () =>
      work.db
        .insertInto('callBookingEnd')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          bookingId,
          how,
          because,
          endedBy: work.by.id,
          endedAt: work.at,
        })
        .execute(),
  )
  return isRefusal(written) ? refuse('call-changed', written.because) : null
}
