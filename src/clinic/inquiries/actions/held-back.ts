import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { afterOpenHours } from '../first-step.ts'
import { heldBackLike } from '../queries/board.ts'
import { deskOf } from '../queries/desk.ts'
import { addStep, atTurn } from './rows.ts'

/** Lets an inquiry that the flood guard held back onto the board, with a step from now on. */
export async function release(work: Work, id: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff looks at what was held back.')
  const releasedBy = work.by.id
  const inquiry = await atTurn(work, id)
  if (isRefusal(inquiry)) return inquiry
  if (!inquiry.waits) return refuse('looked-at', 'A colleague has looked at this one already.')
  const answer = await unlessRefused(
    work,
    { inquiry_release_once: 'A colleague has looked at this one already.' },
    async () => {
      await work.db
        .insertInto('inquiryRelease')
        .values({ clinicId: work.clinic.id, id: newId(), inquiryId: id, releasedBy, releasedAt: work.at })
        .execute()
      return null
    },
  )
  if (isRefusal(answer)) return answer
  // What was held back over a weekend would come to the board overdue, and nobody could help it.
  if (inquiry.dueAt < work.at)
    await addStep(work, id, {
      what: inquiry.step,
      dueAt: afterOpenHours(work.at, 4, work.clinic.timeZone, (await deskOf(work)).hours),
    })
  await record(work, 'inquiry.released', { about: { inquiry: id } })
  return null
}

/** Closes one that was held back, with all that came from its number or address and were held back too. */
export async function closeAllLike(work: Work, id: string): Promise<{ closed: number } | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff looks at what was held back.')
  const inquiry = await atTurn(work, id)
  if (isRefusal(inquiry)) return inquiry
  const ids = await heldBackLike(work, id)
  if (ids.length === 0) return refuse('looked-at', 'A colleague has looked at this one already.')
  for (let from = 0; from < ids.length; from += 500)
    await work.db
      .insertInto('inquiryStage')
      .values(
        ids.slice(from, from + 500).map((inquiryId) => ({
          clinicId: work.clinic.id,
          id: newId(),
          inquiryId,
          stage: 'closed',
          reason: 'not-a-person',
          because: 'Held back by the flood guard, and looked at',
          setBy: work.by.id,
          setAt: work.at,
        })),
      )
      .execute()
  await record(work, 'inquiry.closed-held-back', { about: { inquiry: id, closed: ids.length } })
  return { closed: ids.length }
}
