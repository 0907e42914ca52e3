import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { type AnswerDraft, answerRefusal } from '../alerts.ts'

/** `seen`: the answer that stood on the page it is given from; empty where there was none. */
export async function answerAlert(
  work: Work,
  alertId: string,
  draft: AnswerDraft & { seen: string | null },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'trouble.answer')
  if (denied) return denied
  if (work.by.id === null) throw new Error('An alert is answered by a person.')
  const alert = await work.db
    .selectFrom('troubleAlertNow')
    .where('id', '=', alertId)
    .select(['clientId', 'answerId'])
    .executeTakeFirst()
  if (alert === undefined || alert.clientId === null)
    return refuse('not-found', 'This alert is not here, or not yours to see.')
  const refused = answerRefusal(draft, dayAt(work.at, work.clinic.timeZone))
  if (refused) return refused
  const id = newId()
  const kept = await work.db
    .insertInto('troubleAnswer')
    .values({
      clinicId: work.clinic.id,
      id,
      alertId,
      answer: draft.answer,
      words: draft.words,
      untilDay: draft.answer === 'watching' ? (draft.untilDay ?? null) : null,
      followsId: draft.seen,
      answeredBy: work.by.id,
      answeredAt: work.at,
    })
    .onConflict((conflict) => conflict.columns(['clinicId', 'alertId', 'followsId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (kept === undefined || alert.answerId !== draft.seen)
    return refuse('answered-meanwhile', 'Somebody answered this meanwhile. Read what they wrote, then answer again.')
  await record(work, 'trouble.answered', { clients: [alert.clientId], about: { alert: alertId, answer: draft.answer } })
  return { id }
}
