import type { Mark } from '../programs/dose.ts'

export type Anchor = { value: number; text: string; loincAnswer: string }

export type Item = { number: number; text: string; loinc: string }

export type Band = { from: number; to: number; label: string; severity: 'none' | 'mild' | 'moderate' | 'high' }

/** A figure with where it comes from: thresholds are common practice (K) where clinical.md marks them so. */
export type Sourced = { points: number; source: string; mark: Mark }

export type Instrument = {
  key: string
  title: string
  /** Changes whenever a word or a rule changes; stored with every answer. */
  version: string
  recallWindow: string
  instruction: string
  anchors: readonly Anchor[]
  items: readonly Item[]
  /** Asked once, not scored. `loinc` null where no code was verified. */
  difficulty: { text: string; loinc: string | null; anchors: readonly Anchor[] }
  loinc: { panel: string; total: string }
  bands: readonly Band[]
  /** The most items that may be missing for a prorated score. */
  missingAllowed: number
  /** A change of this many points or more is more than the instrument's own noise. */
  reliableChange: Sourced
  /** At this score or more: a case. Recovery crosses it. */
  caseFrom: Sourced
  /** Below this score: remission. */
  remissionBelow: Sourced
  /** Items that need someone today, whatever the total. */
  alarms: readonly { item: number; atLeast: number; opens: string }[]
  /** How often it is asked in intensive outpatient care, in days from and to. */
  everyDays: readonly [number, number]
  copyright: string
}

const frequency: readonly Anchor[] = [
  { value: 0, text: 'Not at all', loincAnswer: 'LA6568-5' },
  { value: 1, text: 'Several days', loincAnswer: 'LA6569-3' },
  { value: 2, text: 'More than half the days', loincAnswer: 'LA6570-1' },
  { value: 3, text: 'Nearly every day', loincAnswer: 'LA6571-9' },
]

const hardship: readonly Anchor[] = [
  { value: 0, text: 'Not difficult at all', loincAnswer: 'LA6572-7' },
  { value: 1, text: 'Somewhat difficult', loincAnswer: 'LA6573-5' },
  { value: 2, text: 'Very difficult', loincAnswer: 'LA6575-0' },
  { value: 3, text: 'Extremely difficult', loincAnswer: 'LA6574-3' },
]

const free =
  'Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.'

/** Nine items, 0 to 27. Source: clinical.md §5.1, §5.4. */
export const phq9: Instrument = {
  key: 'phq-9',
  title: 'PHQ-9',
  version: '1',
  recallWindow: 'the last 2 weeks',
  instruction: 'Over the last 2 weeks, how often have you been bothered by any of the following problems?',
  anchors: frequency,
  items: [
    { number: 1, text: 'Little interest or pleasure in doing things', loinc: '44250-9' },
    { number: 2, text: 'Feeling down, depressed, or hopeless', loinc: '44255-8' },
    { number: 3, text: 'Trouble falling or staying asleep, or sleeping too much', loinc: '44259-0' },
    { number: 4, text: 'Feeling tired or having little energy', loinc: '44254-1' },
    { number: 5, text: 'Poor appetite or overeating', loinc: '44251-7' },
    {
      number: 6,
      text: 'Feeling bad about yourself — or that you are a failure or have let yourself or your family down',
      loinc: '44258-2',
    },
    {
      number: 7,
      text: 'Trouble concentrating on things, such as reading the newspaper or watching television',
      loinc: '44252-5',
    },
    {
      number: 8,
      text: 'Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual',
      loinc: '44253-3',
    },
    {
      number: 9,
      text: 'Thoughts that you would be better off dead or of hurting yourself in some way',
      loinc: '44260-8',
    },
  ],
  difficulty: {
    text: 'If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?',
    loinc: '69722-7',
    anchors: hardship,
  },
  loinc: { panel: '44249-1', total: '44261-6' },
  bands: [
    { from: 0, to: 4, label: 'Minimal', severity: 'none' },
    { from: 5, to: 9, label: 'Mild', severity: 'mild' },
    { from: 10, to: 14, label: 'Moderate', severity: 'moderate' },
    { from: 15, to: 19, label: 'Moderately severe', severity: 'high' },
    { from: 20, to: 27, label: 'Severe', severity: 'high' },
  ],
  missingAllowed: 2,
  reliableChange: { points: 6, source: 'NHS Talking Therapies (clinical.md §5.1)', mark: 'K' },
  caseFrom: { points: 10, source: 'sensitivity 77–88 %, specificity 88–94 % (clinical.md §5.1, M1)', mark: 'V' },
  remissionBelow: { points: 5, source: 'clinical.md §5.1', mark: 'K' },
  alarms: [{ item: 9, atLeast: 1, opens: 'the suicide risk screen' }],
  everyDays: [7, 14],
  copyright: free,
}

/** Seven items, 0 to 21. The zero anchor is 'Not at all'; a known misprint has 'Not at all sure'. Source: clinical.md §5.1. */
export const gad7: Instrument = {
  key: 'gad-7',
  title: 'GAD-7',
  version: '1',
  recallWindow: 'the last 2 weeks',
  instruction: 'Over the last 2 weeks, how often have you been bothered by the following problems?',
  anchors: frequency,
  items: [
    { number: 1, text: 'Feeling nervous, anxious, or on edge', loinc: '69725-0' },
    { number: 2, text: 'Not being able to stop or control worrying', loinc: '68509-9' },
    { number: 3, text: 'Worrying too much about different things', loinc: '69733-4' },
    { number: 4, text: 'Trouble relaxing', loinc: '69734-2' },
    { number: 5, text: 'Being so restless that it is hard to sit still', loinc: '69735-9' },
    { number: 6, text: 'Becoming easily annoyed or irritable', loinc: '69689-8' },
    { number: 7, text: 'Feeling afraid, as if something awful might happen', loinc: '69736-7' },
  ],
  difficulty: {
    text: 'If you checked off any problems, how difficult have these made it for you to do your work, take care of things at home, or get along with other people?',
    loinc: null,
    anchors: hardship,
  },
  loinc: { panel: '69737-5', total: '70274-6' },
  bands: [
    { from: 0, to: 4, label: 'Minimal', severity: 'none' },
    { from: 5, to: 9, label: 'Mild', severity: 'mild' },
    { from: 10, to: 14, label: 'Moderate', severity: 'moderate' },
    { from: 15, to: 21, label: 'Severe', severity: 'high' },
  ],
  missingAllowed: 1,
  reliableChange: { points: 4, source: 'NHS Talking Therapies (clinical.md §5.1)', mark: 'K' },
  caseFrom: { points: 8, source: 'NHS caseness (clinical.md §5.1)', mark: 'V' },
  remissionBelow: { points: 5, source: 'the lowest band (clinical.md §5.1)', mark: 'K' },
  alarms: [],
  everyDays: [7, 14],
  copyright: free,
}

export const instruments: readonly Instrument[] = [phq9, gad7]

export const instrumentOf = (key: string): Instrument | null => instruments.find((one) => one.key === key) ?? null

/** Goes with every file or page that carries LOINC codes (clinical.md §5.4). */
export const loincNotice =
  'This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc.'
