import { entriesOf, nameOf, rowsOf, type PoolWeek, type Rows } from './pool.ts'
import { openRelaxation, type Growing } from './port.ts'
import type { Contest } from './contest.ts'
import { priceAll, type Link, type MasterPrices } from './price.ts'
import { brokenHours, timesIn, type SharedHour } from './shared-hours.ts'
import { cheapestWeeks } from './week-search.ts'

const infinity = Number.POSITIVE_INFINITY

/** Above so many clients the interior point method, whose prices lie in the middle, needs fewer rounds than the simplex. */
export const manyRivals = 120
/** Of so many the master takes longer than their weeks, and each row that is broken a little makes it slower. */
const veryMany = 400
/** From this gap on, in parts of the cost. */
const roughly = 5e-4
/** While the value is so far from its bound, in parts, rows that are broken are not looked at; and then how often at least. */
const far = 0.05
const enoughLooks = 2

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
  /** The last answer at a corner, where most weeks are taken wholly: for whoever fixes them. */
  isCornered?: boolean
  /** Left out where a group's running may be paid for in fractions: a bound a little lower, much sooner. */
  isLoose?: boolean
  shouldStop?: () => boolean
  /** `look`: what the relaxation has so far. */
  onRound?: (bound: number, value: number, look: () => Sketch) => void
}

/** A relaxation that is not finished. */
export type Sketch = Pick<Relaxed, 'pool' | 'shares' | 'prices'>

/**
 * The relaxation over whole weeks, by column generation: a master that shares seats, hours and caseloads out among weeks, and for
 * each client an exact search for a cheaper week at the master's prices. Its bound is tighter than that of the flat model, and
 * needs trust only in the search: price sums plus each client's cheapest week (Lagrangian bound).
 */
export async function relax(contest: Contest, limits: RelaxLimits): Promise<Relaxed> {
  const rows = rowsOf(contest)
  const master = await openRelaxation(contest.rivals.length > manyRivals, limits.shouldStop)
  try {
    return generate(contest, rows, master, limits)
  } finally {
    master.dispose()
  }
}

