import { lackIn } from './cost.ts'
import type { Ask } from './group-choices.ts'
import { matchWeeks } from './match.ts'
import type { Prices } from './prices.ts'

/** So little that a whole week's prices together never outweigh the smallest thing that a week could lack. */
const leastPoints = 12
/** How much lower each try is than the one before. */
const step = 2

/**
 * The same question at prices that steer and never withhold: whoever could have more of what is prescribed gets it, however
 * much others may want the seat tomorrow; among weeks that lack as little, the prices choose. They are lowered together, and only
 * as far as that takes: lower than that, a seat that others need looks no dearer than a day of travel. Where the prices as they
 * stand already leave nothing out, they stay.
 */
export function steered(ask: Ask): Ask {
  const { prices } = ask
  if (prices.seats.size + prices.hours.size + prices.caseload.size === 0) return ask
  const lack = (asked: Ask) => {
    const [best] = matchWeeks(asked, 1)
    return best === undefined ? 0 : lackIn(best.lines)
  }
  const dear = lack(ask)
  if (dear <= 0) return ask
  const dearest = Math.max(...prices.seats.values(), ...prices.hours.values(), ...prices.caseload.values())
  const lowered = (part: number): Ask => ({ ...ask, prices: times(prices, part) })
  const lowest = Math.min(1, leastPoints / dearest)
  const least = lack(lowered(lowest))
  if (least >= dear - 1e-6) return ask
  for (let part = 1 / step; part > lowest; part /= step) {
    const gentle = lowered(part)
    if (lack(gentle) <= least + 1e-6) return gentle
  }
  return lowered(lowest)
}

const times = ({ seats, hours, caseload }: Prices, part: number): Prices => {
  const scale = (map: ReadonlyMap<string, number>) => new Map([...map].map(([key, points]) => [key, points * part]))
  return { seats: scale(seats), hours: scale(hours), caseload: scale(caseload) }
}
