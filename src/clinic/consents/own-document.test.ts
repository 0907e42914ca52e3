import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRefusal } from '../../basics/refusal.ts'
import { canonicalText, type ConsentDocument, fill } from './documents.ts'
import type { Statement } from './consent.ts'
import { ownDocument, termsBlanks, termsProblems } from './own-document.ts'
import { termsFrom, termsIn, typedFrom } from './own-form.ts'
import { type OwnTerms, ownScopes } from './own-terms.ts'
import { consentProblems } from './rules.ts'

const today = '2026-11-22'
const base: OwnTerms = {
  scope: 'specific',
  language: 'en',
  recipient: { kind: 'person', name: 'Rosa Alvarez', relation: 'mother', members: null },
  information: ['presence', 'attendance'],
  detail: '',
  purpose: 'family',
  purposeWords: '',
  expiry: { kind: 'event', what: 'I leave the program' },
  revocableFrom: null,
}
const of: Record<(typeof ownScopes)[number], OwnTerms> = {
  specific: base,
  'counselling-notes': {
    ...base,
    scope: 'counselling-notes',
    recipient: { kind: 'treating-provider', name: 'Dr Lee', relation: '', members: null },
    information: ['counselling-notes'],
    purpose: 'treatment',
    expiry: { kind: 'date', on: '2027-01-31' },
  },
  legal: {
    ...base,
    scope: 'legal',
    recipient: { kind: 'court', name: 'Family Court', relation: 'case 12', members: null },
    purpose: 'legal-proceedings',
  },
  'criminal-justice': {
    ...base,
    scope: 'criminal-justice',
    recipient: { kind: 'law-enforcement', name: 'Officer Quinn', relation: 'probation', members: null },
    purpose: 'criminal-justice',
    expiry: { kind: 'condition', what: 'I am on probation' },
    revocableFrom: { kind: 'event', what: 'the court has decided my case' },
  },
}
const made = (terms: OwnTerms): ConsentDocument => {
  const document = ownDocument(terms)
  assert.ok(!isRefusal(document), JSON.stringify(document))
  return document
}
const textOf = (terms: OwnTerms): string => {
  const filled = fill(made(terms), {
    ...termsBlanks(terms),
    client: 'Maya Alvarez',
    clinic: 'Riverbend',
    signer: 'whoever signs below',
    privacyContact: 'the privacy officer',
  })
  assert.ok(!isRefusal(filled), JSON.stringify(filled))
  return canonicalText(filled)
}
const problemsOf = (terms: OwnTerms, change: Partial<ConsentDocument> = {}) => {
  const document = { ...made(terms), ...change }
  return consentProblems(
    {
      ...document,
      clientName: 'Maya Alvarez',
      disclosers: ['Riverbend'],
      expiry: terms.expiry,
      revocableFrom: terms.revocableFrom,
      signature: {
        signature: { method: 'typed', text: 'Maya Alvarez' },
        intends: true,
        signerName: 'Maya Alvarez',
        capacity: 'client',
        authority: '',
      },
      signedOn: today,
    },
    { today, client: { names: ['Maya Alvarez'], age: 35 } },
  ).map(({ element }) => element)
}

// What a statement is, in the words of the form: a document that claims it has to say it.
const says: Record<'en' | 'es', Partial<Record<Statement, RegExp>>> = {
  en: {
    'right-to-revoke': /You may take this consent back/,
    'how-to-revoke': /in writing.*Write to the privacy officer/s,
    reliance: /cannot undo what was shared or done while we relied on it/,
    'hipaa-redisclosure': /as the HIPAA privacy rules allow\. They may not use them in civil, criminal/,
    'redisclosure-risk': /may then no longer be protected by 42 CFR part 2/,
    'refusal-consequences': /You do not have to sign\. \S+/,
  },
  es: {
    'right-to-revoke': /puede retirar este permiso/,
    'how-to-revoke': /por escrito.*Escriba a/s,
    reliance: /No podemos deshacer lo que se compartió o se hizo mientras contábamos con él/,
    'hipaa-redisclosure': /reglas de privacidad de HIPAA\. No pueden usarlos en procesos civiles, penales/,
    'redisclosure-risk': /ya no estén protegidos por 42 CFR parte 2/,
    'refusal-consequences': /No tiene que firmar\. \S+/,
  },
}

