import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fieldsAt } from './state-fields.ts'
import { type ChartFacts, knownFrom } from './state-prefill.ts'

const nothing: ChartFacts = {
  residence: 'other',
  referralSource: '',
  payer: null,
  diagnoses: [],
  ingredients: [],
  staysBefore: 0,
  admission: {},
}
const codes = (facts: Partial<ChartFacts>, moment: 'admission' | 'discharge' = 'admission') =>
  Object.fromEntries(knownFrom({ ...nothing, ...facts }, moment).map(({ file, code }) => [file, code]))

describe('What the chart knows of what the state asks', () => {
  it('is nothing where nothing is recorded: no coverage is not “none”, no diagnosis is not “no”', () => {
    assert.deepEqual(codes({}), {})
    assert.deepEqual(codes({}, 'discharge'), {})
  })

  const cases: [string, Partial<ChartFacts>, Record<string, string | null>][] = [
    ['a shelter is no place to live', { residence: 'shelter' }, { LIVARAG: '1' }],
    ['sober living is with supervision', { residence: 'sober-living' }, { LIVARAG: '2' }],
    ['Medicaid insures and pays', { payer: 'medicaid' }, { HLTHINS: '2', PRIMPAY: '4' }],
    ['an unknown payer says nothing', { payer: 'other' }, {}],
    ['they came themselves', { referralSource: 'Self' }, { PSOURCE: '1' }],
    ['a drug court', { referralSource: 'County drug court' }, { PSOURCE: '7' }],
    ['words that are not plain are shown and not coded', { referralSource: 'A friend of Jo' }, { PSOURCE: null }],
    ['alcohol', { diagnoses: ['F10.20'] }, { SUB1: '2' }],
    ['opioids may be several', { diagnoses: ['F11.20'] }, { SUB1: null }],
    [
      'in the order in which they were made, each once',
      { diagnoses: ['F14.10', 'F10.20', 'F10.23'] },
      { SUB1: '3', SUB2: '2' },
    ],
    ['a mental health condition as well', { diagnoses: ['F33.1'] }, { PSYPROB: '1' }],
    [
      'buprenorphine with an opioid diagnosis',
      { diagnoses: ['F11.20'], ingredients: ['buprenorphine'] },
      { METHUSE: '1', SUB1: null },
    ],
    ['buprenorphine for pain is none', { ingredients: ['buprenorphine'] }, {}],
    ['stays here are the least there were', { staysBefore: 2 }, { NOPRIOR: null }],
  ]
  for (const [name, facts, expected] of cases) it(name, () => assert.deepEqual(codes(facts), expected))

  it('at leaving, the substances are those of admission', () => {
    assert.deepEqual(codes({ admission: { SUB1: '7', EDUC: '3' }, residence: 'home' }, 'discharge'), { SUB1: '7' })
  })

  it('is always one of the codes of its own field, each field once', () => {
    const words = fc.constantFrom('Self', 'Hospital', 'Court', 'EAP', 'school nurse', 'x')
    const facts = fc.record({
      residence: fc.constantFrom('home', 'sober-living', 'with-family', 'shelter', 'facility', 'other'),
      referralSource: words,
      payer: fc.constantFrom('commercial', 'medicaid', 'medicare', 'tricare', 'other', null),
      diagnoses: fc.array(
        fc.constantFrom('F10.20', 'F11.20', 'F12.10', 'F14.20', 'F16.10', 'F18.10', 'F33.1', 'Z59.0'),
      ),
      ingredients: fc.array(fc.constantFrom('methadone', 'buprenorphine', 'sertraline')),
      staysBefore: fc.nat(9),
      admission: fc.constant({ SUB1: '2', SUB3: '9' }),
    })
    fc.assert(
      fc.property(facts, fc.constantFrom('admission' as const, 'discharge' as const), (one, moment) => {
        const known = knownFrom(one, moment)
        assert.equal(new Set(known.map(({ file }) => file)).size, known.length)
        for (const { file, code } of known) {
          const field = fieldsAt(moment).find((it) => it.file === file)
          assert.ok(field !== undefined, file)
          assert.ok(code === null || field.codes.some((it) => it.code === code), `${file} ${code}`)
        }
      }),
    )
  })
})
