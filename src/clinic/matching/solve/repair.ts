import { emptyWeek, lackIn, visitKinds, weekLines } from '../cost.ts'
import { evaluate, type Verdict } from '../evaluate.ts'
import { groundOf, type Ground } from '../ground.ts'
import { candidatesOf } from '../group-choices.ts'
import type { ClientWeek, Instance, Plan, Seeker } from '../instance.ts'
import { matchWeeks } from '../match.ts'
import { emptyOccupancy, enter, occupancyOf, type Occupancy } from '../occupancy.ts'
import { noPrices } from '../prices.ts'
import { swapFor } from '../swaps.ts'
import { hourKey } from '../week.ts'
import type { Weights } from '../weights.ts'
import { changedClients, choosePlan } from './choose.ts'
import { contestOf } from './contest.ts'

export type Repair = {
  /** Who had to be asked: 'own' nobody else; 'few' one or two others; 'near' those who hold what would help; 'far' more of them. */
  ring: 'own' | 'few' | 'near' | 'far'
  plan: Plan
  /** Others whose week changes. Nobody else's therapist ever does, and none of them lacks more than before. */
  touched: string[]
  /** Those it was about, and of them those whose week is whole now. */
  about: string[]
  served: string[]
  verdict: Verdict
}

export type RepairLimits = {
  /** How many others may be asked in the second ring. */
  near?: number
  far?: number
  shouldStop?: () => boolean
}

/**
 * Puts right what one event has broken and leaves everybody else alone where that is possible: first only those it is about,
 * then with one or two others moved for each, then weighing together some who hold the seats and hours that would help, then
 * more of them. The first ring that serves all of them wholly is taken; where none does, the one that serves most, and of these
 * the cheapest that moves nobody. Nobody who moves loses anything. Everybody's `now` in the instance is the week that stands.
 * `asked`: ids of those it is about, and whoever's week names a group or clinician that is no longer there; nobody (a discharge):
 * the plan stands as it is. Where nobody more could be served by asking others, nobody else is moved.
 */
export async function repair(
  instance: Instance,
  weights: Weights,
  asked: readonly string[],
  limits: RepairLimits = {},
): Promise<Repair> {
  const ground = groundOf(instance, weights)
  const isAbout = (one: Seeker) => asked.includes(one.id) || hasLost(ground, one)
  const about = instance.clients.filter(isAbout)
  const who = about.map((one) => one.id)
  const others = instance.clients.filter((one) => !isAbout(one))
  const standing = others.flatMap((one) => one.now ?? [])
  const judge = (ring: Repair['ring'], plan: Plan): Repair => {
    const verdict = evaluate(instance, plan, weights)
    const before = { weeks: standing }
    const touched = changedClients(before, { weeks: plan.weeks.filter((week) => !who.includes(week.client)) })
    return { ring, plan, touched, about: who, served: who.filter((id) => verdict.wholeClients.has(id)), verdict }
  }
  let best = judge('own', { weeks: [...standing, ...byThemselves(ground, about, standing)] })
  if (best.served.length === who.length) return best
  // Whoever could not be served in an empty house is not served by asking others.
  const servable = about.filter((one) => couldBeWhole(ground, one)).length
  if (best.served.length >= servable) return best
  const few = judge('few', withSwaps(ground, about, best))
  if (isBetter(few, best)) best = few
  if (best.served.length >= servable) return best
  // Whoever stands already may go elsewhere, not without.
  const firm = { ...instance, clients: instance.clients.map((one) => (isAbout(one) ? one : { ...one, acuity: 40 })) }
  const near = ['near', limits.near ?? 20] as const
  // For one client alone the widest ring has never found what the others did not; it takes as long as all of them.
  const rings = about.length === 1 ? [near] : [near, ['far', limits.far ?? 45] as const]
  for (const [ring, count] of rings) {
    if (limits.shouldStop?.() === true) break
    const helpers = neighbours(ground, about, others, standing).slice(0, count)
    const free = new Set([...who, ...helpers.map((one) => one.id)])
    const contest = contestOf(firm, weights, {
      only: free,
      kept: standing.filter((week) => !free.has(week.client)),
      staysWith: new Set(helpers.map((one) => one.id)),
    })
    const plan = await choosePlan(contest, best.plan, { gap: 2e-3, shouldStop: limits.shouldStop })
    const found = judge(ring, plan)
    if (robbed(ground, found, standing)) continue
    if (isBetter(found, best)) best = found
    if (best.served.length >= servable) break
  }
  return best
}

/** More of them served, no rule broken: for less, nobody else is moved. */
const isBetter = (one: Repair, other: Repair): boolean =>
  one.verdict.violations.length <= other.verdict.violations.length &&
  (one.served.length > other.served.length ||
    (one.served.length === other.served.length &&
      one.touched.length === 0 &&
      one.verdict.cost < other.verdict.cost - 1e-6))

