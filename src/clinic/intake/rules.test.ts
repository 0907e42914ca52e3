import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashOf, linesOf, type Signed } from './document.ts'
import { firstWords, knownFrom } from './prefill.ts'
import { gapsIn, isCode, maySign, risksOf, tidyCode, type Given } from './rules.ts'
import { namesOf, saysTheSame, type Doc, type Section } from './section.ts'
import { sectionOf, sections } from './sections.ts'

const section = (key: string): Section => {
  const found = sectionOf(key)
  if (found === null) throw new Error(`There is no section ${key}`)
  return found
}

test('every section has its own key, every field its own name, and the closing parts are clinical', () => {
  assert.equal(new Set(sections.map((one) => one.key)).size, sections.length)
  for (const one of sections) assert.equal(new Set(namesOf(one)).size, namesOf(one).length, one.key)
  for (const key of ['substances', 'medical', 'mind', 'trauma', 'formulation', 'diagnosis'])
    assert.ok(section(key).isClinical, key)
  assert.equal(sectionOf('nothing'), null)
})

test('an empty assessment names everything it needs, and trauma is not among it', () => {
  const gaps = gapsIn(sections, {})
  assert.deepEqual(
    [...new Set(gaps.map((gap) => gap.section))],
    ['concern', 'substances', 'medical', 'mind', 'housing', 'strengths', 'formulation', 'diagnosis'],
  )
  for (const { because } of gaps) assert.match(because, /^[A-Z“].*\.$/)
})

test('substances: a line or a reason for none; a line without its substance is asked for', () => {
  const table: [Doc, number][] = [
    [{}, 1],
    [{ none: 'never' }, 0],
    [{ none: '  ' }, 1],
    [{ 'substance-1-kind': 'Alcohol' }, 0],
    [{ 'substance-1-first': '15' }, 1],
    [{ 'substance-1-kind': 'Alcohol', 'substance-3-last': 'yesterday' }, 1],
    [{ 'substance-9-kind': 'Alcohol' }, 1], // there is no ninth line
  ]
  for (const [doc, gaps] of table)
    assert.equal(gapsIn([section('substances')], { substances: doc }).length, gaps, JSON.stringify(doc))
})

test('diagnoses: a code of the right shape with words, or a reason for none', () => {
  const table: [Doc, RegExp | null][] = [
    [{}, /Give a diagnosis/],
    [{ none: 'deferred' }, null],
    [{ 'diagnosis-1-code': 'F10.20', 'diagnosis-1-words': 'Alcohol, severe' }, null],
    [{ 'diagnosis-1-code': 'f1020', 'diagnosis-1-words': 'Alcohol, severe' }, null],
    [{ 'diagnosis-1-code': 'F10.20' }, /Say in a few words what F10\.20 is/],
    [{ 'diagnosis-1-words': 'Alcohol' }, /Diagnosis 1 has no icd-10-cm code/i],
    [{ 'diagnosis-1-code': 'alcohol', 'diagnosis-1-words': 'x' }, /“alcohol” does not look like/],
  ]
  for (const [doc, expected] of table) {
    const [gap] = gapsIn([section('diagnosis')], { diagnosis: doc })
    if (expected === null) assert.equal(gap, undefined)
    else assert.match(gap?.because ?? '', expected)
  }
  for (const code of ['F10.20', 'f1120', ' F33.1 ', 'Z59.00', 'T40.2X1A', 'O99.320', 'I10'])
    assert.ok(isCode(code), code)
  for (const code of ['', 'U', 'F1', '10.20', 'F10.20000', 'U07.1', 'F10-20', '303.90']) assert.ok(!isCode(code), code)
  assert.equal(tidyCode('f11 20'), 'F11.20')
})

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 2, 9, minute))
const phq9 = (ninth: number | null, minute: number): Given => ({
  instrument: 'phq-9',
  answers: [0, 0, 0, 0, 0, 0, 0, 0, ninth],
  triage: null,
  recordedAt: at(minute),
})
const columbia = (triage: string | null, minute: number, second = 0): Given => ({
  instrument: 'c-ssrs-screener',
  answers: [0, second, null, null, null, 0, null],
  triage,
  recordedAt: at(minute),
})

test('what the answers call for', () => {
  const table: [string, Given[], Date | null, string[]][] = [
    ['nothing given', [], null, []],
    ['question 9 is zero', [phq9(0, 0)], null, []],
    ['question 9 above zero', [phq9(1, 0)], null, ['ask-further']],
    ['question 9 left open', [phq9(null, 0)], null, ['ask-further']],
    ['asked further', [phq9(2, 0), columbia('none', 5)], null, []],
    ['asked before, not after', [columbia('none', 0), phq9(2, 5)], null, ['ask-further']],
    ['a later form is quiet again', [phq9(2, 0), phq9(0, 5)], null, []],
    ['high', [columbia('high', 0)], null, ['high']],
    ['high, screened before', [columbia('high', 5)], at(0), ['high']],
    ['high, screened after', [columbia('high', 0)], at(5), []],
    ['high is not undone by asking again', [columbia('high', 0), columbia('none', 5)], null, ['high']],
    ['left open', [columbia(null, 0)], null, ['unfinished']],
    ['moderate', [columbia('moderate', 0)], null, ['today']],
    ['low by a wish', [columbia('low', 0)], null, []],
    ['low by thoughts', [columbia('low', 0, 1)], null, ['today']],
  ]
  for (const [name, given, screenedAt, kinds] of table)
    assert.deepEqual(
      risksOf(given, screenedAt).map((risk) => risk.kind),
      kinds,
      name,
    )
})

