import type { Day } from '../../basics/dates.ts'

/** The four amounts that are prescribed for a client's week. */
export type Mix = 'group' | 'individual' | 'family' | 'medication'

/** What a state's limit on group size looks at (clinical.md §7.1). 'open': nobody limits it. */
export type CapClass = 'counselling' | 'education' | 'multi-family' | 'open'

/**
 * One kind of service, in our own words. Two facts stand apart, because helpful time and paid time differ:
 * `countsTowardDose` (the hours that the level of care expects) and `countsTowardClaim` (what a payer pays for: 'payer'
 * asks the payer's own rule on the day, 'never' no payer does). What it needs: a licence, a training, a place, and how long
 * it usually lasts (whole minutes); a clinic's own dated rows may say otherwise (`serviceOn`).
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
  /** Led by somebody whose licence stands on the day. */
  needsLicence: boolean
  place: Place
  usualMinutes: number
}

/** Where it can be held: in a room, by video, in either, or outside the house. */
export type Place = 'room' | 'video' | 'either' | 'outside'

const treatment = {
  countsTowardDose: true,
  countsTowardClaim: 'payer',
  training: null,
  needsLicence: true,
  place: 'either',
} as const
const counselling = { ...treatment, mix: 'group', capClass: 'counselling', usualMinutes: 90 } as const
const education = { ...treatment, mix: 'group', capClass: 'education', usualMinutes: 60 } as const
const oneToOne = { ...treatment, capClass: 'open', usualMinutes: 50 } as const
const apart = {
  mix: null,
  capClass: 'open',
  countsTowardDose: false,
  countsTowardClaim: 'never',
  training: null,
  needsLicence: false,
  place: 'either',
  usualMinutes: 60,
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
  { key: 'art', label: 'Art therapy', ...counselling, training: 'art therapy', place: 'room' },
  { key: 'music', label: 'Music therapy', ...counselling, training: 'music therapy', place: 'room' },
  { key: 'psychoeducation', label: 'Psychoeducation', ...education },
  { key: 'life-skills', label: 'Life skills', ...education },
  { key: 'family-group', label: 'Family group', ...counselling, mix: 'family' },
  { key: 'multi-family', label: 'Multi-family group', ...counselling, mix: 'family', capClass: 'multi-family' },
  { key: 'individual', label: 'Individual therapy', ...oneToOne, mix: 'individual' },
  { key: 'teen-individual', label: 'Teen therapy', ...oneToOne, mix: 'individual' },
  { key: 'family', label: 'Family therapy', ...oneToOne, mix: 'family' },
  { key: 'couples', label: 'Couples therapy', ...oneToOne, mix: 'family' },
  { key: 'medication-management', label: 'Medication management', ...oneToOne, mix: 'medication', usualMinutes: 30 },
  { key: 'assessment', label: 'Assessment', ...apart, countsTowardClaim: 'payer' },
  { key: 'case-management', label: 'Case management', ...apart, countsTowardClaim: 'payer' },
  { key: 'peer-support', label: 'Peer support group', ...apart, countsTowardClaim: 'payer' },
  {
    key: 'drug-test',
    label: 'Toxicology visit',
    ...apart,
    countsTowardClaim: 'payer',
    place: 'room',
    usualMinutes: 15,
  },
  { key: 'outdoor', label: 'Outdoor activity', ...apart, training: 'outdoor activity', place: 'outside' },
  { key: 'workshop', label: 'Workshop', ...apart },
  { key: 'seminar', label: 'Seminar', ...apart },
  { key: 'community-meeting', label: 'Community meeting', ...apart, usualMinutes: 30 },
  { key: 'recreation', label: 'Recreation', ...apart },
  { key: 'mutual-aid', label: 'Mutual-aid meeting', ...apart, place: 'room' },
  { key: 'self-guided', label: 'Self-guided course', ...apart },
  { key: 'orientation', label: 'Orientation', ...apart },
  { key: 'meal', label: 'Meal', ...apart, usualMinutes: 30 },
  { key: 'break', label: 'Break', ...apart, usualMinutes: 15 },
] as const satisfies readonly ServiceKind[]

export type ServiceKindKey = (typeof serviceKinds)[number]['key']

const byKey = new Map<string, ServiceKind>(serviceKinds.map((kind) => [kind.key, kind]))

/** The kind of this key, or null where the library has none. */
export const serviceKind = (key: string): ServiceKind | null => byKey.get(key) ?? null

export const isServiceKind = (key: unknown): key is ServiceKindKey => typeof key === 'string' && byKey.has(key)

/** Whether minutes of this kind fill the week's floor. A kind that the library does not know counts for nothing. */
export const countsTowardDose = (key: string): boolean => byKey.get(key)?.countsTowardDose ?? false

/** The clinic's own dated word on one kind. `training` empty: none is asked for. */
export type ServiceRule = {
  kind: string
  isOffered: boolean
  usualMinutes: number
  training: string
  place: Place
  from: Day
  setAt: Date
}

export type Service = ServiceKind & { isOffered: boolean }

/**
 * A kind as it stands on a day: the library's, under the clinic's latest rule that has begun. What counts, toward the dose and
 * toward a claim, is never the clinic's to widen (clinical.md §2.1, §2.4); null for a kind that the library does not know.
 */
export function serviceOn(rules: readonly ServiceRule[], key: string, day: Day): Service | null {
  const kind = serviceKind(key)
  if (kind === null) return null
  const rule = rules
    .filter((one) => one.kind === key && one.from <= day)
    .reduce<ServiceRule | null>(
      (best, one) =>
        best === null || one.from > best.from || (one.from === best.from && one.setAt >= best.setAt) ? one : best,
      null,
    )
  if (rule === null) return { ...kind, isOffered: true }
  const { isOffered, usualMinutes, place } = rule
  return { ...kind, isOffered, usualMinutes, place, training: rule.training === '' ? null : rule.training }
}