/** Whether this client's week of today names a group or a clinician that is not there any more. */
const hasLost = ({ lookup }: Ground, { now }: Seeker): boolean =>
  now !== null &&
  (now.series.some((id) => !lookup.series.has(id)) ||
    visitKinds.some((kind) => {
      const visit = now[kind]
      return visit !== null && !lookup.clinicians.has(visit.clinician)
    }))

const couldBeWhole = (ground: Ground, client: Seeker): boolean =>
  matchWeeks({ ground, client, occupancy: emptyOccupancy(), prices: noPrices }, 1)[0]?.isWhole ?? false

/** For each whose week is not whole yet, one or two others moved, where that serves them wholly. */
function withSwaps(ground: Ground, about: readonly Seeker[], best: Repair): Plan {
  const moved = new Set<string>()
  let { weeks } = best.plan
  for (const client of about) {
    if (best.served.includes(client.id)) continue
    const notAsked = new Set([...moved, ...best.about])
    const swap = swapFor(ground, client, weeks, { notAsked })
    if (swap === null || swap.shortfall > 1e-6) continue
    const fresh = new Map([swap.week, ...swap.moved].map((week) => [week.client, week]))
    for (const week of swap.moved) moved.add(week.client)
    weeks = weeks.map((week) => fresh.get(week.client) ?? week)
  }
  return { weeks }
}

/** Whether somebody it is not about would lack more than they do today. */
function robbed({ lookup, weights }: Ground, found: Repair, standing: readonly ClientWeek[]): boolean {
  const before = new Map(standing.map((week) => [week.client, week]))
  const lack = (week: ClientWeek, client: Seeker) => lackIn(weekLines(client, week, lookup, weights))
  return found.plan.weeks.some((week) => {
    const was = before.get(week.client)
    const client = lookup.clients.get(week.client)
    if (was === undefined || client === undefined || !found.touched.includes(week.client)) return false
    return lack(week, client) > lack(was, client) + 1e-6
  })
}

/** Those it is about, one after the other, at the best that is left: everybody else stays. */
function byThemselves(ground: Ground, about: readonly Seeker[], standing: readonly ClientWeek[]): ClientWeek[] {
  const occupancy = occupancyOf(ground.instance, standing)
  return about.map((client) => {
    const [best] = matchWeeks({ ground, client, occupancy, prices: noPrices }, 1)
    const week = best?.week ?? emptyWeek(client.id)
    enter(occupancy, client, week)
    return week
  })
}

/** Others, those first who hold most of what the best imaginable weeks would need. */
function neighbours(
  ground: Ground,
  about: readonly Seeker[],
  others: readonly Seeker[],
  standing: readonly ClientWeek[],
): Seeker[] {
  const occupancy = occupancyOf(ground.instance, standing)
  const seats = new Map<string, number>()
  const hours = new Map<string, number>()
  const raise = (map: Map<string, number>, key: string, by: number) => map.set(key, (map.get(key) ?? 0) + by)
  for (const client of about) {
    for (const { week } of matchWeeks({ ground, client, occupancy: emptyOccupancy(), prices: noPrices }, 12)) {
      const wanted = missing(ground, week, occupancy)
      const weight = 1 / Math.max(1, wanted.seats.length + wanted.hours.length)
      for (const id of wanted.seats) raise(seats, id, weight)
      for (const key of wanted.hours) raise(hours, key, weight)
    }
    // Whatever is full and would suit counts a little, whether or not it is in the best weeks.
    for (const { series } of candidatesOf({ ground, client, occupancy: emptyOccupancy(), prices: noPrices }))
      if ((occupancy.seats.get(series.id)?.taken ?? 0) >= series.seats) raise(seats, series.id, 0.15)
  }
  const scored = others.flatMap((one) => {
    const { now } = one
    if (now === null) return []
    let score = 0
    for (const id of now.series) score += seats.get(id) ?? 0
    for (const kind of visitKinds) {
      const visit = now[kind]
      if (visit !== null) score += hours.get(hourKey(visit.clinician, visit.time)) ?? 0
    }
    if (score === 0) return []
    // Whoever can go elsewhere is asked first.
    const free = one.free.reduce((sum, time) => sum + time.to - time.from, 0)
    return [{ one, score: score * Math.min(1, free / 3000) }]
  })
  return scored.toSorted((a, b) => b.score - a.score || (a.one.id < b.one.id ? -1 : 1)).map(({ one }) => one)
}

function missing(ground: Ground, week: ClientWeek, occupancy: Occupancy): { seats: string[]; hours: string[] } {
  const seats = week.series.filter(
    (id) => (occupancy.seats.get(id)?.taken ?? 0) >= (ground.lookup.series.get(id)?.seats ?? 0),
  )
  const hours = visitKinds.flatMap((kind) => {
    const visit = week[kind]
    if (visit === null) return []
    const key = hourKey(visit.clinician, visit.time)
    return (occupancy.hours.get(key) ?? 0) === 0 ? [] : [key]
  })
  return { seats, hours }
}
