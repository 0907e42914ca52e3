/** What a question of the safety gate is, and the few words that build one. */

export type Group =
  | 'emergency'
  | 'alcohol'
  | 'sedative'
  | 'depressant'
  | 'opioid'
  | 'suicide'
  | 'mind'
  | 'medical'
  | 'pregnancy'
  | 'abuse'

/** What is given for a question: 'yes', 'no' or a choice's value, a number, or 'not-known' when it was asked in vain. */
export type Answer = string | number
export type Answers = Readonly<Record<string, Answer | null | undefined>>

/** A follow-up is asked when any of its conditions holds. */
export type Condition = { question: string; is: readonly string[] }

type Common = {
  id: string
  group: Group
  words: string
  help: string
  /** The gate cannot be passed without an answer (when the question is asked at all). */
  required: boolean
  askIf: readonly Condition[]
}
export type YesNo = Common & { kind: 'yes-no' }
export type Numeric = Common & { kind: 'number'; unit: string; min: number; max: number; whole: boolean }
export type Choice = Common & { kind: 'choice'; choices: readonly { value: string; words: string }[] }
export type Question = YesNo | Numeric | Choice

export const always: readonly Condition[] = []
export const when = (question: string, ...is: string[]): readonly Condition[] => [{ question, is }]

type Extra = { help?: string; askIf?: readonly Condition[]; required?: boolean }

const common = (id: string, group: Group, words: string, extra: Extra): Common => ({
  id,
  group,
  words,
  help: extra.help ?? '',
  required: extra.required ?? true,
  askIf: extra.askIf ?? always,
})

export const yesNo = (id: string, group: Group, words: string, extra: Extra = {}): YesNo => ({
  ...common(id, group, words, extra),
  kind: 'yes-no',
})

export const number = (
  id: string,
  group: Group,
  words: string,
  range: { unit: string; min: number; max: number; whole?: boolean },
  extra: Extra = {},
): Numeric => ({
  ...common(id, group, words, extra),
  kind: 'number',
  unit: range.unit,
  min: range.min,
  max: range.max,
  whole: range.whole ?? true,
})

export const choice = (
  id: string,
  group: Group,
  words: string,
  choices: readonly (readonly [string, string])[],
  extra: Extra = {},
): Choice => ({
  ...common(id, group, words, extra),
  kind: 'choice',
  choices: choices.map(([value, label]) => ({ value, words: label })),
})
