import type { Mark } from '../../basics/mark.ts'
import type { Day } from '../../basics/dates.ts'
import type { AgeGroup } from '../programs/dose.ts'

export type { AgeGroup } from '../programs/dose.ts'

export const markWords: Record<Mark, string> = {
  V: 'V: read in its source',
  C: 'C: computed from public data',
  K: 'K: confirm with the medical director',
}

/** A level of care. Numbers are the field's usual short names; the labels and every other word are ours. */
export type LevelCode = '1.0' | '1.5' | '1.7' | '2.1' | '2.5' | '2.7' | '3.1' | '3.5' | '3.7' | '4' | '4-psych'

/** Where a hard stop sends a person. The last two keep the person here but put a duty on someone today. */
export type RouteCode =
  | '911'
  | 'ed'
  | 'crisis'
  | '4'
  | '4-psych'
  | '3.7'
  | '2.7'
  | '1.7'
  | 'otp'
  | 'clinician'
  | 'report'

export type PlaceCode = LevelCode | RouteCode

export type Program = 'substance-use' | 'mental-health'

export type Level = {
  code: LevelCode
  /** Intensity, higher is more. Equal only where two kinds of one level exist. */
  rank: number
  label: Record<Program, string>
  setting: 'outpatient' | 'residential' | 'hospital'
  /** Doctors or nurses are part of the level itself. */
  medical: boolean
}

const level = (
  code: LevelCode,
  rank: number,
  setting: Level['setting'],
  medical: boolean,
  substanceUse: string,
  mentalHealth: string = substanceUse,
): Level => ({ code, rank, setting, medical, label: { 'substance-use': substanceUse, 'mental-health': mentalHealth } })

export const levels: Record<LevelCode, Level> = {
  '1.0': level('1.0', 1, 'outpatient', false, 'Outpatient check-ups'),
  '1.5': level('1.5', 2, 'outpatient', false, 'Outpatient therapy'),
  '1.7': level('1.7', 3, 'outpatient', true, 'Outpatient care led by a prescriber'),
  '2.1': level('2.1', 4, 'outpatient', false, 'Intensive outpatient', 'Intensive outpatient, mental health'),
  '2.5': level(
    '2.5',
    5,
    'outpatient',
    false,
    'High-intensity outpatient (partial hospital)',
    'Partial hospital program',
  ),
  '2.7': level('2.7', 6, 'outpatient', true, 'Intensive outpatient with daily medical care'),
  '3.1': level('3.1', 7, 'residential', false, 'Recovery residence with clinical services', 'Supported residence'),
  '3.5': level('3.5', 8, 'residential', false, 'Residential treatment', 'Residential mental health treatment'),
  '3.7': level('3.7', 9, 'residential', true, 'Residential treatment with round-the-clock medical care'),
  '4': level('4', 10, 'hospital', true, 'Hospital'),
  '4-psych': level('4-psych', 10, 'hospital', true, 'Psychiatric hospital, or evaluation for it'),
}

type Route = {
  code: RouteCode
  label: string
  /** Most urgent first when several stops stand. */
  urgency: number
  /** The levels that answer this stop by themselves, so that deciding on one needs no further disposition. */
  answeredBy: readonly LevelCode[]
}

const hospital: readonly LevelCode[] = ['4', '4-psych']

export const routes: Record<RouteCode, Route> = {
  '911': { code: '911', label: '911, ambulance', urgency: 11, answeredBy: [] },
  ed: { code: 'ed', label: 'Emergency department', urgency: 10, answeredBy: hospital },
  crisis: { code: 'crisis', label: 'Crisis team', urgency: 8, answeredBy: ['4-psych'] },
  '4': { code: '4', label: 'Hospital', urgency: 9, answeredBy: ['4'] },
  '4-psych': { code: '4-psych', label: levels['4-psych'].label['mental-health'], urgency: 9, answeredBy: ['4-psych'] },
  '3.7': { code: '3.7', label: 'Withdrawal care with round-the-clock nursing', urgency: 7, answeredBy: ['3.7', '4'] },
  '2.7': { code: '2.7', label: 'Daily medical withdrawal care', urgency: 6, answeredBy: ['2.7', '3.7', '4'] },
  otp: { code: 'otp', label: 'Opioid treatment program', urgency: 5, answeredBy: ['1.7', '2.7', '3.7', '4'] },
  '1.7': { code: '1.7', label: 'A prescriber today', urgency: 4, answeredBy: ['1.7', '2.7', '3.7', '4'] },
  clinician: { code: 'clinician', label: 'A clinician of this program, today', urgency: 3, answeredBy: ['4-psych'] },
  report: { code: 'report', label: "The state's protective services", urgency: 2, answeredBy: [] },
}

