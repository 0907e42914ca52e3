import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adult, coding, ICD10, LOINC, left, problem, active, RXNORM, read, SNOMED } from './bundle-example.ts'

describe('history', () => {
  test('problems: codes without words, rough dates, ruled-out ones, seven times the same', () => {
    const stress = [2015, 2017, 2016].map((year) =>
      problem('Stress (finding)', { onsetDateTime: `${year}-03-01T10:00:00-05:00` }),
    )
    const answer = read(
      adult(),
      ...stress,
      { resourceType: 'Condition', code: coding(ICD10, 'F10.20'), clinicalStatus: active, onsetDateTime: '1985' },
      problem('Lupus', { verificationStatus: coding('x', 'refuted') }),
      problem('Typo', { verificationStatus: coding('x', 'entered-in-error') }),
      { resourceType: 'Condition', clinicalStatus: active },
    )
    assert.deepEqual(
      answer.problems.map(({ label, startedOn, detail }) => [label, startedOn, detail]),
      [
        ['Stress', '2015-03-01', 'recorded 3 times, last on 2017-03-01'],
        ['ICD-10 F10.20 (no name given)', null, 'since 1985'],
      ],
    )
    assert.deepEqual(answer.warnings, [
      'Alcohol use disorder (ask about withdrawal): ICD-10 F10.20 (no name given) (1985)',
    ])
    assert.equal(
      answer.notUnderstood.filter(({ what }) => what === 'Problems').reduce((sum, { count }) => sum + count, 0),
      3,
    )
  })

  test('medications: by concept, by reference in and out of the record, as the person says, not to be given', () => {
    const request = (more: object) => ({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      ...more,
    })
    const answer = read(
      adult(),
      { resourceType: 'Medication', id: 'm', code: coding(RXNORM, '1', 'Sertraline 50 MG') },
      request({ medicationReference: { reference: 'Medication/m' }, authoredOn: '2025-01-02' }),
      request({
        contained: [{ resourceType: 'Medication', id: 'c', code: { text: 'Lorazepam 1 mg' } }],
        medicationReference: { reference: '#c' },
      }),
      request({ medicationReference: { reference: 'Medication/elsewhere', display: 'Lithium' }, status: 'on-hold' }),
      {
        resourceType: 'MedicationStatement',
        status: 'active',
        medicationCodeableConcept: { text: 'Melatonin' },
        effectivePeriod: { end: '2020-01-01' },
      },
      request({ medicationCodeableConcept: { text: 'Penicillin' }, doNotPerform: true }),
      request({ medicationCodeableConcept: { text: 'Wrong' }, status: 'entered-in-error' }),
    )
    assert.deepEqual(
      answer.medications.map(({ label, status, detail }) => [label, status, detail]),
      [
        ['Sertraline 50 MG', 'active', null],
        ['Lithium', 'active', 'on hold'],
        ['Lorazepam 1 mg', 'active', null],
        ['Melatonin', 'resolved', 'as the person reports'],
      ],
    )
    assert.deepEqual(answer.warnings, [
      'Benzodiazepine, barbiturate or sleeping medicine (never stopped at once): Lorazepam 1 mg (no date)',
    ])
    assert.ok(left(answer, /not to be given/) && left(answer, /^Prescriptions$/))
  })

  test('allergies say what happened', () => {
    const { allergies } = read(adult(), {
      resourceType: 'AllergyIntolerance',
      clinicalStatus: active,
      criticality: 'high',
      code: { text: 'Penicillin' },
      reaction: [{ manifestation: [{ text: 'Hives' }, { text: 'Swelling' }], severity: 'severe' }],
    })
    assert.deepEqual(
      allergies.map(({ label, status, detail }) => [label, status, detail]),
      [['Penicillin', 'active', 'Hives, Swelling (severe) · high risk']],
    )
  })

  test('coverage: the resource itself, contained in benefits, named on claims, none', () => {
    const claim = (insurance: unknown, more: object = {}) => ({
      resourceType: 'Claim',
      billablePeriod: { start: '2020-05-06' },
      insurance,
      ...more,
    })
    const answer = read(
      adult(),
      {
        resourceType: 'Coverage',
        status: 'active',
        subscriberId: '888-00-9335',
        period: { start: '2025-01-01' },
        type: { text: 'PPO' },
        payor: [{ display: 'Acme Health' }],
        class: [{ type: coding('x', 'plan'), value: 'gold', name: 'Gold' }],
      },
      { resourceType: 'Coverage', status: 'active', payor: [{ display: 'Old Mutual' }], period: { end: '2020-01-01' } },
      claim([{ coverage: { display: 'Acme Health' } }]),
      claim([{ coverage: { display: 'NO_INSURANCE' } }]),
      {
        ...claim([{ coverage: { reference: '#c' } }]),
        resourceType: 'ExplanationOfBenefit',
        contained: [{ resourceType: 'Coverage', id: 'c', payor: [{ display: 'Medicaid' }] }],
      },
    )
    assert.deepEqual(
      answer.coverages.map(({ label, status, detail }) => [label, status, detail]),
      [
        ['Acme Health', 'active', 'plan Gold · PPO · member ***-**-9335'],
        ['Old Mutual', 'resolved', null],
        ['Medicaid', 'unknown', 'named on claims 1 time, last on 2020-05-06; verify'],
      ],
    )
    assert.ok(left(answer, /without insurance/))
  })

  test('visits: what matters, the latest first, and the others counted', () => {
    const visit = (code: string, start: string, more: object = {}) => ({
      resourceType: 'Encounter',
      status: 'finished',
      class: { code },
      period: { start },
      ...more,
    })
    const answer = read(
      adult(),
      visit('AMB', '2018-01-01', { type: [{ text: 'Dental visit' }] }),
      visit('AMB', '2019-03-01', { type: [{ text: 'Genetic counseling' }] }),
      visit('AMB', '2020-02-02', { reasonCode: [coding(ICD10, 'F33.1')] }),
      visit('EMER', '2021-02-02T10:00:00Z', { reasonCode: [coding(SNOMED, '55680006', 'Drug overdose')] }),
      visit('IMP', '2016-01-01', { type: [{ text: 'Surgery' }] }),
      visit('AMB', '2022-02-02', { id: 'v', type: [{ text: 'Check-up' }] }),
      problem('Alcohol dependence', { encounter: { reference: 'Encounter/v' } }),
      visit('EMER', '2023-01-01', { status: 'cancelled' }),
    )
    assert.deepEqual(
      answer.encounters.map(({ label, startedOn, detail }) => [label, startedOn, detail]),
      [
        ['Check-up', '2022-02-02', 'recorded there: Alcohol dependence'],
        ['Drug overdose', '2021-02-02', 'Emergency'],
        ['ICD-10 F33.1 (no name given)', '2020-02-02', null],
        ['Surgery', '2016-01-01', 'Inpatient'],
      ],
    )
    assert.deepEqual(left(answer, /^Other visits/)?.what, 'Other visits, the last on 2019-03-01')
    assert.deepEqual(left(answer, /^Other visits/)?.count, 2)
  })

  test('measures: the latest that can be, by code or by name', () => {
    const measure = (code: object, value: object, on: string) => ({
      resourceType: 'Observation',
      status: 'final',
      code,
      effectiveDateTime: on,
      ...value,
    })
    const answer = read(
      adult(),
      measure(coding(LOINC, '44261-6'), { valueInteger: 19 }, '2025-01-01'),
      measure(coding(LOINC, '44261-6'), { valueString: '12' }, '2026-01-01'),
      measure(coding(LOINC, '44261-6'), { valueInteger: 99 }, '2026-02-01'),
      measure({ text: 'GAD-7 total score' }, { valueQuantity: { value: 14, unit: '{score}' } }, '2026-01-01'),
      measure(coding(LOINC, '39156-5'), { valueQuantity: { value: 15.24, unit: 'kg/m2' } }, '2026-03-01'),
      measure(coding(LOINC, '44260-8'), { valueCodeableConcept: { text: 'Several days' } }, '2026-01-01'),
      measure(coding(LOINC, '82810-3'), { valueCodeableConcept: { text: 'Pregnant' } }, '2026-09-01'),
      measure(coding(LOINC, '718-7'), { valueQuantity: { value: 14 } }, '2026-01-01'),
    )
    assert.deepEqual(
      answer.results.map(({ label, detail }) => [label, detail]),
      [
        ['Pregnancy status', 'Pregnant'],
        ['Body mass index', '15.2 kg/m2'],
        ['PHQ-9 total', '12'],
        ['GAD-7 total', '14'],
        ['PHQ-9 question 9 (thoughts of self-harm)', 'Several days'],
      ],
    )
    assert.deepEqual(answer.warnings, [
      'Pregnancy on record: Pregnant (2026)',
      'Body mass index 15.2 on 2026-03-01: dangerously low',
      'PHQ-9 question 9 (thoughts of self-harm) answered “Several days” on 2026-01-01',
    ])
  })

  test('what Stepwell has no place for is one line a kind, never silence', () => {
    const answer = read(
      adult({ photo: [{}], extension: [{ url: 'http://x/us-core-tribal-affiliation' }] }),
      ...Array.from({ length: 45 }, () => ({ resourceType: 'Claim' })),
      { resourceType: 'DocumentReference' },
      { resourceType: 'SupplyDelivery' },
      problem('Anxiety', { evidence: [], bodySite: [] }),
      problem('Odd', { modifierExtension: [{}] }),
      { resourceType: 'Provenance', content: 'a'.repeat(100_000) },
    )
    assert.equal(left(answer, /^Claims$/)?.count, 45)
    assert.match(left(answer, /^Attached documents$/)?.why ?? '', /not opened/)
    assert.equal(left(answer, /^Supply delivery records$/)?.count, 1)
    assert.ok(left(answer, /^Problems: body site, evidence$/))
    assert.match(left(answer, /^Problems$/)?.why ?? '', /modifier/)
    assert.ok(left(answer, /^About the person: photo$/) && left(answer, /^About the person: tribal affiliation$/))
    assert.ok(JSON.stringify(answer).length < 6000)
  })

  test('huge texts are shortened, control characters and direction marks taken out', () => {
    const { problems } = read(adult(), problem(`Anx\u0000iety\u202e ${'x'.repeat(1_000_000)}`))
    assert.equal(problems[0]?.label.length, 200)
    assert.match(problems[0]?.label ?? '', /^Anx iety x+…$/)
  })
})
