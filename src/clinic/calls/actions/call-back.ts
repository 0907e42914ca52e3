import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { openInquiry } from '../../inquiries/actions/open.ts'
import { firstStep } from '../../inquiries/first-step.ts'
import { deskOf } from '../../inquiries/queries/desk.ts'

export const windows = ['any', 'morning', 'midday', 'afternoon'] as const
export type Window = (typeof windows)[number]
/** As the desk reads it. */
const windowSaid: Record<Window, string> = {
  any: 'Any time',
  morning: 'Mornings',
  midday: 'Around noon',
  afternoon: 'Afternoons',
}

export type CallBack = {
  phone: string
  name: string
  window: Window
  language: string
  mayLeaveMessage: boolean
  permission: string
  heldBack: boolean
}

/** Somebody wants to be called: due by the hours of the desk. Answers by when. */
export async function askForCallBack(work: Work, asked: CallBack): Promise<{ by: Date } | Refusal> {
  if (asked.phone.trim() === '') return refuse('phone', 'Give the telephone number that we should call.')
  const { hours } = await deskOf(work)
  const { dueAt } = firstStep('call-back', work.at, work.clinic.timeZone, hours)
  const inquiry = await openInquiry(work, {
    channel: 'call-back',
    language: asked.language,
    forWhom: 'self',
    name: asked.name,
    phone: asked.phone,
    email: '',
    mayLeaveMessage: asked.mayLeaveMessage,
    bestTime: windowSaid[asked.window],
    permission: asked.permission,
    heldBack: asked.heldBack,
    dueAt,
  })
  return isRefusal(inquiry) ? inquiry : { by: dueAt }
}
