import type { DayChoice } from './group-choices.ts'
import type { Need } from './instance.ts'
import { cheapestEach, type Hour, type VisitChoices } from './visit-choices.ts'
import { overlaps } from './week.ts'

// Which visits fall on a day is kept in bits: 1 individual, 2 family, 4 medication.

/** Hours of one day, whoever holds them: for each time the cheapest, and the cheapest by video. */
export type DayHours = readonly [readonly Hour[], readonly Hour[], readonly Hour[]]

export const visitBits = (need: Need): number =>
  (need.individual === null ? 0 : 1) | (need.family === null ? 0 : 2) | (need.medication === null ? 0 : 4)

/** For each weekday (1 to 7) the hours that are worth looking at when it does not matter whose they are. */
export function hoursByDay({ therapists, medication }: VisitChoices): DayHours[] {
  const days = Array.from({ length: 8 }, (): [Hour[], Hour[], Hour[]] => [[], [], []])
  const deal = (hours: Iterable<Hour>, kind: 0 | 1 | 2) => {
    for (const hour of hours) days[hour.time.weekday]?.[kind].push(hour)
  }
  deal(cheapestEach(therapists.flatMap((one) => one.individual)), 0)
  deal(cheapestEach(therapists.flatMap((one) => one.family)), 1)
  deal(medication, 2)
  for (const lists of days) for (const list of lists) list.sort((one, other) => one.cost - other.cost)
  return days
}

/**
 * The least points for each set of visits on a day beside some groups: the day's travel with them, clashes left out.
 * Therapists may differ between the two visits: a bound for one therapist, exact where only one visit needs one.
 */
export function visitCosts(choice: DayChoice, hours: DayHours, bits: number, travelDay: number): Float64Array {
  const free = hours.map((list) => list.filter((hour) => !choice.series.some((one) => overlaps(one.time, hour.time))))
  const out = new Float64Array(8).fill(Number.POSITIVE_INFINITY)
  out[0] = choice.onSite ? travelDay : 0
  for (let set = 1; set < 8; set++) {
    if ((set & bits) !== set) continue
    const lists = free.filter((_, kind) => (set & (1 << kind)) !== 0)
    const travelling = travelDay + least(lists, false)
    out[set] = choice.onSite ? travelling : Math.min(travelling, least(lists, true))
  }
  return out
}

/** The cheapest choice of one hour from each list without two at one time. */
function least(lists: readonly (readonly Hour[])[], onlyVideo: boolean): number {
  const floors = lists.map((list) => list[0]?.cost ?? Number.POSITIVE_INFINITY)
  let best = Number.POSITIVE_INFINITY
  const chosen: Hour[] = []
  const walk = (at: number, cost: number, rest: number) => {
    const list = lists[at]
    if (list === undefined) {
      best = cost
      return
    }
    const after = rest - (floors[at] ?? 0)
    for (const hour of list) {
      if (cost + hour.cost + after >= best) return
      if ((onlyVideo && !hour.byVideo) || chosen.some((other) => overlaps(other.time, hour.time))) continue
      chosen.push(hour)
      walk(at + 1, cost + hour.cost, after)
      chosen.pop()
    }
  }
  const rest = floors.reduce((sum, one) => sum + one, 0)
  if (Number.isFinite(rest)) walk(0, 0, rest)
  return best
}
