import { roomCost } from '../cost.ts'
import type { PoolWeek, Rows } from './pool.ts'
import type { Contest } from './shared.ts'
import { cheapestWeeks, type FoundWeek, type OwnPrices } from './week-search.ts'

/** A row between a client and a group that runs only if somebody is in it, or two clients kept apart in it. */
export type Link = { row: number; series: number; rivals: readonly number[] }

/** What everything shared is worth, in the master's order of rows (`Rows`), and of the links. */
export type MasterPrices = { rows: Float64Array; links: readonly Link[] }

/** What the prices came to: each client's cheapest week, each group's cheapest way to run, and the sum below every plan. */
export type Priced = {
  bound: number
  prices: MasterPrices
  found: FoundWeek[][]
  /** How many others and newcomers a group would take at these prices. */
  taken: { others: Int32Array; newcomers: Int32Array }
}

/** What the shared things cost one client. */
export function ownPrices(
  contest: Contest,
  rows: Rows,
  prices: MasterPrices,
  at: number,
  extra: Float64Array,
): OwnPrices {
  const rival = contest.rivals[at]
  if (rival === undefined) return { seats: new Float64Array(0), visits: new Float64Array(0), travelDay: 0 }
  const price = prices.rows
  const seats = rival.isNew ? rows.newcomers : rows.others
  const own = new Float64Array(rival.seatOf.length)
  for (let place = 0; place < own.length; place += 1) {
    const series = rival.seatOf[place] ?? 0
    own[place] = (extra[series] ?? 0) - (price[seats + series] ?? 0)
  }
  const visits = new Float64Array(rival.hourOf.length)
  const { options } = rival.week
  for (let place = 0; place < visits.length; place += 1) {
    const caseload = rival.caseloadOf[place] ?? -1
    visits[place] =
      -(price[rows.hours + (rival.hourOf[place] ?? 0)] ?? 0) * (options.visits[place]?.size ?? 0) -
      (caseload < 0 ? 0 : (price[rows.caseloads + caseload] ?? 0))
  }
  return { seats: own, visits, travelDay: contest.weights.travelDay }
}

/** The links' prices of one client, by series; the same array is filled again and again. */
function linksOf(prices: MasterPrices, size: number): (rival: number) => Float64Array {
  const byRival = new Map<number, Link[]>()
  for (const link of prices.links)
    for (const rival of link.rivals) {
      const list = byRival.get(rival)
      if (list === undefined) byRival.set(rival, [link])
      else list.push(link)
    }
  const extra = new Float64Array(size)
  return (rival) => {
    extra.fill(0)
    for (const link of byRival.get(rival) ?? [])
      extra[link.series] = (extra[link.series] ?? 0) - (prices.rows[link.row] ?? 0)
    return extra
  }
}

/** The prices each client sees, one after the other. */
export function eachOwnPrices(contest: Contest, rows: Rows, prices: MasterPrices): (at: number) => OwnPrices {
  const extraOf = linksOf(prices, contest.series.length)
  return (at) => ownPrices(contest, rows, prices, at, extraOf(at))
}

/**
 * A sum below the cost of every plan: each client's cheapest week at these prices, each group's cheapest way to run, and what the
 * hours and caseloads come to (Lagrangian duality). Wrong-signed prices of hours and caseloads count as 0.
 */
