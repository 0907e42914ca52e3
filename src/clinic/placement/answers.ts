import type { Answer, Answers, Question } from './question.ts'
import { questions } from './questions.ts'

export const NOT_KNOWN = 'not-known'

/** A question is asked when it has no condition or any of its conditions holds. */
export const isAsked = (question: Question, answers: Answers): boolean =>
  question.askIf.length === 0 ||
  question.askIf.some((condition) => condition.is.some((value) => answers[condition.question] === value))

const isBlank = (answer: Answer | null | undefined): answer is null | undefined | '' =>
  answer === undefined || answer === null || (typeof answer === 'string' && answer.trim() === '')

/**
 * What is wrong with one answer, as a sentence, or null. A blank and 'not-known' are no mistake here: they are gaps.
 * Numbers must be finite, inside the question's range (bounds included), and whole where the question says so.
 */
export function answerProblem(question: Question, answer: Answer | null | undefined): string | null {
  if (isBlank(answer) || answer === NOT_KNOWN) return null
  if (question.kind === 'yes-no')
    return answer === 'yes' || answer === 'no' ? null : `Answer yes or no: ${question.words}.`
  if (question.kind === 'choice')
    return question.choices.some((choice) => choice.value === answer)
      ? null
      : `Choose one of the answers: ${question.words}.`
  if (typeof answer !== 'number' || !Number.isFinite(answer) || (question.whole && !Number.isInteger(answer)))
    return `Give a ${question.whole ? 'whole ' : ''}number in ${question.unit}: ${question.words}.`
  if (answer < question.min || answer > question.max)
    return `Give a number from ${question.min} to ${question.max} ${question.unit}: ${question.words}.`
  return null
}

export type AnswerProblem = { question: string; because: string }

/** Every answer that cannot be read, asked or not, and every answer to a question that does not exist. */
export function answerProblems(answers: Answers): AnswerProblem[] {
  const known = new Set(questions.map((question) => question.id))
  const strange = Object.keys(answers)
    .filter((id) => !known.has(id))
    .map((id) => ({ question: id, because: `The safety gate has no question called ${id}.` }))
  const wrong = questions.flatMap((question) => {
    const because = answerProblem(question, answers[question.id])
    return because === null ? [] : [{ question: question.id, because }]
  })
  return [...wrong, ...strange]
}

/**
 * Ids of the required questions without a usable answer: blank, unreadable, or 'not-known'. None of these is a "no".
 * A follow-up counts only when it is asked.
 */
export const unansweredOf = (answers: Answers): string[] =>
  questions
    .filter((question) => question.required && isAsked(question, answers))
    .filter((question) => {
      const answer = answers[question.id]
      return isBlank(answer) || answer === NOT_KNOWN || answerProblem(question, answer) !== null
    })
    .map((question) => question.id)

/** Those of the unanswered that were asked in vain: a clinician may settle them with words; a blank must be asked. */
export const notKnownOf = (answers: Answers): string[] =>
  unansweredOf(answers).filter((id) => answers[id] === NOT_KNOWN)

/** How the rules read answers. Unreadable answers are absent; what is absent is neither yes nor no. */
export type Reading = {
  yes: (id: string) => boolean
  no: (id: string) => boolean
  number: (id: string) => number | null
  is: (id: string, value: string) => boolean
}

export function read(answers: Answers): Reading {
  const usable = new Map<string, Answer>()
  for (const question of questions) {
    const answer = answers[question.id]
    if (!isBlank(answer) && answer !== NOT_KNOWN && answerProblem(question, answer) === null)
      usable.set(question.id, answer)
  }
  return {
    yes: (id) => usable.get(id) === 'yes',
    no: (id) => usable.get(id) === 'no',
    is: (id, value) => usable.get(id) === value,
    number: (id) => {
      const answer = usable.get(id)
      return typeof answer === 'number' ? answer : null
    },
  }
}

/**
 * Answers as a form or a stored row gives them (all text) turned into answers: numbers are read as plain decimals.
 * What cannot be read as a number stays text, so that `answerProblem` can name it.
 */
export function answersFrom(given: Readonly<Record<string, unknown>>): Answers {
  const answers: Record<string, Answer> = {}
  for (const question of questions) {
    if (!Object.hasOwn(given, question.id)) continue
    const value = given[question.id]
    if (typeof value === 'number') answers[question.id] = value
    else if (typeof value === 'string' && value.trim() !== '') {
      const text = value.trim()
      const plain = question.kind === 'number' && /^-?\d{1,6}(\.\d{1,4})?$/.test(text)
      answers[question.id] = plain ? Number(text) : text
    }
  }
  return answers
}
