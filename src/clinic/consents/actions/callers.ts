import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { contactsOf } from '../../clients/queries/face.ts'
import { mayTell, recordTelling } from '../actions.ts'
import { type Caller, namesOf, saidRefusal, sameName, type Verification, verifications } from '../callers.ts'
import { consentFacts } from '../queries.ts'
import { callerOf, messageById, outsideCallById, weighed } from '../queries/callers.ts'
import { type AskedOf, informationWords, mayBeTold } from '../whom.ts'

export type CallTaken = Caller & {
  relation: string
  askedName: string
  askedBorn: string | null
  language: 'en' | 'es'
}

/** Keeps who called and about whom they asked, as they said it. Nobody is looked up: this is the same for every name. */
export async function takeCall(work: Work, call: CallTaken): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff takes a call.')
  const id = newId()
  await work.db
    .insertInto('outsideCall')
    .values({
      clinicId: work.clinic.id,
      id,
      callerName: call.name,
      callerKind: call.kind,
      relation: call.relation,
      organisation: call.organisation,
      phone: call.phone,
      askedName: call.askedName,
      askedBorn: call.askedBorn,
      language: call.language,
      takenBy: work.by.id,
      cameAt: work.at,
    })
    .execute()
  await record(work, 'outside-call.taken', { about: { call: id } })
  return { id }
}

/** Keeps a caller's message. It confirms nothing: whether it is for a client is found out apart. */
export async function takeMessage(work: Work, callId: string, words: string): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return denied
  const call = await outsideCallById(work, callId)
  if (call === undefined || work.by.id === null) return refuse('no-such-call', 'This call is not in the record.')
  const id = newId()
  await work.db
    .insertInto('outsideMessage')
    .values({ clinicId: work.clinic.id, id, callId, words, takenBy: work.by.id, takenAt: work.at })
    .execute()
  await record(work, 'outside-message.taken', { about: { call: callId, message: id } })
  return { id }
}

/** Hands a message to the client it is for, or lays it aside when there is nobody here it could be for. */
export async function endMessage(
  work: Work,
  messageId: string,
  { clientId, how }: { clientId: string | null; how: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return denied
  const message = await messageById(work, messageId)
  const endedBy = work.by.id
  if (message === undefined || endedBy === null) return refuse('no-such-message', 'This message is not in the record.')
  if (clientId !== null && (await clientById(work, clientId)) === undefined)
    return refuse('no-such-client', 'This person is not in the record.')
  const answer = await unlessRefused(
    work,
    { outside_message_end_once: 'This message was handed on or laid aside already.' },
    async () => {
      await work.db
        .insertInto('outsideMessageEnd')
        .values({ clinicId: work.clinic.id, id: newId(), messageId, clientId, how, endedBy, endedAt: work.at })
        .execute()
      return null
    },
  )
  if (isRefusal(answer)) return answer
  await record(work, clientId === null ? 'outside-message.laid-aside' : 'outside-message.handed-on', {
    clients: clientId === null ? [] : [clientId],
    about: { message: messageId },
  })
  return null
}

export type SaidToCaller = {
  what: readonly AskedOf[]
  words: string
  verified: Verification | null
  noticeSaid: boolean
}

/** Writes into the accounting what a caller was told. Decided anew at this instant: what is no longer allowed is refused whole. */
export async function tellCaller(
  work: Work,
  callId: string,
  clientId: string,
  said: SaidToCaller,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return denied
  const call = await outsideCallById(work, callId)
  const client = await clientById(work, clientId)
  if (call === undefined || client === undefined) return refuse('no-such-call', 'This call is not in the record.')
  const refusal = saidRefusal(said)
  if (refusal) return refusal
  const caller = callerOf(call)
  const [facts] = await consentFacts(work, [clientId])
  if (facts === undefined) return refuse('no-such-call', 'This call is not in the record.')
  const answers = mayBeTold(weighed(work, facts), { kind: caller.kind, names: namesOf(caller) }, said.what)
  const mayHaveCalledBack = said.verified !== 'called-back' || (await isOnFile(work, clientId, caller))
  for (const answer of answers) {
    if ('because' in answer) return refuse('not-allowed-to-tell', `${informationWords[answer.what]}: ${answer.because}`)
    if (!mayHaveCalledBack)
      return refuse(
        'no-number-on-file',
        'No number is on file under this caller’s name, so none was called back. Say how else you know who it is, or ask the client for the number first.',
      )
    const [purpose] = answer.purposes
    const told =
      purpose === undefined ? undefined : await toldTo(work, clientId, { what: answer.what, purpose, caller })
    if (purpose === undefined || told === undefined)
      return refuse('not-allowed-to-tell', 'This may no longer be told. Look again at what may be said.')
    await recordTelling(work, [told], {
      purpose,
      recipient: `${caller.name}${caller.organisation === '' ? '' : `, ${caller.organisation}`}`,
      what: `Said by telephone: ${informationWords[answer.what].toLowerCase()}`,
      recipientKind: caller.kind,
      words: said.words,
      verified: said.verified === null ? '' : verifications[said.verified],
      callId,
    })
  }
  await record(work, 'caller.told', { clients: [clientId], about: { call: callId } })
  return null
}

const isOnFile = async (work: Work, clientId: string, caller: Caller): Promise<boolean> =>
  (await contactsOf(work, clientId)).some((one) => namesOf(caller).some((called) => sameName(called, one.name)))

type Asked = { what: AskedOf; purpose: Parameters<typeof mayTell>[1]['purpose']; caller: Caller }

/** By whichever of the caller's names a consent means them; without a name, by their class. */
async function toldTo(work: Work, clientId: string, { what, purpose, caller }: Asked) {
  for (const name of namesOf(caller)) {
    const recipient = { kind: caller.kind, name }
    const told = (await mayTell(work, { what, purpose, recipient, clients: [clientId] })).get(clientId)
    if (told !== undefined) return told
  }
  return undefined
}
