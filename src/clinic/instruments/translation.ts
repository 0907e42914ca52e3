import type { Language } from '../../ui/language.ts'
import { asidesOf, type FormItem, type Translated, instructionOf, questionsOf, type Questionnaire } from './form.ts'

/** What a form says in another language, each text by the English one that it stands for. */
export type Words = Readonly<Record<string, string>>

/** `source`: where the words were published, or who gave a clinic leave to use them. */
export type Translation = { language: Exclude<Language, 'en'>; words: Words; copyright: string; source: string }

/**
 * Every text of a form that whoever answers it reads, each once: the instruction, the questions with their hints in the form's
 * order, then the answers. A change of one English word makes a new text, and an older translation incomplete: nobody answers
 * half in one language.
 */
export function textsOf(form: Questionnaire): string[] {
  const asked = [...questionsOf(form), ...asidesOf(form)]
  return [
    ...new Set(
      [
        instructionOf(form),
        ...asked.flatMap(({ text, hint }) => [text, hint]),
        ...asked.flatMap(({ options }) => options.map(({ text }) => text)),
      ].filter((text) => text !== '' && /\p{L}/u.test(text)),
    ),
  ]
}

/** The words of a form from texts in the order of `textsOf`. */
export const wordsFor = (form: Questionnaire, texts: readonly string[]): Words =>
  Object.fromEntries(textsOf(form).map((text, n) => [text, texts[n] ?? '']))

/** What is still to be said in the other language. Empty: it may be asked in it. */
export const untranslated = (form: Questionnaire, words: Words): string[] =>
  textsOf(form).filter((text) => (words[text] ?? '').trim() === '')

/**
 * The form in another language: same questions, answers, codes and points, so that one scoring serves them all. Null where a text
 * is missing.
 */
export function inLanguage(form: Questionnaire, { language, words, copyright }: Translation): Questionnaire | null {
  if (untranslated(form, words).length > 0) return null
  return { ...form, language, copyright, item: form.item.map((item) => spoken(item, words)) }
}

const spoken = (item: FormItem, words: Words): FormItem => ({
  ...item,
  text: words[item.text] ?? item.text,
  ...(item.answerOption && {
    answerOption: item.answerOption.map((option) => ({
      ...option,
      valueCoding: {
        ...option.valueCoding,
        ...(option.valueCoding.display !== undefined && {
          display: words[option.valueCoding.display] ?? option.valueCoding.display,
        }),
      },
    })),
  }),
  ...(item.item && { item: item.item.map((one) => spoken(one, words)) }),
})

const extension = 'http://hl7.org/fhir/StructureDefinition/translation'

/** The form in English with another language's words at each text: FHIR's translation extension. As it is, where one is missing. */
export function withWords(form: Questionnaire, { language, words }: Translation): Questionnaire {
  if (untranslated(form, words).length > 0) return form
  const said = (text: string | undefined): Translated | undefined => {
    const content = text === undefined ? undefined : words[text]
    return content === undefined
      ? undefined
      : {
          extension: [
            {
              url: extension,
              extension: [
                { url: 'lang', valueCode: language },
                { url: 'content', valueString: content },
              ],
            },
          ],
        }
  }
  const told = (item: FormItem): FormItem => {
    const text = said(item.text)
    return {
      ...item,
      ...(text && { _text: text }),
      ...(item.answerOption && {
        answerOption: item.answerOption.map((option) => {
          const display = said(option.valueCoding.display)
          return { ...option, valueCoding: { ...option.valueCoding, ...(display && { _display: display }) } }
        }),
      }),
      ...(item.item && { item: item.item.map(told) }),
    }
  }
  return { ...form, item: form.item.map(told) }
}

/**
 * The instrument as it may be asked in a language: in English as it is, else in the published words, else in the clinic's own.
 * Null where there are none, or where a text is missing in them.
 */
export function instrumentIn<One extends { form: Questionnaire }>(
  one: One,
  language: Language,
  published: Translation | undefined,
  own: Translation | undefined,
): One | null {
  if (language === 'en') return one
  const words = published ?? own
  const form = words?.language === language ? inLanguage(one.form, words) : null
  return form && { ...one, form }
}

/** The language that a record names, in whatever way it was written down: 'Spanish', 'es', 'Español'. */
export const languageNamed = (text: string): Language => (/^\s*(es\b|spa|espa|castell)/i.test(text) ? 'es' : 'en')
