import { rowsOf, entriesOf, nameOf, type PoolWeek, type Rows } from './pool.ts'
import { openRelaxation, type Growing } from './port.ts'
import type { Contest } from './shared.ts'
import { cheapestWeeks, type FoundWeek, type OwnPrices } from './week-search.ts'

const infinity = Number.POSITIVE_INFINITY

/** A row between a client and a group that runs only if somebody is in it, or two clients kept apart in it. */
type Link = { row: number; series: number; rivals: readonly number[] }

/** The prices of everything shared, in the master's order of rows, and of the links added later. */
export type MasterPrices = { rows: Float64Array; links: readonly Link[] }

export type Relaxed = {
  /** Nothing is cheaper: proven by the sum of what each client costs at least at these prices. */
  bound: number
  /** The relaxation's own value: at least `bound`. */
  value: number
  prices: MasterPrices
  /** Each client's cheapest priced week at `prices`. */
  least: Float64Array
  pool: PoolWeek[]
  /** How much of each week of the pool the relaxation takes. */
  shares: Float64Array
  rounds: number
}

export type RelaxLimits = {
  /** Ends when the relaxation's value is this near to its bound, in parts. */
  gap: number
  rounds?: number
  /** Weeks to begin with, beside the empty ones. */
  weeks?: readonly PoolWeek[]
  shouldStop?: () => boolean
  onRound?: (bound: number, value: number) => void
}

/**
 * The relaxation over whole weeks, by column generation: a master that shares seats, hours and caseloads out among weeks, and for
 * each client an exact search for a cheaper week at the master's prices. Its bound is tighter than that of the flat model, and
 * needs trust only in the search: price sums plus each client's cheapest week (Lagrangian bound).
 */
export async function relax(contest: Contest, limits: RelaxLimits): Promise<Relaxed> {
  const rows = rowsOf(contest)
  const master = await openRelaxation()
  try {
    return generate(contest, rows, master, limits)
  } finally {
    master.dispose()
  }
}

function generate(contest: Contest, rows: Rows, master: Growing, limits: RelaxLimits): Relaxed {
  openMaster(contest, rows, master)
  const first = contest.series.length * 3
  const pool: PoolWeek[] = []
  const names = new Set<string>()
  const links: Link[] = []
  let rowCount = rows.count
  const linked = new Map<string, number>()
  const add = (weeks: readonly PoolWeek[]) => {
    const fresh = weeks.filter((one) => {
      const name = nameOf(one)
      if (names.has(name)) return false
      names.add(name)
      return true
    })
    master.addColumns(
      fresh.map((one) => {
        const { places, values } = entriesOf(contest, rows, one)
        for (const link of links) {
          if (!link.rivals.includes(one.rival)) continue
          if (one.week.seats.some((seat) => contest.rivals[one.rival]?.seatOf[seat] === link.series)) {
            places.push(link.row)
            values.push(1)
          }
        }
        return { cost: one.week.points, lower: 0, upper: infinity, rows: places, values }
      }),
    )
    pool.push(...fresh)
    return fresh.length
  }
  const link = (series: number, rivals: readonly number[]) => {
    const columns: number[] = [series]
    const values: number[] = [-1]
    pool.forEach((one, at) => {
      if (!rivals.includes(one.rival)) return
      if (one.week.seats.some((seat) => contest.rivals[one.rival]?.seatOf[seat] === series)) {
        columns.push(first + at)
        values.push(1)
      }
    })
    links.push({ row: rowCount, series, rivals })
    rowCount += 1
    return { lower: Number.NEGATIVE_INFINITY, upper: 0, columns, values }
  }
  add(contest.rivals.flatMap((_, rival) => [emptyOf(contest, rival)].flatMap((week) => (week === null ? [] : [week]))))
  add(limits.weeks ?? [])
  master.addRows(contest.apart.map(({ one, other, series }) => link(series, [one, other])))

  let best: { bound: number; prices: MasterPrices; least: Float64Array } = {
    bound: Number.NEGATIVE_INFINITY,
    prices: { rows: new Float64Array(rows.count), links: [] },
    least: new Float64Array(contest.rivals.length),
  }
  let answer = master.solve()
  let round = 0
  for (; round < (limits.rounds ?? 400); round += 1) {
    const own = answer.prices
    const old = best.prices.rows
    // Between the best prices so far and the master's: prices that jump teach little.
    let lean = best.bound === Number.NEGATIVE_INFINITY ? 0 : 0.7
    let added = 0
    while (true) {
      const mixed = Float64Array.from(own, (price, row) => price * (1 - lean) + (old[row] ?? 0) * lean)
      const prices = { rows: mixed, links: [...links] }
      const { weeks, least } = priceAll(contest, rows, prices)
      const bound = boundOf(contest, rows, prices, least)
      if (bound > best.bound) best = { bound, prices, least }
      added = add(weeks)
      if (added > 0 || lean === 0) break
      lean = lean > 0.3 ? lean / 2 : 0
    }
    limits.onRound?.(best.bound, answer.cost)
    const isNear = answer.cost - best.bound <= limits.gap * Math.max(1, Math.abs(answer.cost))
    if (limits.shouldStop?.() === true) break
    const open = isNear || added === 0 || round % 4 === 3 ? openLinks(contest, pool, answer.x, first, linked) : []
    if ((isNear || added === 0) && open.length === 0) break
    master.addRows(open.map(({ series, rival }) => link(series, [rival])))
    answer = master.solve()
  }
  const shares = answer.x.slice(first)
  return { ...best, value: answer.cost, pool, shares, rounds: round }
}

