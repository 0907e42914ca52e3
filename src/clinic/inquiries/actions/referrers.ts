import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { inquiryById } from '../queries/inquiry.ts'
import { referrerById, referrerByName } from '../queries/referrers.ts'
import { recipientOfSource, type ReferrerKind, type Source } from '../senders.ts'
import { noInquiry } from './rows.ts'
import { clientsOf } from './steps.ts'

export type ReferrerFacts = {
  kind: 'person' | 'organisation'
  recipientKind: ReferrerKind
  name: string
  organisation: string
  phone: string
  fax: string
  email: string
  address: string
  notes: string
}

const sameName = refuse('known-referrer', 'Somebody with this name is in the list already. Open that one instead.')

/** Somebody new who sends people, or what is known of one, corrected: a new row. */
export async function keepReferrer(
  work: Work,
  id: string | null,
  facts: ReferrerFacts,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  await takeTurns(work)
  const known = await referrerByName(work, facts.name)
  if (known !== undefined && known !== id) return sameName
  if (id !== null && (await referrerById(work, id)) === undefined)
    return refuse('no-such-referrer', 'This referrer is not in the list.')
  const referrerId = id ?? (await addReferrer(work))
  await addFacts(work, referrerId, facts)
  await record(work, id === null ? 'referrer.added' : 'referrer.corrected', { about: { referrer: referrerId } })
  return { id: referrerId }
}

/** For verbs that bring a name along and have asked before: whoever has this name, or somebody new. Null for no name. */
export async function referrerNamed(work: Work, name: string, source: Source): Promise<string | null> {
  const tidy = name.replace(/\s+/g, ' ').trim().slice(0, 200)
  if (tidy === '') return null
  await takeTurns(work)
  const known = await referrerByName(work, tidy)
  if (known !== undefined) return known
  const id = await addReferrer(work)
  await addFacts(work, id, {
    kind: source === 'family' || source === 'self' ? 'person' : 'organisation',
    recipientKind: recipientOfSource[source],
    name: tidy,
    organisation: '',
    phone: '',
    fax: '',
    email: '',
    address: '',
    notes: '',
  })
  await record(work, 'referrer.added', { about: { referrer: id } })
  return id
}

/** Says who sent an inquiry: one of the list, somebody new by name, or nobody in particular. */
export async function setSender(
  work: Work,
  inquiryId: string,
  draft: { source: Source; referrerId: string | null; name: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  const inquiry = await inquiryById(work, inquiryId)
  if (inquiry === undefined) return noInquiry
  if (draft.referrerId !== null && (await referrerById(work, draft.referrerId)) === undefined)
    return refuse('no-such-referrer', 'Choose somebody of the list, or write the name of somebody new.')
  const referrerId = draft.referrerId ?? (await referrerNamed(work, draft.name, draft.source))
  await saySender(work, inquiryId, { source: draft.source, referrerId })
  await record(work, 'inquiry.sender-set', { clients: clientsOf(inquiry), about: { inquiry: inquiryId } })
  return null
}

/** For verbs that open an inquiry and know who sent it. */
export async function saySender(
  work: Work,
  inquiryId: string,
  sender: { source: Source; referrerId: string | null },
): Promise<void> {
  await work.db
    .insertInto('inquirySender')
    .values({ clinicId: work.clinic.id, id: newId(), inquiryId, ...sender, setBy: work.by.id, setAt: work.at })
    .execute()
}

const takeTurns = (work: Work) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`referrer ${work.clinic.id}`}, 0))`.execute(work.db)

async function addReferrer(work: Work): Promise<string> {
  const id = newId()
  await work.db
    .insertInto('referrer')
    .values({ clinicId: work.clinic.id, id, addedBy: work.by.id, addedAt: work.at })
    .execute()
  return id
}

async function addFacts(work: Work, referrerId: string, facts: ReferrerFacts): Promise<void> {
  await work.db
    .insertInto('referrerFact')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      referrerId,
      ...facts,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
}
