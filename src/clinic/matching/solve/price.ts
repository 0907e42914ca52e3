import { roomCost } from '../cost.ts'
import type { SeriesOption } from '../instance.ts'
import type { Prices } from '../prices.ts'
import type { Weights } from '../weights.ts'
import { rowsOf, type Rows } from './pool.ts'
import type { Contest } from './contest.ts'
import { sharedHourPrices, type SharedHour } from './shared-hours.ts'
import { cheapestWeeks, type FoundWeek, type OwnPrices } from './week-search.ts'

/** A row between a client and a group that runs only if somebody is in it, or two clients kept apart in it. */
export type Link = { row: number; series: number; rivals: readonly number[] }

/** What everything shared is worth, in the master's order of rows (`Rows`), and of the rows that were added: links, hours. */
export type MasterPrices = { rows: Float64Array; links: readonly Link[]; shared: readonly SharedHour[] }

/** What the prices came to: each client's cheapest week, each group's cheapest way to run, and the sum below every plan. */
export type Priced = {
  bound: number
  prices: MasterPrices
  found: FoundWeek[][]
  /** How many others and newcomers a group would take at these prices. */
  taken: { others: Int32Array; newcomers: Int32Array }
}

/** What the shared things cost one client. */
function ownPrices(contest: Contest, rows: Rows, prices: MasterPrices, at: number, extra: Float64Array): OwnPrices {
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
  const addShared = sharedHourPrices(contest, prices.shared, (row) => prices.rows[row] ?? 0)
  return (at) => {
    const own = ownPrices(contest, rows, prices, at, extraOf(at))
    addShared(at, own.visits)
    return own
  }
}

/** What a week comes to with what its shared things cost. */
export function pricedWeek(week: FoundWeek, own: OwnPrices): number {
  let points = week.points
  for (const place of week.seats) points += own.seats[place] ?? 0
  for (const place of week.visits) if (place >= 0) points += own.visits[place] ?? 0
  return points
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
  // A price of the wrong sign, as rounding may leave it, must not raise the bound.
  for (const link of prices.links) links[link.series] = (links[link.series] ?? 0) + Math.min(0, price(link.row))
  const taken = {
    others: new Int32Array(contest.series.length),
    newcomers: new Int32Array(contest.series.length),
  }
  contest.series.forEach(({ option, taken: stands, newcomers: fresh }, at) => {
    const room = cheapestRoom(
      option,
      contest.weights,
      { stands, fresh },
      {
        others: price(rows.others + at),
        newcomers: price(rows.newcomers + at),
        links: links[at] ?? 0,
      },
    )
    taken.others[at] = room.others
    taken.newcomers[at] = room.newcomers
    bound += room.points
  })
  contest.hours.forEach(({ left }, at) => {
    bound += Math.min(0, price(rows.hours + at)) * left
  })
  contest.caseloads.forEach(({ left }, at) => {
    bound += Math.min(0, price(rows.caseloads + at)) * left
  })
  for (const { row } of prices.shared) bound += Math.min(0, price(row))
  return { bound, prices, found, taken }
}

/** How a group runs cheapest when each seat is paid for: how many others and newcomers it would take, and the points. */
export function cheapestRoom(
  option: SeriesOption,
  weights: Weights,
  { stands, fresh }: { stands: number; fresh: number },
  prices: { others: number; newcomers: number; links: number },
): { points: number; others: number; newcomers: number } {
  const best = { points: stands > 0 ? Number.POSITIVE_INFINITY : 0, others: 0, newcomers: 0 }
  for (let all = 0; all + stands <= option.seats; all += 1)
    for (let recent = 0; recent <= all; recent += 1) {
      if (all + stands === 0) continue
      const points =
        roomCost(option, all + stands, recent + fresh, weights) +
        prices.links +
        prices.others * (all - recent) +
        prices.newcomers * recent
      if (points >= best.points) continue
      best.points = points
      best.others = all - recent
      best.newcomers = recent
    }
  return best
}

/** The prices as the one-by-one matcher takes them: a seat, a whole hour of four weeks, a place in a caseload. */
export function pricesOf(contest: Contest, prices: MasterPrices): Prices {
  const rows = rowsOf(contest)
  const price = (row: number) => -(prices.rows[row] ?? 0)
  const newcomers = contest.rivals.filter((one) => one.isNew).length / Math.max(1, contest.rivals.length)
  const shared = new Float64Array(contest.hours.length)
  for (const one of prices.shared) shared[one.hour] = (shared[one.hour] ?? 0) + Math.max(0, price(one.row))
  return {
    seats: new Map(
      contest.series.map(({ option }, at) => [
        option.id,
        price(rows.others + at) * (1 - newcomers) + price(rows.newcomers + at) * newcomers,
      ]),
    ),
    hours: new Map(
      contest.hours.map(({ key }, at) => [key, Math.max(0, price(rows.hours + at)) * 4 + (shared[at] ?? 0)]),
    ),
    caseload: new Map(
      contest.caseloads.map(({ clinician }, at) => [clinician, Math.max(0, price(rows.caseloads + at))]),
    ),
  }
}
