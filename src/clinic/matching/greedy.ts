import { emptyWeek } from './cost.ts'
import { byId, type Ground } from './ground.ts'
import { candidatesOf } from './group-choices.ts'
import type { ClientWeek, Plan, Seeker } from './instance.ts'
import { matchWeeks } from './match.ts'
import { emptyOccupancy, enter, leave, occupancyOf, type Occupancy } from './occupancy.ts'
import { noPrices, type Prices } from './prices.ts'

export type Census = {
  ground: Ground
  /** Who is placed, in this turn. Others keep their week of `standing`. */
  order: readonly Seeker[]
  prices?: Prices
  standing?: readonly ClientWeek[]
}

/**
 * Places clients one after the other, each at the best week that is left, nobody moved afterwards. In arrival order with
 * forecast prices this is admission as it happens, day by day; hardest first with prices it is the start of a census.
 * Without prices the scarce evening seats go to whoever comes first: the formulation of the week, 5.3, measures what that costs.
 */
export function placeInTurn({ ground, order, prices = noPrices, standing = [] }: Census): Plan {
  const ids = new Set(order.map((one) => one.id))
  const kept = standing.filter((week) => !ids.has(week.client))
  const occupancy = occupancyOf(ground.instance, kept)
  const placed = order.map((client) => {
    const week = bestWeek(ground, client, occupancy, prices)
    enter(occupancy, client, week)
    return week
  })
  return { weeks: [...kept, ...placed] }
}

/** Those with the least to choose from first: groups they could join for each one they need, evenings only before anything. */
export function hardestFirst(ground: Ground, clients: readonly Seeker[] = ground.instance.clients): Seeker[] {
  const occupancy = emptyOccupancy()
  const room = (client: Seeker): number => {
    const minutes = candidatesOf({ ground, client, occupancy, prices: noPrices }).reduce(
      (sum, one) => sum + one.minutes,
      0,
    )
    return minutes / Math.max(1, client.need.minutes)
  }
  return clients
    .map((client) => ({ client, room: room(client) }))
    .toSorted((one, other) => one.room - other.room || byId(one.client, other.client))
    .map(({ client }) => client)
}

/**
 * Goes round the clients and gives each the best week that is left when theirs is given back. A week is changed only where the
 * whole plan becomes cheaper by it (rooms are counted in), so that the plan never becomes worse; ends when a round changes
 * nothing. Without prices: what a seat costs others has been paid by whoever sits there.
 */
export function improved(ground: Ground, plan: Plan, rounds: number, prices: Prices = noPrices): Plan {
  const weeks = new Map(plan.weeks.map((week) => [week.client, week]))
  const occupancy = occupancyOf(ground.instance, plan.weeks)
  const order = hardestFirst(ground).filter((client) => weeks.has(client.id))
  for (let round = 0; round < rounds; round++) {
    let changes = 0
    for (const client of order) {
      const before = weeks.get(client.id) ?? emptyWeek(client.id)
      leave(occupancy, client, before)
      const [best] = matchWeeks({ ground, client, occupancy, prices }, 1)
      const after = best?.week ?? before
      enter(occupancy, client, after)
      if (!isSameWeek(before, after)) changes += 1
      weeks.set(client.id, after)
    }
    if (changes === 0) break
  }
  return { weeks: plan.weeks.flatMap((week) => weeks.get(week.client) ?? []) }
}

/** With what is pinned impossible, the week of today stands: the coordinator said so. */
function bestWeek(ground: Ground, client: Seeker, occupancy: Occupancy, prices: Prices): ClientWeek {
  const [best] = matchWeeks({ ground, client, occupancy, prices }, 1)
  return best?.week ?? client.now ?? emptyWeek(client.id)
}

const isSameWeek = (one: ClientWeek, other: ClientWeek): boolean =>
  [...one.series].toSorted().join(' ') === [...other.series].toSorted().join(' ') &&
  JSON.stringify([one.individual, one.family, one.medication]) ===
    JSON.stringify([other.individual, other.family, other.medication])
