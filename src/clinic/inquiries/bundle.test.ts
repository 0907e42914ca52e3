import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { readReferral } from './bundle.ts'
import { adult, bundleOf, bytesOf, read, TODAY } from './bundle-example.ts'
import { field } from './foreign.ts'
import type { ReadReferral } from './referral.ts'
import { redisclosureApplies } from './rules.ts'

const folder = resolve(import.meta.dirname, '../../../../shared/data/referrals')

function fromFile(name: string): ReadReferral {
  const answer = readReferral(readFileSync(resolve(folder, name)), TODAY)
  if (isRefusal(answer)) throw new Error(answer.because)
  return answer
}

const noFolder = existsSync(folder) ? false : `the referrals of ${folder} are not on this machine`

describe('referrals that nobody here wrote', { skip: noFolder }, () => {
  const expected: [
    file: string,
    name: string,
    birthDate: string,
    problems: number,
    visits: number,
    warnings: string[],
  ][] = [
    [
      'Alberto_Atencio',
      'Alberto Atencio',
      '1993-06-07',
      3,
      2,
      [
        'Seizures on record: Seizure disorder (2007); History of single seizure (2007); Epilepsy (2007)',
        'Benzodiazepine, barbiturate or sleeping medicine (never stopped at once): Clonazepam [Klonopin] (2007)',
      ],
    ],
    ['Antonio_Castellanos', 'Antonio Castellanos', '1991-06-08', 3, 1, []],
    [
      'Barrett_Goldner',
      'Barrett Goldner',
      '1992-03-08',
      3,
      4,
      ['Overdose on record: Drug overdose (2009, 2013, 2021)'],
    ],
    ['Bill_Reinger', 'Bill Reinger', '1992-12-25', 5, 1, []],
    ['Clemente_Kreiger', 'Clemente Kreiger', '1984-07-02', 1, 0, []],
    ['Dannie_Schmitt', 'Dannie Schmitt', '1981-07-23', 2, 0, []],
    ['Joie_Morissette', 'Joie Morissette', '1974-09-26', 3, 0, []],
    ['Liz_Conn', 'Liz Conn', '1986-11-28', 1, 1, []],
    ['Milan_Beatty', 'Milan Beatty', '1973-11-24', 5, 3, []],
    ['Trenton_Turner', 'Trenton Turner', '1985-02-03', 2, 8, ['Overdose on record: Drug overdose (2000, 2014, 2016)']],
    [
      'Trey_Leffler',
      'Trey Leffler',
      '1957-07-01',
      6,
      1,
      ['Alcohol use disorder (ask about withdrawal): Alcoholism (2001)'],
    ],
    [
      'labelled-opioid-use-1A',
      'Carl Frederickson',
      '1950-04-22',
      5,
      0,
      ['Medication for opioid or alcohol use disorder (keep it going): Buprenorphine / Naltrexone (no date)'],
    ],
  ]
  for (const [file, name, birthDate, problems, visits, warnings] of expected)
    test(`${file} is read`, () => {
      const { person, ...read } = fromFile(`${file}.json`)
      assert.equal(`${person.givenName} ${person.familyName}`, name)
      assert.equal(person.birthDate, birthDate)
      assert.equal(read.problems.length, problems)
      assert.equal(read.encounters.length, visits)
      assert.deepEqual(read.warnings, warnings)
    })

  for (const [file, refused, because] of [
    ['Chet_Thompson', 'died', /died on 1968-10-11/],
    ['Luigi_Wiegand', 'too-young', /under 12.*child service/],
  ] as const)
    test(`${file} is refused`, () => {
      const answer = readReferral(readFileSync(resolve(folder, `${file}.json`)), TODAY)
      assert.ok(isRefusal(answer))
      assert.equal(answer.refused, refused)
      assert.match(answer.because, because)
    })

  test('every record of every file is either used or named as not understood', () => {
    for (const [file] of expected) {
      const { counts, notUnderstood, encounters } = fromFile(`${file}.json`)
      const named = notUnderstood.reduce((sum, { count }) => sum + count, 0)
      const unused = counts.reduce((sum, { found, used }) => sum + found - used, 0)
      assert.ok(named >= unused, `${file}: ${unused} records unused, ${named} named`)
      const visits = counts.find(({ resourceType }) => resourceType === 'Encounter')
      const others = notUnderstood.find(({ what }) => what.startsWith('Other visits'))
      assert.equal(encounters.length + (others?.count ?? 0), visits?.found ?? 0, file)
    }
  })

  test('Milan Beatty: medication over time, latest measures, payer, referrer, 12 other visits', () => {
    const milan = fromFile('Milan_Beatty.json')
    const fluoxetine = milan.medications.find(({ label }) => label === 'Fluoxetine 25MG')
    assert.deepEqual(fluoxetine, {
      codeSystem: 'http://www.nlm.nih.gov/research/umls/rxnorm',
      code: '406022',
      label: 'Fluoxetine 25MG',
      status: 'active',
      startedOn: '1993-01-09',
      endedOn: null,
      detail: 'dose 1, once a day · prescribed 2 times, last on 1993-01-17',
    })
    assert.deepEqual(
      milan.results.map(({ label, detail, startedOn }) => [label, detail, startedOn]),
      [
        ['Pain severity, 0 to 10', '1.2', '2020-09-05'],
        ['Body mass index', '29.4 kg/m2', '2020-09-05'],
        ['Tobacco use', 'Former smoker', '2020-09-05'],
      ],
    )
    assert.deepEqual(
      milan.coverages.map(({ label, status, detail }) => [label, status, detail]),
      [['private', 'unknown', 'named on claims 33 times, last on 2020-09-05; verify']],
    )
    assert.deepEqual(milan.referrer, { name: 'BEVERLY HOSPITAL CORPORATION' })
    assert.deepEqual(
      milan.notUnderstood.find(({ what }) => what.startsWith('Other visits'))?.what,
      'Other visits, the last on 2020-09-05',
    )
    assert.equal(milan.notUnderstood.find(({ what }) => what === 'Claims')?.count, 18)
    assert.deepEqual(milan.contacts, [
      { kind: 'phone', value: '555-611-5414', use: 'home' },
      { kind: 'address', value: '279 Walsh Haven, Gloucester, Massachusetts 01930' },
    ])
  })

  test('a Social Security number, licence or passport is never kept whole, nowhere in what was read', () => {
    const milan = fromFile('Milan_Beatty.json')
    assert.deepEqual(
      milan.person.identifiers.map(({ label, value }) => [label, value]),
      [
        ['Medical Record Number', 'e78d0ed2-1b54-4c30-90ae-f7405af1e402'],
        ['Social Security number (last 4)', '8359'],
        ['Driver’s license (last 4)', '8133'],
        ['Passport number (last 4)', '789X'],
      ],
    )
    assert.doesNotMatch(JSON.stringify(milan), /999-?93-?8359|S99978133|X83204789X/)
  })

  test('the labelled bundle: Part 2 labels, a wife to call, psychotherapy notes unread, a mislabelled medicine', () => {
    const carl = fromFile('labelled-opioid-use-1A.json')
    assert.deepEqual(carl.labels, ['42CFRPart2', 'BH', 'OPIOIDUD', 'PSYTHPN', 'R', 'SUD'])
    assert.equal(redisclosureApplies(carl.labels), true)
    assert.deepEqual(carl.contacts, [
      { kind: 'emergency', value: '', name: 'Ellie Frederickson', relationship: 'Emergency Contact, wife' },
    ])
    assert.ok(carl.notUnderstood.some(({ what, count }) => what === 'Psychotherapy notes' && count === 1))
    assert.match(
      carl.medications.find(({ label }) => label.startsWith('Buprenorphine'))?.detail ?? '',
      /coded as “buprenorphine \/ naloxone”/,
    )
    assert.deepEqual(carl.medications.map(({ label, status }) => [label, status]).at(-1), [
      'RxNorm 5640 (no name given)',
      'unknown',
    ])
    assert.deepEqual(
      carl.results.map(({ label, detail }) => [label, detail]),
      [['PHQ-9 total', '15']],
    )
  })
})

