import { addMonths, type Day } from '../../basics/dates.ts'
import { shareOfAmount, type Cents } from './money.ts'
import { isNpi } from './rules.ts'

// A good-faith estimate for somebody who is uninsured or pays themselves (No Surprises Act; 45 CFR 149.610(c)(1)).

export type EstimateLine = {
  label: string
  code: string
  diagnosis: string
  unit: string
  count: number
  charge: Cents
}
export type EstimateParty = {
  kind: 'facility' | 'provider'
  name: string
  npi: string
  taxNumber: string
  address: string
  state: string
  lines: EstimateLine[]
}
export type EstimateContents = {
  client: { name: string; birthDate: Day; number: string }
  /** In plain words: what the main service is, and its first day where one is set. */
  primary: { words: string; firstOn: Day | null }
  diagnoses: string[]
  parties: EstimateParty[]
  separately: string[]
  /** Of a recurring service: from, to, and how often. At most 12 months. */
  period: { from: Day; to: Day; often: string }
  discount: { percent: number; why: string } | null
  phone: string
  disclaimers: string[]
  madeOn: Day
}

/** A bill this much above the estimate of a provider or facility may be disputed. 400 dollars, 45 CFR 149.620(b)(2). */
export const disputeFrom: Cents = 40_000

export type Disclaimer = {
  id: 'only-estimate' | 'more-may-come' | 'dispute' | 'no-contract'
  words: string
  source: string
}

/** What an estimate must say, in our own words, each with the paragraph that asks for it. */
export const disclaimers: Disclaimer[] = [
  {
    id: 'only-estimate',
    words:
      'This is only an estimate of the services that we reasonably expect today. What you receive, and what it costs, may differ.',
    source: '45 CFR 149.610(c)(1)(ix)',
  },
  {
    id: 'more-may-come',
    words:
      'We may recommend further services during your care. They are scheduled or asked for separately and are not part of this estimate.',
    source: '45 CFR 149.610(c)(1)(viii)',
  },
  {
    id: 'dispute',
    words:
      'If you are billed at least $400 more than this estimate by the provider or facility that gave it, you have the right to dispute the bill. You may ask us to correct it, and you may start the dispute process of the U.S. Department of Health and Human Services within 120 calendar days of the first bill; it asks a small fee. Read how at www.cms.gov/nosurprises or call 1-800-985-3059. Starting a dispute does not affect the quality of the care you receive.',
    source: '45 CFR 149.610(c)(1)(x), 149.620',
  },
  {
    id: 'no-contract',
    words:
      'This estimate is not a contract. It does not oblige you to take any service from any provider or facility named in it.',
    source: '45 CFR 149.610(c)(1)(xi)',
  },
]

export const partyTotal = (party: EstimateParty): Cents =>
  party.lines.reduce((sum, line) => sum + line.charge * line.count, 0)
export const estimateTotal = (contents: EstimateContents): Cents =>
  contents.parties.reduce((sum, party) => sum + partyTotal(party), 0)

/** The expected charge of one unit after the discount that this person has; rounded down to the cent. */
export const expectedCharge = (fee: Cents, sharePercent: number): Cents => shareOfAmount(fee, sharePercent)

export type Element = { element: string; source: string; because: string; isMet: boolean }

/**
 * The law's list of contents against what is there, each with the paragraph that asks for it. An estimate may be given
 * when every element is met. Source: 45 CFR 149.610(c)(1)(i) to (xi); recurring services (b)(1)(x).
 */
export function elementsOf(contents: EstimateContents): Element[] {
  const at = (part: string) => `45 CFR 149.610(c)(1)(${part})`
  const { client, primary, parties, period } = contents
  const lines = parties.flatMap((party) => party.lines)
  const saysAll = disclaimers.every((one) => contents.disclaimers.includes(one.words))
  return [
    {
      element: 'Name and birth date',
      source: at('i'),
      because: 'The client’s name or birth date is missing. Correct it on the face sheet.',
      isMet: client.name.trim() !== '' && client.birthDate !== '',
    },
    {
      element: 'The main service in plain words, with its day',
      source: at('ii'),
      because: 'Say in plain words what the main service is.',
      isMet: primary.words.trim() !== '',
    },
    {
      element: 'Every service, grouped by who gives it, with code, charge and count',
      source: at('iii'),
      because: 'List at least one service, each with its code, a charge and how many.',
      isMet:
        lines.length > 0 &&
        parties.every((party) => party.lines.length > 0) &&
        lines.every((line) => line.label !== '' && line.code !== '' && line.charge >= 0 && line.count > 0),
    },
    {
      element: 'Diagnosis codes',
      source: at('iv'),
      because:
        'Give the diagnosis code, or R69 while none is made: an estimate without one cannot be compared with a bill.',
      isMet: contents.diagnoses.length > 0 && contents.diagnoses.every(isDiagnosis),
    },
    {
      element: 'Name, NPI, tax number, state and address of each who bills',
      source: `${at('v')}, (vi)`,
      because:
        'Record the clinic’s billing identity under Fees, and the NPI and tax number of everyone else on the estimate.',
      isMet:
        parties.length > 0 &&
        parties.every(
          (party) =>
            party.name !== '' &&
            isNpi(party.npi) &&
            /^\d{9}$/.test(party.taxNumber) &&
            party.address !== '' &&
            party.state !== '',
        ),
    },
    {
      element: 'What must be scheduled separately, or that nothing is',
      source: at('vii'),
      because: 'Say what the person must schedule separately, or that nothing is expected.',
      isMet: contents.separately.length > 0,
    },
    {
      element: 'The four statements: more may come, only an estimate, the right to dispute, not a contract',
      source: `${at('viii')} to (xi)`,
      because: 'A statement that the law asks for is missing.',
      isMet: saysAll,
    },
    {
      element: 'For recurring care: from, to and how often, at most 12 months',
      source: '45 CFR 149.610(b)(1)(x)',
      because: 'One estimate covers 12 months at most. Choose fewer weeks.',
      isMet: period.from <= period.to && period.to <= addMonths(period.from, 12) && period.often !== '',
    },
  ]
}

export const missingFrom = (contents: EstimateContents): Element[] => elementsOf(contents).filter((one) => !one.isMet)

/** An ICD-10-CM code by its shape: F10.20, F33.1, R69. Which codes exist is the payer's list. */
export const isDiagnosis = (code: string): boolean => /^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/.test(code)

/** A procedure code by its shape: five characters, or a revenue code of four digits. */
export const isServiceCode = (code: string): boolean => /^([A-Z]\d{4}|\d{5}|\d{4}[A-Z]|0\d{3})$/.test(code)
