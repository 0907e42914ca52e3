import type { Expiry, Information, Purpose, RecipientKind, RevocableFrom } from './consent.ts'

/** The consents that are made one at a time, each for one recipient and one purpose. */
export const ownScopes = ['specific', 'counselling-notes', 'legal', 'criminal-justice'] as const
export type OwnScope = (typeof ownScopes)[number]
export const isOwnScope = (text: unknown): text is OwnScope => ownScopes.some((scope) => scope === text)

/** What a consent of its own says, before it is a text: kept beside it, so that a second signer reads the very same. */
export type OwnTerms = {
  scope: OwnScope
  language: 'en' | 'es'
  recipient: {
    kind: RecipientKind
    name: string
    /** 'mother', 'attorney', 'works at County Court': in the words of whoever gives it. */
    relation: string
    /** Only of an intermediary: its members by name, or its treating providers as a class. */
    members: readonly string[] | 'treating-providers' | null
  }
  information: readonly Information[]
  /** More about what may be told, in words. */
  detail: string
  purpose: Purpose
  /** The purpose in words, where its name does not say it. */
  purposeWords: string
  expiry: Expiry
  revocableFrom: RevocableFrom | null
}

/** Who may be named on a consent of its own. A court that made treatment a condition, and its officers, have theirs. */
export const recipientsOf: Readonly<Record<OwnScope, readonly RecipientKind[]>> = {
  specific: [
    'person',
    'employer',
    'school',
    'treating-provider',
    'health-plan',
    'third-party-payer',
    'intermediary',
    'court',
    'law-enforcement',
    'other',
  ],
  'counselling-notes': ['treating-provider', 'person', 'health-plan', 'other'],
  legal: ['court', 'law-enforcement', 'person', 'other'],
  'criminal-justice': ['court', 'law-enforcement'],
}

export const purposesOf: Readonly<Record<OwnScope, readonly Purpose[]>> = {
  specific: ['family', 'patient-request', 'treatment', 'payment', 'operations', 'other'],
  'counselling-notes': ['treatment', 'patient-request', 'other'],
  legal: ['legal-proceedings'],
  'criminal-justice': ['criminal-justice'],
}

export const informationOf: Readonly<Record<OwnScope, readonly Information[]>> = {
  specific: ['presence', 'attendance', 'plan', 'billing', 'record'],
  'counselling-notes': ['counselling-notes'],
  legal: ['presence', 'attendance', 'plan', 'billing', 'record'],
  'criminal-justice': ['presence', 'attendance', 'plan', 'record'],
}
