import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  disclaimers,
  elementsOf,
  estimateTotal,
  expectedCharge,
  isDiagnosis,
  isServiceCode,
  missingFrom,
  type EstimateContents,
} from './estimate.ts'

const whole: EstimateContents = {
  client: { name: 'Maya Alvarez', birthDate: '1991-04-17', number: '1001' },
  primary: { words: 'Intensive outpatient care for substance use', firstOn: '2026-12-14' },
  diagnoses: ['F10.20'],
  parties: [
    {
      kind: 'facility',
      name: 'Riverbend Inc.',
      npi: '1234567893',
      taxNumber: '123456789',
      address: '12 Main Street, Beacon, NY',
      state: 'NY',
      lines: [
        { label: 'IOP day', code: 'H0015', diagnosis: 'F10.20', unit: 'day', count: 24, charge: 15_400 },
        { label: 'Assessment', code: '90791', diagnosis: 'F10.20', unit: 'each', count: 1, charge: 20_000 },
      ],
    },
  ],
  separately: ['Nothing is expected.'],
  period: { from: '2026-12-14', to: '2027-02-07', often: '3 days a week for 8 weeks' },
  discount: null,
  phone: '555-0100',
  disclaimers: disclaimers.map(({ words }) => words),
  madeOn: '2026-11-22',
}
const facility = (over: Partial<EstimateContents['parties'][number]>) =>
  whole.parties.map((one) => ({ ...one, ...over }))
const line = (over: Partial<EstimateContents['parties'][number]['lines'][number]>) =>
  facility({ lines: whole.parties.flatMap((one) => one.lines).map((one) => ({ ...one, ...over })) })

describe('A good-faith estimate', () => {
  it('holds what the law asks for', () => {
    assert.deepEqual(missingFrom(whole), [])
    assert.equal(elementsOf(whole).length, 8)
    assert.equal(estimateTotal(whole), 24 * 15_400 + 20_000)
  })
  const lacks: [string, Partial<EstimateContents>, RegExp][] = [
    ['a name', { client: { ...whole.client, name: ' ' } }, /Name and birth/],
    ['a birth date', { client: { ...whole.client, birthDate: '' } }, /Name and birth/],
    ['plain words', { primary: { words: '', firstOn: null } }, /plain words/],
    ['any service', { parties: facility({ lines: [] }) }, /Every service/],
    ['anybody who bills', { parties: [] }, /Every service|Name, NPI/],
    ['a code', { parties: line({ code: '' }) }, /Every service/],
    ['a count', { parties: line({ count: 0 }) }, /Every service/],
    ['a diagnosis', { diagnoses: [] }, /Diagnosis/],
    ['a diagnosis that is a code', { diagnoses: ['alcohol'] }, /Diagnosis/],
    ['an NPI that checks', { parties: facility({ npi: '1234567890' }) }, /NPI/],
    ['a tax number', { parties: facility({ taxNumber: '' }) }, /NPI/],
    ['an address', { parties: facility({ address: '' }) }, /NPI/],
    ['a state', { parties: facility({ state: '' }) }, /NPI/],
    ['what to schedule separately', { separately: [] }, /separately/],
    ['more than 12 months', { period: { ...whole.period, to: '2027-12-15' } }, /12 months/],
    ['turned days', { period: { ...whole.period, to: '2026-12-01' } }, /12 months/],
    ['how often', { period: { ...whole.period, often: '' } }, /12 months/],
    ...disclaimers.map((one): [string, Partial<EstimateContents>, RegExp] => [
      `the statement ${one.id}`,
      { disclaimers: whole.disclaimers.filter((words) => words !== one.words) },
      /four statements/,
    ]),
  ]
  for (const [what, over, element] of lacks)
    it(`is not given when it lacks ${what}`, () => {
      const missing = missingFrom({ ...whole, ...over })
      assert.ok(
        missing.some((one) => element.test(one.element)),
        JSON.stringify(missing),
      )
      for (const one of missing) assert.match(one.source, /45 CFR 149\.610/)
    })
  it('states the right to dispute with its line, its place and its promise', () => {
    const words = disclaimers.find((one) => one.id === 'dispute')?.words ?? ''
    for (const part of [/\$400/, /cms\.gov\/nosurprises/, /1-800-985-3059/, /120/, /does not affect the quality/])
      assert.match(words, part)
  })
  it('counts a discount down to the cent', () => assert.equal(expectedCharge(38_501, 40), 15_400))
  it('knows codes by their shape', () => {
    assert.deepEqual(['F10.20', 'R69', 'F33.1', 'U07.1', 'f10', '10.2', ''].map(isDiagnosis), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
    assert.deepEqual(['H0015', '90791', '0906', 'IOP', ''].map(isServiceCode), [true, true, true, false, false])
  })
})
