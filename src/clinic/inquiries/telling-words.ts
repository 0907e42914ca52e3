import type { Information, Purpose } from '../consents/consent.ts'

const facts: Record<Information, string> = {
  presence: 'that they are here',
  attendance: 'whether they come',
  plan: 'the plan',
  billing: 'what was billed',
  record: 'what is in the record',
  'counselling-notes': 'counselling notes',
}
const reasons: Record<Purpose, string> = {
  treatment: 'for their treatment',
  payment: 'for payment',
  operations: 'for running the program',
  'patient-request': 'because they ask for it',
  family: 'as family',
  fundraising: 'for fundraising',
  'legal-proceedings': 'for a legal proceeding',
  'criminal-justice': 'as the condition of their case asks',
  other: 'for what the consent says',
}

export const nothing = 'Without consent: not even that they came. Say neither yes nor no, and send no thanks.'

/**
 * What may be told to somebody, in a sentence. Nothing allowed: not even that the person came, so no thanks for the referral
 * either (42 CFR 2.13(c): the fact that someone is a client is itself a fact to be told).
 */
export function tellingInWords(allowed: readonly { what: Information; purpose: Purpose }[]): string {
  if (allowed.length === 0) return nothing
  const said = [...Map.groupBy(allowed, ({ purpose }) => purpose)].map(
    ([purpose, some]) => `${some.map(({ what }) => facts[what]).join(', ')}, ${reasons[purpose]}`,
  )
  return `With their consent: ${said.join('; ')}. You may thank for the referral.`
}

/** Thanks tell that the person came: it needs what tells their presence. */
export const mayThank = (allowed: readonly { what: Information }[]): boolean =>
  allowed.some(({ what }) => what === 'presence')
