// How good a score is: told apart, precise, calibrated; with intervals from drawing the people anew.
import { logistic } from './fit.ts'

export type Judged = { score: number; y: number; who: string }

/** The chance that somebody who left scores above somebody who stayed; ties count half. */
export function auc(cases: readonly { score: number; y: number }[]): number {
  const sorted = cases.toSorted((a, b) => a.score - b.score)
  let [ranks, positives, at] = [0, 0, 0]
  while (at < sorted.length) {
    let end = at
    while (end < sorted.length && sorted[end]?.score === sorted[at]?.score) end += 1
    for (let k = at; k < end; k += 1)
      if (sorted[k]?.y === 1) {
        ranks += (at + 1 + end) / 2
        positives += 1
      }
    at = end
  }
  const negatives = cases.length - positives
  return positives === 0 || negatives === 0
    ? Number.NaN
    : (ranks - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Precision where as many of those who left are found: highest scores first, ties shared out evenly. */
export function precisionAt(cases: readonly { score: number; y: number }[], recall: number): number {
  const wanted = recall * cases.reduce((sum, { y }) => sum + y, 0)
  const levels = [...Map.groupBy(cases, ({ score }) => score)].toSorted(([a], [b]) => b - a)
  let [found, taken] = [0, 0]
  for (const [, some] of levels) {
    const hits = some.reduce((sum, { y }) => sum + y, 0)
    const part = hits === 0 ? 0 : Math.min(1, (wanted - found) / hits)
    found += hits * part
    taken += some.length * (hits === 0 ? 1 : part)
    if (found >= wanted - 1e-9) break
  }
  return taken === 0 ? Number.NaN : found / taken
}

export const ruleOn = (cases: readonly { flag: boolean; y: number }[]) => {
  const flagged = cases.filter(({ flag }) => flag)
  const hits = flagged.filter(({ y }) => y === 1).length
  const all = cases.filter(({ y }) => y === 1).length
  return { share: flagged.length / cases.length, precision: hits / flagged.length, recall: hits / all }
}

export const brier = (cases: readonly Judged[]): number =>
  cases.reduce((sum, { score, y }) => sum + (score - y) ** 2, 0) / cases.length

/** Slope 1 and intercept 0: chances mean what they say. */
export function calibration(cases: readonly Judged[]): { intercept: number; slope: number } {
  const odds = cases.map(({ score }) => [Math.log(score / (1 - score))])
  const [intercept = 0, slope = 0] = logistic(
    odds,
    cases.map(({ y }) => y),
    0,
  )
  return { intercept, slope }
}

/** The same dice for everybody. */
export function diceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** The middle 95 of 100 answers when whole people are drawn anew, with all of their weeks. */
export function interval<T extends { who: string }>(
  cases: readonly T[],
  ask: (drawn: T[]) => number,
  { draws = 300, seed = 1 } = {},
): [number, number] {
  const people = [...Map.groupBy(cases, ({ who }) => who).values()]
  const dice = diceOf(seed)
  const answers = Array.from({ length: draws }, () =>
    ask(people.flatMap(() => people[Math.floor(dice() * people.length)] ?? [])),
  ).toSorted((a, b) => a - b)
  return [answers[Math.floor(draws * 0.025)] ?? Number.NaN, answers[Math.ceil(draws * 0.975) - 1] ?? Number.NaN]
}
