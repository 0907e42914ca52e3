import { addDays, addMonths, type Day } from '../../basics/dates.ts'

export const unknown = { language: 'Not recorded', payer: 'No payer recorded' }
export const payerWords: Record<string, string> = {
  commercial: 'Commercial',
  medicaid: 'Medicaid',
  medicare: 'Medicare',
  tricare: 'TRICARE',
  other: 'Other payer',
}
export const trackWords: Record<string, string> = { day: 'Day', evening: 'Evening', virtual: 'Virtual' }

/** Languages as people write them, under one name each: 'en', 'english' and 'English (US)' are one. */
export function languageOf(words: string): string {
  const plain = words.trim().toLowerCase()
  if (plain === '') return unknown.language
  if (/^(en|eng|english)\b/.test(plain)) return 'English'
  if (/^(es|spa|español|espanol|spanish|castellano)(?![a-z])/.test(plain)) return 'Spanish'
  return `${plain[0]?.toUpperCase() ?? ''}${plain.slice(1)}`
}

const bands = [
  { below: 18, words: 'Under 18' },
  { below: 25, words: '18 to 24' },
  { below: 35, words: '25 to 34' },
  { below: 45, words: '35 to 44' },
  { below: 55, words: '45 to 54' },
  { below: 65, words: '55 to 64' },
]
/** The age band of completed years, from 0. */
export const ageBand = (years: number): string => bands.find(({ below }) => years < below)?.words ?? '65 and over'

/** The twelve whole months that end with the month of a day; where that month is not over, with the one before. */
export function twelveMonths(to: Day, today: Day): { from: Day; to: Day } {
  const firstOf = (day: Day): Day => `${day.slice(0, 7)}-01`
  const after = addMonths(firstOf(to), 1)
  const end = after <= today ? after : firstOf(to)
  return { from: addMonths(end, -12), to: addDays(end, -1) }
}
