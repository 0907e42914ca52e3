import { newId, newToken, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { openInquiry } from '../../inquiries/actions/open.ts'
import { reachFrom } from '../../inquiries/reach.ts'
import { zoneFrom } from '../zones.ts'
import { chooseFor, writeBooking } from './take.ts'

export type NewCall = {
  at: Date
  /** The visitor's own clock, in which they chose. */
  timeZone: string
  name: string
  /** Whom to ask for on the telephone, when it should not be the name. */
  askFor: string
  phone: string
  language: string
  forWhom: 'self' | 'loved-one' | 'someone-i-treat'
  mayLeaveMessage: boolean
  words: string
  permission: string
  heldBack: boolean
}

/** Books a call: an inquiry that is due at its time, with whoever takes it as its owner, and the link that changes it. */
export async function bookCall(work: Work, asked: NewCall): Promise<{ token: string } | Refusal> {
  // What is wrong with the form is said before anybody's diary is held.
  if (asked.permission === '') return refuse('no-permission', 'Tick the sentence that lets us keep this and call you.')
  if (asked.phone.trim() === '') return refuse('phone', 'Give the telephone number that we should call.')
  const reach = reachFrom({ phone: asked.phone, email: '' })
  if (isRefusal(reach)) return reach
  const chosen = await chooseFor(work, asked.at)
  if (isRefusal(chosen)) return chosen
  const callId = newId()
  const inquiry = await openInquiry(work, {
    channel: 'call',
    language: asked.language,
    forWhom: asked.forWhom,
    name: asked.name,
    phone: reach.phone,
    email: '',
    mayLeaveMessage: asked.mayLeaveMessage,
    words: asked.words,
    about: { call: callId },
    permission: asked.permission,
    heldBack: asked.heldBack,
    dueAt: asked.at,
    ownerId: chosen.staffId,
  })
  if (isRefusal(inquiry)) return inquiry
  const token = newToken()
  await work.db
    .insertInto('bookedCall')
    .values({
      clinicId: work.clinic.id,
      id: callId,
      inquiryId: inquiry.id,
      linkHash: sha256(token),
      askFor: asked.askFor,
      timeZone: zoneFrom(asked.timeZone, work.clinic.timeZone),
      openedAt: work.at,
    })
    .execute()
  const refused = await writeBooking(work, { callId, number: 0, at: asked.at, ...chosen })
  if (refused) return refused
  await record(work, 'call.booked', { about: { inquiry: inquiry.id, call: callId } })
  return { token }
}
