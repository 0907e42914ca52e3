import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { addClient } from '../../clients/actions.ts'
import type { Contact, Person } from '../referral.ts'
import { contactRows, identityFields, unseenDuplicates } from './accept.ts'

/** How people come without a document. */
export const sources = ['self', 'family', 'hospital', 'provider', 'court', 'employer', 'other'] as const
export type Source = (typeof sources)[number]

/** Adds a person whom somebody told about, by phone or at the desk. */
export async function enterByHand(
  work: Work,
  entry: { person: Person; contacts: Contact[]; mayLeaveMessage: boolean | null; source: Source; referrer: string },
  seen: string[],
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
  await work.db
    .insertInto('referral')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: client.id,
      source: entry.source,
      referrer: entry.referrer,
      acceptedBy: work.by.id,
      acceptedAt: work.at,
    })
    .execute()
  return client
}
