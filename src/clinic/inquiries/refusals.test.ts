import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { MAX_BYTES } from './bundle.ts'
import { adult, bundleOf, bytesOf, read, refusalOf, TODAY } from './bundle-example.ts'
import { breakingPoint } from './document.ts'

const utf16 = (text: string, mark: boolean): Uint8Array => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
const bundleText = new TextDecoder().decode(bundleOf([adult()]))

describe('files that are not a FHIR R4 bundle', () => {
  const table: [what: string, bytes: Uint8Array, refused: string, because: RegExp][] = [
    ['one byte too many', new Uint8Array(MAX_BYTES + 1), 'too-large', /over 50 MB.*Ask/],
    ['nothing', new Uint8Array(0), 'empty', /empty/],
    ['white space only', bytesOf(' \n\t '), 'empty', /empty/],
    ['XML', bytesOf('<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>'), 'xml', /XML.*ask.*JSON/i],
    ['XML after a mark', bytesOf('\ufeff\n<Bundle/>'), 'xml', /XML/],
    ['a web page', bytesOf('<!DOCTYPE html><html>'), 'not-json', /web page/],
    ['a PDF', bytesOf('%PDF-1.7 …'), 'not-json', /PDF/],
    ['a ZIP archive', bytesOf('PK\x03\x04…'), 'not-json', /ZIP/],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'not-json', /gzip/],
    ['an HL7 v2 message', bytesOf('MSH|^~\\&|LAB'), 'not-json', /HL7 version 2/],
    ['damaged UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22), 'encoding', /UTF-8/],
    ['plain words', bytesOf('Dear colleague'), 'not-json', /line 1, column 1\b/],
    ['a stray comma', bytesOf('{\n  "a": 1,\n  "secret": ,\n}'), 'not-json', /line 3, column 13\b/],
    ['a cut file', bytesOf(bundleText.slice(0, -20)), 'cut-short', /before its end/],
    [
      'a bulk export',
      bytesOf('{"resourceType":"Patient"}\n{"resourceType":"Condition"}'),
      'bulk-export',
      /one record per line/,
    ],
    ['nested beyond reason', bytesOf('['.repeat(2_000_000)), 'too-intricate', /nested/],
    ['closed, nested beyond reason', bytesOf(`${'['.repeat(300)}${']'.repeat(300)}`), 'too-intricate', /nested/],
    ['a number', bytesOf('7'), 'not-fhir', /not a FHIR bundle/],
    ['null', bytesOf('null'), 'not-fhir', /not a FHIR bundle/],
    ['a list', bytesOf('[]'), 'not-fhir', /not a FHIR bundle/],
    ['other JSON', bytesOf('{"patients":[]}'), 'not-fhir', /not a FHIR bundle/],
    ['a lone Patient', bytesOf(adult()), 'not-a-bundle', /single FHIR resource \(Patient\).*bundle/],
    ['a history', bundleOf([adult()], { type: 'history' }), 'history', /current record/],
    ['an empty bundle', bundleOf([]), 'no-patient', /Patient/],
    ['no entries at all', bytesOf('{"resourceType":"Bundle"}'), 'no-patient', /Patient/],
  ]
  for (const [what, bytes, refused, because] of table)
    test(what, () => {
      const refusal = refusalOf(bytes)
      assert.equal(refusal.refused, refused, refusal.because)
      assert.match(refusal.because, because)
    })

  test('what is refused is not echoed: a fragment could be a name', () => {
    assert.doesNotMatch(refusalOf(bytesOf('{"name": "Maya Alvarez", "x": oops}')).because, /Maya|oops/)
  })

  for (const mark of [true, false])
    test(`UTF-16 ${mark ? 'with' : 'without'} its mark is read`, () => {
      assert.equal(refusalOf(utf16(bundleText.replace('Maya', '<b>'), mark)).refused, 'name-unfit')
    })
})

describe('other versions of FHIR', () => {
  const table: [version: string, resources: object[]][] = [
    ['DSTU2', [adult({ name: [{ family: ['Alvarez'], given: ['Maya'] }] })]],
    ['DSTU2', [adult(), { resourceType: 'MedicationOrder', status: 'active' }]],
    ['DSTU2', [adult(), { resourceType: 'Encounter', class: 'ambulatory' }]],
    ['STU3', [adult(), { resourceType: 'Condition', clinicalStatus: 'active', assertedDate: '2017-01-02' }]],
    ['STU3', [adult(), { resourceType: 'Observation', context: { reference: 'Encounter/1' } }]],
    ['STU3', [adult(), { resourceType: 'ReferralRequest' }]],
    ['R5', [adult(), { resourceType: 'Encounter', class: [{ coding: [{ code: 'AMB' }] }] }]],
    ['R5', [adult(), { resourceType: 'MedicationRequest', medication: { concept: { text: 'x' } } }]],
  ]
  for (const [version, resources] of table)
    test(`${version}: ${JSON.stringify(resources.at(-1)).slice(0, 60)}`, () => {
      const refusal = refusalOf(bundleOf(resources))
      assert.equal(refusal.refused, 'other-version')
      assert.match(refusal.because, new RegExp(`FHIR ${version}.*R4`))
    })

  test('one odd field in an R4 bundle does not make it another version', () => {
    const active = { coding: [{ code: 'active' }] }
    const { problems } = read(
      adult(),
      { resourceType: 'Condition', code: { text: 'Anxiety' }, clinicalStatus: active },
      { resourceType: 'Condition', code: { text: 'Depression' }, clinicalStatus: 'active' },
    )
    assert.deepEqual(
      problems.map(({ label, status }) => [label, status]),
      [
        ['Anxiety', 'active'],
        ['Depression', 'active'],
      ],
    )
  })
})

