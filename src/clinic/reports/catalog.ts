import type { Verb } from '../access/permissions.ts'

export type ReportKey =
  | 'census'
  | 'moves'
  | 'length-of-stay'
  | 'completion'
  | 'attendance'
  | 'hours'
  | 'notes'
  | 'plans'
  | 'measures'
  | 'outcomes'
  | 'equity'
  | 'state-data'

export type ReportEntry = {
  key: ReportKey
  title: string
  question: string
  verb: Verb
  /** The list that opens where nobody says which. */
  usual: string
  /** So many days up to today, where nobody says which. */
  days: number
  /** Over whole months and the whole clinic alone. */
  isWhole?: boolean
}

export const catalog: readonly ReportEntry[] = [
  {
    key: 'census',
    title: 'Census',
    question: 'How many are in care, day by day?',
    verb: 'report.count',
    usual: 'in-care',
    days: 90,
  },
  {
    key: 'moves',
    title: 'Admissions and discharges',
    question: 'Who came, who left, and how?',
    verb: 'report.count',
    usual: 'in-all-in',
    days: 90,
  },
  {
    key: 'length-of-stay',
    title: 'Length of stay',
    question: 'How long do people stay?',
    verb: 'report.count',
    usual: 'began',
    days: 365,
  },
  {
    key: 'completion',
    title: 'Completion',
    question: 'How many complete treatment?',
    verb: 'report.count',
    usual: 'out-completed',
    days: 365,
  },
  {
    key: 'attendance',
    title: 'Attendance',
    question: 'Of the hours that people were expected in, in how many were they there?',
    verb: 'report.count',
    usual: 'absent',
    days: 28,
  },
  {
    key: 'hours',
    title: 'Hours delivered',
    question: 'Do people get the hours that their plan prescribes?',
    verb: 'report.count',
    usual: 'short',
    days: 56,
  },
  {
    key: 'notes',
    title: 'Time to note',
    question: 'How long after a meeting is its note signed?',
    verb: 'report.treatment',
    usual: 'overdue',
    days: 28,
  },
  {
    key: 'plans',
    title: 'Plan timeliness',
    question: 'Are plans signed and reviewed by their day?',
    verb: 'report.treatment',
    usual: 'first-plan-missing',
    days: 90,
  },
  {
    key: 'measures',
    title: 'Measures done',
    question: 'Of the measures that were due, how many were answered?',
    verb: 'report.treatment',
    usual: 'missed',
    days: 90,
  },
  {
    key: 'outcomes',
    title: 'Outcomes',
    question: 'How many make significant progress within eight weeks?',
    verb: 'outcome.see',
    usual: 'missing',
    days: 365,
  },
  {
    key: 'equity',
    title: 'Equity',
    question: 'Is it the same for everybody, whatever their language, payer, age or track?',
    verb: 'outcome.see',
    usual: 'track-admitted',
    days: 365,
    isWhole: true,
  },
  {
    key: 'state-data',
    title: 'State client data (TEDS)',
    question: 'What does the state get, and what of it is not recorded?',
    verb: 'state-data.see',
    usual: 'admission-all',
    days: 30,
  },
]

export const entryOf = (key: string): ReportEntry | undefined => catalog.find((one) => one.key === key)
