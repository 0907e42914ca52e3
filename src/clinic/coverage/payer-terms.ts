import type { Mark } from '../../basics/mark.ts'
import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { serviceKind } from '../programs/library.ts'

// What a payer pays for, as data (clinical.md §2.4, PayerProgramRule). A rule is a dated row with a source; nothing here is a
// constant that a payer could change without a new row.

/** What one session is to a payer. */
export const payClasses = [
  'group',
  'education',
  'individual',
  'family',
  'medication',
  'assessment',
  'case-management',
  'peer-support',
  'toxicology',
] as const
export type PayClass = (typeof payClasses)[number]

export const payClassWords: Record<PayClass, string> = {
  group: 'Group therapy',
  education: 'Psychoeducation',
  individual: 'Individual therapy',
  family: 'Family work',
  medication: 'Medication visits',
  assessment: 'Assessments',
  'case-management': 'Case management',
  'peer-support': 'Peer support',
  toxicology: 'Toxicology visits',
}

export const payUnits = ['day', 'half-day', 'hour', 'quarter-hour', 'week', 'service-count'] as const
export type PayUnit = (typeof payUnits)[number]
export const payUnitWords: Record<PayUnit, string> = {
  day: 'a day',
  'half-day': 'half a day',
  hour: 'an hour',
  'quarter-hour': 'a quarter of an hour',
  week: 'a week',
  'service-count': 'a day of counted services',
}

/** When a day has fewer than the payer's minutes: its share, the single services under codes of their own, or nothing. */
export type PartialDay = 'prorate' | 'downcode' | 'no-bill'
/** When a week is under the payer's least: pay all the same, pay and warn, or pay nothing. */
export type UnderWeek = 'bill' | 'alert' | 'deny'

/** A single service under its own code, where the day is too short. `minutesPerUnit` null: each session is one unit. */
export type DownCode = {
  code: string
  of: PayClass
  leastMinutes: number
  minutesPerUnit: number | null
  mostUnits: number
}

export type PayTerms = {
  unit: PayUnit
  code: string
  revenueCode: string
  modifiers: string
  placeOfService: string
  /** Counted minutes that a day must hold; null: any attendance counts. */
  minutesPerDay: number | null
  servicesPerDay: number
  /** Of which at least one must be. Empty: none is asked. */
  primary: readonly PayClass[]
  counts: readonly PayClass[]
  /** Least minutes of a session to be one counted service; a class that is not named needs one minute. */
  leastMinutes: Partial<Record<PayClass, number>>
  daysPerWeek: number
  minutesPerWeek: number
  servicesPerWeek: number
  /** More than this asks for a higher level of care; null: nobody says. */
  mostMinutesPerWeek: number | null
  /** 1 Monday to 7 Sunday. */
  weekStart: number
  underWeek: UnderWeek
  maxUnitsPerDay: number
  maxDaysPerWeek: number | null
  partial: PartialDay
  downCodes: readonly DownCode[]
  /** Billed on lines of their own, and so never part of the day. */
  separate: readonly PayClass[]
  excludedCodes: readonly string[]
  minGroup: number
  groupCap: number | null
  telehealth: 'none' | 'video' | 'audio'
  videoModifier: string
  needsLicence: boolean
  needsSignedNote: boolean
  authUnit: 'session' | 'day' | 'hour' | 'date-range'
  maxPerAuth: number | null
  timelyFilingDays: number | null
}

export type PayRule = {
  payer: string
  program: 'substance-use' | 'mental-health' | 'any'
  from: Day
  to: Day | null
  source: string
  mark: Mark
  terms: PayTerms
}

const treatment: readonly PayClass[] = ['group', 'education', 'individual', 'family', 'medication']

/**
 * What most plans ask of an intensive outpatient day (clinical.md §2.4: 180 minutes, 3 days and 9 hours a week, groups of two
 * and more) [K]. Each published example says which of these it states itself; the rest wait for the compliance officer.
 */
