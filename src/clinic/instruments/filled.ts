import { asidesOf, type Question, questionsOf, type Questionnaire } from './form.ts'
import type { Answers } from './rules.ts'

/** Answers as a form sends them, by field name ('q1', 'difficulty'), in the order of the questionnaire; '' is left open. */
export const answersFrom = (form: Questionnaire, typed: Record<string, string | undefined>): Answers =>
  questionsOf(form).map((one) => readOne(one, typed))

/** What is asked beside and does not count: an answer that the form does not offer was not given. */
export const asidesFrom = (form: Questionnaire, typed: Record<string, string | undefined>): Answers =>
  asidesOf(form).map((one) => {
    const given = readOne(one, typed)
    return one.options.some(({ value }) => value === given) ? given : null
  })

const readOne = ({ linkId }: Question, typed: Record<string, string | undefined>): number | null => {
  const given = typed[linkId]?.trim()
  return given === undefined || given === '' ? null : Number(given)
}
