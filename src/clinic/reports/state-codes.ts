import type { Day } from '../../basics/dates.ts'

/** How the record says something, and the code that the state wants for it, from a day on. */
export type CodeRow = { field: string; ours: string; theirs: string; from: Day; source: string; mark: 'V' | 'K' | 'C' }

const since = '2019-01-01'
const v = (field: string, ours: string, theirs: string): CodeRow => ({
  field,
  ours,
  theirs,
  from: since,
  source: 'TEDS 2019, clinical.md §8.1',
  mark: 'V',
})
const k = (field: string, ours: string, theirs: string): CodeRow => ({ ...v(field, ours, theirs), mark: 'K' })

/**
 * What a new clinic starts with: how levels of care, ways of leaving, sex and diagnoses are coded. V: names and codes read in the
 * source; K: our reading of what belongs where, which a compliance officer confirms. Diagnoses are by the first letters of an
 * ICD-10-CM code, the longest that fits speaks.
 */
export const usualCodes: readonly CodeRow[] = [
  v('SERVICES', '2.1', '6'),
  k('SERVICES', '2.5', '6'),
  k('SERVICES', '1.0', '7'),
  k('SERVICES', '1.5', '7'),
  k('SERVICES', '1.7', '7'),
  k('SERVICES', '2.7', '8'),
  k('SERVICES', '3.1', '5'),
  k('SERVICES', '3.5', '5'),
  k('SERVICES', '3.7', '4'),
  k('SERVICES', '4.0', '3'),
  v('REASON', 'completed', '1'),
  v('REASON', 'dropped-out', '2'),
  v('REASON', 'terminated', '3'),
  v('REASON', 'transferred', '4'),
  v('REASON', 'incarcerated', '5'),
  v('REASON', 'died', '6'),
  v('REASON', 'other', '7'),
  k('GENDER', 'male', '1'),
  k('GENDER', 'female', '2'),
  k('DSMCRIT', 'F10.1', '9'),
  k('DSMCRIT', 'F10.2', '4'),
  k('DSMCRIT', 'F10', '1'),
  k('DSMCRIT', 'F11.1', '12'),
  k('DSMCRIT', 'F11.2', '5'),
  k('DSMCRIT', 'F12.1', '10'),
  k('DSMCRIT', 'F12.2', '7'),
  k('DSMCRIT', 'F14.1', '13'),
  k('DSMCRIT', 'F14.2', '6'),
  ...['F11', 'F12', 'F13', 'F14', 'F15', 'F16', 'F18', 'F19'].map((ours) => k('DSMCRIT', ours, '2')),
  ...['F13.1', 'F15.1', 'F16.1', 'F18.1', 'F19.1'].map((ours) => k('DSMCRIT', ours, '11')),
  ...['F13.2', 'F15.2', 'F16.2', 'F18.2', 'F19.2'].map((ours) => k('DSMCRIT', ours, '8')),
  ...['F40', 'F41', 'F42', 'F43'].map((ours) => k('DSMCRIT', ours, '14')),
  ...['F32', 'F33', 'F34.1'].map((ours) => k('DSMCRIT', ours, '15')),
  ...['F20', 'F21', 'F22', 'F23', 'F24', 'F25', 'F28', 'F29'].map((ours) => k('DSMCRIT', ours, '16')),
  ...['F30', 'F31'].map((ours) => k('DSMCRIT', ours, '17')),
  ...['F90', 'F91'].map((ours) => k('DSMCRIT', ours, '18')),
  k('DSMCRIT', 'F', '19'),
]
/** The fields whose code is made from what the record holds already, and how each value there is called. */
export const codedFields: readonly { field: string; label: string }[] = [
  { field: 'SERVICES', label: 'Level of care' },
  { field: 'REASON', label: 'How the stay ended' },
  { field: 'GENDER', label: 'Sex' },
  { field: 'DSMCRIT', label: 'Diagnosis, by its first letters' },
]

const usualOf = Map.groupBy(usualCodes, ({ field }) => field)

/**
 * The state's code for a value of the record on a day: of the clinic's own rows that have begun the newest (`own`, newest first),
 * else the usual one. Diagnoses: the longest beginning that fits. Null: nothing says what it is.
 */
export function codeFor(field: string, ours: string, own: readonly CodeRow[], day: Day): string | null {
  const begun = [...own.filter((row) => row.field === field), ...(usualOf.get(field) ?? [])].filter(
    (row) => row.from <= day,
  )
  if (field !== 'DSMCRIT') return begun.find((row) => row.ours === ours)?.theirs ?? null
  const fits = begun.filter((row) => ours.startsWith(row.ours))
  const longest = Math.max(0, ...fits.map((row) => row.ours.length))
  return fits.find((row) => row.ours.length === longest)?.theirs ?? null
}

const ages = [12, 15, 18, 21, 25, 30, 35, 40, 45, 50, 55, 65]
/** The age group at admission, 1 (12 to 14 years) to 12 (65 and over); null under 12. Source: TEDS 2019 codebook [K]. */
export const ageCode = (years: number): string | null => {
  const group = ages.filter((from) => years >= from).length
  return group === 0 ? null : String(group)
}

/** Days from admission to the last contact, with one added as outpatient care counts them: from 1. Source: clinical.md §8.1. */
export const losCode = (days: number): string => String(Math.max(1, days + 1))
