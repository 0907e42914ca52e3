// How likely somebody is not to be seen at all in the next four weeks, from the weeks of treatment behind them. Pure.
import { leavingModel } from './leaving-model.ts'

/** One week of treatment that is over. */
export type KnownWeek = {
  /** The share of what was expected that was missed, 0 to 1; null: nothing was expected, or nobody marked it. */
  missed: number | null
  /** The share of drug tests that found something nobody prescribed, 0 to 1; null: no test. */
  positive: number | null
}

export const inputs = ['again', 'further', 'recent', 'ever', 'positive'] as const
export type Input = (typeof inputs)[number]
export type Weighed = Record<Input, number>

/** What stands in for a week that nobody knows, and for tests that nobody took: the average of the people the model learned from. */
export type Typical = { missed: number; positive: number }

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most)
/** How much of the newest week is in the lately missed share; the rest is what was there before. */
const newest = 0.3
/** So many average weeks stand before the first, so that one week does not look like a habit. */
const before = 2

/**
 * The inputs of the model from the weeks behind, oldest first: `again` whether the last two weeks were missed, `further`
 * how many more before those; `recent` the share missed, the newest weeks counting most; `ever` the share missed of the
 * whole stay; `positive` the share of tests with a finding in the last four weeks with a test. All lie between 0 and 1,
 * `further` between 0 and 2; none falls when a week is missed more, or when one more missed week comes after. A week
 * that nobody knows counts as the average week, never as a good one.
 */
export function weigh(weeks: readonly KnownWeek[], typical: Typical = leavingModel.typical): Weighed {
  let run = 0
  let recent = typical.missed
  let sum = before * typical.missed
  for (const week of weeks) {
    const missed = clamp(week.missed ?? typical.missed, 1)
    // Missed weeks in a row; of a week missed in part, that part.
    run = missed * (run + 1)
    recent += newest * (missed - recent)
    sum += missed
  }
  const tests = weeks.flatMap(({ positive }) => (positive === null ? [] : [clamp(positive, 1)])).slice(-4)
  return {
    again: clamp(run - 1, 1),
    further: clamp(run - 2, 2),
    recent,
    ever: sum / (weeks.length + before),
    positive: (tests.reduce((all, one) => all + one, 0) + typical.positive) / (tests.length + 1),
  }
}

/** What a model says: an intercept and a weight for each input, none below zero. */
export type Coefficients = { intercept: number; weights: Weighed }

export const logOdds = ({ intercept, weights }: Coefficients, x: Weighed): number =>
  inputs.reduce((sum, input) => sum + weights[input] * x[input], intercept)

export const chanceOf = (odds: number): number => 1 / (1 + Math.exp(-odds))

/** The chance, 0 to 1, that somebody is not seen at all in the next four weeks. See docs/model-card.md for its limits. */
export const chanceOfLeaving = (weeks: readonly KnownWeek[]): number => chanceOf(logOdds(leavingModel, weigh(weeks)))
