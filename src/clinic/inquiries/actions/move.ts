import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { afterOpenHours } from '../first-step.ts'
import { stepFollowing, stepRefusal, type Step } from '../next-step.ts'
import { deskOf } from '../queries/desk.ts'
import { openInquiriesOf } from '../queries/inquiry.ts'
import { isSettled, movesByItself, stageName, type Stage } from '../stages.ts'
import { addStage, addStep, atTurn, closingRefusal, stepDone } from './rows.ts'
import { clientsOf } from './steps.ts'

/**
 * Something happened with a person (a screen, benefits, a hand-off, an admission): their open inquiry moves with it, in the
 * same transaction, forward only. Who calls has asked whether this person may. A `step` replaces the one that stands;
 * without one, a step that is fulfilled by what happened gives way to the next usual one. Nothing happens where no inquiry
 * is open.
 */
export async function moveInquiry(
  work: Work,
  clientId: string,
  stage: Stage,
  because: string,
  step?: Step,
): Promise<void> {
  for (const inquiry of await openInquiriesOf(work, clientId)) {
    const moves = movesByItself(inquiry.stage, stage)
    const following = step === undefined ? stepFollowing(stage, inquiry.step) : null
    if (moves) await addStage(work, inquiry.id, { stage, because })
    if (!isSettled(stage)) {
      if (step !== undefined) await addStep(work, inquiry.id, step)
      if (following !== null) {
        if ((await stepDone(work, inquiry.stepId)) !== null) continue
        const desk = (await deskOf(work)).hours
        await addStep(work, inquiry.id, {
          what: following,
          dueAt: afterOpenHours(work.at, 8, work.clinic.timeZone, desk),
        })
      }
    }
    if (moves) await record(work, 'inquiry.moved', { clients: [clientId], about: { inquiry: inquiry.id, to: stage } })
  }
}

/** A person says where an inquiry stands, and why. Closing needs a reason of the list; opening again needs a next step. */
export async function setStage(
  work: Work,
  id: string,
  draft: { stage: Stage; because: string; reason: string; step: Step | null },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff works on an inquiry.')
  const inquiry = await atTurn(work, id)
  if (isRefusal(inquiry)) return inquiry
  const { stage, because, reason, step } = draft
  if (stage === inquiry.stage)
    return refuse('stands-there', `This inquiry stands at “${stageName[stage].toLowerCase()}” already.`)
  if (stage === 'closed') {
    const refusal = await closingRefusal(work, id, { reason, because })
    if (refusal) return refusal
  } else if (because.trim() === '') return refuse('no-words', 'Say in a few words why it stands there now.')
  const opensAgain = !inquiry.isOpen && !isSettled(stage)
  if (opensAgain && step === null)
    return refuse('no-step', 'Say what comes next. An open inquiry always has a next step.')
  if (step !== null && !isSettled(stage)) {
    const refusal = stepRefusal(step, work.at)
    if (refusal) return refusal
    await addStep(work, id, step)
  }
  await addStage(work, id, { stage, because: because.trim(), reason: stage === 'closed' ? reason : '' })
  await record(work, 'inquiry.moved', { clients: clientsOf(inquiry), about: { inquiry: id, to: stage, reason } })
  return null
}
