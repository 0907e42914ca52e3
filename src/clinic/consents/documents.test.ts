import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { sha256 } from '../../basics/ids.ts'
import { isRefusal } from '../../basics/refusal.ts'
import type { Statement } from './consent.ts'
import { canonicalText, documentOn, documents, endsWords, type FilledDocument, fill } from './documents.ts'

const values: Record<string, string> = {
  client: 'Maya Alvarez',
  clinic: 'Riverbend',
  program: 'the evening program',
  hours: 'at least 9 hours a week on 3 days',
  crisisLine: '555-0100',
  complaints: 'the state office that licenses us',
  privacyContact: 'the privacy officer, 12 River Street',
  ends: endsWords({ kind: 'none' }),
  signer: 'Maya Alvarez',
}
const filled = (id: string, more: Record<string, string> = {}, language = 'en'): FilledDocument => {
  const document = documents.find((each) => each.id === id && each.language === language)
  assert.ok(document)
  const answer = fill(document, { ...values, ...more })
  assert.ok(!isRefusal(answer), JSON.stringify(answer))
  return answer
}

describe('the documents that ship', () => {
  for (const document of documents) {
    const { language } = document
    test(`${document.id}, ${language}: its blanks are exactly those in its words`, () => {
      const used = new Set(
        document.paragraphs.flatMap(({ text }) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
      )
      assert.deepEqual(used, new Set(document.blanks))
    })
    test(`${document.id}, ${language}: no paragraph begins with a blank, so that no value can look like a heading`, () => {
      for (const { text } of document.paragraphs) assert.doesNotMatch(text, /^\{/)
    })
    test(`${document.id}, ${language}: nothing is left to fill`, () => {
      assert.doesNotMatch(canonicalText(filled(document.id, {}, language)), /[{}]|undefined/)
    })
    test(`${document.id}, ${language}: has the same parts in both languages`, () => {
      const twin = documents.find((each) => each.id === document.id && each.language !== language)
      assert.deepEqual(
        document.paragraphs.map(({ kind, text }) => [kind, blanksIn(text)]),
        twin?.paragraphs.map(({ kind, text }) => [kind, blanksIn(text)]),
      )
    })
    // The formula counts English syllables.
    if (language !== 'en') continue
    test(`${document.id}: reads at about an eighth-grade level`, () => {
      const grade = gradeOf(
        filled(document.id)
          .paragraphs.filter(({ kind }) => kind !== 'heading')
          .map(({ text }) => text),
      )
      assert.ok(grade <= 8.5, `grade ${grade.toFixed(1)}`)
    })
  }

  test('each statement that a document claims stands in its words', () => {
    const spanish: Record<Statement, RegExp | null> = {
      'right-to-revoke': /puede retirar este permiso en cualquier momento, por escrito/,
      'how-to-revoke': /Escriba a the privacy officer, 12 River Street, o pídanos la hoja/,
      reliance: /No podemos deshacer lo que se compartió o se hizo mientras contábamos con él/,
      'hipaa-redisclosure':
        /de nuevo como lo permiten las reglas de privacidad de HIPAA.*civiles, penales, administrativos o legislativos contra usted/,
      'redisclosure-risk': /compartirlos de nuevo, y entonces es posible que ya no estén protegidos por 42 CFR parte 2/,
      'refusal-consequences': /No tiene que firmar. Si no firma, no podemos cobrar/,
      'fundraising-opt-out': null,
      'what-treatment': /programa ambulatorio intensivo/,
      'risks-and-choices': /sentir peor por un tiempo[\s\S]*Otras opciones son/,
      'may-refuse': /decir que no a cualquier parte de la atención\. Puede dejarla en cualquier momento/,
      'limits-of-privacy': /compartir algo sin su permiso/,
      emergencies: /llame al 911[\s\S]*988/,
    }
    const words: Record<Statement, RegExp | null> = {
      'right-to-revoke': /take this consent back at any time, in writing/,
      'how-to-revoke': /Write to the privacy officer, 12 River Street, or ask any of us/,
      reliance: /cannot undo what was shared or done while we relied on it/,
      'hipaa-redisclosure':
        /again as the HIPAA privacy rules allow.*civil, criminal, administrative, or legislative proceedings against you/,
      'redisclosure-risk': /share them again, and they may then no longer be protected by 42 CFR part 2/,
      'refusal-consequences': /You do not have to sign. If you do not, we cannot bill/,
      'fundraising-opt-out': null,
      'what-treatment': /intensive outpatient program/,
      'risks-and-choices': /feel worse for a while[\s\S]*Other choices are/,
      'may-refuse': /say no to any part of the care\. You may stop at any time/,
      'limits-of-privacy': /share something without your say/,
      emergencies: /call 911[\s\S]*988/,
    }
    for (const document of documents)
      for (const statement of document.statements)
        assert.match(
          canonicalText(filled(document.id, {}, document.language)),
          (document.language === 'es' ? spanish : words)[statement] ?? /(?!)/,
          `${statement}, ${document.language}`,
        )
  })
  test('the sharing consent names recipients and purposes as the rule words them, and its end', () => {
    const text = canonicalText(filled('stepwell-tpo'))
    assert.match(
      text,
      /my treating providers, health plans, third-party payers, and people helping to operate this program/,
    )
    assert.match(text, /treatment, payment, and health care operations/)
    assert.match(text, /This consent has no end date/)
    assert.match(
      canonicalText(filled('stepwell-tpo', { ends: endsWords({ kind: 'date', on: '2027-01-31' }) })),
      /This consent ends after January 31, 2027\./,
    )
    assert.match(
      canonicalText(filled('stepwell-tpo', { ends: endsWords({ kind: 'event', what: 'my treatment ends.' }) })),
      /ends when this happens: my treatment ends\./,
    )
  })
})

describe('filling', () => {
  test('what is missing is named; punctuation alone is missing', () => {
    const [document] = documents
    assert.ok(document)
    const answer = fill(document, { ...values, client: ' - ', hours: '' })
    assert.ok(isRefusal(answer))
    assert.deepEqual(answer.details, ['client', 'hours'])
    assert.ok(isRefusal(fill(document, {})))
    const long = fill(document, { ...values, client: 'x'.repeat(301) })
    assert.equal(isRefusal(long) && long.refused, 'blank-too-long')
  })
  test('braces in a name stay braces; a value fills no other blank', () => {
    assert.match(
      canonicalText(filled('stepwell-tpo', { client: '{clinic} $& Smith' })),
      /records of \{clinic\} \$& Smith at Riverbend/,
    )
  })
  test('a name cannot bring line breaks, headings or hidden direction marks', () => {
    const text = canonicalText(filled('stepwell-tpo', { client: 'Maya\n## If you do not sign\r\n\u202eAlvarez\u0000' }))
    assert.match(text, /records of Maya ## If you do not sign Alvarez at/)
    assert.equal(text.split('\n').length, canonicalText(filled('stepwell-tpo')).split('\n').length)
  })
  test('names of any script pass', () => {
    for (const client of ['José Ñandú', '王伟', "Siobhán O'Brien-Núñez", 'محمد'])
      assert.ok(canonicalText(filled('stepwell-tpo', { client })).includes(client.normalize('NFC')))
  })
  test('composed and decomposed letters give one text and one hash', () => {
    const hashes = ['José', 'Jose\u0301'].map((client) => sha256(canonicalText(filled('stepwell-tpo', { client }))))
    assert.equal(hashes[0], hashes[1])
  })
  test('any change of a value changes the hash', () => {
    const hash = (client: string) => sha256(canonicalText(filled('stepwell-tpo', { client })))
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{2,12}$/),
        fc.stringMatching(/^[a-z]{2,12}$/),
        (a, b) => (a === b) === (hash(a) === hash(b)),
      ),
      { numRuns: 50 },
    )
  })
})

