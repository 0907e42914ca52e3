import type { ItemKind } from '../episodes/first-items.ts'

const names: Record<ItemKind | 'other', string> = {
  'continuing-care-provider': 'Who continues the care',
  'follow-up-7-days': 'Visit within 7 days',
  'medication-continuity': 'Medicines go on',
  'relapse-prevention-plan': 'Plan for staying well',
  'recovery-support': 'Mutual help or a peer',
  housing: 'Where they live',
  'recovery-residence': 'Recovery residence',
  'work-and-school': 'Work or school',
  family: 'Family',
  'safety-plan': 'Safety plan',
  naloxone: 'Naloxone',
  'emergency-contact': 'Emergency contact',
  'withdrawal-cover': 'Withdrawal',
  other: 'Something else',
}

/** What a part of the plan for afterwards is about, in the order in which it is offered. */
export const itemKinds = [
  'continuing-care-provider',
  'follow-up-7-days',
  'medication-continuity',
  'relapse-prevention-plan',
  'recovery-support',
  'housing',
  'recovery-residence',
  'work-and-school',
  'family',
  'safety-plan',
  'naloxone',
  'emergency-contact',
  'withdrawal-cover',
  'other',
] as const satisfies readonly (ItemKind | 'other')[]

/** Plans that came from elsewhere may hold kinds of their own. */
export const itemKindName = (kind: string): string =>
  Object.hasOwn(names, kind) ? names[kind as keyof typeof names] : 'Something else' // hasOwn has just shown it to be one
