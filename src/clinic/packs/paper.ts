import type { ConsentScope, Statement } from '../consents/consent.ts'

/** The kinds of paper that a client signs. What is written in each is a wording, with versions of its own. */
export const paperKinds = [
  'treatment',
  'privacy-notice',
  'tpo',
  'group-agreement',
  'telehealth',
  'financial',
  'emergency-contact',
] as const
export type PaperKind = (typeof paperKinds)[number]
export const isPaperKind = (text: unknown): text is PaperKind => paperKinds.some((kind) => kind === text)

export type Paper = {
  kind: PaperKind
  /** What staff call it. */
  name: string
  /** The consent that a signature writes besides the signed paper; null where the paper consents to no telling. */
  scope: ConsentScope | null
  /** May care depend on it? Where not: why, with the rule. */
  neverRequired: string | null
  blanks: readonly string[]
  /** Blanks that its words have to use, whatever else they say. */
  mustUse: readonly string[]
  /** What the text has to say, by the elements of the rule. */
  mustSay: readonly Statement[]
}

const everywhere = ['client', 'clinic', 'program', 'crisisLine', 'complaints', 'privacyContact', 'signer'] as const

const sharing: readonly Statement[] = ['right-to-revoke', 'how-to-revoke', 'reliance']

export const papers: Readonly<Record<PaperKind, Paper>> = {
  treatment: {
    kind: 'treatment',
    name: 'Consent to treatment',
    scope: 'treatment',
    neverRequired: null,
    blanks: [...everywhere, 'hours'],
    mustUse: ['client', 'clinic', 'signer'],
    mustSay: ['what-treatment', 'risks-and-choices', 'may-refuse', 'limits-of-privacy', 'emergencies'],
  },
  'privacy-notice': {
    kind: 'privacy-notice',
    name: 'Notice of privacy practices',
    scope: null,
    neverRequired:
      'It has to be offered, and a refusal to sign is written down. It is never a condition of care (45 CFR 164.520(c)(2)).',
    blanks: everywhere,
    mustUse: ['clinic', 'privacyContact'],
    mustSay: [],
  },
  tpo: {
    kind: 'tpo',
    name: 'Consent to share for treatment, payment and operations',
    scope: 'tpo',
    neverRequired:
      'Sharing is asked for, never made a condition of care: the paper itself says what follows a refusal (42 CFR 2.31(a)).',
    blanks: [...everywhere, 'ends'],
    mustUse: ['client', 'clinic', 'privacyContact', 'ends', 'signer'],
    mustSay: [...sharing, 'hipaa-redisclosure', 'redisclosure-risk', 'refusal-consequences'],
  },
  'group-agreement': {
    kind: 'group-agreement',
    name: 'Program rules and group confidentiality',
    scope: null,
    neverRequired: null,
    blanks: [...everywhere, 'hours'],
    mustUse: ['signer'],
    mustSay: [],
  },
  telehealth: {
    kind: 'telehealth',
    name: 'Consent to care by video',
    scope: null,
    neverRequired: null,
    blanks: everywhere,
    mustUse: ['client', 'signer'],
    mustSay: [],
  },
  financial: {
    kind: 'financial',
    name: 'Financial agreement',
    scope: null,
    neverRequired: null,
    blanks: everywhere,
    mustUse: ['client', 'clinic', 'signer'],
    mustSay: [],
  },
  'emergency-contact': {
    kind: 'emergency-contact',
    name: 'Permission to call an emergency contact',
    scope: 'specific',
    neverRequired: 'Whom the clinic may call is the client’s own choice, and never a condition of care (42 CFR 2.31).',
    blanks: [...everywhere, 'contact', 'ends'],
    mustUse: ['client', 'clinic', 'contact', 'ends', 'signer'],
    mustSay: sharing,
  },
}

/** What each statement means, for whoever vouches that it stands in a text of their own. */
export const statementWords: Readonly<Record<Statement, string>> = {
  'right-to-revoke': 'It can be taken back at any time, in writing',
  'how-to-revoke': 'How to take it back: to whom to write',
  reliance: 'What was done before it was taken back stands',
  'hipaa-redisclosure': 'HIPAA lets a provider or plan share again, but not in proceedings against the client',
  'redisclosure-risk': 'What is shared may be shared again and lose the protection of 42 CFR part 2',
  'refusal-consequences': 'What follows if the person does not sign',
  'fundraising-opt-out': 'How to opt out of fundraising',
  'what-treatment': 'What the treatment is',
  'risks-and-choices': 'Benefits, risks and other choices',
  'may-refuse': 'The person may refuse or stop',
  'limits-of-privacy': 'Where privacy ends',
  emergencies: 'What to do in an emergency',
}