test('signing: safety first, then whose words stand, then what is missing', () => {
  const gaps = [{ section: 'concern', because: 'Write it.' }]
  const risks = risksOf([columbia('high', 0)], null)
  assert.equal(maySign(gaps, risks, ['Home: words of Lee stand beside.'])?.refused, 'risk')
  assert.equal(maySign(gaps, [], ['Home: words of Lee stand beside.'])?.refused, 'words-beside')
  assert.deepEqual(maySign(gaps, [], [])?.details, ['Write it.'])
  assert.equal(maySign([], [], []), null)
  // Help that is due today does not hold up the record of it.
  assert.equal(maySign([], risksOf([columbia('moderate', 0)], null), []), null)
})

test('no sequence of answers with a high screen is signed before a safety screen', () => {
  const any = fc.record({
    instrument: fc.constantFrom('phq-9', 'c-ssrs-screener'),
    answers: fc.constant([0, 0, null, null, null, 0, null, 0, 0]),
    triage: fc.constantFrom(null, 'none', 'low', 'moderate', 'high'),
    recordedAt: fc.integer({ min: 0, max: 59 }).map(at),
  })
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 8 }),
      fc.option(fc.integer({ min: 0, max: 59 }).map(at)),
      (given, screened) => {
        const unscreened = given.some(
          (one) => one.triage === 'high' && (screened === null || screened < one.recordedAt),
        )
        const no = maySign([], risksOf(given, screened), [])
        if (unscreened) assert.equal(no?.refused, 'risk')
      },
    ),
  )
})

test('what the record knows begins a section, a line each, with its source', () => {
  const base = { code: null, status: 'active', startedOn: null, detail: null, source: 'fhir' }
  const known = knownFrom({
    history: [
      { ...base, kind: 'medication', label: 'Sertraline 50 mg', detail: 'each morning' },
      { ...base, kind: 'medication', label: 'Old pills', status: 'resolved' },
      { ...base, kind: 'problem', label: 'Depression', code: 'F33.1', startedOn: '2024-05-01' },
      { ...base, kind: 'problem', label: 'Asthma', code: 'J45', source: 'staff' },
      { ...base, kind: 'encounter', label: 'Detox, Hudson General', status: 'resolved' },
    ],
    contacts: [{ kind: 'emergency', value: '555 0100', name: 'Rosa Alvarez', relationship: 'mother' }],
    referrals: [{ referrer: 'County Health', source: 'fhir', on: '2026-10-30' }],
    language: 'Spanish',
  })
  assert.deepEqual(firstWords('medical', known), {
    conditions: 'Asthma (from the face sheet)',
    medications: 'Sertraline 50 mg, each morning (from the referral)',
  })
  assert.deepEqual(firstWords('mind', known), { history: 'Depression, since 2024-05-01 (from the referral)' })
  assert.deepEqual(firstWords('treatment', known), { past: 'Detox, Hudson General (from the referral)' })
  assert.deepEqual(firstWords('trauma', known), {})
  assert.ok(known.some((one) => one.section === 'family' && one.words === 'Rosa Alvarez, mother'))
  for (const one of sections)
    for (const name of Object.keys(firstWords(one.key, known))) assert.ok(namesOf(one).includes(name), name)
})

test('a signed document reads in words: labels for choices, codes as they are written', () => {
  assert.deepEqual(
    linesOf(section('diagnosis'), {
      'diagnosis-1-code': 'f1020',
      'diagnosis-1-words': 'Alcohol',
      'diagnosis-1-status': 'provisional',
    }),
    [{ label: 'Diagnosis 1', words: 'F10.20 · Alcohol · Provisional' }],
  )
  assert.deepEqual(linesOf(section('housing'), { safe: 'no', words: ' ' }), [
    { label: 'Do they feel safe there?', words: 'No' },
  ])
})

test('the fingerprint changes with any word, and not with the order of keys', () => {
  const text = fc.string({ maxLength: 20 })
  const signed: fc.Arbitrary<Signed> = fc.record({
    client: fc.record({ name: text, number: text, birthDate: text }),
    parts: fc.array(
      fc.record({
        title: text,
        lines: fc.array(fc.record({ label: text, words: text }), { maxLength: 3 }),
        writtenBy: fc.array(fc.record({ name: text, at: text }), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    measures: fc.array(fc.record({ title: text, on: text, result: text, how: text }), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(signed, (body) => {
      const turned = { measures: body.measures, parts: body.parts, client: body.client }
      assert.equal(hashOf(turned), hashOf(body))
      const changed = {
        ...body,
        parts: body.parts.map((part, i) => (i === 0 ? { ...part, title: `${part.title}.` } : part)),
      }
      assert.notEqual(hashOf(changed), hashOf(body))
    }),
  )
})

test('two versions say the same when nobody could tell them apart', () => {
  const one = section('legal')
  assert.ok(saysTheSame(one, { status: 'Probation ' }, { status: 'Probation', required: '' }))
  assert.ok(!saysTheSame(one, { status: 'Probation' }, { status: 'Parole' }))
  assert.ok(saysTheSame(one, { words: 'of another section' }, {}))
})
