import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Fact, isBehavioralCare, measureOf, safetyWarnings } from './matters.ts'

const TODAY = '2026-11-22'
const fact = (kind: Fact['kind'], label: string, more: Partial<Fact> = {}): Fact => ({
  kind,
  label,
  words: label,
  codes: [],
  status: 'active',
  on: '2024-05-06',
  ...more,
})

describe('what the safety gate should look at', () => {
  const table: [fact: Fact, warning: RegExp][] = [
    [fact('problem', 'Opioid overdose', { on: '2016-01-02' }), /^Overdose on record: Opioid overdose \(2016\)$/],
    [fact('problem', 'x', { codes: ['T40.2X1A'] }), /^Overdose/],
    [fact('problem', 'x', { codes: ['T40.411A'] }), /^Overdose/],
    [fact('visit', 'x', { codes: ['55680006'] }), /^Overdose/],
    [fact('problem', 'x', { codes: ['T42.4X2A'] }), /^Overdose.*\n.*Suicide/],
    [fact('problem', 'Suicide attempt', { on: null, about: '2019' }), /^Suicide.*\(2019\)$/],
    [fact('problem', 'Self-inflicted injury', { on: null }), /\(no date\)$/],
    [fact('problem', 'x', { codes: ['R45.851'] }), /^Suicide/],
    [fact('problem', 'Epilepsy without status epilepticus'), /^Seizures/],
    [fact('problem', 'x', { codes: ['G40.909'], status: 'resolved' }), /^Seizures/],
    [fact('problem', 'Alcohol withdrawal delirium'), /^Withdrawal/],
    [fact('problem', 'x', { codes: ['F13.231'] }), /^Withdrawal.*\n.*Sedative use disorder/],
    [fact('problem', 'Alcohol dependence'), /^Alcohol use disorder/],
    [fact('medication', 'Alprazolam 0.5 MG Oral Tablet'), /^Benzodiazepine/],
    [fact('medication', 'Zolpidem tartrate 10 MG'), /^Benzodiazepine/],
    [fact('medication', 'Acetaminophen 325 MG / oxyCODONE Hydrochloride 5 MG'), /^Opioid prescribed/],
    [fact('medication', 'buprenorphine / naloxone'), /^Medication for opioid/],
    [fact('problem', 'Bipolar I disorder, current episode manic'), /^Psychosis or mania/],
    [fact('problem', 'x', { codes: ['F20.9'] }), /^Psychosis/],
    [fact('problem', 'Bulimia nervosa'), /^Eating disorder/],
    [fact('problem', 'Homicidal ideation'), /^Thoughts of harming others/],
    [fact('problem', 'Normal pregnancy', { on: '2026-06-01' }), /^Pregnancy/],
    [fact('visit', 'Prenatal visit', { on: '2026-06-01', status: 'resolved' }), /^Pregnancy/],
  ]
  for (const [given, warning] of table)
    test(`${given.label} ${given.codes.join()}`, () => assert.match(safetyWarnings([given], TODAY).join('\n'), warning))

  const quiet: Fact[] = [
    fact('problem', 'Family history of suicide'),
    fact('problem', 'No suicidal ideation'),
    fact('visit', 'Suicide risk assessment'),
    fact('problem', 'x', { codes: ['T40.2X5A'] }),
    fact('problem', 'Food poisoning'),
    fact('problem', 'Alcohol dependence, in remission'),
    fact('problem', 'x', { codes: ['F10.21'] }),
    fact('problem', 'Alcohol dependence', { status: 'resolved' }),
    fact('problem', 'Nicotine withdrawal', { codes: ['F17.213'] }),
    fact('medication', 'Clonazepam', { status: 'resolved' }),
    fact('medication', 'Carbamazepine'),
    fact('medication', 'Olanzapine'),
    fact('medication', 'Dextromethorphan'),
    fact('problem', 'Schizoid personality disorder'),
    fact('problem', 'Major depression without psychotic features'),
    fact('problem', 'Normal pregnancy', { on: '2025-06-01' }),
    fact('problem', 'Normal pregnancy', { on: '2026-06-01', status: 'resolved' }),
    fact('problem', 'Miscarriage in first trimester', { on: '2026-06-01' }),
    fact('result', 'Not pregnant', { on: '2026-10-01', words: 'Not pregnant pregnancy status' }),
    fact('problem', 'Hypertension', { codes: ['38341003'] }),
  ]
  for (const given of quiet)
    test(`nothing for ${given.label} ${given.codes.join()}`, () => assert.deepEqual(safetyWarnings([given], TODAY), []))

  test('many records are one line, with at most five years and five names', () => {
    const facts = Array.from({ length: 40 }, (_, i) =>
      fact('problem', `Overdose ${i % 7}`, { on: `${1990 + i}-01-01` }),
    )
    const [warning = '', ...more] = safetyWarnings(facts, TODAY)
    assert.equal(more.length, 0)
    assert.match(warning, /; and 2 more$/)
    assert.match(warning, /Overdose 0 \(1997, 2004, 2011, 2018, 2025\)/)
  })
})

describe('visits for mind and substance use', () => {
  for (const words of [
    'Initial psychiatric interview',
    'Drug rehabilitation and detoxification',
    'Counseling',
    'Major depression disorder',
    'Opioid abuse',
  ])
    test(words, () => assert.equal(isBehavioralCare(words, []), true))
  for (const words of [
    'Encounter for check up',
    'Genetic counseling',
    'Contraception counseling',
    'Oxygen dependence',
    'Insulin-dependent diabetes',
  ])
    test(`not ${words}`, () => assert.equal(isBehavioralCare(words, ['Z00.00']), false))
  test('ICD-10 chapter F', () => assert.equal(isBehavioralCare('', ['F41.1']), true))
})

describe('useful measures', () => {
  test('by code first, by name only where there is no LOINC code', () => {
    assert.equal(measureOf(['70274-6'], '')?.name, 'GAD-7 total')
    assert.equal(measureOf(['PHQ9'], 'PHQ-9 score')?.name, 'PHQ-9 total')
    assert.equal(measureOf(['44250-9'], 'PHQ-9 item 1'), undefined)
  })
})
