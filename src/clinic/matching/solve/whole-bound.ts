import type { Instance } from '../instance.ts'
import { hourKey } from '../week.ts'
import type { Weights } from '../weights.ts'
import type { AskedBlock } from './block.ts'
import type { NamedPrices } from './named-prices.ts'
import { cheapestRoom } from './price.ts'

/** Asks every block what its clients come to at these prices. */
export type AskAll = (prices: NamedPrices) => Promise<readonly AskedBlock[]>
export type WholeBound = { bound: number; prices: NamedPrices }

/** What is priced: two places for each group (others, newcomers), then hours, then caseloads. */
type Shelf = { prices: Float64Array; lack: Float64Array }

/**
 * A sum below every plan of a census of many blocks, whatever the prices are (Lagrangian duality): each client's cheapest week,
 * each group's cheapest way to run, and what hours and caseloads come to. Prices that the blocks found apart know nothing of
 * each other; some rounds along the mean of what is lacking (volume algorithm, Barahona and Anbil 2000) bring them together.
 * `cost`: of the best plan. Ends at this gap, in parts of the cost, or after so many rounds.
 */
export async function wholeBound(
  instance: Instance,
  weights: Weights,
  start: NamedPrices,
  ask: AskAll,
  limits: { cost: number; gap: number; rounds: number; shouldStop?: () => boolean; onRound?: (bound: number) => void },
): Promise<WholeBound> {
  const layout = layoutOf(instance)
  const weigh = async (prices: NamedPrices) => sumOf(instance, weights, layout, prices, await ask(prices))
  let best = await weigh(start)
  let mean = best.shelf.lack
  let stride = 0.1
  let vain = 0
  limits.onRound?.(best.bound)
  for (let round = 0; round < limits.rounds && limits.shouldStop?.() !== true; round += 1) {
    const aim = limits.cost * (1 - limits.gap / 4)
    const size = mean.reduce((sum, one) => sum + one * one, 0)
    if (best.bound >= limits.cost * (1 - limits.gap) || size < 1e-9) break
    const length = (stride * (aim - best.bound)) / size
    const moved = best.shelf.prices.map((price, at) => {
      const then = price + length * (mean[at] ?? 0)
      return at >= layout.hours ? Math.min(0, then) : then
    })
    const next = await weigh(namedAgain(instance, layout, moved, start.links))
    mean = mean.map((one, at) => one * 0.85 + (next.shelf.lack[at] ?? 0) * 0.15)
    vain = next.bound > best.bound ? 0 : vain + 1
    if (next.bound > best.bound) {
      best = next
      stride = Math.min(1, stride * 1.15)
    } else if (vain % 2 === 0) stride *= 0.7
    limits.onRound?.(best.bound)
  }
  return { bound: best.bound, prices: best.prices }
}

type Layout = {
  hours: number
  caseloads: number
  hourPlaces: ReadonlyMap<string, number>
  clinicianPlaces: ReadonlyMap<string, number>
  length: number
}

function layoutOf({ series, clinicians }: Instance): Layout {
  const hours = series.length * 2
  const keys = clinicians.flatMap((one) => one.hours.map((hour) => hourKey(one.id, hour)))
  const caseloads = hours + keys.length
  return {
    hours,
    caseloads,
    hourPlaces: new Map(keys.map((key, at) => [key, hours + at])),
    clinicianPlaces: new Map(clinicians.map((one, at) => [one.id, caseloads + at])),
    length: caseloads + clinicians.length,
  }
}

/** An hour has four weeks to give. */
const weeksOfAnHour = 4

function sumOf(
  instance: Instance,
  weights: Weights,
  layout: Layout,
  prices: NamedPrices,
  asked: readonly AskedBlock[],
): WholeBound & { shelf: Shelf } {
  const shelf: Shelf = { prices: new Float64Array(layout.length), lack: new Float64Array(layout.length) }
  let bound = asked.reduce((all, one) => all + one.sum, 0)
  // A price of the wrong sign, as rounding may leave it, must not raise the bound.
  const links = new Map<string, number>()
  for (const one of prices.links) links.set(one.series, (links.get(one.series) ?? 0) + Math.min(0, one.price))
  instance.series.forEach((option, at) => {
    const seat = prices.seats.get(option.id) ?? { others: 0, newcomers: 0 }
    const room = cheapestRoom(option, weights, { stands: 0, fresh: 0 }, { ...seat, links: links.get(option.id) ?? 0 })
    bound += room.points
    shelf.prices.set([seat.others, seat.newcomers], at * 2)
    shelf.lack.set([room.others, room.newcomers], at * 2)
  })
  const limited = (place: number, price: number, left: number) => {
    bound += Math.min(0, price) * left
    shelf.prices[place] = Math.min(0, price)
    shelf.lack[place] = left
  }
  for (const [key, place] of layout.hourPlaces) limited(place, prices.hours.get(key) ?? 0, weeksOfAnHour)
  for (const one of instance.clinicians)
    limited(layout.clinicianPlaces.get(one.id) ?? -1, prices.caseloads.get(one.id) ?? 0, one.caseload)
  const seats = new Map(instance.series.map((one, at) => [one.id, at * 2]))
  const less = (place: number | undefined, by: number) => {
    if (place !== undefined) shelf.lack[place] = (shelf.lack[place] ?? 0) - by
  }
  for (const { taken } of asked) {
    for (const [id, { others, newcomers }] of taken.seats) {
      const place = seats.get(id)
      if (place === undefined) continue
      less(place, others)
      less(place + 1, newcomers)
    }
    for (const [key, weeks] of taken.hours) less(layout.hourPlaces.get(key), weeks)
    for (const [id, clients] of taken.caseloads) less(layout.clinicianPlaces.get(id), clients)
  }
  // What is left over of something that costs nothing is no matter.
  for (let place = layout.hours; place < layout.length; place += 1)
    if ((shelf.lack[place] ?? 0) > 0 && (shelf.prices[place] ?? 0) >= 0) shelf.lack[place] = 0
  return { bound, prices, shelf }
}

function namedAgain(instance: Instance, layout: Layout, list: Float64Array, links: NamedPrices['links']): NamedPrices {
  return {
    seats: new Map(
      instance.series.map((one, at) => [one.id, { others: list[at * 2] ?? 0, newcomers: list[at * 2 + 1] ?? 0 }]),
    ),
    hours: new Map([...layout.hourPlaces].map(([key, place]) => [key, list[place] ?? 0])),
    caseloads: new Map([...layout.clinicianPlaces].map(([id, place]) => [id, list[place] ?? 0])),
    links,
  }
}
