import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { found } from '../../clients/queries/list.ts'
import { contactsOf } from '../../clients/queries/face.ts'
import { signersOf } from '../authority.ts'
import { type Caller, namesOf, sameName } from '../callers.ts'
import { type ConsentFacts, consentFacts, recipientKind } from '../queries.ts'
import { dayAt } from '../../../basics/dates.ts'
import { type Answer, type Facts, mayBeTold } from '../whom.ts'

/** What the rules weigh for one client, with the clock and the signers of this clinic. */
export const weighed = (work: Work, facts: ConsentFacts): Facts => ({
  consents: facts.consents,
  revocations: facts.revocations,
  signersNeeded: signersOf(facts, work.clinic.state, dayAt(work.at, work.clinic.timeZone)),
  now: work.at,
  zone: work.clinic.timeZone,
})

export type OutsideCall = NonNullable<Awaited<ReturnType<typeof outsideCallById>>>

/** A call as it was typed. It says nothing of any client. */
export async function outsideCallById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const row = await work.db
    .selectFrom('outsideCall as k')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'k.clinicId').onRef('s.id', '=', 'k.takenBy'),
    )
    .where('k.id', '=', id)
    .selectAll('k')
    .select(sql<string>`s.given_name || ' ' || s.family_name`.as('takenByName'))
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    ...row,
    callerKind: recipientKind.parse(row.callerKind),
    language: row.language === 'es' ? 'es' : 'en',
  } as const
}

export const callerOf = (call: OutsideCall): Caller => ({
  name: call.callerName,
  kind: call.callerKind,
  organisation: call.organisation,
  phone: call.phone,
})

const messages = (work: Work) =>
  work.db
    .selectFrom('outsideMessage as m')
    .innerJoin('outsideCall as k', (join) => join.onRef('k.clinicId', '=', 'm.clinicId').onRef('k.id', '=', 'm.callId'))
    .leftJoin('outsideMessageEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'm.clinicId').onRef('e.messageId', '=', 'm.id'),
    )
    .select([
      'm.id',
      'm.callId',
      'm.words',
      'm.takenAt',
      'k.callerName',
      'k.relation',
      'k.organisation',
      'k.phone',
      'k.askedName',
      'e.clientId',
      'e.how',
      'e.endedAt',
    ])
    .orderBy('m.takenAt', 'desc')

/** Messages of callers that nobody has handed on yet, newest first. */
export const waitingMessages = (work: Work) => messages(work).where('e.id', 'is', null).limit(100).execute()

export const messagesOfCall = (work: Work, callId: string) => messages(work).where('m.callId', '=', callId).execute()

/** What callers left for a client, and how it was handed on. */
export const messagesFor = (work: Work, clientId: string) =>
  messages(work).where('e.clientId', '=', clientId).limit(50).execute()

export async function messageById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return messages(work).where('m.id', '=', id).executeTakeFirst()
}

export type Match = {
  id: string
  name: string
  number: string
  birthDate: string
  /** Null: the caller gave no birth date. */
  bornAsSaid: boolean | null
  answers: Answer[]
  /** On file under the caller's name: to be called back there. */
  onFile: { value: string; relationship: string }[]
}

/** Who could be meant, and what may be said of each to this caller. Ten at most: a caller who knows more can say more. */
export async function matchesOf(work: Work, call: OutsideCall): Promise<{ matches: Match[]; of: number }> {
  const list = await found(work, call.askedName, 1)
  const people = list.people
    .map((one) => ({ ...one, bornAsSaid: call.askedBorn === null ? null : one.birthDate === call.askedBorn }))
    .toSorted((a, b) => Number(b.bornAsSaid ?? false) - Number(a.bornAsSaid ?? false))
    .slice(0, 10)
  const facts = await consentFacts(
    work,
    people.map(({ id }) => id),
  )
  const matches: Match[] = []
  for (const { id, name, number, birthDate, bornAsSaid } of people) {
    const own = facts.find(({ clientId }) => clientId === id)
    if (own === undefined) continue
    const contacts = await contactsOf(work, id)
    matches.push({
      id,
      name,
      number,
      birthDate,
      bornAsSaid,
      answers: mayBeTold(weighed(work, own), { kind: call.callerKind, names: namesOf(callerOf(call)) }),
      onFile: contacts.filter((one) => namesOf(callerOf(call)).some((called) => sameName(called, one.name))),
    })
  }
  return { matches, of: list.of }
}
