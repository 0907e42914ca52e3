import type { Mark } from '../../basics/mark.ts'
import type { Questionnaire } from './form.ts'

export const instrumentKeys = [
  'phq-9',
  'gad-7',
  'audit-c',
  'dast-10',
  'pc-ptsd-5',
  'pcl-5',
  'c-ssrs-screener',
  'cows',
  'ciwa-ar',
] as const
export type InstrumentKey = (typeof instrumentKeys)[number]

export type Severity = 'none' | 'mild' | 'moderate' | 'high'
export type Band = { from: number; to: number; label: string; severity: Severity }

/** Bands by name: where the literature has several, the clinic chooses one, and every print says which. */
export type BandSet = { key: string; source: string; mark: Mark; bands: readonly Band[] }

/**
 * A figure with where it comes from, as it is said on screen: thresholds are common practice (K) where clinical.md §1.6
 * and §5.1 mark them so.
 */
export type Sourced = { points: number; source: string; mark: Mark }

/** At this many points or more the sentence is true. */
export type Cut = Sourced & { means: string }

/** Questions that need someone today, whatever the total. `linkId` as in the form. */
export type AlarmRule = { linkId: string; atLeast: number; opens: string }

/** Questions answered at `symptomFrom` or more count as a symptom; each cluster needs so many. */
export type Clusters = {
  symptomFrom: number
  source: string
  list: readonly { name: string; from: number; to: number; atLeast: number }[]
}

export type Scoring =
  | {
      kind: 'sum'
      /** The first set is the default. */
      bandSets: readonly [BandSet, ...BandSet[]]
      /** The most questions that may be missing for a prorated score. 0: any missing answer means no score. */
      missingAllowed: number
      cuts: readonly Cut[]
      /** A question that opens the others and counts nothing itself. */
      gate?: string
      clusters?: Clusters
    }
  /** The C-SSRS screener: a level, never a sum. */
  | { kind: 'triage'; source: string; mark: Mark }

/** What a clinic must confirm before it may use this: the words, and where they come from. */
export type Condition = { words: string; source: string }

export type Instrument = {
  key: InstrumentKey
  /** As clinicians call it. */
  title: string
  about: string
  form: Questionnaire
  scoring: Scoring
  /** Who can fill it in: clinician instruments are never handed to the client. */
  filledBy: 'anyone' | 'clinician'
  recallWindow: string
  alarms: readonly AlarmRule[]
  /** A change of this many points or more is more than the instrument's own noise; null where none was verified. */
  reliableChange: Sourced | null
  /** At this score or more: a case. Recovery crosses it. */
  caseFrom: Sourced | null
  /** Below this score: remission. */
  remissionBelow: Sourced | null
  /** How often it is asked in intensive outpatient care, in days from and to; null where it is asked as needed. */
  everyDays: readonly [number, number] | null
  /** Null: free for every clinic. */
  condition: Condition | null
}
