import { evaluate } from '../evaluate.ts'
import type { ClientWeek, Instance, Plan } from '../instance.ts'
import type { Weights } from '../weights.ts'
import { gapOf } from './bound.ts'
import { choosePlan } from './choose.ts'
import { pricesOf, type Composed } from './compose.ts'
import { dive } from './dive.ts'
import { rowsOf } from './pool.ts'
import { priceAll, type Link, type MasterPrices } from './price.ts'
import { relax } from './relax.ts'
import { contestOf, type Contest } from './contest.ts'

export type BlockLimits = {
  gap?: number
  shouldStop?: () => boolean
  onBlock?: (name: string, cost: number) => void
}

/**
 * A census of many sites, block by block: those who come by video first, then each site on what video has left. The bound is
 * one for all: the prices of every block together, and at them the cheapest week of every client of every block. It holds
 * whatever the prices are; what sites and video share is paid for once, at the price that it has by video.
 */
export async function composeInBlocks(
  instance: Instance,
  weights: Weights,
  limits: BlockLimits = {},
): Promise<Composed> {
  const gap = limits.gap ?? 0.01
  const sites = [...new Set(instance.clients.map((one) => one.site))].toSorted((a, b) =>
    a === null ? -1 : b === null ? 1 : a < b ? -1 : 1,
  )
  const whole = contestOf(instance, weights)
  const merged = mergedPrices(whole)
  let weeks: ClientWeek[] = []
  for (const site of sites) {
    if (limits.shouldStop?.() === true) break
    const own = new Set(instance.clients.filter((one) => one.site === site).map((one) => one.id))
    const contest = contestOf(instance, weights, { only: own, kept: weeks })
    const relaxed = await relax(contest, { gap: gap / 4, isCornered: true, shouldStop: limits.shouldStop })
    merged.take(contest, relaxed.prices)
    const near = await dive(contest, relaxed, { gap: gap / 4, shouldStop: limits.shouldStop })
    // A small block is chosen once more as a whole.
    const plan =
      own.size <= 120 ? await choosePlan(contest, near, { gap: gap / 2, shouldStop: limits.shouldStop }) : near
    weeks = [...plan.weeks]
    limits.onBlock?.(site ?? 'by video', relaxed.bound)
  }
  const prices = merged.prices()
  const bound = priceAll(whole, rowsOf(whole), prices).bound
  const plan: Plan = { weeks }
  const verdict = evaluate(instance, plan, weights)
  const proven = gapOf(verdict.cost, bound)
  return {
    plan,
    cost: verdict.cost,
    ownBound: bound,
    bound,
    ownGap: proven,
    gap: proven,
    verdict,
    prices: pricesOf(whole, prices),
  }
}

/** The prices of the blocks as prices of the whole: whoever priced a seat or an hour first keeps its price. */
function mergedPrices(whole: Contest) {
  const rows = rowsOf(whole)
  const series = new Map(whole.series.map(({ option }, at) => [option.id, at]))
  const hours = new Map(whole.hours.map(({ key }, at) => [key, at]))
  const caseloads = new Map(whole.caseloads.map(({ clinician }, at) => [clinician, at]))
  const rivals = new Map(whole.rivals.map((one, at) => [one.week.client.id, at]))
  const list = new Float64Array(rows.count)
  const priced = new Set<number>()
  const links: { series: number; rivals: number[]; price: number }[] = []
  const set = (row: number, price: number) => {
    if (priced.has(row)) return
    priced.add(row)
    list[row] = price
  }
  return {
    take: (block: Contest, prices: MasterPrices): void => {
      const own = rowsOf(block)
      const price = (row: number) => prices.rows[row] ?? 0
      const fresh = new Set<number>()
      block.series.forEach(({ option }, at) => {
        const place = series.get(option.id)
        if (place === undefined) return
        if (!priced.has(rows.others + place)) fresh.add(at)
        set(rows.others + place, price(own.others + at))
        set(rows.newcomers + place, price(own.newcomers + at))
      })
      block.hours.forEach(({ key }, at) => {
        const place = hours.get(key)
        if (place !== undefined) set(rows.hours + place, price(own.hours + at))
      })
      block.caseloads.forEach(({ clinician }, at) => {
        const place = caseloads.get(clinician)
        if (place !== undefined) set(rows.caseloads + place, price(own.caseloads + at))
      })
      for (const link of prices.links) {
        const place = series.get(block.series[link.series]?.option.id ?? '')
        const who = link.rivals.map((at) => rivals.get(block.rivals[at]?.week.client.id ?? '') ?? -1)
        if (place === undefined || !fresh.has(link.series) || who.includes(-1)) continue
        links.push({ series: place, rivals: who, price: price(link.row) })
      }
    },
    prices: (): MasterPrices => {
      const all = new Float64Array(rows.count + links.length)
      all.set(list)
      const linked = links.map((one, at): Link => {
        all[rows.count + at] = one.price
        return { row: rows.count + at, series: one.series, rivals: one.rivals }
      })
      return { rows: all, links: linked }
    },
  }
}
