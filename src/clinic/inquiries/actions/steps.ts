import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { stepAfter, stepRefusal, type Outcome, type Step } from '../next-step.ts'
import { deskOf } from '../queries/desk.ts'
import { triesOf, type Inquiry } from '../queries/inquiry.ts'
import { addStage, addStep, atTurn, goOn, stepIsStale, type Next } from './rows.ts'

export type Call = {
  /** The step that the person at the screen had before them. */
  step: string
  direction: 'in' | 'out'
  whom: string
  outcome: Outcome
  words: string
  /** The appointment that was offered in this call. */
  offeredFor: Date | null
}

/** Writes down a call and what comes next. Without a `next`, the usual step for this outcome. */
export async function logCall(work: Work, id: string, call: Call, next: Next | null): Promise<null | Refusal> {
  const inquiry = await mine(work, id, call.step)
  if (isRefusal(inquiry)) return inquiry
  if (call.offeredFor !== null && call.offeredFor < work.at)
    return refuse('offer-past', 'The appointment that you offered is in the past. Choose a later day.')
  if (call.offeredFor !== null && call.outcome !== 'reached')
    return refuse('offer-unheard', 'An appointment is offered to somebody who was reached.')
  const usual =
    next === null
      ? stepAfter(call.outcome, await triesOf(work, id), work.at, work.clinic.timeZone, (await deskOf(work)).hours)
      : null
  const { step: _, ...row } = call
  await work.db
    .insertInto('inquiryCall')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      inquiryId: id,
      ...row,
      calledBy: work.by.id ?? '',
      calledAt: work.at,
    })
    .execute()
  if (call.outcome === 'reached' && inquiry.stage === 'new') await addStage(work, id, { stage: 'reached', because: '' })
  const refusal = await goOn(work, inquiry, next ?? { step: usual ?? { what: '', dueAt: work.at } })
  if (refusal) return refusal
  await record(work, 'inquiry.called', {
    clients: clientsOf(inquiry),
    about: { inquiry: id, outcome: call.outcome, closed: next !== null && 'close' in next },
  })
  return null
}

/** The step is done; what comes next is said in the same breath. */
export async function doStep(work: Work, id: string, stepId: string, next: Next): Promise<null | Refusal> {
  const inquiry = await mine(work, id, stepId)
  if (isRefusal(inquiry)) return inquiry
  const refusal = await goOn(work, inquiry, next)
  if (refusal) return refusal
  await record(work, 'inquiry.step-done', { clients: clientsOf(inquiry), about: { inquiry: id, step: stepId } })
  return null
}

/** Another step, or another date, in the place of the one that stands. */
export async function changeStep(work: Work, id: string, stepId: string, step: Step): Promise<null | Refusal> {
  const inquiry = await mine(work, id, stepId)
  if (isRefusal(inquiry)) return inquiry
  const refusal = stepRefusal(step, work.at)
  if (refusal) return refusal
  await addStep(work, id, step)
  await record(work, 'inquiry.step-set', { clients: clientsOf(inquiry), about: { inquiry: id } })
  return null
}

/** An open inquiry, for somebody who may work on it and who saw the step that stands. */
async function mine(work: Work, id: string, stepId: string): Promise<Inquiry | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff works on an inquiry.')
  const inquiry = await atTurn(work, id)
  if (isRefusal(inquiry)) return inquiry
  if (!inquiry.isOpen)
    return refuse('settled', 'This inquiry is settled. Open it again first: set a stage, and say what comes next.')
  return stepIsStale(inquiry, stepId) ?? inquiry
}

export const clientsOf = (inquiry: Inquiry): string[] => (inquiry.clientId === null ? [] : [inquiry.clientId])
