import type { Language } from '../../ui/language.ts'

// A questionnaire as FHIR R4 tells it, and nothing around it. The forms beside this file are such data; pages draw
// them, the rules score them, and other systems read them as they stand.

export type Coding = { system: string; code: string; display?: string; _display?: Translated }
type Extension = {
  url: string
  valueDecimal?: number
  valueExpression?: { language: string; expression: string }
}
/** Words of an element in another language, as FHIR says them. */
export type Translated = {
  extension: { url: string; extension: { url: string; valueCode?: string; valueString?: string }[] }[]
}

export type AnswerOption = { extension: Extension[]; valueCoding: Coding }
export type EnableWhen = { question: string; operator: '=' | '!='; answerCoding: Coding }
export type FormItem = {
  linkId: string
  prefix?: string
  text: string
  _text?: Translated
  type: 'display' | 'choice' | 'integer'
  code?: Coding[]
  required?: boolean
  readOnly?: boolean
  enableWhen?: EnableWhen[]
  answerOption?: AnswerOption[]
  extension?: Extension[]
  item?: FormItem[]
}
export type Questionnaire = {
  resourceType: 'Questionnaire'
  id: string
  language: Language
  url: string
  version: string
  name: string
  title: string
  status: 'active'
  subjectType: ['Patient']
  date: string
  publisher: 'Stepwell'
  description: string
  copyright: string
  code?: Coding[]
  item: FormItem[]
}

export const loinc = 'http://loinc.org'
const ordinal = 'http://hl7.org/fhir/StructureDefinition/ordinalValue'
const calculated = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression'

/** An answer with its points. `code` is a LOINC answer code where one was verified; else the points are the code. */
export const answer = (points: number, text: string, code?: string): AnswerOption => ({
  extension: [{ url: ordinal, valueDecimal: points }],
  valueCoding:
    code === undefined
      ? { system: 'urn:stepwell:instrument-answer', code: String(points), display: text }
      : { system: loinc, code, display: text },
})

type Asked = { code?: string | null; hint?: string; onlyIf?: EnableWhen }

/** A question with one answer of a list. `hint` stands under it, as an item of its own, as FHIR wants it. */
export const question = (
  number: string,
  text: string,
  options: readonly AnswerOption[],
  { code, hint, onlyIf }: Asked = {},
): FormItem => ({
  linkId: `q${number}`,
  prefix: `${number}.`,
  text,
  type: 'choice',
  ...(code ? { code: [{ system: loinc, code }] } : {}),
  ...(onlyIf ? { enableWhen: [onlyIf] } : {}),
  answerOption: [...options],
  ...(hint === undefined ? {} : { item: [{ linkId: `q${number}.hint`, text: hint, type: 'display' }] }),
})

/** A question that is asked once and never scored, such as how hard the problems make daily life. */
export const aside = (
  linkId: string,
  text: string,
  options: readonly AnswerOption[],
  code: string | null,
): FormItem => {
  const { prefix: _, ...item } = question('', text, options, { code })
  return { ...item, linkId }
}

export const when = (linkId: string, operator: EnableWhen['operator'], option: AnswerOption): EnableWhen => ({
  question: linkId,
  operator,
  answerCoding: { system: option.valueCoding.system, code: option.valueCoding.code },
})

type Parts = {
  id: string
  name: string
  title: string
  version: string
  date: string
  description: string
  copyright: string
  panel: string | null
  total: string | null
  instruction: string
  questions: readonly FormItem[]
  asides?: readonly FormItem[]
  /** False for a triage, which has no sum. */
  hasSum?: boolean
}

/** The whole questionnaire: instruction, questions, and the sum that a full set of answers has (SDC calculatedExpression). */
export function questionnaire(parts: Parts): Questionnaire {
  const { questions, total } = parts
  return {
    resourceType: 'Questionnaire',
    id: parts.id,
    language: 'en',
    url: `urn:stepwell:questionnaire:${parts.id}`,
    version: parts.version,
    name: parts.name,
    title: parts.title,
    status: 'active',
    subjectType: ['Patient'],
    date: parts.date,
    publisher: 'Stepwell',
    description: parts.description,
    copyright: parts.copyright,
    ...(parts.panel === null ? {} : { code: [{ system: loinc, code: parts.panel }] }),
    item: [
      { linkId: 'instruction', text: parts.instruction, type: 'display' },
      ...questions,
      ...(parts.asides ?? []),
      ...(parts.hasSum === false ? [] : [sumItem(questions, total)]),
    ],
  }
}

function sumItem(questions: readonly FormItem[], code: string | null): FormItem {
  const answers = "%resource.item.where(linkId.matches('^q[0-9]+$')).answer"
  const isPlain = questions.every((one) => one.enableWhen === undefined)
  return {
    linkId: 'total',
    text: 'Total score',
    type: 'integer',
    readOnly: true,
    ...(code === null ? {} : { code: [{ system: loinc, code }] }),
    // Only a full set has this sum; how missing answers are made up, if at all, stands with the instrument's scoring.
    ...(isPlain
      ? {
          extension: [
            {
              url: calculated,
              valueExpression: {
                language: 'text/fhirpath',
                expression: `iif(${answers}.count() = ${questions.length}, ${answers}.value.weight().sum())`,
              },
            },
          ],
        }
      : {}),
  }
}

export type Option = { value: number; text: string }
export type Question = {
  linkId: string
  number: string
  text: string
  hint: string
  options: readonly Option[]
  code: string | null
  onlyIf: { linkId: string; values: readonly number[] } | null
}

const pointsOf = (option: AnswerOption): number => option.extension[0]?.valueDecimal ?? 0
const isQuestion = (item: FormItem): boolean => item.type === 'choice'

/** The questions that count, in their order. */
export const questionsOf = (form: Questionnaire): readonly Question[] =>
  form.item.filter((item) => isQuestion(item) && /^q\d/.test(item.linkId)).map((item) => readItem(form, item))

/** The questions that are asked and do not count. */
export const asidesOf = (form: Questionnaire): readonly Question[] =>
  form.item.filter((item) => isQuestion(item) && !/^q\d/.test(item.linkId)).map((item) => readItem(form, item))

export const instructionOf = (form: Questionnaire): string =>
  form.item.find((item) => item.linkId === 'instruction')?.text ?? ''

export const panelOf = (form: Questionnaire): string | null => form.code?.[0]?.code ?? null
export const totalCodeOf = (form: Questionnaire): string | null =>
  form.item.find((item) => item.linkId === 'total')?.code?.[0]?.code ?? null

function readItem(form: Questionnaire, item: FormItem): Question {
  const condition = item.enableWhen?.[0]
  return {
    linkId: item.linkId,
    number: item.linkId.replace(/^q/, ''),
    text: item.text,
    hint: item.item?.find((one) => one.type === 'display')?.text ?? '',
    options: (item.answerOption ?? []).map((one) => ({ value: pointsOf(one), text: one.valueCoding.display ?? '' })),
    code: item.code?.[0]?.code ?? null,
    onlyIf: condition ? { linkId: condition.question, values: valuesThat(form, condition) } : null,
  }
}

const valuesThat = (form: Questionnaire, { question: of, operator, answerCoding }: EnableWhen): number[] =>
  (form.item.find((item) => item.linkId === of)?.answerOption ?? [])
    .filter((option) => (option.valueCoding.code === answerCoding.code) === (operator === '='))
    .map(pointsOf)
