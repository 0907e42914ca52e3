import type { Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import type { Prices } from '../prices.ts'
import { askContest } from './block.ts'
import { contestOf, type Contest } from './contest.ts'
import type { NamedPrices } from './named-prices.ts'
import { wholeBound } from './whole-bound.ts'

/** Only what a week lacks counts; nothing that it costs beside. */
const onlyShortfalls = (weights: Weights): Weights => ({
  ...weights,
  minutes: 1,
  core: 1,
  topic: 1,
  day: 1,
  individual: 1,
  family: 1,
  medication: 1,
  travelDay: 0,
  unloved: 0,
  misfit: 0,
  surplus: 0,
  running: 0,
  belowLeast: 0,
  newcomer: 0,
  movedSeries: 0,
  movedHour: 0,
  movedTherapist: 0,
})

/** What a client who lacks something costs in the prices of a composed plan, in points: a few guesses, the best of them counts. */
const guesses = [200, 350, 600, 900, 1400]
const rounds = 40

/**
 * How many clients can have everything that is prescribed for them, at most, whoever else goes without: the capacity of this
 * timetable, proven by the same sum over prices as every other bound, with one point for each client whose week lacks anything.
 * Clients, 0 to all. No plan has more. `known`: how many a plan has that is known, and the prices found with it; they are where
 * the search begins, and the answer holds whatever they are.
 */
export async function mostWhole(
  instance: Instance,
  weights: Weights,
  known: { whole: number; prices: Prices },
): Promise<number> {
  const counting = onlyShortfalls(weights)
  const contest = contestOf(instance, counting)
  const counted: Contest = {
    ...contest,
    rivals: contest.rivals.map((rival) => ({
      ...rival,
      week: {
        ...rival.week,
        ends: rival.week.ends.map((points) => (Number.isFinite(points) ? Number(points > 0) : points)),
      },
    })),
  }
  const all = instance.clients.length
  const ask = (prices: NamedPrices) => Promise.resolve([askContest(counted, prices)])
  // Fractions of a client are no client: less than one apart is proven best.
  const limits = { cost: all - known.whole, gap: 0, rounds: 0 }
  const starts = await Promise.all(
    guesses.map((points) => wholeBound(instance, counting, inClients(known.prices, points), ask, limits)),
  )
  const [best] = starts.toSorted((a, b) => b.bound - a.bound)
  const found =
    best === undefined ? null : await wholeBound(instance, counting, best.prices, ask, { ...limits, rounds })
  return all - Math.max(0, Math.ceil((found?.bound ?? 0) - 1e-6))
}

/** Prices in points as prices in clients. */
function inClients({ seats, hours, caseload }: Prices, points: number): NamedPrices {
  const less = (list: ReadonlyMap<string, number>, by: number) =>
    new Map([...list].map(([id, price]) => [id, Math.min(0, -price / by)]))
  return {
    seats: new Map([...less(seats, points)].map(([id, price]) => [id, { others: price, newcomers: price }])),
    hours: less(hours, points * 4),
    caseloads: less(caseload, points),
    links: [],
  }
}
