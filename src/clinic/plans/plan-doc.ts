import { isDay, type Day } from '../../basics/dates.ts'
import type { Doc } from '../../basics/draft.ts'

// A plan as it is typed, field by field: 'strengths', 'g1-words', 'g1o2-target', 's3-kind'.

export type DraftObjective = {
  /** 'g1o2'. */
  slot: string
  /** The objective of an earlier version that this goes on with; '' for a new one. */
  id: string
  words: string
  /** An instrument's key, or '': it is seen or counted. */
  measure: string
  baseline: string
  target: string
  by: Day // '': not said yet
}
export type DraftGoal = { slot: string; id: string; words: string; problem: string; objectives: DraftObjective[] }
export type DraftService = {
  slot: string
  kind: string
  times: number | null
  everyWeeks: number | null
  minutes: number | null
  who: string
  /** Slots of objectives. */
  serves: string[]
}
export type DraftProblem = { slot: string; words: string; diagnosisId: string }
export type PlanDraft = {
  problems: DraftProblem[]
  goals: DraftGoal[]
  services: DraftService[]
  strengths: string
  barriers: string
  dischargeWhen: string
  /** How many weeks this care is expected to last; null: nobody said. */
  weeks: number | null
  days: number | null
  fromWeek: Day // '': not said yet
  because: string
  reviewOn: Day // '': not said yet
}

export const most = { problems: 10, goals: 8, objectives: 6, services: 12 } as const

const single = ['strengths', 'barriers', 'dischargeWhen', 'weeks', 'days', 'fromWeek', 'because', 'reviewOn']
const shapes = [
  /^p([1-9]\d?)-(words|diagnosis)$/,
  /^g([1-8])-(words|problem|id)$/,
  /^g([1-8])o([1-6])-(words|measure|baseline|target|by|id)$/,
  /^s([1-9]\d?)-(kind|times|every|minutes|who|for)$/,
]
const longest = 4000

/** Whether a plan has a field of this name: nothing else is read or kept. */
export const isField = (name: string): boolean => single.includes(name) || shapes.some((shape) => shape.test(name))

/** What one choice or number says; everything else is prose, which is never overwritten without being kept beside. */
export const isChoice = (name: string): boolean =>
  /-(diagnosis|problem|id|measure|by|kind|times|every|minutes|for)$/.test(name) ||
  ['weeks', 'days', 'fromWeek', 'reviewOn'].includes(name)

/** Reads what a form sent. Which objectives a service is for comes as a list, and stands as one word. */
export function docFrom(fields: Record<string, unknown>): Doc {
  const doc: Doc = {}
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  for (const [key, value] of Object.entries(fields)) {
    const name = key.replace(/\[\]$/, '')
    if (!isField(name)) continue
    const all = (Array.isArray(value) ? value : [value]).map(text).filter((one) => one !== '')
    doc[name] = name.endsWith('-for')
      ? all
          .filter((one) => /^g[1-8]o[1-6]$/.test(one))
          .sort()
          .join(' ')
      : (all.at(-1) ?? '').replaceAll('\r\n', '\n').replaceAll('\0', '').slice(0, longest)
    const slot = /^(s\d+)-kind$/.exec(name)?.[1]
    // Boxes that nobody ticked are not sent.
    if (slot !== undefined) doc[`${slot}-for`] ??= ''
  }
  return doc
}

const said = (doc: Doc, name: string): string => (doc[name] ?? '').trim()
const dayIn = (doc: Doc, name: string): Day => {
  const text = said(doc, name)
  return isDay(text) ? text : ''
}
const numberIn = (doc: Doc, name: string): number | null => {
  const text = said(doc, name)
  return /^\d{1,4}$/.test(text) ? Number(text) : null
}
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

/** The plan that a draft makes: slots that say nothing are left out, and numbers that are none are null. */
export function planFrom(doc: Doc): PlanDraft {
  return {
    problems: upTo(most.problems).flatMap((n) => {
      const [slot, words, diagnosisId] = [`p${n}`, said(doc, `p${n}-words`), said(doc, `p${n}-diagnosis`)]
      return words === '' && diagnosisId === '' ? [] : [{ slot, words, diagnosisId }]
    }),
    goals: upTo(most.goals).flatMap((n) => {
      const slot = `g${n}`
      const objectives = upTo(most.objectives).flatMap((m) => objectiveAt(doc, `${slot}o${m}`))
      const words = said(doc, `${slot}-words`)
      return words === '' && objectives.length === 0
        ? []
        : [{ slot, id: said(doc, `${slot}-id`), words, problem: said(doc, `${slot}-problem`), objectives }]
    }),
    services: upTo(most.services).flatMap((n) => {
      const slot = `s${n}`
      const kind = said(doc, `${slot}-kind`)
      if (kind === '') return []
      return [
        {
          slot,
          kind,
          times: numberIn(doc, `${slot}-times`),
          everyWeeks: numberIn(doc, `${slot}-every`) ?? 1,
          minutes: numberIn(doc, `${slot}-minutes`),
          who: said(doc, `${slot}-who`),
          serves: said(doc, `${slot}-for`).split(' ').filter(Boolean),
        },
      ]
    }),
    strengths: said(doc, 'strengths'),
    barriers: said(doc, 'barriers'),
    dischargeWhen: said(doc, 'dischargeWhen'),
    weeks: numberIn(doc, 'weeks'),
    days: numberIn(doc, 'days'),
    fromWeek: dayIn(doc, 'fromWeek'),
    because: said(doc, 'because'),
    reviewOn: dayIn(doc, 'reviewOn'),
  }
}

function objectiveAt(doc: Doc, slot: string): DraftObjective[] {
  const [words, baseline, target] = ['words', 'baseline', 'target'].map((part) => said(doc, `${slot}-${part}`))
  const objective = {
    slot,
    id: said(doc, `${slot}-id`),
    words: words ?? '',
    measure: said(doc, `${slot}-measure`),
    baseline: baseline ?? '',
    target: target ?? '',
    by: dayIn(doc, `${slot}-by`),
  }
  return [objective.words, objective.baseline, objective.target].every((text) => text === '') ? [] : [objective]
}

/** '2.1': how an objective is called in a plan, by the order in which it stands. */
export function numbersOf(goals: readonly DraftGoal[]): Map<string, string> {
  return new Map(goals.flatMap((goal, n) => goal.objectives.map((one, m) => [one.slot, `${n + 1}.${m + 1}`] as const)))
}
