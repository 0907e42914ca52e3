import type { ClientWeek, Plan } from '../instance.ts'
import { emptyWeek } from '../cost.ts'
import { hardestFirst, placeInTurn } from '../greedy.ts'
import { groundOf } from '../ground.ts'
import { choosePlan } from './choose.ts'
import { entriesOf, poolWeekOf, rowsOf, type PoolWeek } from './pool.ts'
import { weeksOfPool } from './pool-model.ts'
import { pricesOf } from './price.ts'
import { relax, type Relaxed } from './relax.ts'
import { contestOf, type Contest } from './contest.ts'

export type DiveLimits = {
  gap: number
  isLoose?: boolean
  shouldStop?: () => boolean
  onRound?: (left: number, bound: number) => void
}

/** So few are chosen for exactly, all together. */
const few = 30
const many = 400

/**
 * From the relaxation to a plan: whoever's week is as good as settled keeps it, the relaxation of the others is solved again on
 * what is left, and so on; the last ones are chosen together. A plan near the bound, seldom the best itself. Told to stop before
 * that, it places whoever is left one after the other.
 */
export async function dive(contest: Contest, relaxed: Relaxed, limits: DiveLimits): Promise<Plan> {
  const places = new Map(contest.rivals.map((one, at) => [one.week.client.id, at]))
  const settled: PoolWeek[] = []
  let now = contest
  let answer = relaxed
  while (now.rivals.length > few && limits.shouldStop?.() !== true) {
    const before = settled.length
    const fixed = asGoodAsSettled(now, answer, 0.4)
    const weeks = weeksOfPool(now, fixed).slice(now.kept.length)
    for (const week of weeks) {
      const at = places.get(week.client)
      const one = at === undefined ? null : poolWeekOf(contest, at, week)
      if (one !== null) settled.push(one)
    }
    // Each round settles somebody, or it is the last.
    if (settled.length === before) break
    const done = new Set(settled.map((one) => contest.rivals[one.rival]?.week.client.id ?? ''))
    const left = contest.rivals.map((one) => one.week.client.id).filter((id) => !done.has(id))
    const kept = weeksOfPool(contest, settled)
    const next = contestOf(contest.instance, contest.weights, { ...contest.scope, only: new Set(left), kept })
    const weeksLeft = weeksFrom(now, answer, next)
    now = next
    if (left.length === 0) break
    // While many are left there are enough without a doubt: neither the last digit nor a corner is worth the wait.
    const isLarge = left.length > many
    const gap = isLarge ? Math.max(limits.gap, 0.01) : limits.gap
    answer = await relax(next, { ...limits, gap, onRound: undefined, weeks: weeksLeft, isCornered: !isLarge })
    limits.onRound?.(left.length, answer.bound)
  }
  if (now.rivals.length > few) {
    // Told to stop: the others at the best that is left at these prices.
    const ground = groundOf(contest.instance, contest.weights)
    const clients = now.rivals.map((one) => one.week.client)
    const prices = pricesOf(now, answer.prices)
    return placeInTurn({ ground, order: hardestFirst(ground, clients), prices, standing: now.kept })
  }
  const empty = now.rivals.map((one) => emptyWeek(one.week.client.id))
  return now.rivals.length === 0
    ? { weeks: weeksOfPool(contest, settled) }
    : choosePlan(now, { weeks: [...now.kept, ...empty] }, { gap: limits.gap, shouldStop: limits.shouldStop })
}

/** At least this part of all, the surest first; more where the relaxation has no doubt. Nobody over a limit. */
export function asGoodAsSettled(
  contest: Contest,
  { pool, shares }: Pick<Relaxed, 'pool' | 'shares'>,
  part: number,
): PoolWeek[] {
  const rows = rowsOf(contest)
  const left = new Float64Array(rows.count)
  contest.series.forEach(({ option, taken }, at) => {
    left[rows.others + at] = option.seats - taken
  })
  contest.hours.forEach((one, at) => {
    left[rows.hours + at] = one.left
  })
  contest.caseloads.forEach((one, at) => {
    left[rows.caseloads + at] = one.left
  })
  const best = new Map<number, { one: PoolWeek; share: number }>()
  pool.forEach((one, at) => {
    const share = shares[at] ?? 0
    const known = best.get(one.rival)
    if (share > 1e-6 && (known === undefined || share > known.share)) best.set(one.rival, { one, share })
  })
  const sorted = [...best.values()].toSorted((a, b) => b.share - a.share || a.one.rival - b.one.rival)
  const wanted = Math.ceil(contest.rivals.length * part)
  const chosen: PoolWeek[] = []
  const seated = new Map<number, Set<number>>()
  for (const { one, share } of sorted) {
    if (chosen.length >= wanted && share < 0.95) break
    const { places, values } = entriesOf(contest, rows, one)
    // Newcomers sit on the same seats as the others.
    const at = (row: number) => (row >= rows.newcomers && row < rows.hours ? row - rows.newcomers + rows.others : row)
    const fits = places.every((row, place) => place === 0 || (left[at(row)] ?? 0) >= (values[place] ?? 0))
    const series = one.week.seats.map((seat) => contest.rivals[one.rival]?.seatOf[seat] ?? -1)
    const meets = contest.apart.some(
      (pair) =>
        (pair.one === one.rival || pair.other === one.rival) &&
        series.includes(pair.series) &&
        (seated.get(pair.one === one.rival ? pair.other : pair.one)?.has(pair.series) ?? false),
    )
    if (!fits || meets) continue
    places.forEach((row, place) => {
      if (place > 0) left[at(row)] = (left[at(row)] ?? 0) - (values[place] ?? 0)
    })
    seated.set(one.rival, new Set(series))
    chosen.push(one)
  }
  // A doubt everywhere: one is settled all the same, so that it ends.
  return chosen.length > 0 ? chosen : sorted.slice(0, 1).map(({ one }) => one)
}

/** The weeks already known for those who are left, as far as they are still possible. */
function weeksFrom(before: Contest, { pool }: Relaxed, next: Contest): PoolWeek[] {
  const places = new Map(next.rivals.map((one, at) => [one.week.client.id, at]))
  return pool.flatMap((one) => {
    const at = places.get(before.rivals[one.rival]?.week.client.id ?? '')
    if (at === undefined) return []
    const [week] = weeksOfPool(before, [one]).slice(before.kept.length)
    const again = week === undefined ? null : poolWeekOf(next, at, week satisfies ClientWeek)
    return again === null ? [] : [again]
  })
}
