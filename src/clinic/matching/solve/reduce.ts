import { visitKinds } from '../cost.ts'
import type { Kept } from './census.ts'
import type { Rows } from './pool.ts'
import { eachOwnPrices, type MasterPrices } from './price.ts'
import type { Contest } from './contest.ts'
import { cheapestWeeks } from './week-search.ts'

/** Far below every real price: whoever can, takes it. */
const lure = 1e7

/**
 * Which options a plan cheaper than the best known can still have: for each seat and each hour, the cheapest week with it at the
 * prices of the bound; where bound and that week's surcharge together pass the best known, it is left out. `slack`: what lies
 * between the best known cost and the bound, in points.
 */
export function worthKeeping(contest: Contest, rows: Rows, prices: MasterPrices, slack: number): Kept {
  const own = eachOwnPrices(contest, rows, prices)
  const all = contest.rivals.map(({ week }, at) => {
    const mine = own(at)
    const least = cheapestWeeks(week, mine)[0]?.priced ?? 0
    const surcharge = (seats: Float64Array, visits: Float64Array) => {
      const found = cheapestWeeks(week, { ...mine, seats, visits })[0]
      return found === undefined || found.priced > -lure / 2 ? Number.POSITIVE_INFINITY : found.priced + lure - least
    }
    const seats = week.options.seats.map((_, place) => {
      const lured = Float64Array.from(mine.seats)
      lured[place] = (lured[place] ?? 0) - lure
      return surcharge(lured, mine.visits) <= slack + 1e-6
    })
    const visits = week.options.visits.map(() => false)
    for (const day of week.days)
      visitKinds.forEach((_, kind) => {
        for (const places of day.slots[kind]?.at ?? []) {
          const cost = (place: number) => (week.options.visits[place]?.points ?? 0) + (mine.visits[place] ?? 0)
          const cheapest = Math.min(...places.map(cost))
          const near = places.filter((place) => cost(place) - cheapest <= slack + 1e-6)
          const lured = Float64Array.from(mine.visits)
          for (const place of places) lured[place] = (lured[place] ?? 0) - lure
          const more = surcharge(mine.seats, lured)
          for (const place of near) visits[place] = more + cost(place) - cheapest <= slack + 1e-6
        }
      })
    return { seats, visits }
  })
  return (rival) => all[rival] ?? { seats: [], visits: [] }
}
