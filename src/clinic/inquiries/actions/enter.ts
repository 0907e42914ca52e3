import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { addClient } from '../../clients/actions.ts'
import type { Contact, Person } from '../referral.ts'
import type { Source } from '../senders.ts'
import { contactRows, identityFields, unseenDuplicates } from './accept.ts'
import { inquiryOf } from './arrival.ts'
import { linkInquiry } from './own.ts'
import { referrerNamed } from './referrers.ts'

/** Adds a person whom somebody told about, by phone or at the desk. */
export async function enterByHand(
  work: Work,
  entry: { person: Person; contacts: Contact[]; mayLeaveMessage: boolean | null; source: Source; referrer: string },
  seen: string[],
  /** The inquiry that this person made; without one, their coming is an inquiry of its own. */
  inquiryId: string | null = null,
): Promise<{ id: string; number: string } | Refusal> {
  const denied = mayNot(work.by, 'client.add')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff enters a person.')
  const known = await unseenDuplicates(work, entry.person, entry.contacts, seen)
  if (known) return known
  const client = await addClient(work, {
    identity: identityFields(entry.person),
    contacts: contactRows(entry.contacts).map((contact) =>
      contact.kind === 'phone' ? { ...contact, mayLeaveMessage: entry.mayLeaveMessage } : contact,
    ),
    identifiers: [],
  })
  if (isRefusal(client)) return client
  const referrerId = await referrerNamed(work, entry.referrer, entry.source)
  await work.db
    .insertInto('referral')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: client.id,
      source: entry.source,
      referrer: entry.referrer,
      referrerId,
      acceptedBy: work.by.id,
      acceptedAt: work.at,
    })
    .execute()
  const arrived = {
    clientId: client.id,
    person: entry.person,
    contacts: entry.contacts,
    source: entry.source,
    referrerId,
  }
  const answer =
    inquiryId === null
      ? await inquiryOf(work, { ...arrived, channel: 'by-hand', mayLeaveMessage: entry.mayLeaveMessage })
      : await linkInquiry(work, inquiryId, client.id)
  return isRefusal(answer) ? answer : client
}
