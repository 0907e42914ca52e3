// What every seat and hour is worth to all, worked out in a thread of its own: it holds nobody up, and its memory goes with it.
import { parentPort, workerData } from 'node:worker_threads'
import { emptyWeek, isWhole, lookupOf, weekLines } from '../cost.ts'
import type { Instance, Plan, Seeker } from '../instance.ts'
import { averaged, type Prices } from '../prices.ts'
import { forecastPrices } from '../solve/forecast.ts'
import type { Weights } from '../weights.ts'
import { composeHouse } from './compose-house.ts'

/** `expected`: draws of those who are likely to come; null where the house knows too little of whom it admits. */
export type Pricing = { instance: Instance; plan: Plan; weights: Weights; seconds: number; expected: Seeker[][] | null }

/**
 * With a forecast: what seats are worth to those who are to come and to those here who lack something, the middle of several
 * draws. Without one: what they are worth to those who are here.
 */
async function price({ instance, plan, weights, seconds, expected }: Pricing): Promise<Prices> {
  const began = performance.now()
  const until = (part: number) => () => performance.now() - began > seconds * part * 1000
  if (expected === null)
    return (await composeHouse(instance, weights, { start: plan, gap: 0.05, seconds, shouldStop: until(1) })).prices
  const lookup = lookupOf(instance)
  const lacks = (one: Seeker) => !isWhole(weekLines(one, one.now ?? emptyWeek(one.id), lookup, weights))
  const lacking = instance.clients.filter(lacks)
  const asking = new Set(lacking.map((one) => one.id))
  const standing = plan.weeks.filter((week) => !asking.has(week.client))
  const found: Prices[] = []
  for (const [at, draw] of expected.entries())
    found.push(
      await forecastPrices(instance, weights, standing, [...lacking, ...draw], {
        shouldStop: until((at + 1) / expected.length),
      }),
    )
  return averaged(found)
}

if (parentPort !== null) {
  const port = parentPort
  // What is handed over was made by `workOutPrices`, of this very type.
  price(workerData as Pricing).then(
    (prices) => port.postMessage(prices satisfies Prices),
    (error: unknown) => {
      throw error
    },
  )
}