const deathCertificate = {
  resourceType: 'Observation',
  code: { coding: [{ system: 'http://loinc.org', code: '69453-9' }] },
}

describe('people who cannot be taken', () => {
  const bidi = String.fromCodePoint(0x202e)
  const named = (family: string) => adult({ name: [{ family, given: ['Maya'] }] })
  const table: [what: string, patients: object[], refused: string, because: RegExp][] = [
    [
      'two patients',
      [adult(), adult({ id: 'q', name: [{ family: 'Brown', given: ['Jo'] }] })],
      'several-patients',
      /holds 2 patients/,
    ],
    ['two under one id', [adult(), adult({ birthDate: '1990-01-01' })], 'several-patients', /holds 2 patients/],
    ['died, with a day', [adult({ deceasedDateTime: '2024-05-06T10:00:00Z' })], 'died', /died on 2024-05-06/],
    ['died, with a year', [adult({ deceasedDateTime: '2024' })], 'died', /died on 2024\b/],
    ['died, no date', [adult({ deceasedBoolean: true })], 'died', /this person died\./],
    ['a death certificate', [adult(), deathCertificate], 'died', /death certificate/],
    ['eleven', [adult({ birthDate: '2014-11-23' })], 'too-young', /under 12.*child service/],
    ['no birth date', [adult({ birthDate: undefined })], 'birth-date-missing', /no birth date.*Ask the sender/],
    ['only a year', [adult({ birthDate: '1985' })], 'birth-date-partial', /only a year.*whole date/],
    ['only a month', [adult({ birthDate: '1985-02' })], 'birth-date-partial', /only a month and a year/],
    ['no such day', [adult({ birthDate: '1985-02-30' })], 'birth-date-wrong', /not a day/],
    ['the future', [adult({ birthDate: '2026-11-23' })], 'birth-date-future', /future/],
    ['121 years ago', [adult({ birthDate: '1905-01-01' })], 'birth-date-too-old', /120 years/],
    ['no name', [adult({ name: undefined })], 'name-missing', /no name/],
    ['an empty name', [adult({ name: [{ use: 'official' }] })], 'name-missing', /no name/],
    ['a family name only', [adult({ name: [{ family: 'Suharto' }] })], 'name-one-only', /no given name.*both fields/],
    ['one word', [adult({ name: [{ text: 'Suharto' }] })], 'name-one-only', /both fields/],
    [
      'a script in the name',
      [named('<script>alert(1)</script>')],
      'name-unfit',
      /characters that names don’t have \(<>\)\. Ask/,
    ],
    [
      'a script in a nickname',
      [
        adult({
          name: [
            { family: 'A', given: ['B'] },
            { use: 'nickname', given: ['<img src=x>'] },
          ],
        }),
      ],
      'name-unfit',
      /<>/,
    ],
    ['a null byte in the name', [named('Alv\u0000arez')], 'name-unfit', /control characters/],
    ['a name turned round', [named(`Alv${bidi}zera`)], 'name-unfit', /direction/],
    ['half a surrogate', [named('Alv\ud800arez')], 'name-unfit', /damaged/],
    ['a name of 101 letters', [named('a'.repeat(101))], 'name-unfit', /longer than 100/],
    ['no letter in the name', [named('…')], 'name-unfit', /no letters/],
  ]
  for (const [what, patients, refused, because] of table)
    test(what, () => {
      const refusal = refusalOf(bundleOf(patients))
      assert.equal(refusal.refused, refused, refusal.because)
      assert.match(refusal.because, because)
      assert.doesNotMatch(refusal.because, /Alvarez|Maya|script>/)
    })

  test('the twelfth birthday is old enough', () => {
    assert.equal(read(adult({ birthDate: '2014-11-22' })).person.birthDate, '2014-11-22')
    assert.equal(TODAY, '2026-11-22')
  })
})

describe('where JSON breaks', () => {
  test('the parser agrees: a text is whole exactly when nothing in it breaks', () => {
    const texts = fc.oneof(
      fc.json(),
      fc.json().map((text) => text.slice(0, -1)),
      fc
        .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 }))
        .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1))),
      fc.stringMatching(/^[[\]{},:"\\u0-9a-f.\-+eE truefalsn]{0,30}$/),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const at = breakingPoint(text)
        const problem = errorOf(() => JSON.parse(text))
        if (problem === undefined) assert.equal(at, text.length)
        // V8 names the place for most errors; it is ours too, or further inside the same word or number. In strings
        // V8 points at their start or end, so that they are left to the table below.
        const place = /position (\d+)/.exec(problem ?? '')?.[1]
        if (place !== undefined && !/string|escape/i.test(problem ?? ''))
          assert.ok(at <= Number(place) && /^[-+.\w]*$/.test(text.slice(at, Number(place))), `${at}: ${problem}`)
        if (/Unexpected end/.test(problem ?? '')) assert.equal(at, text.length, problem)
        if (/Unexpected token/.test(problem ?? '')) assert.ok(at < text.length)
      }),
      { numRuns: 2000 },
    )
  })

  for (const [text, at] of [
    ['{"a":1,}', 7],
    ['[1,2', 4],
    ['{"a" 1}', 5],
    ['{"a":"b\nc"}', 7],
    ['"\\x"', 2],
    ['{"a":1} x', 8],
    ['[01]', 2],
    ['tru', 3],
    ['nope', 0],
    ['{a:1}', 1],
    ['[1}', 2],
  ] as const)
    test(`${JSON.stringify(text)} at ${at}`, () => assert.equal(breakingPoint(text), at))
})

function errorOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return String(error)
  }
}
