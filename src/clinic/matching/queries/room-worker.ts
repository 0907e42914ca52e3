// A week for one client for which others would move, looked for in a thread of its own: the solver's calls are synchronous.
import { parentPort, workerData } from 'node:worker_threads'
import { groundOf } from '../ground.ts'
import type { ClientWeek, Instance, Seeker } from '../instance.ts'
import type { Prices } from '../prices.ts'
import { makeRoom } from '../solve/make-room.ts'
import type { Swap } from '../swaps.ts'
import type { Weights } from '../weights.ts'

export type Searching = {
  instance: Instance
  weights: Weights
  client: Seeker
  standing: readonly ClientWeek[]
  shut: ReadonlyMap<string, readonly string[]>
  notAsked: ReadonlySet<string>
  prices: Prices
  seconds: number
}

if (parentPort !== null) {
  const port = parentPort
  // What is handed over was made by `roomFor`, of this very type.
  const { instance, weights, client, standing, shut, notAsked, prices, seconds } = workerData as Searching
  const began = performance.now()
  const shouldStop = () => performance.now() - began > seconds * 1000
  makeRoom(groundOf(instance, weights), client, standing, { shut, notAsked, prices, shouldStop }).then(
    (swap) => port.postMessage(swap satisfies Swap | null),
    (error: unknown) => {
      throw error
    },
  )
}
