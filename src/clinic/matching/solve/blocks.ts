import { evaluate } from '../evaluate.ts'
import { improved, placeInTurn } from '../greedy.ts'
import { groundOf, type Ground } from '../ground.ts'
import type { ClientWeek, Instance, Plan } from '../instance.ts'
import { emptyOccupancy, enter, type Occupancy } from '../occupancy.ts'
import { visitKinds } from '../cost.ts'
import { apartFrom } from '../fit.ts'
import { hourKey, weeksOf } from '../week.ts'
import { urgency, type Weights } from '../weights.ts'
import { oneDesk, type Desks, type Site } from './block.ts'
import { keeper, type Keeper, type Progress } from './choose.ts'
import { gapOf } from './bound.ts'
import type { Composed } from './compose.ts'
import { contestOf, type Contest } from './contest.ts'
import { dive } from './dive.ts'
import { poolWeekOf } from './pool.ts'
import { pricesOf } from './price.ts'
import { relax } from './relax.ts'

export type BlockLimits = {
  /** How finely it is looked, in parts of the cost. */
  gap?: number
  /** So near is near enough: it ends as soon as this is proven. Left out: `gap`. */
  enough?: number
  /** A plan to begin with: how it stands today. */
  start?: Plan
  /** Who works on the blocks, in threads of their own; whoever opened them closes them. Left out: this thread. The plan is the same. */
  desks?: Desks
  shouldStop?: () => boolean
  onBlock?: (name: string, bound: number) => void
  /** What is proven, and the best plan so far. */
  onStep?: (step: BlockStep) => void
  onProgress?: (progress: Progress) => void
}
/** `whole`: how many clients have everything; null while the plan breaks a rule. */
export type BlockStep = {
  what: 'start' | 'prices' | 'plan' | 'block'
  cost: number
  bound: number
  gap: number
  whole: number | null
}

/** So many sites are placed at once, whatever the threads: who comes later sees what they took. */
const atOnce = 2
/** How often the threads are asked to stop, in milliseconds. */
const often = 250

/**
 * A census of many sites. First block by block: those who come by video, then the sites two by two on what video has left; quick,
 * and far from the best, for whoever comes late finds what is left. Its weeks begin one relaxation over the whole census, whose
 * prices know of everybody: they prove the bound, and the plan is made of it. Then each block once more on what the others leave.
 */
export async function composeInBlocks(
  instance: Instance,
  weights: Weights,
  limits: BlockLimits = {},
): Promise<Composed & { heaps: readonly number[] }> {
  const gap = limits.gap ?? 0.01
  const enough = limits.enough ?? gap
  const stopped = () => limits.shouldStop?.() === true
  const desks = limits.desks ?? oneDesk(instance, weights, stopped)
  const clock = setInterval(() => stopped() && desks.stop(), often)
  try {
    const sites = sitesOf(instance)
    const ground = groundOf(instance, weights)
    const contest = contestOf(instance, weights)
    let what: BlockStep['what'] = 'start'
    const best = keeper(contest, {
      onProgress: (progress) => {
        const { cost, bound, gap: proven, whole } = progress
        limits.onStep?.({ what, cost, bound, gap: proven, whole })
        limits.onProgress?.(progress)
      },
    })
    if (limits.start !== undefined) best.offer('start', limits.start)
    const first = await sketched(instance, weights, sites, desks, limits)
    best.offer('start', lastLook(ground, first.weeks))

    what = 'prices'
    const relaxed = await relax(contest, {
      gap: gap / 2,
      weeks: [...best.pool(), ...inContest(contest, first.near)],
      shouldStop: stopped,
      onRound: (bound) => best.raise('prices', bound),
    })
    best.raise('prices', relaxed.bound)

    what = 'plan'
    if (best.gap() > enough) {
      const near = await dive(contest, relaxed, { gap: gap / 4, shouldStop: stopped })
      best.offer('pool', improved(ground, near, 3))
    }

    what = 'block'
    // Those by video last: they are as many as several sites, and gain least.
    for (const wave of wavesOf(sites).toReversed()) await settled(wave, sites, desks, { best, gap, enough, stopped })

    const plan = best.plan()
    return {
      plan,
      cost: best.cost(),
      ownBound: relaxed.bound,
      bound: relaxed.bound,
      ownGap: gapOf(best.cost(), relaxed.bound),
      gap: gapOf(best.cost(), relaxed.bound),
      verdict: evaluate(instance, plan, weights),
      prices: pricesOf(contest, relaxed.prices),
      heaps: desks.heaps(),
    }
  } finally {
    clearInterval(clock)
  }
}

/** Everybody placed, block by block, and every week that was near. */
async function sketched(
  instance: Instance,
  weights: Weights,
  sites: readonly Site[],
  desks: Desks,
  limits: BlockLimits,
): Promise<{ weeks: ClientWeek[]; near: ClientWeek[] }> {
  const near: ClientWeek[] = []
  let weeks: ClientWeek[] = []
  for (const wave of wavesOf(sites)) {
    if (limits.shouldStop?.() === true) break
    const kept = weeks
    const blocks = await Promise.all(
      wave.map(async (site) => {
        const block = await desks.sketch(sites.indexOf(site), { site, weeks: kept, gap: roughly })
        limits.onBlock?.(site ?? 'by video', block.bound)
        return block
      }),
    )
    near.push(...blocks.flatMap((one) => one.near))
    const fresh = blocks.flatMap((one) => one.weeks)
    weeks = together(instance, weights, kept, fresh)
  }
  return { weeks, near }
}

/** The blocks of a sketch are priced so nearly: the whole is priced anew. */
const roughly = 0.01

/** Weeks told by their names, as weeks of this contest. */
function inContest(contest: Contest, weeks: readonly ClientWeek[]) {
  const places = new Map(contest.rivals.map((one, at) => [one.week.client.id, at]))
  return weeks.flatMap((week) => {
    const at = places.get(week.client)
    return (at === undefined ? null : poolWeekOf(contest, at, week)) ?? []
  })
}

/** Some blocks placed again, each on what the others leave; what is better stands. */
async function settled(
  wave: readonly Site[],
  sites: readonly Site[],
  desks: Desks,
  { best, gap, enough, stopped }: { best: Keeper; gap: number; enough: number; stopped: () => boolean },
): Promise<void> {
  if (stopped() || best.gap() <= enough) return
  const { weeks } = best.plan()
  const found = await Promise.all(wave.map((site) => desks.settle(sites.indexOf(site), { site, weeks, gap })))
  const anew = (list: readonly ClientWeek[]) => new Map(list.map((week) => [week.client, week]))
  for (const block of found) {
    const fresh = anew(block)
    // Its neighbour may have taken what it counted on: then it stands as it stood.
    best.offer('pool', { weeks: best.plan().weeks.map((week) => fresh.get(week.client) ?? week) })
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
function lastLook(ground: Ground, weeks: readonly ClientWeek[]): Plan {
  const placed = new Set(weeks.map((week) => week.client))
  const order = ground.instance.clients.filter((one) => !placed.has(one.id))
  const plan = order.length === 0 ? { weeks } : placeInTurn({ ground, order, standing: weeks })
  return improved(ground, plan, 3)
}