/** Intensity of a place to which a person can be sent; emergency routes stand above every level. */
export const rankOf = (place: PlaceCode): number => {
  if (place in levels) return levels[place as LevelCode].rank // `in` has just shown it to be one
  const beyond: Partial<Record<PlaceCode, number>> = { otp: 3, clinician: 0, report: 0, crisis: 11, ed: 12, '911': 13 }
  return beyond[place] ?? 0
}

export const labelOf = (place: PlaceCode, program: Program): string =>
  place in levels ? levels[place as LevelCode].label[program] : routes[place as RouteCode].label // as above

export const isLevel = (code: unknown): code is LevelCode => typeof code === 'string' && Object.hasOwn(levels, code)

/** Clinical hours a week that a level means. States and payers differ: rows, with the day they hold from. */
export type LevelHours = {
  level: LevelCode
  ageGroup: AgeGroup
  /** Whole or part hours in a week; null where the level is not counted in hours. */
  atLeast: number | null
  /** The most that still is this level; null where it is open. */
  atMost: number | null
  /** Days in the week over which they are given; null where it is not said. */
  daysAtLeast: number | null
  from: Day
  source: string
  mark: Mark
}

const hours = (
  code: LevelCode,
  ageGroup: AgeGroup,
  atLeast: number | null,
  atMost: number | null,
  mark: Mark,
  source: string,
  daysAtLeast: number | null = null,
): LevelHours => ({ level: code, ageGroup, atLeast, atMost, daysAtLeast, from: '2024-01-01', source, mark })

const placementSources = 'Medicare and placement summaries: 9 to 19 h adults, 6 to 19 h adolescents'

/**
 * What to show beside a level. The floor that binds a client's week is the clinic's own row (programs/dose.ts).
 * Adolescent figures beyond 2.1 are to be confirmed.
 */
export const defaultHours: readonly LevelHours[] = [
  hours('1.5', 'adult', null, 9, 'V', 'Below the intensive outpatient floor'),
  hours('1.5', 'adolescent', null, 6, 'V', 'Below the intensive outpatient floor'),
  hours('2.1', 'adult', 9, 19, 'V', placementSources, 3),
  hours('2.1', 'adolescent', 6, 19, 'V', placementSources, 3),
  hours('2.5', 'adult', 20, null, 'V', 'Placement summaries: 20 h or more'),
  hours('2.5', 'adolescent', 20, null, 'K', 'As for adults; to be confirmed'),
  hours('2.7', 'adult', 20, null, 'K', 'Hours of 2.5 with daily medical care'),
  hours('2.7', 'adolescent', 20, null, 'K', 'As for adults; to be confirmed'),
  hours('3.1', 'adult', 9, 19, 'K', 'Clinical hours of the 2023 edition; 5 h in the 2013 edition'),
  hours('3.1', 'adolescent', 5, null, 'K', '2013 edition'),
  hours('3.5', 'adult', 20, null, 'K', 'Clinical hours of the 2023 edition, beside 24 h of support'),
]

/** The hours row that holds on `day`: the latest that has begun; null where the level is not counted in hours. */
export const hoursOn = (
  rows: readonly LevelHours[],
  code: LevelCode,
  ageGroup: AgeGroup,
  day: Day,
): LevelHours | null =>
  rows
    .filter((row) => row.level === code && row.ageGroup === ageGroup && row.from <= day)
    .toSorted((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0))[0] ?? null
