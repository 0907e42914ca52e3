import { hardestFirst, placeInTurn } from '../greedy.ts'
import { groundOf } from '../ground.ts'
import type { ClientWeek, Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import { choosePlan } from './choose.ts'
import { contestOf, type Contest } from './contest.ts'
import { asGoodAsSettled, dive } from './dive.ts'
import { poolOf, rowsOf } from './pool.ts'
import { weeksOfPool } from './pool-model.ts'
import { eachOwnPrices, pricedWeek, pricesOf } from './price.ts'
import { relax, type Relaxed } from './relax.ts'

/** The clients of one site, or (null) those who come by video alone. */
export type Site = string | null

/** `near`: the weeks that are as good as the best at the block's own prices, for the relaxation of the whole to begin with. */
export type SketchedBlock = { weeks: ClientWeek[]; near: ClientWeek[]; bound: number }

export type BlockDesk = {
  /** Places a block on what the kept weeks leave, quickly: a beginning. */
  sketch: (site: Site, kept: readonly ClientWeek[], gap: number) => Promise<SketchedBlock>
  /** Places a block again on what all others leave, beginning with how it stands: never worse. */
  settle: (site: Site, weeks: readonly ClientWeek[], gap: number) => Promise<ClientWeek[]>
}

export type AskedOfBlock = { site: Site; weeks: readonly ClientWeek[]; gap: number }

/** Several desks for blocks. Each has its number, and one thing on it at a time; in this thread or in threads of their own. */
export type Desks = {
  sketch: (who: number, asked: AskedOfBlock) => Promise<SketchedBlock>
  settle: (who: number, asked: AskedOfBlock) => Promise<ClientWeek[]>
  /** Bytes that each one's own heap held at the most; nothing of those in this thread. */
  heaps: () => readonly number[]
  stop: () => void
}

/** One desk for all, in this thread: for a small census. */
export function oneDesk(instance: Instance, weights: Weights, shouldStop: () => boolean): Desks {
  const desk = blockDesk(instance, weights, shouldStop)
  return {
    sketch: (_, { site, weeks, gap }) => desk.sketch(site, weeks, gap),
    settle: (_, { site, weeks, gap }) => desk.settle(site, weeks, gap),
    heaps: () => [],
    stop: () => {},
  }
}

/** So many clients are looked at closely, and chosen once more as a whole. */
const few = 120

/** Where blocks of one census are worked on, one after the other. */
export function blockDesk(instance: Instance, weights: Weights, shouldStop: () => boolean): BlockDesk {
  const ground = groundOf(instance, weights)
  const clientsAt = (site: Site) => new Set(instance.clients.filter((one) => one.site === site).map((one) => one.id))
  return {
    sketch: async (site, kept, gap) => {
      const contest = contestOf(instance, weights, { only: clientsAt(site), kept })
      const clients = contest.rivals.map((one) => one.week.client)
      const order = hardestFirst(ground, clients)
      const start = placeInTurn({ ground, order, standing: kept })
      const relaxed = await relax(contest, { gap, weeks: poolOf(contest, start), isLoose: true, shouldStop })
      const sure = weeksOfPool(contest, asGoodAsSettled(contest, relaxed, 0.7))
      const placed = new Set(sure.map((week) => week.client))
      const others = order.filter((one) => !placed.has(one.id))
      const { weeks } = placeInTurn({
        ground,
        order: others,
        prices: pricesOf(contest, relaxed.prices),
        standing: sure,
      })
      const own = clientsAt(site)
      return {
        weeks: weeks.filter((week) => own.has(week.client)),
        near: nearWeeks(contest, relaxed),
        bound: relaxed.bound,
      }
    },
    settle: async (site, weeks, gap) => {
      const own = clientsAt(site)
      const kept = weeks.filter((week) => !own.has(week.client))
      const contest = contestOf(instance, weights, { only: own, kept })
      const relaxed = await relax(contest, {
        gap: gap / 4,
        weeks: poolOf(contest, { weeks }),
        isCornered: true,
        isLoose: own.size > few,
        shouldStop,
      })
      const near = await dive(contest, relaxed, { gap: gap / 4, isLoose: own.size > few, shouldStop })
      const plan = own.size > few ? near : await choosePlan(contest, near, { gap: gap / 2, shouldStop })
      return plan.weeks.filter((week) => own.has(week.client))
    },
  }
}

/** In points: so much dearer than a client's cheapest week, and no more, is a week that counts as near. */
const nearly = 1

function nearWeeks(contest: Contest, { pool, shares, prices, least }: Relaxed): ClientWeek[] {
  const own = eachOwnPrices(contest, rowsOf(contest), prices)
  return pool.flatMap((one, at) => {
    const beyond = pricedWeek(one.week, own(one.rival)) - (least[one.rival] ?? 0)
    if (beyond > nearly && (shares[at] ?? 0) < 1e-3) return []
    return weeksOfPool(contest, [one]).slice(contest.kept.length)
  })
}
