import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRefusal } from '../../basics/refusal.ts'
import { readReferral } from './bundle.ts'
import { adult, bundleOf, bytesOf, coding, LOINC, left, problem, read, TODAY } from './bundle-example.ts'

describe('bundles of every kind and every way to point', () => {
  for (const type of ['collection', 'searchset', 'document', 'transaction', 'batch', 'message', undefined])
    test(`type ${type}`, () => {
      const answer = readReferral(bundleOf([adult(), problem('Anxiety')], { type }), TODAY)
      assert.ok(!isRefusal(answer) && answer.problems.length === 1)
    })

  const uuid = 'urn:uuid:8adf7251-257f-4b45-8ef5-0a6b3b9fe0ef'
  for (const reference of [
    uuid,
    'Patient/p',
    'https://ehr.example/fhir/Patient/p',
    'Patient/p/_history/3',
    'Patient?identifier=x|1',
    undefined,
  ])
    test(`about the patient: ${reference}`, () => {
      const entry = [{ fullUrl: uuid, resource: adult() }, { resource: problem('Anxiety', { subject: { reference } }) }]
      const answer = readReferral(bytesOf({ resourceType: 'Bundle', entry }), TODAY)
      assert.ok(!isRefusal(answer) && answer.problems.length === 1)
    })

  test('what points to someone else is left out and said', () => {
    const answer = read(adult(), problem('Anxiety', { subject: { reference: 'Patient/brother' } }), problem('Grief'))
    assert.deepEqual(
      answer.problems.map(({ label }) => label),
      ['Grief'],
    )
    assert.equal(left(answer, /^Problems$/)?.count, 1)
  })

  test('a patient contained in other records, the same in each', () => {
    const contained = (id: string) => ({ contained: [adult({ id })], subject: { reference: `#${id}` } })
    const answer = read(problem('Anxiety', contained('a')), problem('Grief', contained('b')))
    assert.equal(answer.person.familyName, 'Alvarez')
    assert.equal(answer.problems.length, 2)
  })

  test('one page of a longer answer is said to be one', () => {
    const answer = readReferral(
      bundleOf([adult()], { type: 'searchset', link: [{ relation: 'next', url: 'x' }] }),
      TODAY,
    )
    assert.ok(!isRefusal(answer) && left(answer, /Further pages/))
  })

  test('labels are gathered from the bundle and from every record; psychotherapy notes stay unread', () => {
    const meta = (code: string) => ({ meta: { security: [{ code }] } })
    const answer = readReferral(
      bundleOf([adult(meta('R')), problem('Secret', meta('PSYTHPN')), problem('x', meta('ETH'))], meta('42CFRPart2')),
      TODAY,
    )
    assert.ok(!isRefusal(answer))
    assert.deepEqual(answer.labels, ['42CFRPart2', 'ETH', 'PSYTHPN', 'R'])
    assert.doesNotMatch(JSON.stringify(answer), /Secret/)
  })

  test('who sent it: message, document, order, organization, doctor, in this order', () => {
    const clinic = { resourceType: 'Organization', id: 'o', name: 'River Clinic' }
    const doctor = { resourceType: 'Practitioner', id: 'd', name: [{ given: ['Ann'], family: 'Lee', prefix: ['Dr.'] }] }
    const role = { resourceType: 'PractitionerRole', id: 'r', practitioner: { reference: 'Practitioner/d' } }
    const header = { resourceType: 'MessageHeader', sender: { reference: 'Organization/o' } }
    const document = { resourceType: 'Composition', author: [{ reference: 'PractitionerRole/r' }] }
    const order = { resourceType: 'ServiceRequest', requester: { display: 'Dr. Roe' } }
    assert.equal(read(adult(), clinic, doctor, role, document, header).referrer.name, 'River Clinic')
    assert.equal(read(adult(), clinic, doctor, role, document, order).referrer.name, 'Dr. Ann Lee')
    assert.equal(read(adult(), clinic, order).referrer.name, 'Dr. Roe')
    assert.equal(
      read(adult({ managingOrganization: { reference: 'Organization/o' } }), clinic).referrer.name,
      'River Clinic',
    )
    assert.deepEqual(read(adult()).referrer, {})
  })
})

