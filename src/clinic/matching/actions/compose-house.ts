import { availableParallelism } from 'node:os'
import type { Instance } from '../instance.ts'
import { composeInBlocks } from '../solve/blocks.ts'
import { compose, type Composed, type ComposeLimits } from '../solve/compose.ts'
import type { Weights } from '../weights.ts'
import { openThreads } from './block-threads.ts'

/** From so many clients on, where there are several sites, a census is begun site by site. Of fewer, one look is as soon done. */
export const manyClients = 400
/** Two are enough: each holds a census in memory. */
const mostThreads = 2

/** How finely a large census is looked at; and what may stay open of it, in parts of the cost: nearer than that is an hour away. */
const finely = 0.01
const near = 0.02

export type HouseLimits = Pick<ComposeLimits, 'gap' | 'seconds' | 'start' | 'onProgress' | 'shouldStop'> & {
  /** For tests: the size from which on it is begun site by site. */
  many?: number
}

/**
 * Places a whole house by the way that suits its size: one look at everybody, or (of many clients at several sites) sites in threads
 * of their own first and then everybody priced together. It ends when `gap` is proven, or when it is told to stop.
 */
export async function composeHouse(instance: Instance, weights: Weights, limits: HouseLimits): Promise<Composed> {
  const { many = manyClients, ...usual } = limits
  const sites = new Set(instance.clients.map((one) => one.site))
  if (instance.clients.length < many || sites.size < 2) return compose(instance, weights, usual)
  const desks = openThreads(instance, weights, Math.min(mostThreads, availableParallelism()))
  try {
    return await composeInBlocks(instance, weights, {
      gap: finely,
      enough: Math.max(usual.gap ?? 0, near),
      desks,
      start: usual.start,
      shouldStop: usual.shouldStop,
      onProgress: usual.onProgress,
    })
  } finally {
    await desks.close()
  }
}