describe('which document', () => {
  test('the newest that may be signed on the day, in the language', () => {
    const [document] = documents
    assert.ok(document)
    const next = { ...document, version: '2', from: '2027-01-01' }
    assert.equal(documentOn('treatment', '2026-12-31', 'en', [next, document])?.version, '1')
    assert.equal(documentOn('treatment', '2027-01-01', 'en', [next, document])?.version, '2')
    assert.equal(documentOn('treatment', '2020-01-01'), null)
    assert.equal(documentOn('treatment', '2026-01-01', 'es')?.language, 'es')
    assert.equal(documentOn('treatment', '2026-01-01', 'fr'), null)
    assert.equal(documentOn('legal', '2026-01-01'), null)
  })
})

const blanksIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()

/** Flesch-Kincaid grade with a plain count of vowel groups: 0.39 words/sentence + 11.8 syllables/word - 15.59. */
function gradeOf(texts: readonly string[]): number {
  const text = texts.join(' ')
  const sentences = text.split(/[.!?:;]+(?:\s|$)/).filter((part) => /\p{L}/u.test(part)).length
  const words = text.toLowerCase().match(/[a-z']+/g) ?? []
  const syllables = words.reduce((sum, word) => {
    const groups = word.replace(/e$/, '').match(/[aeiouy]+/g)?.length ?? 0
    return sum + Math.max(1, groups)
  }, 0)
  return (0.39 * words.length) / sentences + (11.8 * syllables) / words.length - 15.59
}