for (const scope of ownScopes)
  for (const language of ['en', 'es'] as const) {
    const terms = { ...of[scope], language }
    describe(`a consent of its own: ${scope}, ${language}`, () => {
      test('has every element of the rule', () => assert.deepEqual(problemsOf(terms), []))
      test('says what it claims to say', () => {
        for (const statement of made(terms).statements) {
          const pattern = says[language][statement]
          assert.ok(pattern, statement)
          assert.match(textOf(terms), pattern, statement)
        }
      })
      test('names client, discloser, recipient, end, and leaves nothing to fill', () => {
        const text = textOf(terms)
        for (const words of ['Maya Alvarez', 'Riverbend', terms.recipient.name]) assert.ok(text.includes(words), words)
        assert.doesNotMatch(text, /[{}]|undefined/)
      })
      test('has exactly the blanks of its words, and no paragraph begins with one', () => {
        const { blanks, paragraphs } = made(terms)
        const used = new Set(paragraphs.flatMap(({ text }) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))
        assert.deepEqual(used, new Set(blanks))
        for (const { text } of paragraphs) assert.doesNotMatch(text, /^\{/)
      })
      test('comes back from its row as it was', () => {
        assert.deepEqual(termsIn(JSON.parse(JSON.stringify(terms))), terms)
        assert.deepEqual(termsFrom(typedFrom(terms), scope, []), { terms })
      })
    })
  }

describe('terms', () => {
  const cases: [string, Partial<OwnTerms>, string][] = [
    ['nobody', { recipient: { ...base.recipient, name: ' ' } }, 'name'],
    ['a recipient who cannot be', { recipient: { ...base.recipient, kind: 'program-operations' } }, 'kind'],
    [
      'a go-between without members',
      { recipient: { ...base.recipient, kind: 'intermediary', members: [] } },
      'members',
    ],
    ['nothing', { information: [] }, 'information'],
    ['counselling notes among others', { information: ['presence', 'counselling-notes'] }, 'information'],
    ['a legal purpose', { purpose: 'legal-proceedings' }, 'purpose'],
    ['a purpose without words', { purpose: 'other' }, 'purposeWords'],
    ['no end', { expiry: { kind: 'none' } }, 'ends'],
    ['an empty event', { expiry: { kind: 'event', what: ' ' } }, 'endsWhen'],
    ['an empty condition', { expiry: { kind: 'condition', what: '.' } }, 'endsWhen'],
  ]
  for (const [name, change, field] of cases)
    test(`with ${name} make no form`, () => {
      assert.deepEqual(
        termsProblems({ ...base, ...change }).map((one) => one.field),
        [field],
      )
      assert.ok(isRefusal(ownDocument({ ...base, ...change })))
    })
  test('are one document for two signers, whatever their language, and another one for other terms', () => {
    assert.equal(made(base).version, made({ ...base, language: 'es' }).version)
    assert.equal(made(base).version, made({ ...base, information: ['attendance', 'presence'] }).version)
    for (const other of [
      { information: ['presence'] as const },
      { detail: 'only May' },
      { recipient: { ...base.recipient, name: 'Rosa Alvares' } },
      { expiry: { kind: 'condition', what: 'I leave the program' } as const },
    ])
      assert.notEqual(made({ ...base, ...other }).version, made(base).version)
  })
  test('name an intermediary with its members, by name or as treating providers', () => {
    const go = { ...base.recipient, kind: 'intermediary' as const, name: 'Valley Exchange' }
    assert.match(textOf({ ...base, recipient: { ...go, members: ['Dr Lee', 'Mercy'] } }), /only to: Dr Lee; Mercy/)
    assert.match(textOf({ ...base, recipient: { ...go, members: 'treating-providers' } }), /members that treat me/)
  })
  test('of a court alone may wait until they can be taken back, and never past their end', () => {
    const waits = { kind: 'date', on: '2027-06-01' } as const
    const ends = { kind: 'date', on: '2027-05-01' } as const
    const justice = of['criminal-justice']
    assert.ok(problemsOf({ ...base, revocableFrom: waits }).includes('revocation'))
    assert.match(textOf(justice), /once this has happened: the court has decided my case.*42 CFR 2\.35/s)
    assert.deepEqual(termsProblems({ ...justice, revocableFrom: waits, expiry: ends })[0]?.field, 'revocableOn')
    assert.ok(problemsOf(justice, { recipients: [{ kind: 'employer', name: 'Acme' }] }).includes('recipient'))
    assert.ok(problemsOf(justice, { purposes: ['criminal-justice', 'family'] }).includes('no-bundling'))
    assert.ok(problemsOf(base, { purposes: ['family', 'criminal-justice'] }).includes('no-bundling'))
  })
  test('take the name of the contact who was picked, and nothing of who is not a contact', () => {
    const typed = { ...typedFrom(base), contact: 'k1', name: 'Somebody', relation: '' }
    const read = termsFrom(typed, 'specific', [{ id: 'k1', name: 'Rosa Álvarez', relationship: 'mother' }])
    assert.ok('terms' in read)
    assert.deepEqual(read.terms.recipient, { kind: 'person', name: 'Rosa Álvarez', relation: 'mother', members: null })
    const unknown = termsFrom(typed, 'specific', [])
    assert.ok('terms' in unknown)
    assert.equal(unknown.terms.recipient.name, 'Somebody')
  })
  test('that are incomplete say so at their field', () => {
    const errors = (change: Partial<ReturnType<typeof typedFrom>>) => {
      const read = termsFrom({ ...typedFrom(base), ...change }, 'specific', [])
      return 'errors' in read ? Object.keys(read.errors) : []
    }
    assert.deepEqual(errors({ endsBy: '' }), ['endsBy'])
    assert.deepEqual(errors({ endsBy: 'date', endsOn: '2026-13-01' }), ['endsOn'])
    assert.deepEqual(errors({ purpose: 'fundraising' }), ['purpose'])
    assert.deepEqual(errors({ kind: 'king' }), ['kind'])
  })
})