describe('names', () => {
  const table: [what: string, name: object[], expected: object][] = [
    ['text only', [{ text: 'Maya Rosa Alvarez' }], { givenName: 'Maya', middleNames: 'Rosa', familyName: 'Alvarez' }],
    [
      'text, family first',
      [{ text: 'Alvarez, Maya R.' }],
      { givenName: 'Maya', middleNames: 'R.', familyName: 'Alvarez' },
    ],
    [
      'text with titles',
      [{ text: 'Dr. Ludwig van Beethoven Jr.' }],
      { givenName: 'Ludwig', familyName: 'van Beethoven' },
    ],
    ['text in Chinese', [{ text: '王小明' }], { givenName: '小明', familyName: '王' }],
    ['Arabic', [{ family: 'العربي', given: ['محمد'] }], { givenName: 'محمد', familyName: 'العربي' }],
    [
      'apostrophe, hyphen, accents',
      [{ family: 'O’Brien-Núñez', given: ["D'Ángelo"] }],
      { givenName: "D'Ángelo", familyName: 'O’Brien-Núñez' },
    ],
    ['sixty letters', [{ family: 'W'.repeat(60), given: ['Jo'] }], { givenName: 'Jo', familyName: 'W'.repeat(60) }],
    ['an emoji beside letters', [{ family: 'Star⭐', given: ['Zoë'] }], { givenName: 'Zoë', familyName: 'Star⭐' }],
    [
      'digits, as Synthea writes',
      [{ family: 'Acosta403', given: ['Antonia30'] }],
      { givenName: 'Antonia30', familyName: 'Acosta403' },
    ],
    [
      'tabs and line ends',
      [{ family: ' Al\tvarez \n', given: ['Maya'] }],
      { givenName: 'Maya', familyName: 'Al varez' },
    ],
    [
      'official before usual, nickname and maiden',
      [
        { use: 'maiden', family: 'Rowe', given: ['Elizabeth'] },
        { use: 'nickname', given: ['Liz'] },
        { use: 'official', family: 'Conn', given: ['Elizabeth', 'Ann'] },
      ],
      {
        givenName: 'Elizabeth',
        middleNames: 'Ann',
        familyName: 'Conn',
        preferredName: 'Liz',
        formerFamilyNames: ['Rowe'],
      },
    ],
    [
      'the current one of two (US Core)',
      [
        { use: 'old', family: 'Shaw', given: ['Amy'], period: { end: '2020-07-22' } },
        { use: 'usual', family: 'Baxter', given: ['Amy'] },
      ],
      { givenName: 'Amy', familyName: 'Baxter', formerFamilyNames: ['Shaw'] },
    ],
  ]
  for (const [what, name, expected] of table)
    test(what, () => {
      const { givenName, familyName, middleNames, preferredName, formerFamilyNames } = read(adult({ name })).person
      const names = { givenName, familyName, middleNames, preferredName, formerFamilyNames }
      assert.deepEqual(JSON.parse(JSON.stringify(names)), expected)
    })
})

describe('the person', () => {
  const us = 'http://hl7.org/fhir/us/core/StructureDefinition'
  test('US Core extensions, language by code, marital status by code, last four of the Social Security number', () => {
    const race = ['White', 'Asian'].map((display) => ({ url: 'ombCategory', valueCoding: { display } }))
    const { person } = read(
      adult({
        gender: undefined,
        extension: [
          { url: `${us}/us-core-race`, extension: race },
          { url: `${us}/us-core-ethnicity`, extension: [{ url: 'text', valueString: 'Hispanic or Latino' }] },
          { url: `${us}/us-core-birthsex`, valueCode: 'F' },
          {
            url: 'http://hl7.org/fhir/StructureDefinition/individual-pronouns',
            extension: [{ url: 'value', valueCodeableConcept: coding(LOINC, 'LA29519-8', 'she/her') }],
          },
        ],
        communication: [
          { language: coding('urn:ietf:bcp:47', 'fr') },
          { language: coding('urn:ietf:bcp:47', 'es'), preferred: true },
        ],
        maritalStatus: { coding: [{ code: 'S', display: 'S' }], text: 'S' },
        identifier: [
          { type: coding('x', 'SS'), value: '123 45 6789' },
          { system: 'http://hl7.org/fhir/sid/us-ssn', value: '987654321' },
        ],
      }),
    )
    assert.equal(person.race, 'White, Asian')
    assert.equal(person.ethnicity, 'Hispanic or Latino')
    assert.equal(person.sex, 'female')
    assert.equal(person.pronouns, 'she/her')
    assert.equal(person.language, 'Spanish')
    assert.equal(person.maritalStatus, 'Never married')
    assert.deepEqual(
      person.identifiers.map(({ value }) => value),
      ['6789', '4321'],
    )
  })

  test('contacts: what reaches them is taken, the rest is said', () => {
    const answer = read(
      adult({
        telecom: [
          { system: 'phone', value: 'tel:+1 (555) 010-2030', use: 'mobile' },
          { system: 'phone', value: '555 010 2030' },
          { system: 'phone', value: '123' },
          { system: 'email', value: 'mailto:maya@example.org' },
          { system: 'email', value: 'maya at example' },
          { system: 'fax', value: '555 010 9999' },
          { system: 'phone', value: '555 010 1111', use: 'old' },
        ],
        address: [{ line: ['1 Main St', 'Apt 2'], city: 'Salem', state: 'MA', postalCode: '01970', country: 'US' }],
        contact: [
          {
            name: { text: 'Rosa Alvarez' },
            relationship: [{ text: 'Mother' }],
            telecom: [{ system: 'phone', value: '555 010 4040' }],
          },
        ],
      }),
      { resourceType: 'RelatedPerson', name: [{ given: ['<b>'], family: 'X' }] },
    )
    assert.deepEqual(answer.contacts, [
      { kind: 'phone', value: '+1 (555) 010-2030', use: 'mobile' },
      { kind: 'email', value: 'maya@example.org' },
      { kind: 'address', value: '1 Main St, Apt 2, Salem, MA 01970' },
      { kind: 'emergency', value: '555 010 4040', name: 'Rosa Alvarez', relationship: 'Mother' },
    ])
    for (const what of [/cannot be dialled/, /not whole/, /Fax/, /^Earlier phones/, /^Related people$/])
      assert.ok(left(answer, what), String(what))
  })
})
