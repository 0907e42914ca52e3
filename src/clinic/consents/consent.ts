import type { Day } from '../../basics/dates.ts'

/**
 * What a consent is for. One for treatment itself; one for all sharing for treatment, payment and operations ('tpo');
 * and separate ones, never bundled with these, for anything else, for counselling notes, for legal proceedings, and for a
 * court or an officer that made treatment a condition (42 CFR 2.35).
 */
export type ConsentScope = 'treatment' | 'tpo' | 'specific' | 'counselling-notes' | 'legal' | 'criminal-justice'

export type Purpose =
  | 'treatment'
  | 'payment'
  | 'operations'
  | 'patient-request'
  | 'family'
  | 'fundraising'
  | 'legal-proceedings'
  | 'criminal-justice'
  | 'other'

export const tpoPurposes: readonly Purpose[] = ['treatment', 'payment', 'operations']

/** What is told. 'presence' is the bare fact that someone is a client: also a fact to be told, or not. */
export type Information = 'record' | 'presence' | 'attendance' | 'plan' | 'billing' | 'counselling-notes'

export type RecipientKind =
  | 'treating-provider'
  | 'health-plan'
  | 'third-party-payer'
  | 'program-operations'
  | 'intermediary'
  | 'person'
  | 'court'
  | 'law-enforcement'
  | 'employer'
  | 'school'
  | 'other'

/** Kinds that a consent may name as a class; every other recipient needs a name. 42 CFR 2.31(a)(4)(i). */
export const recipientClasses: readonly RecipientKind[] = [
  'treating-provider',
  'health-plan',
  'third-party-payer',
  'program-operations',
]

export type ConsentRecipient = {
  kind: RecipientKind
  /** Null: the whole class. */
  name: string | null
  /** An intermediary's members by name, or its treating providers as a class. */
  members?: readonly string[] | 'treating-providers'
}

export type SignerCapacity = 'client' | 'guardian' | 'representative'

/** Until a day, until something happens, only as long as something holds, or without an end. */
export type Expiry =
  | { kind: 'date'; on: Day }
  | { kind: 'event'; what: string }
  | { kind: 'condition'; what: string }
  | { kind: 'none' }

/** From when it may be taken back, where that is later than at once: a day, or an event. 42 CFR 2.35(c). */
export type RevocableFrom = { kind: 'date'; on: Day } | { kind: 'event'; what: string }

/** What a consent form has to say somewhere in its text. */
export type Statement =
  | 'right-to-revoke'
  | 'how-to-revoke'
  | 'reliance'
  | 'hipaa-redisclosure'
  | 'redisclosure-risk'
  | 'refusal-consequences'
  | 'fundraising-opt-out'
  | 'what-treatment'
  | 'risks-and-choices'
  | 'may-refuse'
  | 'limits-of-privacy'
  | 'emergencies'

/** A signed consent as it stands in the record. One row a signer: a minor and a parent sign one document in two rows. */
export type ConsentRow = {
  id: string
  scope: ConsentScope
  /** Id and version of the document, so that two signers' rows find each other. */
  document: string
  information: readonly Information[]
  recipients: readonly ConsentRecipient[]
  purposes: readonly Purpose[]
  signerCapacity: SignerCapacity
  signedAt: Date
  /** Valid to the end of this day at the clinic; null without an end date. */
  expiresOn: Day | null
  /** When the event that ends it came; null while it has not, or where there is none. */
  endedAt: Date | null
  /** Known to be materially false: then it may not be relied on. 42 CFR 2.31(c). */
  knownFalse?: boolean
}

export type Revocation = { consentId: string; revokedAt: Date }
