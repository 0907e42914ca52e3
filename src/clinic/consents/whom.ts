import { isRefusal } from '../../basics/refusal.ts'
import type { ConsentRow, Information, Purpose, RecipientKind, Revocation, SignerCapacity } from './consent.ts'
import { decideTelling, reaches } from './telling.ts'

/** What staff may be asked about, in the order of how much it says. */
export const askedOf = ['presence', 'attendance', 'plan', 'billing'] as const satisfies readonly Information[]
export type AskedOf = (typeof askedOf)[number]

/** In the order in which a yes is looked for: the nearest to a caller's own standing first. */
const purposes: readonly Purpose[] = [
  'family',
  'patient-request',
  'treatment',
  'payment',
  'operations',
  'criminal-justice',
  'legal-proceedings',
  'other',
]

export type Yes = { what: AskedOf; consentId: string; purposes: Purpose[] }
export type Answer = Yes | { what: AskedOf; because: string }

export type Facts = {
  consents: readonly ConsentRow[]
  revocations: readonly Revocation[]
  signersNeeded: readonly SignerCapacity[]
  now: Date
  zone: string
}

type Recipient = { kind: RecipientKind; name: string | null }
/** By name, by organisation: a caller is known by either. */
export type Whom = { kind: RecipientKind; names: readonly string[] }

/**
 * What may be told to somebody, for each kind of information: yes with the consent it rests on and the purposes it serves, or
 * the nearest reason why not. Every answer is `decideTelling`'s; nothing is decided here. 42 CFR 2.13, 2.31.
 */
export function mayBeTold(facts: Facts, whom: Whom, asked: readonly AskedOf[] = askedOf): Answer[] {
  const names = whom.names.filter((name) => name.trim() !== '')
  const recipients = (names.length === 0 ? [null] : names).map((name) => ({ kind: whom.kind, name }))
  return asked.map((what): Answer => {
    const allowed: { consentId: string; purpose: Purpose }[] = []
    for (const recipient of recipients)
      for (const purpose of purposes) {
        const answer = decideTelling({ ...facts, what, purpose, recipient })
        if (!isRefusal(answer)) allowed.push({ consentId: answer.consentId, purpose })
      }
    const first = allowed[0]
    if (first === undefined) return { what, because: whyNot(facts, recipients, what) }
    const serves = allowed.filter(({ consentId }) => consentId === first.consentId).map(({ purpose }) => purpose)
    return { what, consentId: first.consentId, purposes: [...new Set(serves)] }
  })
}

/** The nearest reason, among the consents that name this recipient: what others are told is no reason here. */
function whyNot(facts: Facts, recipients: readonly Recipient[], what: AskedOf): string {
  const misses = recipients.flatMap((recipient) => {
    const consents = facts.consents.filter((consent) => consent.scope !== 'treatment' && reaches(consent, recipient))
    if (consents.length === 0) return []
    return purposes
      .map((purpose) => decideTelling({ ...facts, consents, what, purpose, recipient }))
      .filter((answer) => isRefusal(answer))
  })
  const nearest = ranks.map((refused) => misses.find((one) => one.refused === refused)).find((one) => one !== undefined)
  return nearest?.because ?? (misses.length === 0 ? nobody : (misses[0]?.because ?? nobody))
}

const nobody = 'No consent names them. Say neither yes nor no.'

/** A reason that names what became of a consent says more than one that none was found. */
const ranks = [
  'consent-false',
  'consent-revoked',
  'consent-expired',
  'not-all-signed',
  'consent-not-yet',
  'information-not-covered',
]

export type Party = { kind: RecipientKind; name: string; relation: string; from: 'contact' | 'consent' }

/**
 * Everybody the question can be asked about: contacts with a name, and whom any consent ever named, each once. Contacts come
 * as persons; a name that a consent gives another kind stands apart.
 */
export function partiesOf(
  contacts: readonly { name: string; relationship: string }[],
  consents: readonly Pick<ConsentRow, 'recipients' | 'scope'>[],
): Party[] {
  const all: Party[] = [
    ...contacts
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, relationship }): Party => ({ kind: 'person', name, relation: relationship, from: 'contact' })),
    ...consents
      .filter(({ scope }) => scope !== 'treatment')
      .flatMap(({ recipients }) => recipients)
      .map(({ kind, name }): Party => ({ kind, name: name ?? '', relation: '', from: 'consent' })),
  ]
  const key = ({ kind, name }: Party) => `${kind} ${name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()}`
  return [...new Map(all.toReversed().map((one) => [key(one), one])).values()].toReversed()
}

export const kindWords: Record<RecipientKind, string> = {
  'treating-provider': 'A provider who treats them',
  'health-plan': 'Health plan',
  'third-party-payer': 'Another payer',
  'program-operations': 'Helper of the program',
  intermediary: 'A go-between that passes records on',
  person: 'A person: family, friend, landlord',
  court: 'Court',
  'law-enforcement': 'Police, probation or parole',
  employer: 'Employer',
  school: 'School',
  other: 'Somebody else: attorney, agency',
}

/** What staff call each kind of information. */
export const informationWords: Record<Information, string> = {
  presence: 'That they are here',
  attendance: 'Attendance',
  plan: 'Plan and progress',
  billing: 'Billing',
  record: 'The whole record',
  'counselling-notes': 'Counselling notes',
}
