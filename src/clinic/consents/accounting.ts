import { addMonths, type Day, instantAt } from '../../basics/dates.ts'
import type { ConsentScope, Purpose } from './consent.ts'

/** One line of the accounting: what left, when, to whom, and what it rested on. */
export type Accounted = {
  at: Date
  recipient: string
  what: string
  /** Of what was said: the words. Of an emergency: its nature. */
  words: string
  verified: string
  purpose: string
  toldBy: string
  /** Null: an emergency, or a report that the state requires, told without consent. */
  consentId: string | null
  /** Of a required report: what it rests on, as the director gave it when the file was made. */
  ground: string | null
  scope: ConsentScope | null
  signedAt: Date | null
  recipients: unknown
  isIntermediary: boolean
}

/** How far back: 3 years of what was told by consent (42 CFR 2.25), or 6 as HIPAA has it (45 CFR 164.528). Both [K]. */
export const reaches = ['3', '6'] as const
export type Reach = (typeof reaches)[number]

/** The first instant that counts: the clinic's midnight `years` before `today`. */
export const sinceOf = (years: Reach, today: Day, zone: string): Date =>
  instantAt(addMonths(today, -12 * Number(years)), '00:00', zone)

export const tolledNote =
  'Default: your compliance officer confirms. The duty to give this accounting (42 CFR 2.25) waits until the HIPAA accounting rule is revised. Stepwell keeps it already, so that nobody has to rebuild it.'

export const requiredNote =
  'A file for the state goes out by its rule and an agreement, without a consent (42 CFR 2.53), so the person may ask about it (45 CFR 164.528). Default (K): your compliance officer confirms the ground, and that it is told here.'

export const intermediaryNote =
  'A person who consented to a go-between may ask for the list of who got their records in the last 3 years (42 CFR 2.24). Answer within 30 days. Default: your compliance officer confirms.'

const purposes: Record<Purpose, [en: string, es: string]> = {
  treatment: ['treatment', 'tratamiento'],
  payment: ['payment', 'pago'],
  operations: ['operations', 'operaciones'],
  'patient-request': ['their own request', 'petición propia'],
  family: ['support by family', 'apoyo de la familia'],
  fundraising: ['fundraising', 'recaudación de fondos'],
  'legal-proceedings': ['a legal case', 'un caso legal'],
  'criminal-justice': ['the condition of a case', 'la condición de un caso'],
  other: ['what the consent says', 'lo que dice el permiso'],
}

const isPurpose = (text: string): text is Purpose => Object.hasOwn(purposes, text)

/** What is told without a consent, each for its own reason. */
const without: Record<string, [en: string, es: string]> = {
  emergency: ['a medical emergency', 'una emergencia médica'],
  'state-report': ['a report that the state requires', 'un informe que exige el estado'],
}

/** A purpose as it stands in a row, in words. */
export const purposeWords = (purpose: string, language: 'en' | 'es' = 'en'): string =>
  without[purpose] !== undefined
    ? without[purpose][language === 'en' ? 0 : 1]
    : isPurpose(purpose)
      ? purposes[purpose][language === 'en' ? 0 : 1]
      : purpose
