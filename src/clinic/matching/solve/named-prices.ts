import type { Contest } from './contest.ts'
import { rowsOf } from './pool.ts'
import type { Link, MasterPrices } from './price.ts'

/** The master's prices by what they are prices of, so that one block's can be carried to another, or to another thread. */
export type NamedPrices = {
  seats: ReadonlyMap<string, { others: number; newcomers: number }>
  hours: ReadonlyMap<string, number>
  caseloads: ReadonlyMap<string, number>
  links: readonly { series: string; clients: readonly string[]; price: number }[]
}

export function namedPrices(contest: Contest, prices: MasterPrices): NamedPrices {
  const rows = rowsOf(contest)
  const price = (row: number) => prices.rows[row] ?? 0
  return {
    seats: new Map(
      contest.series.map(({ option }, at) => [
        option.id,
        { others: price(rows.others + at), newcomers: price(rows.newcomers + at) },
      ]),
    ),
    hours: new Map(contest.hours.map(({ key }, at) => [key, price(rows.hours + at)])),
    caseloads: new Map(contest.caseloads.map(({ clinician }, at) => [clinician, price(rows.caseloads + at)])),
    links: prices.links.map((link) => ({
      series: contest.series[link.series]?.option.id ?? '',
      clients: link.rivals.map((at) => contest.rivals[at]?.week.client.id ?? ''),
      price: price(link.row),
    })),
  }
}

/** Named prices as those of a contest; what is not in it is left out. */
export function pricesIn(contest: Contest, named: NamedPrices): MasterPrices {
  const rows = rowsOf(contest)
  const places = new Map(contest.series.map(({ option }, at) => [option.id, at]))
  const rivals = new Map(contest.rivals.map((one, at) => [one.week.client.id, at]))
  const inside = named.links.filter(
    ({ series, clients }) => places.has(series) && clients.every((id) => rivals.has(id)),
  )
  const list = new Float64Array(rows.count + inside.length)
  for (const [id, at] of places) {
    const seat = named.seats.get(id)
    list[rows.others + at] = seat?.others ?? 0
    list[rows.newcomers + at] = seat?.newcomers ?? 0
  }
  contest.hours.forEach(({ key }, at) => (list[rows.hours + at] = named.hours.get(key) ?? 0))
  contest.caseloads.forEach(({ clinician }, at) => (list[rows.caseloads + at] = named.caseloads.get(clinician) ?? 0))
  const links = inside.map((one, at): Link => {
    list[rows.count + at] = one.price
    return {
      row: rows.count + at,
      series: places.get(one.series) ?? 0,
      rivals: one.clients.map((id) => rivals.get(id) ?? 0),
    }
  })
  return { rows: list, links }
}

/** Whoever priced a seat or an hour first keeps its price; the links of a group go with whoever priced it. */
export function mergedPrices(list: readonly NamedPrices[]): NamedPrices {
  const seats = new Map<string, { others: number; newcomers: number }>()
  const hours = new Map<string, number>()
  const caseloads = new Map<string, number>()
  const links: NamedPrices['links'][number][] = []
  for (const one of list) {
    links.push(...one.links.filter(({ series }) => !seats.has(series)))
    for (const [id, price] of one.seats) if (!seats.has(id)) seats.set(id, price)
    for (const [key, price] of one.hours) if (!hours.has(key)) hours.set(key, price)
    for (const [id, price] of one.caseloads) if (!caseloads.has(id)) caseloads.set(id, price)
  }
  return { seats, hours, caseloads, links }
}
