import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { stepRefusal, type Step, triesBeforeClosing } from '../next-step.ts'
import { closingReasons, inquiryById, triesOf, type Inquiry } from '../queries/inquiry.ts'
import type { Stage } from '../stages.ts'

/** What comes after a step: another one, or the end. */
export type Next = { step: Step } | { close: { reason: string; because: string } }

export const noInquiry = refuse('no-such-inquiry', 'This inquiry is not in the record.')
const colleague = 'A colleague has done this step a moment ago. Look at what they wrote, then go on from there.'

/** Two people at one inquiry take turns: what each sees is what the other has just written. */
export async function atTurn(work: Work, id: string): Promise<Inquiry | Refusal> {
  if ((await inquiryById(work, id)) === undefined) return noInquiry
  await sql`select pg_advisory_xact_lock(hashtextextended(${`inquiry ${id}`}, 0))`.execute(work.db)
  return (await inquiryById(work, id)) ?? noInquiry
}

/** The step that somebody had before them must still be the one that stands. */
export const stepIsStale = (inquiry: Inquiry, stepId: string): Refusal | null =>
  inquiry.stepId === stepId && !inquiry.isDone ? null : refuse('step-meanwhile', colleague)

export async function addStage(
  work: Work,
  inquiryId: string,
  row: { stage: Stage; because: string; reason?: string },
): Promise<void> {
  await work.db
    .insertInto('inquiryStage')
    .values({ clinicId: work.clinic.id, id: newId(), inquiryId, ...row, setBy: work.by.id, setAt: work.at })
    .execute()
}

export async function addStep(work: Work, inquiryId: string, step: Step): Promise<void> {
  await work.db
    .insertInto('inquiryStep')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      inquiryId,
      what: step.what.trim(),
      dueAt: step.dueAt,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
}

export const stepDone = (work: Work, stepId: string): Promise<null | Refusal> =>
  unlessRefused(work, { inquiry_step_done_once: colleague }, async () => {
    await work.db
      .insertInto('inquiryStepDone')
      .values({ clinicId: work.clinic.id, id: newId(), stepId, doneBy: work.by.id, doneAt: work.at })
      .execute()
    return null
  })

/** Ends one step and writes what comes next, or closes. Everything is looked at before anything is written. */
export async function goOn(work: Work, inquiry: Inquiry, next: Next): Promise<null | Refusal> {
  if ('step' in next) {
    const refusal = stepRefusal(next.step, work.at)
    if (refusal) return refusal
  } else {
    const refusal = await closingRefusal(work, inquiry.id, next.close)
    if (refusal) return refusal
  }
  const done = await stepDone(work, inquiry.stepId)
  if (isRefusal(done)) return done
  if ('step' in next) await addStep(work, inquiry.id, next.step)
  else await addStage(work, inquiry.id, { stage: 'closed', ...next.close })
  return null
}

export async function closingRefusal(
  work: Work,
  inquiryId: string,
  close: { reason: string; because: string },
): Promise<null | Refusal> {
  const reasons = await closingReasons(work)
  if (!reasons.some(({ code }) => code === close.reason))
    return refuse('no-reason', 'Choose why this inquiry is closed.')
  if (close.reason === 'other' && close.because.trim() === '')
    return refuse('no-words', 'Say in a few words why this inquiry is closed.')
  if (close.reason === 'no-answer') {
    const tries = await triesOf(work, inquiryId)
    if (tries < triesBeforeClosing)
      return refuse(
        'too-few-tries',
        `${tries === 0 ? 'No try is' : tries === 1 ? 'One try is' : `${tries} tries are`} recorded. Try ${triesBeforeClosing} times, or choose another reason.`,
      )
  }
  return null
}
