export type Line = {
  name: string
  dose: string
  whatFor: string
  source: 'order' | 'told' | 'treatment-program'
  amount?: number
  unit?: string
  times?: number
  everyDays?: number
  asNeeded?: boolean
  route?: string
  fromWhom?: string
  daysBefore?: number
  supply?: number
  missed?: number
}
export type Told = {
  /** Substance, what happened, how severe; an intolerance is said. */
  allergies: readonly (readonly [
    string,
    string,
    'mild' | 'moderate' | 'severe' | 'unknown',
    ('allergy' | 'intolerance')?,
  ])[]
  notAsked?: boolean
  lines: readonly Line[]
  /** Days by which supplies are fetched late. */
  late?: number
  notGoneThrough?: boolean
  checks: readonly (readonly ['pdmp' | 'naloxone', string])[]
  /** In how many days the prescriber is to see them; negative: it is overdue. */
  followUp?: number
  /** Days ago, upper and lower pressure, pulse, °F, breath alcohol. */
  vitals: readonly (readonly [number, number, number, number, number, number?])[]
  withdrawal?: readonly (readonly [number, 'cows' | 'ciwa-ar', readonly number[]])[]
  tests?: {
    method: 'point-of-care' | 'laboratory'
    /** Found in every test, in the first two, in the last nine days. */
    always: readonly string[]
    early: readonly string[]
    latest: readonly string[]
    refusedNth?: number
    diluteNth?: number
  }
}

/** Lines that several of them take. */
export const sertraline: Line = {
  name: 'Sertraline',
  dose: '100 mg in the morning',
  whatFor: 'depression',
  source: 'told',
  amount: 100,
  unit: 'mg',
  fromWhom: 'Dr. Hale, primary care',
}
export const film: Line = {
  name: 'Buprenorphine and naloxone',
  dose: '8 mg/2 mg film under the tongue, twice a day',
  whatFor: 'opioid use',
  source: 'order',
  amount: 8,
  unit: 'mg',
  times: 2,
  route: 'under the tongue',
  supply: 14,
  missed: 1,
}
export const safe = [
  ['pdmp', 'as-expected'],
  ['naloxone', 'given'],
] as const
