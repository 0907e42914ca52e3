import { lackIn } from './cost.ts'
import type { Ask } from './group-choices.ts'
import { matchWeeks } from './match.ts'
import type { Prices } from './prices.ts'

/** So little that a whole week's prices together never outweigh the smallest thing that a week could lack. */
const mostPoints = 12

/**
 * The same question at prices that steer and never withhold: whoever could have more of what is prescribed gets it, however
 * much others may want the seat tomorrow; among weeks that lack as little, the prices choose. Where the prices as they stand
 * already leave nothing out, they stay.
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
  const gentle = { ...ask, prices: atMost(prices, mostPoints) }
  return lack(gentle) < dear - 1e-6 ? gentle : ask
}

/** Prices with the order kept and the height taken: the dearest comes to `most`, everything else in its part of it. */
function atMost({ seats, hours, caseload }: Prices, most: number): Prices {
  const dearest = Math.max(most, ...seats.values(), ...hours.values(), ...caseload.values())
  const scale = (map: ReadonlyMap<string, number>) =>
    new Map([...map].map(([key, points]) => [key, (points * most) / dearest]))
  return { seats: scale(seats), hours: scale(hours), caseload: scale(caseload) }
}
