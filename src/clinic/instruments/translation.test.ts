import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { instrument, instruments } from './catalog.ts'
import { asidesOf, questionsOf } from './form.ts'
import { instrumentKeys } from './instrument.ts'
import { scoreOf } from './rules.ts'
import { spanish } from './spanish.ts'
import { inLanguage, instrumentIn, languageNamed, textsOf, untranslated, withWords, wordsFor } from './translation.ts'

const published = instrumentKeys.flatMap((key) => {
  const words = spanish[key]
  return words === undefined ? [] : [{ one: instrument(key), words }]
})

describe('Instruments in Spanish', () => {
  it('are those whose publisher gives them away, whole, each with where it comes from', () => {
    assert.deepEqual(
      published.map(({ one }) => one.key),
      ['phq-9', 'gad-7'],
    )
    for (const { one, words } of published) {
      assert.deepEqual(untranslated(one.form, words.words), [], one.key)
      assert.match(words.copyright, /No se requiere permiso/)
      assert.match(words.source, /Spanish for the USA/)
      // A text that stands for two would be one of them in the wrong place.
      const texts = textsOf(one.form).map((text) => words.words[text])
      assert.equal(new Set(texts).size, texts.length, one.key)
    }
  })

  it('keep every question, code, answer and point, and put each word in its place', () => {
    for (const { one, words } of published) {
      const form = inLanguage(one.form, words)
      assert.ok(form)
      assert.equal(form.language, 'es')
      const plain = (of: typeof form) =>
        [...questionsOf(of), ...asidesOf(of)].map(({ linkId, code, options, onlyIf }) => ({
          linkId,
          code,
          onlyIf,
          points: options.map(({ value }) => value),
        }))
      assert.deepEqual(plain(form), plain(one.form))
    }
    const phq9 = inLanguage(instrument('phq-9').form, spanish['phq-9'] ?? assert.fail())
    assert.ok(phq9)
    const ninth = questionsOf(phq9)[8]
    assert.match(ninth?.text ?? '', /mejor muerto/)
    assert.deepEqual(
      ninth?.options.map(({ value, text }) => [value, text]),
      [
        [0, 'Ningún día'],
        [1, 'Varios días'],
        [2, 'Más de la mitad de los días'],
        [3, 'Casi todos los días'],
      ],
    )
    assert.match(asidesOf(phq9)[0]?.options[3]?.text ?? '', /Extremadamente/)
  })

  it('are scored by the same code: the same answers, the same score and alarm', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...published),
        fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 9, maxLength: 9 }),
        ({ one, words }, given) => {
          const form = inLanguage(one.form, words)
          assert.ok(form)
          const answers = given.slice(0, questionsOf(form).length)
          assert.equal(questionsOf(form).length, questionsOf(one.form).length)
          const score = scoreOf(one.key, answers)
          assert.ok('status' in score)
          const sum = answers.reduce<number>((all, point) => all + (point ?? 0), 0)
          if (score.status === 'complete') assert.equal(score.total, sum)
        },
      ),
    )
  })

  it('are not asked where a word is missing: nobody answers half in one language', () => {
    for (const one of instruments) {
      const texts = textsOf(one.form)
      assert.ok(texts.length >= 6, one.key)
      const whole = wordsFor(
        one.form,
        texts.map((text) => `¡${text}!`),
      )
      const given = { language: 'es', copyright: '', source: '', words: whole } as const
      assert.deepEqual(untranslated(one.form, whole), [])
      assert.equal(instrumentIn(one, 'es', undefined, given)?.form.language, 'es')
      assert.equal(instrumentIn(one, 'en', undefined, given), one)
      assert.equal(instrumentIn(one, 'es', undefined, undefined), null)
      for (const text of texts) {
        const torn = { ...given, words: { ...whole, [text]: ' ' } }
        assert.equal(inLanguage(one.form, torn), null)
        assert.deepEqual(withWords(one.form, torn), one.form)
      }
    }
  })

  it('know a language however it was written down', () => {
    for (const [text, language] of [
      ['Spanish', 'es'],
      ['spa', 'es'],
      ['es', 'es'],
      ['es-US', 'es'],
      ['Español', 'es'],
      ['English', 'en'],
      ['', 'en'],
      ['Portuguese', 'en'],
      ['Estonian', 'en'],
    ] as const)
      assert.equal(languageNamed(text), language, text)
  })
})
