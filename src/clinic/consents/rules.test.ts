import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConsentScope, Purpose, Statement } from './consent.ts'
import { documents } from './documents.ts'
import { type ConsentDraft, consentProblems } from './rules.ts'

const around = { today: '2026-11-20', client: { names: ['Maya Alvarez'], age: 34 } }
const signature: ConsentDraft['signature'] = {
  signature: { method: 'typed', text: 'Maya Alvarez' },
  intends: true,
  signerName: 'Maya Alvarez',
  capacity: 'client',
  authority: '',
}
const fromDocument = (scope: ConsentScope): ConsentDraft => {
  const document = documents.find((each) => each.scope === scope)
  assert.ok(document)
  return {
    scope,
    clientName: 'Maya Alvarez',
    disclosers: ['Riverbend'],
    information: document.information,
    informationWords: document.informationWords,
    recipients: document.recipients,
    purposes: document.purposes,
    statements: document.statements,
    expiry: { kind: 'none' },
    signature,
    signedOn: '2026-11-20',
  }
}
const tpo = fromDocument('tpo')
const treatment = fromDocument('treatment')
const specific: ConsentDraft = {
  ...tpo,
  scope: 'specific',
  information: ['attendance'],
  informationWords: 'The days on which I came, without what was said',
  recipients: [{ kind: 'employer', name: 'Harbor Freight Lines' }],
  purposes: ['patient-request'],
  expiry: { kind: 'date', on: '2027-05-20' },
}
const without = (...gone: Statement[]) => tpo.statements.filter((statement) => !gone.includes(statement))
const elements = (draft: ConsentDraft) => consentProblems(draft, around).map((problem) => problem.element)

describe('what ships is valid once signed', () => {
  test('consent to treatment', () => assert.deepEqual(consentProblems(treatment, around), []))
  test('the one consent for treatment, payment and operations', () =>
    assert.deepEqual(consentProblems(tpo, around), []))
  test('a consent for one employer', () => assert.deepEqual(consentProblems(specific, around), []))
})

