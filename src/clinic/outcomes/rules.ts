import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { Band, Instrument } from './instruments.ts'

/** One answer per item in the instrument's order; null where the client left it open. */
export type Answers = readonly (number | null)[]

export type ScoreStatus = 'complete' | 'prorated' | 'not-scored'

export type Alarm = { item: number; answer: number | null; because: string }

export type Score = {
  status: ScoreStatus
  /** 0 to the instrument's highest; null where too much is missing. */
  total: number | null
  band: Band | null
  answered: number
  missing: readonly number[]
  /** Items that need someone today: answered at or above their mark, or left open. */
  alarms: readonly Alarm[]
}

export const highestOf = (instrument: Instrument): number =>
  instrument.items.length * Math.max(...instrument.anchors.map((anchor) => anchor.value))

export const bandOf = (instrument: Instrument, total: number): Band | null =>
  instrument.bands.find((band) => band.from <= total && total <= band.to) ?? null

/**
 * The score of one set of answers, or a refusal for answers that the instrument does not have. All answered: the sum. A
 * few missing (PHQ-9 up to 2, GAD-7 up to 1): the mean of the others for each, rounded to a whole point, marked
 * 'prorated'. More missing: no score. An alarm item stands by itself, scored or not: PHQ-9 item 9 answered 1 or more, or
 * left open, needs the suicide risk screen before the client leaves. Source: clinical.md §0 fact 21, §5.1, §5.4 [K].
 */
export function scoreOf(instrument: Instrument, answers: Answers): Score | Refusal {
  const { items, anchors } = instrument
  if (answers.length !== items.length) {
    return refuse('length', `${instrument.title} has ${items.length} questions; ${answers.length} answers came.`)
  }
  const allowed = new Set(anchors.map((anchor) => anchor.value))
  const wrong = answers.findIndex((answer) => answer !== null && !allowed.has(answer))
  if (wrong !== -1) {
    return refuse(
      'answer',
      `Question ${wrong + 1} of ${instrument.title} has no answer ${answers[wrong]}. Choose one of the list.`,
    )
  }
  const given = answers.filter((answer) => answer !== null)
  const missing = items.filter((_, i) => answers[i] === null).map((item) => item.number)
  const sum = given.reduce((total, answer) => total + answer, 0)
  const status =
    missing.length === 0 ? 'complete' : missing.length <= instrument.missingAllowed ? 'prorated' : 'not-scored'
  const total = status === 'not-scored' ? null : Math.round((sum * items.length) / given.length)
  return {
    status,
    total,
    band: total === null ? null : bandOf(instrument, total),
    answered: given.length,
    missing,
    alarms: alarmsOf(instrument, answers),
  }
}

function alarmsOf(instrument: Instrument, answers: Answers): Alarm[] {
  return instrument.alarms.flatMap(({ item, atLeast, opens }): Alarm[] => {
    const answer = answers[instrument.items.findIndex((one) => one.number === item)] ?? null
    if (answer === null) {
      return [
        {
          item,
          answer,
          because: `Question ${item} was left open. Ask it, and open ${opens} if it is not “Not at all”.`,
        },
      ]
    }
    return answer >= atLeast
      ? [{ item, answer, because: `Question ${item} was answered above zero. Open ${opens} before the client leaves.` }]
      : []
  })
}

export type Change = {
  /** Later minus earlier: below zero is better on both instruments. */
  points: number
  /** More than the instrument's own noise. */
  reliable: boolean
  /** Recovered: reliably better, and from a case to none. */
  label: 'recovered' | 'improved' | 'unchanged' | 'deteriorated'
  /** Half the points or fewer are left. */
  response: boolean
  /** The later score lies below the remission mark. */
  remission: boolean
}

/**
 * What two totals of one instrument say, earlier and later. Reliable change: PHQ-9 6 points, GAD-7 4 [K]. Clinically
 * significant is reliable and across the cut-off. Response: at least half of an earlier score above 0 is gone. Totals
 * are whole, from 0 to the instrument's highest. Source: clinical.md §5.1, §5.4, §6.2.
 */
export function changeBetween(instrument: Instrument, earlier: number, later: number): Change {
  const points = later - earlier
  const reliable = Math.abs(points) >= instrument.reliableChange.points
  const crossed = earlier >= instrument.caseFrom.points && later < instrument.caseFrom.points
  return {
    points,
    reliable,
    label: !reliable ? 'unchanged' : points > 0 ? 'deteriorated' : crossed ? 'recovered' : 'improved',
    response: earlier > 0 && later * 2 <= earlier,
    remission: later < instrument.remissionBelow.points,
  }
}

/**
 * The reliable change index in points, from the instrument's standard deviation (above 0) and reliability (0 to 1):
 * 1.96 · SD · √2 · √(1 − r). For instruments of a clinic's own. Source: clinical.md §5.4.
 */
export const reliableChangeIndex = (standardDeviation: number, reliability: number): number =>
  1.96 * standardDeviation * Math.SQRT2 * Math.sqrt(1 - reliability)
