/** The four amounts that are prescribed for a client's week. */
export type Mix = 'group' | 'individual' | 'family' | 'medication'

/** What a state's limit on group size looks at (clinical.md §7.1). 'open': nobody limits it. */
export type CapClass = 'counselling' | 'education' | 'multi-family' | 'open'

/**
 * One kind of service, in our own words. Two facts stand apart, because helpful time and paid time differ:
 * `countsTowardDose` (the hours that the level of care expects) and `countsTowardClaim` (what a payer pays for: 'payer'
 * asks the payer's own rule on the day, 'never' no payer does).
 */
export type ServiceKind = {
  key: string
  label: string
  mix: Mix | null
  capClass: CapClass
  countsTowardDose: boolean
  countsTowardClaim: 'payer' | 'never'
  /** The named training that someone in the room must hold; offered only where someone does. */
  training: string | null
}

const treatment = { countsTowardDose: true, countsTowardClaim: 'payer', training: null } as const
const counselling = { ...treatment, mix: 'group', capClass: 'counselling' } as const
const education = { ...treatment, mix: 'group', capClass: 'education' } as const
const oneToOne = { ...treatment, capClass: 'open' } as const
const apart = {
  mix: null,
  capClass: 'open',
  countsTowardDose: false,
  countsTowardClaim: 'never',
  training: null,
} as const

/**
 * What a program can put on its timetable. Counting follows clinical.md §2.1 (services, exclusions), §2.4
 * (`countsAsClinical`) and §7.2: recreation, mutual aid, meals, breaks and drug tests are good for people and are not
 * treatment hours. Case management and assessments are held apart too [K].
 */
export const serviceKinds = [
  { key: 'process', label: 'Process group', ...counselling },
  { key: 'skills', label: 'Skills group', ...counselling },
  { key: 'relapse-prevention', label: 'Relapse prevention', ...counselling },
  { key: 'refusal-skills', label: 'Refusal skills', ...counselling },
  { key: 'emotional-support', label: 'Emotional support', ...counselling },
  { key: 'art', label: 'Art therapy', ...counselling, training: 'art therapy' },
  { key: 'music', label: 'Music therapy', ...counselling, training: 'music therapy' },
  { key: 'psychoeducation', label: 'Psychoeducation', ...education },
  { key: 'life-skills', label: 'Life skills', ...education },
  { key: 'family-group', label: 'Family group', ...counselling, mix: 'family' },
  { key: 'multi-family', label: 'Multi-family group', ...counselling, mix: 'family', capClass: 'multi-family' },
  { key: 'individual', label: 'Individual therapy', ...oneToOne, mix: 'individual' },
  { key: 'family', label: 'Family therapy', ...oneToOne, mix: 'family' },
  { key: 'couples', label: 'Couples therapy', ...oneToOne, mix: 'family' },
  { key: 'medication-management', label: 'Medication management', ...oneToOne, mix: 'medication' },
  { key: 'assessment', label: 'Assessment', ...apart, countsTowardClaim: 'payer' },
  { key: 'case-management', label: 'Case management', ...apart, countsTowardClaim: 'payer' },
  { key: 'peer-support', label: 'Peer support group', ...apart, countsTowardClaim: 'payer' },
  { key: 'drug-test', label: 'Drug test', ...apart, countsTowardClaim: 'payer' },
  { key: 'outdoor', label: 'Outdoor activity', ...apart, training: 'outdoor activity' },
  { key: 'recreation', label: 'Recreation', ...apart },
  { key: 'mutual-aid', label: 'Mutual-aid meeting', ...apart },
  { key: 'self-guided', label: 'Self-guided course', ...apart },
  { key: 'orientation', label: 'Orientation', ...apart },
  { key: 'meal', label: 'Meal', ...apart },
  { key: 'break', label: 'Break', ...apart },
] as const satisfies readonly ServiceKind[]

export type ServiceKindKey = (typeof serviceKinds)[number]['key']

const byKey = new Map<string, ServiceKind>(serviceKinds.map((kind) => [kind.key, kind]))

/** The kind of this key, or null where the library has none. */
export const serviceKind = (key: string): ServiceKind | null => byKey.get(key) ?? null

export const isServiceKind = (key: unknown): key is ServiceKindKey => typeof key === 'string' && byKey.has(key)

/** Whether minutes of this kind fill the week's floor. A kind that the library does not know counts for nothing. */
export const countsTowardDose = (key: string): boolean => byKey.get(key)?.countsTowardDose ?? false
