import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { readReferral } from './bundle.ts'
import type { ReadReferral } from './referral.ts'

// Bundles that the tests of this folder write by hand, each the smallest one that makes its point.

export const TODAY = '2026-11-22'

export const adult = (more: object = {}): object => ({
  resourceType: 'Patient',
  id: 'p',
  name: [{ use: 'official', family: 'Alvarez', given: ['Maya'] }],
  birthDate: '1991-04-12',
  gender: 'female',
  ...more,
})

export const bundleOf = (resources: readonly unknown[], more: object = {}): Uint8Array =>
  bytesOf({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
    ...more,
  })

export const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

/** Reads what must be readable; the refusal's sentence fails the test otherwise. */
export function read(...resources: unknown[]): ReadReferral {
  const answer = readReferral(bundleOf(resources), TODAY)
  if (isRefusal(answer)) throw new Error(`refused: ${answer.because}`)
  return answer
}

/** Reads what must be refused. */
export function refusalOf(bytes: Uint8Array): Refusal {
  const answer = readReferral(bytes, TODAY)
  if (!isRefusal(answer)) throw new Error('was not refused')
  return answer
}

export const coding = (system: string, code: string, display?: string): object => ({
  coding: [{ system, code, ...(display && { display }) }],
})

export const SNOMED = 'http://snomed.info/sct'
export const LOINC = 'http://loinc.org'
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm'
export const ICD10 = 'http://hl7.org/fhir/sid/icd-10-cm'

export const active = coding('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active')

export const problem = (text: string, more: object = {}): object => ({
  resourceType: 'Condition',
  code: { text },
  clinicalStatus: active,
  ...more,
})

/** The line that says what was left, by its first words. */
export const left = (
  { notUnderstood }: ReadReferral,
  what: RegExp,
): ReadReferral['notUnderstood'][number] | undefined => notUnderstood.find((line) => what.test(line.what))