describe('whatever comes, reading never throws', () => {
  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        assert.ok(isRefusal(readReferral(bytes, TODAY)))
      }),
    )
  })

  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        assert.ok(isRefusal(readReferral(bytesOf(text), TODAY)))
      }),
    )
  })

  const junk = fc.jsonValue({ maxDepth: 4 })

  test('any JSON in any field of any record, next to a good patient', () => {
    const types = [
      'Condition',
      'MedicationRequest',
      'MedicationStatement',
      'AllergyIntolerance',
      'Coverage',
      'Claim',
      'Encounter',
    ]
    const more = [
      'ExplanationOfBenefit',
      'Observation',
      'RelatedPerson',
      'ServiceRequest',
      'Composition',
      'MessageHeader',
      'X',
      '__proto__',
    ]
    const names =
      'code status clinicalStatus subject class type period reasonCode value valueQuantity name telecom contact insurance payor contained meta extension onsetDateTime note identifier __proto__ constructor'
    const fields = fc.dictionary(fc.constantFrom(...names.split(' ')), junk, { maxKeys: 8 })
    const resource = fc
      .record({ resourceType: fc.constantFrom(...types, ...more), fields })
      .map(({ resourceType, fields }) => ({ ...fields, resourceType }))
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 6 }), fc.array(junk, { maxLength: 2 }), (resources, entries) => {
        const bundle = {
          resourceType: 'Bundle',
          entry: [...entries, ...[adult(), ...resources].map((resource) => ({ resource }))],
        }
        const answer = readReferral(bytesOf(bundle), TODAY)
        // Versions, certificates of death and contained patients may be hit by chance; a crash may not.
        assert.ok(isRefusal(answer) || answer.person.familyName === 'Alvarez')
      }),
    )
  })

  test('any JSON in any field of the patient: a whole person or a sentence', () => {
    const names =
      'name birthDate gender deceasedBoolean identifier telecom address contact communication extension maritalStatus meta id'
    const fields = fc.dictionary(fc.constantFrom(...names.split(' ')), junk, { maxKeys: 4 })
    fc.assert(
      fc.property(fields, (fields) => {
        const answer = readReferral(bundleOf([adult(fields)]), TODAY)
        if (isRefusal(answer)) assert.ok(answer.because.endsWith('.'))
        else
          assert.ok(answer.person.givenName !== '' && answer.person.familyName !== '' && answer.person.birthDate !== '')
      }),
      // Found in one run of many thousand: an object that answers toString with an object cannot become text.
      { examples: [[{ deceasedBoolean: { toString: {} } }]] },
    )
  })

  test('keys of the prototype are names like any other', () => {
    const { person } = read(
      JSON.parse(JSON.stringify(adult()).replace('{', '{"__proto__":{"polluted":true},"constructor":1,')),
    )
    assert.equal(person.familyName, 'Alvarez')
    assert.equal('polluted' in {}, false)
    assert.equal(field({}, 'toString'), undefined)
    assert.equal(field(JSON.parse('{"__proto__":{"a":1}}'), 'a'), undefined)
  })
})
