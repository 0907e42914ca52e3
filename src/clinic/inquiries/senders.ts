import type { RecipientKind } from '../consents/consent.ts'
import type { Channel } from './first-step.ts'

/** Who sends people. */
export const sources = ['self', 'family', 'hospital', 'provider', 'court', 'employer', 'other'] as const
export type Source = (typeof sources)[number]

export const sourceName: Record<Source, string> = {
  self: 'They came by themselves',
  family: 'Family or a friend',
  hospital: 'A hospital or a detox',
  provider: 'Another provider',
  court: 'A court or probation',
  employer: 'An employer or a school',
  other: 'Another way',
}

export const isSource = (text: unknown): text is Source => sources.some((source) => source === text)

/** Where nobody has said who sent somebody, the way they came says it. */
export function sourceOf(channel: Channel, forWhom: string): Source {
  if (channel === 'referral') return 'provider'
  if (forWhom === 'loved-one') return 'family'
  if (forWhom === 'someone-i-treat') return 'provider'
  return channel === 'by-hand' ? 'other' : 'self'
}

export const recipientKinds = [
  'treating-provider',
  'health-plan',
  'person',
  'court',
  'law-enforcement',
  'employer',
  'school',
  'other',
] as const satisfies RecipientKind[]
export type ReferrerKind = (typeof recipientKinds)[number]

export const recipientName: Record<ReferrerKind, string> = {
  'treating-provider': 'Treats people: a hospital, a practice, a therapist',
  'health-plan': 'A health plan',
  person: 'A private person: family, a friend',
  court: 'A court, probation or parole',
  'law-enforcement': 'Police or another law enforcement agency',
  employer: 'An employer',
  school: 'A school',
  other: 'Somebody else',
}

/** As what somebody who sends people would stand in a consent, when nothing better is known. */
export const recipientOfSource: Record<Source, ReferrerKind> = {
  self: 'person',
  family: 'person',
  hospital: 'treating-provider',
  provider: 'treating-provider',
  court: 'court',
  employer: 'employer',
  other: 'other',
}
