import { evaluate } from '../evaluate.ts'
import { improved, placeInTurn } from '../greedy.ts'
import { groundOf } from '../ground.ts'
import type { ClientWeek, Instance, Plan } from '../instance.ts'
import { emptyOccupancy, enter, type Occupancy } from '../occupancy.ts'
import { visitKinds } from '../cost.ts'
import { apartFrom } from '../fit.ts'
import type { Prices } from '../prices.ts'
import { hourKey, weeksOf } from '../week.ts'
import { urgency, type Weights } from '../weights.ts'
import { oneDesk, type Desks, type Site } from './block.ts'
import { gapOf } from './bound.ts'
import type { Composed } from './compose.ts'
import { mergedPrices, type NamedPrices } from './named-prices.ts'
import { wholeBound } from './whole-bound.ts'

export type BlockLimits = {
  gap?: number
  /** Who works on it, in threads of their own; whoever opened them closes them. Left out: this thread. The plan is the same. */
  desks?: Desks
  shouldStop?: () => boolean
  onBlock?: (name: string, bound: number) => void
  onBound?: (bound: number, cost: number) => void
}

/** So many sites are placed at once, whatever the threads: who comes later sees what they took. */
const atOnce = 2
/** Rounds of prices for the bound of the whole. */
const rounds = 60
/** How often the threads are asked to stop, in milliseconds. */
const often = 250

/**
 * A census of many sites, block by block: those who come by video first, then the sites two by two on what video has left. Where
 * two took the same seat, the less urgent are placed anew. The bound is one for all: the prices of every block together, brought
 * nearer to each other, and at them the cheapest week of every client of every block. It holds whatever the prices are.
 */
export async function composeInBlocks(
  instance: Instance,
  weights: Weights,
  limits: BlockLimits = {},
): Promise<Composed & { heaps: readonly number[] }> {
  const gap = limits.gap ?? 0.01
  const stopped = () => limits.shouldStop?.() === true
  const desks = limits.desks ?? oneDesk(instance, weights, stopped)
  const clock = setInterval(() => stopped() && desks.stop(), often)
  try {
    const sites = sitesOf(instance)
    const found: NamedPrices[] = []
    let weeks: ClientWeek[] = []
    for (const wave of wavesOf(sites)) {
      if (stopped()) break
      const kept = weeks
      const blocks = await Promise.all(
        wave.map(async (site) => {
          const block = await desks.compose(sites.indexOf(site), { site, kept, gap })
          limits.onBlock?.(site ?? 'by video', block.bound)
          return block
        }),
      )
      found.push(...blocks.map((one) => one.prices))
      weeks = together(
        instance,
        weights,
        kept,
        blocks.flatMap((one) => one.weeks),
      )
    }
    const plan = lastLook(instance, weights, weeks)
    const verdict = evaluate(instance, plan, weights)
    const { bound, prices } = await wholeBound(
      instance,
      weights,
      mergedPrices(found),
      (asked) => Promise.all(sites.map((site, at) => desks.ask(at, { site, prices: asked }))),
      { cost: verdict.cost, gap, rounds, shouldStop: stopped, onRound: (sum) => limits.onBound?.(sum, verdict.cost) },
    )
    const proven = gapOf(verdict.cost, bound)
    return {
      plan,
      cost: verdict.cost,
      ownBound: bound,
      bound,
      ownGap: proven,
      gap: proven,
      verdict,
      prices: forMatching(instance, prices),
      heaps: desks.heaps(),
    }
  } finally {
    clearInterval(clock)
  }
}

/** Those by video first, then the sites by name. */
const sitesOf = (instance: Instance): Site[] =>
  [...new Set(instance.clients.map((one) => one.site))].toSorted((a, b) =>
    a === null ? -1 : b === null ? 1 : a < b ? -1 : 1,
  )

function wavesOf(sites: readonly Site[]): Site[][] {
  const places = sites.filter((one) => one !== null)
  const waves: Site[][] = sites.includes(null) ? [[null]] : []
  for (let at = 0; at < places.length; at += atOnce) waves.push(places.slice(at, at + atOnce))
  return waves
}

