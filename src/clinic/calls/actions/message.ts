import { isId, newId, newToken, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { openInquiry } from '../../inquiries/actions/open.ts'
import { afterOpenHours, firstStep } from '../../inquiries/first-step.ts'
import { deskOf } from '../../inquiries/queries/desk.ts'
import { threadByToken } from '../queries/by-link.ts'
import { callPolicyOf } from '../queries/slots.ts'
import { threadById } from '../queries/threads.ts'
import { promisedBy } from '../promise.ts'
import { isSilent, mayWrite } from '../rules.ts'
import { writeStep } from './take.ts'

export type NewMessage = {
  words: string
  name: string
  language: string
  forWhom: 'self' | 'loved-one' | 'someone-i-treat'
  permission: string
  heldBack: boolean
}

/** Opens a conversation: the answer is read by the link alone. What was promised on the page is when it is due. */
export async function openThread(work: Work, asked: NewMessage): Promise<{ token: string } | Refusal> {
  if (asked.words === '') return refuse('no-words', 'Write your message first.')
  const threadId = newId()
  const inquiry = await openInquiry(work, {
    channel: 'message',
    language: asked.language,
    forWhom: asked.forWhom,
    name: asked.name,
    phone: '',
    email: '',
    mayLeaveMessage: null,
    words: asked.words,
    about: { thread: threadId },
    permission: asked.permission,
    heldBack: asked.heldBack,
    dueAt: await answerDue(work),
  })
  if (isRefusal(inquiry)) return inquiry
  const token = newToken()
  await work.db
    .insertInto('messageThread')
    .values({
      clinicId: work.clinic.id,
      id: threadId,
      inquiryId: inquiry.id,
      linkHash: sha256(token),
      openedAt: work.at,
    })
    .execute()
  return { token }
}

/** The holder of the link goes on writing. */
export async function writeByLink(work: Work, token: string, words: string): Promise<Refusal | null> {
  const thread = await threadByToken(work, token)
  if (thread === undefined) return refuse('no-thread', 'This link leads to no conversation.')
  if (words === '') return refuse('no-words', 'Write your message first.')
  const { silenceDays } = await callPolicyOf(work)
  const refused = mayWrite(thread.messages, silenceDays, work.at)
  if (refused) return refused
  await writeMessage(work, thread.threadId, words, null)
  await writeStep(work, thread.inquiryId, { what: 'Answer the message', dueAt: await answerDue(work) })
  await record(work, 'message.written', { about: { inquiry: thread.inquiryId, thread: thread.threadId } })
  return null
}

/** Staff answer. Nobody is told by email: the answer waits behind the link. */
export async function answerThread(work: Work, threadId: string, words: string): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call.work')
  if (denied) return denied
  const thread = isId(threadId) ? await threadById(work, threadId) : undefined
  if (thread === undefined || work.by.id === null)
    return refuse('not-found', 'This does not exist, or it is not yours to see.')
  if (words === '') return refuse('no-words', 'Write the answer first.')
  const { silenceDays } = await callPolicyOf(work)
  if (isSilent(thread.messages, silenceDays, work.at))
    return refuse('thread-closed', `After ${silenceDays} days of silence the link is shut: they would not read this.`)
  await writeMessage(work, thread.id, words, work.by.id)
  const { hours } = await deskOf(work)
  await writeStep(work, thread.inquiryId, {
    what: 'Look whether they wrote back',
    dueAt: afterOpenHours(work.at, 8, work.clinic.timeZone, hours),
  })
  await record(work, 'message.answered', {
    clients: thread.clientId === null ? [] : [thread.clientId],
    about: { inquiry: thread.inquiryId, thread: thread.id },
  })
  return null
}

async function writeMessage(work: Work, threadId: string, words: string, staffId: string | null): Promise<void> {
  await work.db
    .insertInto('threadMessage')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      threadId,
      byVisitor: staffId === null,
      words,
      writtenBy: staffId,
      writtenAt: work.at,
    })
    .execute()
}

/** Within the hour where the page promises it, else by the usual hours of the desk. */
async function answerDue(work: Work): Promise<Date> {
  const desk = await deskOf(work)
  const zone = work.clinic.timeZone
  return promisedBy(work.at, zone, desk) ?? firstStep('message', work.at, zone, desk.hours).dueAt
}