export function priceAll(contest: Contest, rows: Rows, prices: MasterPrices): Priced {
  const own = eachOwnPrices(contest, rows, prices)
  let bound = 0
  const found = contest.rivals.map((rival, at) => {
    const weeks = cheapestWeeks(rival.week, own(at))
    bound += weeks[0]?.priced ?? 0
    return weeks
  })
  const price = (row: number) => prices.rows[row] ?? 0
  const links = new Float64Array(contest.series.length)
  for (const link of prices.links) links[link.series] = (links[link.series] ?? 0) + price(link.row)
  const taken = {
    others: new Int32Array(contest.series.length),
    newcomers: new Int32Array(contest.series.length),
  }
  contest.series.forEach(({ option, taken: stands, newcomers: fresh }, at) => {
    let best = stands > 0 ? Number.POSITIVE_INFINITY : 0
    for (let all = 0; all + stands <= option.seats; all += 1)
      for (let recent = 0; recent <= all; recent += 1) {
        if (all + stands === 0) continue
        const points =
          roomCost(option, all + stands, recent + fresh, contest.weights) +
          (links[at] ?? 0) +
          price(rows.others + at) * (all - recent) +
          price(rows.newcomers + at) * recent
        if (points >= best) continue
        best = points
        taken.others[at] = all - recent
        taken.newcomers[at] = recent
      }
    bound += best
  })
  contest.hours.forEach(({ left }, at) => {
    bound += Math.min(0, price(rows.hours + at)) * left
  })
  contest.caseloads.forEach(({ left }, at) => {
    bound += Math.min(0, price(rows.caseloads + at)) * left
  })
  return { bound, prices, found, taken }
}

/**
 * Climbs towards the best prices without a solver: what is asked for more than there is gets dearer, what is left over cheaper.
 * A few dozen rounds give prices that a one-by-one placement can use, and weeks to begin the relaxation with.
 */
export function climb(
  contest: Contest,
  rows: Rows,
  limits: { rounds: number; target: number; from?: Float64Array; shouldStop?: () => boolean },
): { best: Priced; pool: PoolWeek[] } {
  const pool: PoolWeek[] = []
  let prices: MasterPrices = { rows: limits.from ?? new Float64Array(rows.count), links: [] }
  let best: Priced | null = null
  let heading = new Float64Array(rows.priced)
  let step = 1
  let since = 0
  for (let round = 0; round < limits.rounds; round += 1) {
    const priced = priceAll(contest, rows, prices)
    if (best === null || priced.bound > best.bound) {
      best = priced
      since = 0
    } else {
      since += 1
      if (since >= 4) {
        step /= 2
        since = 0
      }
    }
    priced.found.forEach((weeks, rival) => {
      const week = weeks[0]
      if (week !== undefined) pool.push({ rival, week })
    })
    if (limits.shouldStop?.() === true) break
    const slope = slopeOf(contest, rows, priced)
    heading = heading.map((old, row) => 0.5 * old + (slope[row] ?? 0))
    const length = heading.reduce((all, one) => all + one * one, 0)
    if (length < 1e-9) break
    const pace = (step * Math.max(limits.target - best.bound, 0.01 * Math.abs(limits.target))) / length
    const next = new Float64Array(rows.count)
    for (let row = rows.others; row < rows.priced; row += 1) {
      const moved = (prices.rows[row] ?? 0) + pace * (heading[row] ?? 0)
      next[row] = row >= rows.hours ? Math.min(0, moved) : moved
    }
    prices = { rows: next, links: [] }
  }
  if (best === null) throw new Error('Prices need at least one round.')
  return { best, pool }
}

/** Of each shared thing: what there is, less what is asked for. */
export function slopeOf(contest: Contest, rows: Rows, priced: Priced): Float64Array {
  const slope = new Float64Array(rows.priced)
  const add = (row: number, value: number) => {
    slope[row] = (slope[row] ?? 0) + value
  }
  contest.series.forEach((_, at) => {
    add(rows.others + at, priced.taken.others[at] ?? 0)
    add(rows.newcomers + at, priced.taken.newcomers[at] ?? 0)
  })
  contest.hours.forEach(({ left }, at) => add(rows.hours + at, left))
  contest.caseloads.forEach(({ left }, at) => add(rows.caseloads + at, left))
  contest.rivals.forEach((rival, at) => {
    const week = priced.found[at]?.[0]
    if (week === undefined) return
    for (const seat of week.seats) add((rival.isNew ? rows.newcomers : rows.others) + (rival.seatOf[seat] ?? 0), -1)
    for (const visit of week.visits) {
      if (visit < 0) continue
      add(rows.hours + (rival.hourOf[visit] ?? 0), -(rival.week.options.visits[visit]?.size ?? 0))
      const caseload = rival.caseloadOf[visit] ?? -1
      if (caseload >= 0) add(rows.caseloads + caseload, -1)
    }
  })
  return slope
}