/** What was placed at once, put together: where a seat or an hour was given twice, the more urgent keep it. */
function together(
  instance: Instance,
  weights: Weights,
  kept: readonly ClientWeek[],
  fresh: readonly ClientWeek[],
): ClientWeek[] {
  const clients = new Map(instance.clients.map((one) => [one.id, one]))
  const seats = new Map(instance.series.map((one) => [one.id, one.seats]))
  const caseloads = new Map(instance.clinicians.map((one) => [one.id, one.caseload]))
  const apart = apartFrom(instance)
  const occupancy = emptyOccupancy()
  const standing: ClientWeek[] = []
  const again: ClientWeek[] = []
  const take = (week: ClientWeek) => {
    const client = clients.get(week.client)
    if (client !== undefined) enter(occupancy, client, week)
    standing.push(week)
  }
  kept.forEach(take)
  const heavy = (week: ClientWeek) => {
    const client = clients.get(week.client)
    return client === undefined ? 0 : urgency(client)
  }
  for (const week of fresh.toSorted((a, b) => heavy(b) - heavy(a)))
    if (fits(week, { clients, seats, caseloads, apart, occupancy })) take(week)
    else again.push(week)
  if (again.length === 0) return standing
  const order = again.flatMap((week) => clients.get(week.client) ?? [])
  return [...placeInTurn({ ground: groundOf(instance, weights), order, standing }).weeks]
}

type Room = {
  clients: ReadonlyMap<string, Instance['clients'][number]>
  seats: ReadonlyMap<string, number>
  caseloads: ReadonlyMap<string, number>
  apart: ReadonlyMap<string, readonly string[]>
  occupancy: Occupancy
}

function fits(week: ClientWeek, { clients, seats, caseloads, apart, occupancy }: Room): boolean {
  const client = clients.get(week.client)
  if (client === undefined) return false
  const others = apart.get(week.client) ?? []
  const isSeated = week.series.every((id) => {
    const room = occupancy.seats.get(id)
    return (room?.taken ?? 0) < (seats.get(id) ?? 0) && !others.some((one) => room?.members.has(one) === true)
  })
  const isSeen = visitKinds.every((kind) => {
    const visit = week[kind]
    if (visit === null) return true
    const bits = weeksOf(client.need[kind]?.every ?? 1, visit.phase)
    return ((occupancy.hours.get(hourKey(visit.clinician, visit.time)) ?? 0) & bits) === 0
  })
  const primary = week.individual?.clinician ?? week.family?.clinician ?? null
  const isTaken =
    primary === null || (occupancy.caseload.get(primary) ?? 0) < (caseloads.get(primary) ?? Number.POSITIVE_INFINITY)
  return isSeated && isSeen && isTaken
}

/** Everybody once more at the best that is left now that all are placed. Whoever was not reached gets what there is. */
function lastLook(instance: Instance, weights: Weights, weeks: readonly ClientWeek[]): Plan {
  const ground = groundOf(instance, weights)
  const placed = new Set(weeks.map((week) => week.client))
  const order = instance.clients.filter((one) => !placed.has(one.id))
  const plan = order.length === 0 ? { weeks } : placeInTurn({ ground, order, standing: weeks })
  return improved(ground, plan, 3)
}

/** The prices as the one-by-one matcher takes them. */
function forMatching(instance: Instance, prices: NamedPrices): Prices {
  const recent = instance.clients.filter((one) => one.isNew).length / Math.max(1, instance.clients.length)
  return {
    seats: new Map([...prices.seats].map(([id, one]) => [id, -one.others * (1 - recent) - one.newcomers * recent])),
    hours: new Map([...prices.hours].map(([key, price]) => [key, Math.max(0, -price) * 4])),
    caseload: new Map([...prices.caseloads].map(([id, price]) => [id, Math.max(0, -price)])),
  }
}