/** The clients' week without anything, where the pins allow it. */
function emptyOf(contest: Contest, rival: number): PoolWeek | null {
  const week = contest.rivals[rival]?.week
  if (week === undefined) return null
  const dear = {
    seats: new Float64Array(week.options.seats.length).fill(1e6),
    visits: new Float64Array(week.options.visits.length).fill(1e6),
    travelDay: contest.weights.travelDay,
  }
  const [found] = cheapestWeeks(week, dear)
  return found === undefined ? null : { rival, week: found }
}

function openMaster(contest: Contest, rows: Rows, master: Growing): void {
  const none = Number.NEGATIVE_INFINITY
  const empty = { columns: [], values: [] }
  master.addRows([
    ...contest.rivals.map(() => ({ lower: 1, upper: 1, ...empty })),
    ...contest.series.map(({ taken }) => ({ lower: none, upper: -taken, ...empty })),
    ...contest.series.map(({ taken }) => ({ lower: -taken, upper: infinity, ...empty })),
    ...contest.series.map(({ taken, newcomers }) => ({
      lower: newcomers - (2 / 3) * taken,
      upper: infinity,
      ...empty,
    })),
    ...contest.hours.map(({ left }) => ({ lower: none, upper: left, ...empty })),
    ...contest.caseloads.map(({ left }) => ({ lower: none, upper: left, ...empty })),
  ])
  const { running, belowLeast, newcomer } = contest.weights
  master.addColumns([
    ...contest.series.map(({ option, taken }, at) => ({
      cost: running,
      lower: taken > 0 ? 1 : 0,
      upper: 1,
      rows: [rows.seats + at, rows.least + at],
      values: [-option.seats, -option.least],
    })),
    ...contest.series.map(({ option }, at) => ({
      cost: belowLeast,
      lower: 0,
      upper: option.least,
      rows: [rows.least + at],
      values: [1],
    })),
    ...contest.series.map(({ option }, at) => ({
      cost: newcomer,
      lower: 0,
      upper: option.seats,
      rows: [rows.newcomers + at],
      values: [1],
    })),
  ])
}

