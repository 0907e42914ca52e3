import { hardestFirst, placeInTurn } from '../greedy.ts'
import { groundOf } from '../ground.ts'
import type { ClientWeek, Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import { choosePlan } from './choose.ts'
import { contestOf, type Contest } from './contest.ts'
import { dive } from './dive.ts'
import { namedPrices, pricesIn, type NamedPrices } from './named-prices.ts'
import { eachOwnPrices } from './price.ts'
import { poolOf, rowsOf } from './pool.ts'
import { relax, type RelaxLimits } from './relax.ts'
import { cheapestWeeks } from './week-search.ts'

/** The clients of one site, or (null) those who come by video alone. */
export type Site = string | null

export type ComposedBlock = { weeks: ClientWeek[]; prices: NamedPrices; bound: number }

/** What the clients of a block come to at given prices: the sum of their cheapest weeks, and what these take. */
export type AskedBlock = { sum: number; taken: Taken }
export type Taken = {
  seats: ReadonlyMap<string, { others: number; newcomers: number }>
  hours: ReadonlyMap<string, number>
  caseloads: ReadonlyMap<string, number>
}

export type BlockDesk = {
  /** Places a block on what the kept weeks leave. */
  compose: (site: Site, kept: readonly ClientWeek[], gap: number) => Promise<ComposedBlock>
  ask: (site: Site, prices: NamedPrices) => AskedBlock
}

export type ToCompose = { site: Site; kept: readonly ClientWeek[]; gap: number }
export type ToAsk = { site: Site; prices: NamedPrices }

/** Several desks for blocks. Each has its number, and one thing on it at a time; in this thread or in threads of their own. */
export type Desks = {
  compose: (who: number, asked: ToCompose) => Promise<ComposedBlock>
  ask: (who: number, asked: ToAsk) => Promise<AskedBlock>
  /** Bytes that each one's own heap held at the most; nothing of those in this thread. */
  heaps: () => readonly number[]
  stop: () => void
}

/** One desk for all, in this thread: for a small census. */
export function oneDesk(instance: Instance, weights: Weights, shouldStop: () => boolean): Desks {
  const desk = blockDesk(instance, weights, shouldStop)
  return {
    compose: (_, { site, kept, gap }) => desk.compose(site, kept, gap),
    ask: (_, { site, prices }) => Promise.resolve(desk.ask(site, prices)),
    heaps: () => [],
    stop: () => {},
  }
}

/** So many clients are looked at closely, and after the dive chosen once more as a whole. */
const few = 120

/** Where blocks of one census are worked on, one after the other; what was laid out for a question is kept for the next. */
export function blockDesk(
  instance: Instance,
  weights: Weights,
  shouldStop: () => boolean,
  onRound?: RelaxLimits['onRound'],
): BlockDesk {
  const asked = new Map<Site, Contest>()
  const clientsAt = (site: Site) => new Set(instance.clients.filter((one) => one.site === site).map((one) => one.id))
  return {
    compose: async (site, kept, gap) => {
      const own = clientsAt(site)
      const contest = contestOf(instance, weights, { only: own, kept })
      const isLoose = own.size > few
      const ground = groundOf(instance, weights)
      const order = hardestFirst(
        ground,
        contest.rivals.map((one) => one.week.client),
      )
      const relaxed = await relax(contest, {
        gap: gap / 4,
        weeks: poolOf(contest, placeInTurn({ ground, order, standing: kept })),
        isCornered: true,
        isLoose,
        shouldStop,
        onRound,
      })
      const near = await dive(contest, relaxed, { gap: gap / 4, isLoose, shouldStop })
      const plan = !isLoose ? await choosePlan(contest, near, { gap: gap / 2, shouldStop }) : near
      return {
        weeks: plan.weeks.filter((week) => own.has(week.client)),
        prices: namedPrices(contest, relaxed.prices),
        bound: relaxed.bound,
      }
    },
    ask: (site, prices) => {
      const contest = asked.get(site) ?? contestOf(instance, weights, { only: clientsAt(site) })
      asked.set(site, contest)
      return askContest(contest, prices)
    },
  }
}

/** What everybody in a contest comes to at these prices. */
export function askContest(contest: Contest, named: NamedPrices): AskedBlock {
  const own = eachOwnPrices(contest, rowsOf(contest), pricesIn(contest, named))
  const seats = new Map<string, { others: number; newcomers: number }>()
  const hours = new Map<string, number>()
  const caseloads = new Map<string, number>()
  let sum = 0
  contest.rivals.forEach((rival, at) => {
    const [week] = cheapestWeeks(rival.week, own(at))
    if (week === undefined) return
    sum += week.priced
    for (const seat of week.seats) {
      const id = rival.week.options.seats[seat]?.series.id ?? ''
      const known = seats.get(id) ?? { others: 0, newcomers: 0 }
      seats.set(id, rival.isNew ? { ...known, newcomers: known.newcomers + 1 } : { ...known, others: known.others + 1 })
    }
    for (const visit of week.visits) {
      const option = rival.week.options.visits[visit]
      if (option === undefined) continue
      hours.set(option.key, (hours.get(option.key) ?? 0) + option.size)
      if ((rival.caseloadOf[visit] ?? -1) >= 0)
        caseloads.set(option.clinician.id, (caseloads.get(option.clinician.id) ?? 0) + 1)
    }
  })
  return { sum, taken: { seats, hours, caseloads } }
}
