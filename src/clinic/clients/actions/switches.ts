import { sql } from 'kysely'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { actsNow, unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { openSwitchesOf, switchById, type SwitchWants } from '../queries/switches.ts'

/**
 * A client would like another group, another therapist or other times: asked on their own page, or said to staff. It lands with
 * the coordinator. Who asks for the same thing twice before it was answered has asked once.
 */
export async function askForSwitch(
  work: Work,
  clientId: string,
  wish: { wants: SwitchWants; seriesId: string | null; words: string },
): Promise<{ id: string } | Refusal> {
  const { by } = work
  const denied = by.kind === 'client' ? notTheirs(by.clientId, clientId) : mayNot(by, 'switch.answer')
  if (denied) return denied
  if (by.id === null) return refuse('not-a-person', 'A client asks for this, or a member of staff for them.')
  await sql`select pg_advisory_xact_lock(hashtextextended('switch ' || ${clientId}, 47))`.execute(work.db)
  actsNow(work)
  const same = (await openSwitchesOf(work, clientId)).find(
    (one) => one.wants === wish.wants && one.seriesId === wish.seriesId,
  )
  if (same !== undefined) return { id: same.id }
  const id = newId()
  await work.db
    .insertInto('switchRequest')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId,
      ...wish,
      pageId: by.kind === 'client' ? by.id : null,
      askedBy: by.kind === 'client' ? null : by.id,
      askedAt: work.at,
    })
    .execute()
  await record(work, 'switch.asked', { clients: [clientId], about: { request: id, wants: wish.wants } })
  return { id }
}

const notTheirs = (own: string, asked: string): Refusal | null =>
  own === asked ? null : refuse('not-theirs', 'This is not yours to ask.')

const answer = (work: Work, requestId: string, outcome: 'changed' | 'stays' | 'withdrawn', words: string) =>
  unlessRefused(work, { switch_answer_once: 'A colleague has answered this already.' }, async () => {
    await work.db
      .insertInto('switchAnswer')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        requestId,
        outcome,
        words,
        answeredBy: work.by.kind === 'client' ? null : work.by.id,
        answeredAt: work.at,
      })
      .execute()
    return null
  })

/** What became of the wish. The client hears it from a person; nothing is sent. */
export async function answerSwitch(
  work: Work,
  requestId: string,
  outcome: 'changed' | 'stays' | 'withdrawn',
  words: string,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'switch.answer')
  if (denied) return denied
  const request = await switchById(work, requestId)
  if (request === undefined) return refuse('no-request', 'This wish is not in the record.')
  if (outcome === 'stays' && words.trim() === '')
    return refuse('no-words', 'Say in a few words why it stays as it is, and what was agreed.')
  const refusal = await answer(work, requestId, outcome, words.trim())
  if (isRefusal(refusal)) return refusal
  await record(work, 'switch.answered', { clients: [request.clientId], about: { request: requestId, outcome } })
  return null
}

/** The client takes their own wish back. */
export async function withdrawSwitch(work: Work, requestId: string): Promise<null | Refusal> {
  if (work.by.kind !== 'client' || !isId(requestId)) return refuse('not-theirs', 'This is not yours to take back.')
  const { clientId } = work.by
  const open = (await openSwitchesOf(work, clientId)).find(({ id }) => id === requestId)
  if (open === undefined) return refuse('no-request', 'This was answered already.')
  const refusal = await answer(work, requestId, 'withdrawn', '')
  if (isRefusal(refusal)) return refusal
  await record(work, 'switch.answered', { clients: [clientId], about: { request: requestId, outcome: 'withdrawn' } })
  return null
}