function generate(contest: Contest, rows: Rows, master: Growing, limits: RelaxLimits): Relaxed {
  openMaster(contest, rows, master)
  const first = contest.series.length * 5
  const pool: PoolWeek[] = []
  const names = new Set<string>()
  const links: Link[] = []
  const shared: SharedHour[] = []
  const sharedAt = contest.hours.map((): SharedHour[] => [])
  const partsKnown = new Set<string>()
  let rowCount = rows.count
  const isLarge = contest.rivals.length > veryMany
  const isMany = contest.rivals.length > manyRivals
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
        const visited = new Set(one.week.visits.map((visit) => contest.rivals[one.rival]?.hourOf[visit] ?? -1))
        for (const hour of visited)
          for (const row of sharedAt[hour] ?? []) {
            const times = timesIn(contest, row, one)
            if (times === 0) continue
            places.push(row.row)
            values.push(times)
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
  const share = (one: Omit<SharedHour, 'row'>) => {
    const row = { ...one, row: rowCount }
    shared.push(row)
    sharedAt[one.hour]?.push(row)
    rowCount += 1
    const columns: number[] = []
    const values: number[] = []
    pool.forEach((week, at) => {
      const times = timesIn(contest, row, week)
      if (times === 0) return
      columns.push(first + at)
      values.push(times)
    })
    return { lower: Number.NEGATIVE_INFINITY, upper: 1, columns, values }
  }
  add(contest.rivals.flatMap((_, rival) => [emptyOf(contest, rival)].flatMap((week) => (week === null ? [] : [week]))))
  add(limits.weeks ?? [])
  master.addRows(contest.apart.map(({ one, other, series }) => link(series, [one, other])))

  // Free of charge everything is asked for by everybody: a poor bound, but nearer to the truth than the master's first prices.
  let best = priceAll(contest, rows, { rows: new Float64Array(rows.count), links: [], shared: [] })
  add(best.found.flatMap((weeks, rival) => weeks.slice(0, 1).map((week) => ({ rival, week }))))
  // Stopped before there is any: nothing is taken, and the poor bound stands.
  let answer = master.solve() ?? {
    cost: infinity,
    x: new Float64Array(first),
    prices: new Float64Array(rowCount),
  }
  let round = 0
  let looks = 0
  for (; round < (limits.rounds ?? 400); round += 1) {
    const own = answer.prices
    // A little on the side of the best prices so far: the master's jump, and what jumps teaches less. Of many clients each of the
    // master's answers is asked about in two places: it takes far longer than they do.
    const old = best.prices.rows
    let added = 0
    for (const lean of isMany ? [0.1, 0.5, 0] : [0.1, 0]) {
      if (lean === 0 && added > 0) break
      const mixed = Float64Array.from(own, (price, row) => price * (1 - lean) + (old[row] ?? 0) * lean)
      const priced = priceAll(contest, rows, { rows: mixed, links: [...links], shared: [...shared] })
      if (priced.bound > best.bound) best = priced
      added += add(priced.found.flatMap((weeks, rival) => weeks.slice(0, 3).map((week) => ({ rival, week }))))
    }
    const { x } = answer
    limits.onRound?.(best.bound, answer.cost, () => ({
      pool: [...pool],
      shares: Float64Array.from(pool, (_, place) => x[first + place] ?? 0),
      prices: { rows: own, links: [...links], shared: [...shared] },
    }))
    const isNear = answer.cost - best.bound <= limits.gap * Math.max(1, Math.abs(answer.cost))
    if (limits.shouldStop?.() === true) break
    // Rows that are broken: no matter while everything still moves, nor the last few where it need not be the last digit.
    const isFar = answer.cost - best.bound > far * Math.max(1, Math.abs(answer.cost)) && added > 0
    const open =
      isFar || limits.isLoose === true ? [] : openLinks(contest, pool, answer.x, first, linked, isLarge ? 0.05 : 1e-4)
    const parts =
      isFar || limits.isLoose === true
        ? []
        : brokenHours(contest, pool, (at) => x[first + at] ?? 0, partsKnown, isLarge ? 0.05 : 1e-4)
    if (
      open.length + parts.length === 0 ? isNear || added === 0 : isNear && limits.gap >= roughly && looks >= enoughLooks
    )
      break
    if (!isFar) looks += 1
    master.addRows([...open.map(({ series, rival }) => link(series, [rival])), ...parts.map(share)])
    const next = master.solve()
    if (next === null) break
    answer = next
  }
  if (limits.isCornered === true) answer = master.solve(true) ?? answer
  const shares = answer.x.slice(first)
  const least = Float64Array.from(best.found, (weeks) => weeks[0]?.priced ?? 0)
  return { bound: best.bound, prices: best.prices, least, value: answer.cost, pool, shares, rounds: round }
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
  const row = (lower: number, upper: number) => ({ lower, upper, columns: [], values: [] })
  master.addRows([
    ...contest.rivals.map(() => row(1, 1)),
    ...contest.series.map(() => row(0, 0)),
    ...contest.series.map(() => row(0, 0)),
    ...contest.hours.map(({ left }) => row(none, left)),
    ...contest.caseloads.map(({ left }) => row(none, left)),
    ...contest.series.map(({ taken }) => row(none, -taken)),
    ...contest.series.map(({ taken }) => row(-taken, infinity)),
    ...contest.series.map(({ taken, newcomers }) => row(newcomers - (2 / 3) * taken, infinity)),
  ])
  const { running, belowLeast, newcomer } = contest.weights
  const column = (cost: number, lower: number, upper: number, places: number[], values: number[]) => ({
    cost,
    lower,
    upper,
    rows: places,
    values,
  })
  master.addColumns([
    ...contest.series.map(({ option, taken }, at) =>
      column(running, taken > 0 ? 1 : 0, 1, [rows.seats + at, rows.least + at], [-option.seats, -option.least]),
    ),
    ...contest.series.map(({ option }, at) => column(belowLeast, 0, option.least, [rows.least + at], [1])),
    ...contest.series.map(({ option }, at) => column(newcomer, 0, option.seats, [rows.mix + at], [1])),
    ...contest.series.map(({ option }, at) =>
      column(
        0,
        0,
        option.seats,
        [rows.others + at, rows.seats + at, rows.least + at, rows.mix + at],
        [-1, 1, 1, 2 / 3],
      ),
    ),
    ...contest.series.map(({ option }, at) =>
      column(
        0,
        0,
        option.seats,
        [rows.newcomers + at, rows.seats + at, rows.least + at, rows.mix + at],
        [-1, 1, 1, -1 / 3],
      ),
    ),
  ])
}

/** Where somebody sits in a group more than it runs: rows that the relaxation breaks. */
function openLinks(
  contest: Contest,
  pool: readonly PoolWeek[],
  x: Float64Array,
  first: number,
  linked: Map<string, number>,
  over: number,
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
    if (linked.has(key) || (contest.series[series]?.taken ?? 0) > 0 || share <= (x[series] ?? 0) + over) return []
    linked.set(key, 1)
    return [{ series, rival }]
  })
}
