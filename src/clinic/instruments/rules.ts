import { type Refusal, refuse } from '../../basics/refusal.ts'
import { instrument } from './catalog.ts'
import { type Question, questionsOf } from './form.ts'
import type { Band, BandSet, Cut, Instrument, InstrumentKey, Severity } from './instrument.ts'
import { type Triage, triageOf } from './triage.ts'

/** One answer per question in the form's order; null where it was left open or not asked. */
export type Answers = readonly (number | null)[]

export type ScoreStatus = 'complete' | 'prorated' | 'not-scored'

export type Alarm = { linkId: string; answer: number | null; because: string; isImminent: boolean }

export type Score = {
  status: ScoreStatus
  /** 0 to the instrument's highest; null where too much is missing, and always for a triage. */
  total: number | null
  /** What it comes to, in a word. */
  level: { label: string; severity: Severity } | null
  /** The level of a triage; null for instruments with a sum, and where too much is missing. */
  triage: Triage | null
  /** Which set of bands gave the level: always shown with it. Empty for a triage. */
  bandSet: string
  answered: number
  /** Numbers of the questions that were to be asked and have no answer. */
  missing: readonly string[]
  /** What needs someone today: answered at or above its mark, or left open. */
  alarms: readonly Alarm[]
  /** Cut-offs that were reached. */
  cuts: readonly Cut[]
  /** The pattern of clusters, where the instrument has one and every answer is there. */
  pattern: { met: boolean; symptoms: readonly { name: string; count: number; needed: number }[] } | null
}

/** The most points there can be; null for a triage. */
export function highestOf({ form, scoring }: Instrument): number | null {
  if (scoring.kind === 'triage') return null
  return questionsOf(form)
    .filter((one) => one.linkId !== scoring.gate)
    .reduce((sum, one) => sum + Math.max(...one.options.map((option) => option.value)), 0)
}

/** The set of bands of this name, or the default one; null for a triage. */
export const bandSetOf = ({ scoring }: Instrument, name?: string): BandSet | null =>
  scoring.kind === 'triage' ? null : (scoring.bandSets.find((one) => one.key === name) ?? scoring.bandSets[0])

/** The band a total falls in; null for a triage. */
export const bandOf = (one: Instrument, total: number, bandSet?: string): Band | null =>
  bandSetOf(one, bandSet)?.bands.find((band) => band.from <= total && total <= band.to) ?? null

/** Whether a question is to be asked, given the answers before it: one that hangs on another is skipped unless it says so. */
export function isAsked(questions: readonly Question[], answers: Answers, index: number): boolean {
  const condition = questions[index]?.onlyIf
  if (!condition) return true
  const before = questions.findIndex((one) => one.linkId === condition.linkId)
  const given = answers[before] ?? null
  return given !== null && condition.values.includes(given)
}

/**
 * The score of one set of answers, or a refusal for answers that the instrument does not have. All answered: the sum.
 * A few missing, where the instrument allows it (PHQ-9 up to 2, GAD-7 up to 1): the mean of the others for each, rounded
 * to a whole point, marked 'prorated'. More missing: no score. Questions that were rightly skipped count 0 and are not
 * missing. The C-SSRS screener gives a level, never a sum. An alarm stands by itself, scored or not: PHQ-9 item 9
 * answered 1 or more, or left open, needs the suicide risk screen before the client leaves; C-SSRS high is an imminent
 * risk. `bandSet` names the clinic's set of bands where there are several (CIWA-Ar).
 * Source: clinical.md §0 facts 20 and 21, §1.6, §5.1, §5.4 [V, K as marked with each figure].
 */
