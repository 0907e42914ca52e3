// What every seat and hour is worth to all, worked out in a thread of its own: it holds nobody up, and its memory goes with it.
import { parentPort, workerData } from 'node:worker_threads'
import type { Instance, Plan } from '../instance.ts'
import type { Prices } from '../prices.ts'
import { compose } from '../solve/compose.ts'
import type { Weights } from '../weights.ts'

export type Pricing = { instance: Instance; plan: Plan; weights: Weights; seconds: number }

if (parentPort !== null) {
  const port = parentPort
  // What is handed over was made by `workOutPrices`, of this very type.
  const { instance, plan, weights, seconds } = workerData as Pricing
  const began = performance.now()
  compose(instance, weights, {
    start: plan,
    gap: 0.05,
    seconds,
    shouldStop: () => performance.now() - began > seconds * 1000,
  }).then(
    ({ prices }) => port.postMessage(prices satisfies Prices),
    (error: unknown) => {
      throw error
    },
  )
}
