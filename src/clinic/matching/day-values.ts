import type { DayChoice } from './group-choices.ts'
import type { Need } from './instance.ts'
import type { Hour, VisitChoices } from './visit-choices.ts'
import { overlaps } from './week.ts'

// Which visits fall on a day is kept in bits: 1 individual, 2 family, 4 medication.

/** Hours of one day, whoever holds them: for each time the cheapest, and the cheapest by video. */
export type DayHours = readonly [readonly Hour[], readonly Hour[], readonly Hour[]]

export const visitBits = (need: Need): number =>
  (need.individual === null ? 0 : 1) | (need.family === null ? 0 : 2) | (need.medication === null ? 0 : 4)

/** For each weekday (1 to 7) the hours that are worth looking at when it does not matter whose they are. */
export function hoursByDay({ therapists, medication }: VisitChoices): DayHours[] {
  const days = Array.from({ length: 8 }, () => [
    new Map<number, Hour>(),
    new Map<number, Hour>(),
    new Map<number, Hour>(),
  ])
  const note = (hour: Hour, kind: number) => {
    const map = days[hour.time.weekday]?.[kind]
    // By video and on site are kept apart: one may cost a day of travel.
    const key = (hour.time.from * 2048 + hour.time.to) * 2 + (hour.byVideo ? 1 : 0)
    const known = map?.get(key)
    if (known === undefined || hour.cost < known.cost) map?.set(key, hour)
  }
  for (const one of therapists) {
    for (const hour of one.individual) note(hour, 0)
    for (const hour of one.family) note(hour, 1)
  }
  for (const hour of medication) note(hour, 2)
  const sorted = (map: Map<number, Hour> | undefined) => [...(map?.values() ?? [])].sort((a, b) => a.cost - b.cost)
  return days.map(([one, two, three]) => [sorted(one), sorted(two), sorted(three)] as const)
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
