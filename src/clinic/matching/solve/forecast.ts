import type { ClientWeek, Instance, Seeker } from '../instance.ts'
import type { Prices } from '../prices.ts'
import type { Weights } from '../weights.ts'
import { contestOf, type Contest } from './contest.ts'
import { poolWeekOf, rowsOf, type PoolWeek } from './pool.ts'
import { weeksOfPool } from './pool-model.ts'
import { eachOwnPrices, pricedWeek, pricesOf } from './price.ts'
import { relax, type Relaxed } from './relax.ts'

/** The weeks that were near for each of those expected: the next forecast of the same people begins with them. */
export type Near = Map<string, readonly ClientWeek[]>

/** So near is near enough, in parts: the people themselves are a guess. What it costs that a group runs at all may be paid for in parts. */
const gap = 0.02

export type ForecastLimits = { shouldStop?: () => boolean; near?: Near }

/**
 * What seats and hours will be worth, when people like these (`expected`) are still to come and these weeks already stand: the
 * prices of the relaxation in which the expected ones are placed on what is left. Made at night; whoever is admitted tomorrow is
 * placed with them, and so leaves alone what others need more. `expected`: a sample of those who came before. With `near`, a
 * forecast in which the first of the same list are admitted meanwhile begins where the last one ended, and leaves its own there.
 */
export async function forecastPrices(
  instance: Instance,
  weights: Weights,
  standing: readonly ClientWeek[],
  expected: readonly Seeker[],
  { shouldStop, near }: ForecastLimits = {},
): Promise<Prices> {
  // Counted from the end, so that whoever is left keeps their number when the first have come.
  const coming = expected.map((one, place) => ({
    ...one,
    id: `expected-${expected.length - place}`,
    now: null,
    pinned: [],
  }))
  const there = new Set(standing.map((week) => week.client))
  const contest = contestOf(
    { ...instance, apart: [], clients: [...instance.clients.filter((one) => there.has(one.id)), ...coming] },
    weights,
    { only: new Set(coming.map((one) => one.id)), kept: standing },
  )
  const relaxed = await relax(contest, {
    gap,
    isLoose: true,
    shouldStop,
    weeks: near === undefined ? [] : again(contest, near),
  })
  if (near !== undefined) keep(contest, relaxed, near)
  return pricesOf(contest, relaxed.prices)
}

/** The weeks of before, as far as they are still possible. */
const again = (contest: Contest, near: Near): PoolWeek[] =>
  contest.rivals.flatMap((rival, at) =>
    (near.get(rival.week.client.id) ?? []).flatMap((week) => poolWeekOf(contest, at, week) ?? []),
  )

/** So many weeks of each are kept, the cheapest at the prices that came out. */
const mostNear = 8

function keep(contest: Contest, { pool, prices }: Relaxed, near: Near): void {
  const ownOf = eachOwnPrices(contest, rowsOf(contest), prices)
  const byRival = Map.groupBy(pool, (one) => one.rival)
  near.clear()
  contest.rivals.forEach((rival, at) => {
    const own = ownOf(at)
    const cost = new Map((byRival.get(at) ?? []).map((one) => [one, pricedWeek(one.week, own)]))
    const cheapest = [...cost.keys()].toSorted((a, b) => (cost.get(a) ?? 0) - (cost.get(b) ?? 0)).slice(0, mostNear)
    near.set(
      rival.week.client.id,
      cheapest.flatMap((one) => weeksOfPool(contest, [one]).slice(contest.kept.length)),
    )
  })
}