describe('each element of 42 CFR 2.31 missing or wrong', () => {
  const purposes = (...more: Purpose[]): Purpose[] => ['treatment', 'payment', 'operations', ...more]
  const cases: [name: string, draft: ConsentDraft, expected: string[]][] = [
    ['1 no name', { ...tpo, clientName: ' ' }, ['client']],
    ['2 nobody may tell', { ...tpo, disclosers: ['', '7'] }, ['discloser']],
    ['3 nothing described', { ...tpo, information: [] }, ['information']],
    ['3 described as "all"', { ...tpo, informationWords: 'all' }, ['information']],
    ['4 nobody named', { ...tpo, recipients: [] }, ['recipient']],
    ['4 an employer as a class', { ...specific, recipients: [{ kind: 'employer', name: null }] }, ['recipient']],
    ['4 a recipient without letters', { ...specific, recipients: [{ kind: 'person', name: '?' }] }, ['recipient']],
    [
      '4ii an intermediary without members',
      { ...tpo, recipients: [{ kind: 'intermediary', name: 'Bay Exchange' }] },
      ['intermediary'],
    ],
    [
      '4ii members left blank',
      { ...tpo, recipients: [{ kind: 'intermediary', name: 'Bay Exchange', members: [''] }] },
      ['intermediary'],
    ],
    [
      '4ii members by name',
      { ...tpo, recipients: [{ kind: 'intermediary', name: 'Bay Exchange', members: ['Bay Clinic'] }] },
      [],
    ],
    [
      '4ii treating providers',
      { ...tpo, recipients: [{ kind: 'intermediary', name: 'Bay Exchange', members: 'treating-providers' }] },
      [],
    ],
    ['4iii HIPAA statement', { ...tpo, statements: without('hipaa-redisclosure') }, ['hipaa-redisclosure']],
    [
      '4iii for one purpose too',
      { ...specific, purposes: ['treatment'], statements: without('hipaa-redisclosure') },
      ['hipaa-redisclosure'],
    ],
    ['4iii not needed for an employer', { ...specific, statements: without('hipaa-redisclosure') }, []],
    ['5 no purpose', { ...specific, purposes: [] }, ['purpose']],
    ['5 only two of three', { ...tpo, purposes: ['treatment', 'payment'] }, ['purpose']],
    ['5 fundraising without a way out', { ...specific, purposes: ['fundraising'] }, ['fundraising']],
    ['5 fundraising bundled', { ...tpo, purposes: purposes('fundraising') }, ['fundraising', 'no-bundling']],
    ['6 right to revoke', { ...tpo, statements: without('right-to-revoke') }, ['revocation']],
    ['6 how to revoke', { ...tpo, statements: without('how-to-revoke') }, ['revocation']],
    ['6 reliance', { ...tpo, statements: without('reliance') }, ['revocation']],
    ['7 no end for an employer', { ...specific, expiry: { kind: 'none' } }, ['expiry']],
    ['7 an end that has passed', { ...specific, expiry: { kind: 'date', on: '2026-11-19' } }, ['expiry']],
    ['7 an end today', { ...specific, expiry: { kind: 'date', on: '2026-11-20' } }, []],
    ['7 a day that does not exist', { ...specific, expiry: { kind: 'date', on: '2027-02-29' } }, ['expiry']],
    ['7 an event', { ...specific, expiry: { kind: 'event', what: 'I leave that job' } }, []],
    ['7 an event without words', { ...specific, expiry: { kind: 'event', what: ' .' } }, ['expiry']],
    ['8 not signed', { ...tpo, signature: { ...signature, signature: null } }, ['signature']],
    ['9 no date', { ...tpo, signedOn: null }, ['date']],
    ['9 a date to come', { ...tpo, signedOn: '2026-11-21' }, ['date']],
    ['10 risk of telling again', { ...tpo, statements: without('redisclosure-risk') }, ['redisclosure-risk']],
    ['11 what follows a refusal', { ...tpo, statements: without('refusal-consequences') }, ['refusal-consequences']],
    [
      '10 and 11 not needed for an employer',
      { ...specific, statements: without('redisclosure-risk', 'refusal-consequences') },
      [],
    ],
    ['notes inside the one consent', { ...tpo, information: ['record', 'counselling-notes'] }, ['no-bundling']],
    [
      'notes with something else',
      { ...specific, scope: 'counselling-notes', information: ['counselling-notes', 'plan'] },
      ['no-bundling'],
    ],
    ['notes alone', { ...specific, scope: 'counselling-notes', information: ['counselling-notes'] }, []],
    [
      'court inside the one consent',
      { ...tpo, purposes: purposes('legal-proceedings') },
      ['no-bundling', 'no-bundling'],
    ],
    [
      'court with something else',
      { ...specific, scope: 'legal', purposes: ['legal-proceedings', 'patient-request'] },
      ['no-bundling'],
    ],
    ['court alone', { ...specific, scope: 'legal', purposes: ['legal-proceedings'] }, []],
    ['court in a specific consent', { ...specific, purposes: ['legal-proceedings'] }, ['no-bundling']],
  ]
  for (const [name, draft, expected] of cases) test(name, () => assert.deepEqual(elements(draft), expected))
})

describe('consent to treatment', () => {
  test('each part of it is needed', () => {
    for (const statement of treatment.statements) {
      const found = elements({ ...treatment, statements: treatment.statements.filter((each) => each !== statement) })
      assert.equal(found.length, 1, statement)
    }
  })
  test('sharing is no part of it', () => {
    assert.deepEqual(elements({ ...treatment, disclosers: [], recipients: [], purposes: [] }), [])
  })
})

test('everything missing is said at once, each as a sentence', () => {
  const problems = consentProblems(
    {
      ...tpo,
      clientName: '',
      disclosers: [],
      information: [],
      recipients: [],
      purposes: [],
      statements: [],
      signedOn: null,
      signature: { ...signature, signature: null, intends: false },
    },
    around,
  )
  assert.ok(problems.length >= 10)
  for (const { because } of problems) assert.match(because, /^[A-Z].*\.$/)
})
