import type { ClientWeek, Instance, Seeker } from '../instance.ts'
import type { Prices } from '../prices.ts'
import type { Weights } from '../weights.ts'
import { pricesOf } from './price.ts'
import { relax } from './relax.ts'
import { contestOf } from './contest.ts'

/**
 * What seats and hours will be worth, when people like these (`expected`) are still to come and these weeks already stand: the
 * prices of the relaxation in which the expected ones are placed on what is left. Made at night; whoever is admitted tomorrow is
 * placed with them, and so leaves alone what others need more. `expected`: a sample of those who came before, drawn anew.
 */
export async function forecastPrices(
  instance: Instance,
  weights: Weights,
  standing: readonly ClientWeek[],
  expected: readonly Seeker[],
  limits: { shouldStop?: () => boolean } = {},
): Promise<Prices> {
  const coming = expected.map((one, place) => ({ ...one, id: `expected-${place}`, now: null, pinned: [] }))
  const there = new Set(standing.map((week) => week.client))
  const contest = contestOf(
    { ...instance, apart: [], clients: [...instance.clients.filter((one) => there.has(one.id)), ...coming] },
    weights,
    { only: new Set(coming.map((one) => one.id)), kept: standing },
  )
  const { prices } = await relax(contest, { gap: 1e-2, shouldStop: limits.shouldStop })
  return pricesOf(contest, prices)
}
