import type { ClientWeek } from '../instance.ts'
import { choosePlan, type Keeper } from './choose.ts'
import { contestOf, type Contest } from './contest.ts'
import { nameOf, poolWeekOf, rowsOf, type PoolWeek } from './pool.ts'
import { eachOwnPrices, pricedWeek } from './price.ts'
import type { Relaxed } from './relax.ts'

export type NearbyLimits = {
  /** Ends when this is proven, in parts of the cost. */
  gap: number
  /** How many neighbourhoods are looked at, at the most; and how many people are in one. */
  rounds?: number
  people?: number
  shouldStop?: () => boolean
  onLook?: (people: number, cost: number) => void
}

/** Of each client's weeks so many count, the cheapest first: what they would take. */
const weeksLookedAt = 12
/** So near, so few nodes, so many seconds: what is not chosen by then is not worth the wait. */
const look = { gap: 1e-4, nodes: 60, seconds: 10 }

/**
 * What a plan costs above its bound is spread over people: each one's week against the cheapest there is at the bound's prices.
 * Whoever pays most is placed anew together with those who hold what they would need, everybody else as they stand; then whoever
 * pays most after that. Ends where nobody is left to whom it has not been tried since anything changed.
 */
export async function mendNearby(
  contest: Contest,
  relaxed: Relaxed,
  best: Keeper,
  limits: NearbyLimits,
): Promise<void> {
  const weeksOf = cheapestOf(contest, relaxed)
  const tried = new Set<number>()
  const rounds = limits.rounds ?? contest.rivals.length
  const most = limits.people ?? 36
  for (let round = 0; round < rounds && best.gap() > limits.gap && limits.shouldStop?.() !== true; round += 1) {
    const stands = standingOf(contest, best.plan().weeks)
    const dear = dearest(contest, relaxed, stands, tried)
    if (dear === null) return
    tried.add(dear)
    const who = aroundOf(contest, weeksOf, stands, relaxed.prices, dear, most)
    const ids = new Set(who.map((at) => contest.rivals[at]?.week.client.id ?? ''))
    const { weeks } = best.plan()
    const kept = weeks.filter((week) => !ids.has(week.client))
    const small = contestOf(contest.instance, contest.weights, { ...contest.scope, only: ids, kept })
    const before = best.cost()
    const found = await choosePlan(small, { weeks: [...weeks] }, { ...look, shouldStop: limits.shouldStop })
    best.offer('nearby', found)
    limits.onLook?.(ids.size, best.cost())
    // Whoever was looked at may now be helped by what this one gave back.
    if (best.cost() < before - 1) {
      tried.clear()
      tried.add(dear)
    }
  }
}

/** Each client's cheapest weeks of the pool at the bound's prices. */
function cheapestOf(contest: Contest, { pool, prices }: Relaxed): PoolWeek[][] {
  const own = eachOwnPrices(contest, rowsOf(contest), prices)
  const lists = contest.rivals.map((): PoolWeek[] => [])
  for (const one of pool) lists[one.rival]?.push(one)
  return lists.map((list, at) => {
    const mine = own(at)
    const priced = list.map((one) => ({ one, points: pricedWeek(one.week, mine) }))
    return priced
      .toSorted((a, b) => a.points - b.points || (nameOf(a.one) < nameOf(b.one) ? -1 : 1))
      .slice(0, weeksLookedAt)
      .map(({ one }) => one)
  })
}

/** The weeks that stand, by rival; null where a week is none of the contest's. */
function standingOf(contest: Contest, weeks: readonly ClientWeek[]): (PoolWeek | null)[] {
  const byClient = new Map(weeks.map((week) => [week.client, week]))
  return contest.rivals.map((rival, at) => {
    const week = byClient.get(rival.week.client.id)
    return week === undefined ? null : poolWeekOf(contest, at, week)
  })
}

/** Who pays most above their cheapest week, of those not tried; null where nobody pays a point. */
function dearest(
  contest: Contest,
  { prices, least }: Relaxed,
  stands: readonly (PoolWeek | null)[],
  tried: ReadonlySet<number>,
): number | null {
  const own = eachOwnPrices(contest, rowsOf(contest), prices)
  let dear: number | null = null
  let most = 1
  stands.forEach((one, at) => {
    if (one === null || tried.has(at)) return
    const above = pricedWeek(one.week, own(at)) - (least[at] ?? 0)
    if (above <= most) return
    most = above
    dear = at
  })
  return dear
}

/** A client and those who hold most of what their cheapest weeks would take. */
function aroundOf(
  contest: Contest,
  weeksOf: readonly (readonly PoolWeek[])[],
  stands: readonly (PoolWeek | null)[],
  prices: Relaxed['prices'],
  about: number,
  most: number,
): number[] {
  const wanted = new Map<string, number>()
  const worth = worthOf(contest, prices)
  for (const one of weeksOf[about] ?? [])
    for (const thing of thingsOf(contest, one)) wanted.set(thing, (wanted.get(thing) ?? 0) + 1 + worth(thing))
  const scored = stands.flatMap((one, at) => {
    if (one === null || at === about) return []
    const score = thingsOf(contest, one).reduce((sum, thing) => sum + (wanted.get(thing) ?? 0), 0)
    return score === 0 ? [] : [{ at, score }]
  })
  return [
    about,
    ...scored
      .toSorted((a, b) => b.score - a.score || a.at - b.at)
      .slice(0, most - 1)
      .map(({ at }) => at),
  ]
}

/** What a thing that is shared costs at these prices: 0 for what there is enough of. */
function worthOf(contest: Contest, { rows: price }: Relaxed['prices']): (thing: string) => number {
  const rows = rowsOf(contest)
  return (thing) => {
    const [kind, place] = thing.split(' ')
    const at = Number(place)
    if (kind === 'hour') return Math.max(0, -(price[rows.hours + at] ?? 0)) * 4
    if (kind === 'load') return Math.max(0, -(price[rows.caseloads + at] ?? 0))
    return Math.max(0, -(price[rows.others + at] ?? 0), -(price[rows.newcomers + at] ?? 0))
  }
}

/** What a week takes of what is shared: seats, hours and places in a caseload. */
function thingsOf(contest: Contest, { rival: at, week }: PoolWeek): string[] {
  const rival = contest.rivals[at]
  if (rival === undefined) return []
  return [
    ...week.seats.map((seat) => `seat ${rival.seatOf[seat] ?? -1}`),
    ...week.visits.flatMap((visit) =>
      visit < 0 ? [] : [`hour ${rival.hourOf[visit] ?? -1}`, `load ${rival.caseloadOf[visit] ?? -1}`],
    ),
  ].filter((one) => !one.endsWith(' -1'))
}
