import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { clientById } from '../../clients/queries.ts'
import { openInquiriesOf } from '../queries/inquiry.ts'
import { phoneFrom, reachFrom } from '../reach.ts'
import type { Contact, Person } from '../referral.ts'
import type { Source } from '../senders.ts'
import { openInquiry } from './open.ts'
import { linkInquiry } from './own.ts'
import { saySender } from './referrers.ts'

/**
 * A person who is in the record now came to the door: that is an inquiry like every other. Who is in care already, or has an
 * open inquiry, gets no second one.
 */
export async function inquiryOf(
  work: Work,
  arrived: {
    clientId: string
    person: Person
    contacts: Contact[]
    channel: 'referral' | 'by-hand'
    source: Source
    referrerId: string | null
    mayLeaveMessage: boolean | null
  },
): Promise<null | Refusal> {
  const client = await clientById(work, arrived.clientId)
  if (client === undefined || client.episodeId !== null) return null
  if ((await openInquiriesOf(work, client.id)).length > 0) return null
  const values = (kind: Contact['kind']) =>
    arrived.contacts.filter((one) => one.kind === kind).map(({ value }) => value)
  // A stranger's document may hold a number that is none: then the inquiry has none, and the chart keeps what came.
  const phone = values('phone').flatMap((value) => phoneFrom(value) ?? [])[0] ?? ''
  const email = values('email').find((value) => !isRefusal(reachFrom({ phone: '', email: value }))) ?? ''
  const opened = await openInquiry(work, {
    channel: arrived.channel,
    language: languageCode(arrived.person.language ?? ''),
    forWhom: 'self',
    name: client.name.slice(0, 200),
    phone,
    email,
    mayLeaveMessage: arrived.mayLeaveMessage,
    ...(work.by.kind === 'staff' ? { ownerId: work.by.id } : {}),
  })
  if (isRefusal(opened)) return opened
  await saySender(work, opened.id, { source: arrived.source, referrerId: arrived.referrerId })
  const linked = await linkInquiry(work, opened.id, client.id)
  return isRefusal(linked) ? linked : null
}

const languageCode = (language: string): string =>
  /^(es\b|spanish|espa)/i.test(language.trim()) ? 'es' : /^[a-z]{2}(-|$)/.test(language) ? language.slice(0, 2) : 'en'