export const usualTerms: PayTerms = {
  unit: 'day',
  code: 'H0015',
  revenueCode: '0906',
  modifiers: '',
  placeOfService: '57',
  minutesPerDay: 180,
  servicesPerDay: 1,
  primary: [],
  counts: treatment,
  leastMinutes: {},
  daysPerWeek: 3,
  minutesPerWeek: 540,
  servicesPerWeek: 0,
  mostMinutesPerWeek: null,
  weekStart: 1,
  underWeek: 'alert',
  maxUnitsPerDay: 1,
  maxDaysPerWeek: 5,
  partial: 'no-bill',
  downCodes: [],
  separate: [],
  excludedCodes: [],
  minGroup: 2,
  groupCap: null,
  telehealth: 'video',
  videoModifier: '95',
  needsLicence: true,
  needsSignedNote: true,
  authUnit: 'day',
  maxPerAuth: null,
  timelyFilingDays: null,
}

/** Terms as they were recorded, with what later versions of Stepwell added filled in by what is usual. */
export const termsFrom = (recorded: Partial<PayTerms>): PayTerms => ({ ...usualTerms, ...recorded })

/** What a service of the library is to a payer; null where no payer pays for it, or the library does not know it. */
export function payClassOf(service: string): PayClass | null {
  const kind = serviceKind(service)
  if (kind === null || kind.countsTowardClaim === 'never') return null
  if (kind.key === 'drug-test') return 'toxicology'
  const named = payClasses.find((one) => one === kind.key)
  if (named !== undefined) return named
  if (kind.mix === 'group') return kind.capClass === 'education' ? 'education' : 'group'
  return kind.mix
}

/**
 * Whether a payer's rule can be recorded. Minutes a day 0 to 720, a week 0 to 5040; days 0 to 7; units a day 1 to 96; a rule
 * ends no earlier than it begins, and a day that is half-paid needs minutes to halve. Null when it can.
 */
export function mayRecordRule(rule: { from: Day; to: Day | null; terms: PayTerms }): Refusal | null {
  const { terms } = rule
  if (rule.to !== null && rule.to < rule.from)
    return refuse('dates-turned', 'The rule would end before it begins. Look at the two dates.')
  if (terms.counts.length === 0)
    return refuse('nothing-counts', 'Tick at least one kind of session that this payer counts.')
  if (terms.counts.some((one) => terms.separate.includes(one)))
    return refuse(
      'counted-twice',
      'A kind of session is either part of the day or billed apart. Look at the ticks again.',
    )
  if ((terms.unit === 'half-day' || terms.partial === 'prorate') && (terms.minutesPerDay ?? 0) === 0)
    return refuse('no-minutes', 'A share of a day needs the minutes of a whole one. Give the minutes a day.')
  if (terms.minutesPerWeek > 0 && terms.minutesPerWeek > 7 * 720)
    return refuse('too-long', 'That is more than 12 hours a day. Look at the hours a week.')
  if (terms.maxDaysPerWeek !== null && terms.maxDaysPerWeek < terms.daysPerWeek)
    return refuse('days-turned', 'The most days a week are fewer than the least. Look at the two numbers.')
  return null
}

type Standing = { program: PayRule['program']; from: Day; to: Day | null; recordedAt: Date; id: string }

/**
 * The rule that stands on a day for a kind of program: the program's own before the one for any, of those the latest first
 * day, of two from one day the one recorded last. Null where the payer has none.
 */
export function ruleOn<Row extends Standing>(rows: readonly Row[], program: PayRule['program'], day: Day): Row | null {
  // A row from the same day about the same program corrects the one before, whatever its last day.
  const latest = rows.filter(
    (row) => !rows.some((other) => other.program === row.program && other.from === row.from && isLater(other, row)),
  )
  const standing = latest.filter((row) => row.from <= day && (row.to === null || day <= row.to))
  const best = (kind: PayRule['program']) =>
    standing
      .filter((row) => row.program === kind)
      .reduce<Row | null>((found, row) => (found === null || row.from > found.from ? row : found), null)
  return best(program) ?? best('any')
}

const isLater = (one: Standing, other: Standing): boolean =>
  one.recordedAt > other.recordedAt || (one.recordedAt.getTime() === other.recordedAt.getTime() && one.id > other.id)