/** What the shared things cost one client at these prices. */
export function ownPrices(contest: Contest, rows: Rows, prices: MasterPrices, at: number): OwnPrices {
  const rival = contest.rivals[at]
  if (rival === undefined) return { seats: new Float64Array(0), visits: new Float64Array(0), travelDay: 0 }
  const price = (row: number) => prices.rows[row] ?? 0
  const extra = new Map<number, number>()
  for (const link of prices.links)
    if (link.rivals.includes(at)) extra.set(link.series, (extra.get(link.series) ?? 0) - price(link.row))
  return {
    seats: Float64Array.from(
      rival.seatOf,
      (series) =>
        -price(rows.seats + series) -
        price(rows.least + series) -
        (rival.isNew ? -1 / 3 : 2 / 3) * price(rows.newcomers + series) +
        (extra.get(series) ?? 0),
    ),
    visits: Float64Array.from(rival.week.options.visits, (visit, place) => {
      const caseload = rival.caseloadOf[place] ?? -1
      return (
        -price(rows.hours + (rival.hourOf[place] ?? 0)) * visit.size -
        (caseload < 0 ? 0 : price(rows.caseloads + caseload))
      )
    }),
    travelDay: contest.weights.travelDay,
  }
}

function priceAll(contest: Contest, rows: Rows, prices: MasterPrices): { weeks: PoolWeek[]; least: Float64Array } {
  const weeks: PoolWeek[] = []
  const least = new Float64Array(contest.rivals.length)
  contest.rivals.forEach((rival, at) => {
    const found: FoundWeek[] = cheapestWeeks(rival.week, ownPrices(contest, rows, prices, at))
    least[at] = found[0]?.priced ?? 0
    const share = prices.rows[at] ?? 0
    for (const week of found.slice(0, 3)) if (week.priced < share - 1e-7) weeks.push({ rival: at, week })
  })
  return { weeks, least }
}

/** Price sums, each client's cheapest week, each group's cheapest way to run: below every plan (Lagrangian duality). */
function boundOf(contest: Contest, rows: Rows, prices: MasterPrices, least: Float64Array): number {
  const price = (row: number) => prices.rows[row] ?? 0
  const linkPrices = new Float64Array(contest.series.length)
  for (const link of prices.links) linkPrices[link.series] = (linkPrices[link.series] ?? 0) + price(link.row)
  let bound = 0
  for (const points of least) bound += points
  const { running, belowLeast, newcomer } = contest.weights
  contest.series.forEach(({ option, taken, newcomers }, at) => {
    const seat = Math.min(0, price(rows.seats + at))
    const few = Math.max(0, price(rows.least + at))
    const mix = Math.max(0, price(rows.newcomers + at))
    bound += -seat * taken - few * taken + mix * (newcomers - (2 / 3) * taken)
    const runs = running + seat * option.seats + few * option.least + (linkPrices[at] ?? 0)
    bound += taken > 0 ? runs : Math.min(0, runs)
    bound += Math.min(0, belowLeast - few) * option.least
    bound += Math.min(0, newcomer - mix) * option.seats
  })
  contest.hours.forEach(({ left }, at) => {
    bound += Math.min(0, price(rows.hours + at)) * left
  })
  contest.caseloads.forEach(({ left }, at) => {
    bound += Math.min(0, price(rows.caseloads + at)) * left
  })
  return bound
}

/** Where somebody sits in a group more than it runs: rows that the relaxation breaks. */
function openLinks(
  contest: Contest,
  pool: readonly PoolWeek[],
  x: Float64Array,
  first: number,
  linked: Map<string, number>,
): { series: number; rival: number }[] {
  const seated = new Map<string, { series: number; rival: number; share: number }>()
  pool.forEach(({ rival, week }, at) => {
    const share = x[first + at] ?? 0
    if (share < 1e-6) return
    for (const seat of week.seats) {
      const series = contest.rivals[rival]?.seatOf[seat] ?? 0
      const key = `${series}:${rival}`
      const known = seated.get(key)
      if (known === undefined) seated.set(key, { series, rival, share })
      else known.share += share
    }
  })
  return [...seated].flatMap(([key, { series, rival, share }]) => {
    if (linked.has(key) || (contest.series[series]?.taken ?? 0) > 0 || share <= (x[series] ?? 0) + 1e-4) return []
    linked.set(key, 1)
    return [{ series, rival }]
  })
}