export function scoreOf(key: InstrumentKey, answers: Answers, bandSet?: string): Score | Refusal {
  const one = instrument(key)
  const questions = questionsOf(one.form)
  if (answers.length !== questions.length)
    return refuse('length', `${one.title} has ${questions.length} questions; ${answers.length} answers came.`)
  for (const [i, question] of questions.entries()) {
    const given = answers[i] ?? null
    if (given !== null && !question.options.some((option) => option.value === given))
      return refuse(
        'answer',
        `Question ${question.number} of ${one.title} has no answer ${given}. Choose one of the list.`,
      )
  }
  const asked = questions.filter((_, i) => isAsked(questions, answers, i))
  const missing = asked.filter((question) => valueAt(questions, answers, question.linkId) === null)
  const plain = {
    answered: answers.filter((given) => given !== null).length,
    missing: missing.map((question) => question.number),
  }
  if (one.scoring.kind === 'triage') return { ...plain, ...triageScore(questions, answers, missing) }
  const { gate, missingAllowed, cuts } = one.scoring
  const counted = asked.filter((question) => question.linkId !== gate)
  const given = counted.flatMap((question) => valueAt(questions, answers, question.linkId) ?? [])
  const isGateOpen = gate !== undefined && valueAt(questions, answers, gate) === null
  const status: ScoreStatus =
    missing.length === 0 ? 'complete' : !isGateOpen && missing.length <= missingAllowed ? 'prorated' : 'not-scored'
  const sum = given.reduce((total, points) => total + points, 0)
  const total =
    status === 'not-scored' ? null : given.length === 0 ? 0 : Math.round((sum * counted.length) / given.length)
  const band = total === null ? null : bandOf(one, total, bandSet)
  return {
    ...plain,
    status,
    total,
    level: band && { label: band.label, severity: band.severity },
    triage: null,
    bandSet: bandSetOf(one, bandSet)?.key ?? '',
    alarms: alarmsOf(one, questions, answers),
    cuts: total === null ? [] : cuts.filter((cut) => total >= cut.points),
    pattern: status === 'complete' ? patternOf(one, answers) : null,
  }
}

const valueAt = (questions: readonly Question[], answers: Answers, linkId: string): number | null =>
  answers[questions.findIndex((one) => one.linkId === linkId)] ?? null

function triageScore(questions: readonly Question[], answers: Answers, missing: readonly Question[]) {
  const { triage, label, severity, because } = triageOf(
    (linkId) => valueAt(questions, answers, linkId) === 1,
    missing.length === 0,
  )
  const alarms: Alarm[] = [
    ...(because === null ? [] : [{ linkId: 'triage', answer: null, because, isImminent: triage === 'high' }]),
    ...missing.map((question) => ({
      linkId: question.linkId,
      answer: null,
      because: `Question ${question.number} was left open. Ask it before the client leaves.`,
      isImminent: false,
    })),
  ]
  return {
    status: triage === null ? ('not-scored' as const) : ('complete' as const),
    total: null,
    level: triage === null ? null : { label, severity },
    triage,
    bandSet: '',
    alarms,
    cuts: [],
    pattern: null,
  }
}

function alarmsOf({ alarms }: Instrument, questions: readonly Question[], answers: Answers): Alarm[] {
  return alarms.flatMap(({ linkId, atLeast, opens }): Alarm[] => {
    const answer = valueAt(questions, answers, linkId)
    const number = linkId.replace(/^q/, '')
    if (answer === null) {
      const because = `Question ${number} was left open. Ask it, and open ${opens} if it is not “Not at all”.`
      return [{ linkId, answer, because, isImminent: false }]
    }
    if (answer < atLeast) return []
    const because = `Question ${number} was answered above zero. Open ${opens} before the client leaves.`
    return [{ linkId, answer, because, isImminent: false }]
  })
}

function patternOf({ scoring }: Instrument, answers: Answers): Score['pattern'] {
  if (scoring.kind !== 'sum' || scoring.clusters === undefined) return null
  const { list, symptomFrom } = scoring.clusters
  const symptoms = list.map(({ name, from, to, atLeast }) => ({
    name,
    count: answers.slice(from - 1, to).filter((given) => given !== null && given >= symptomFrom).length,
    needed: atLeast,
  }))
  return { met: symptoms.every(({ count, needed }) => count >= needed), symptoms }
}
