import { visitKinds } from '../cost.ts'
import type { Ground } from '../ground.ts'
import { candidatesOf } from '../group-choices.ts'
import type { ClientWeek, Seeker } from '../instance.ts'
import { matchWeeks } from '../match.ts'
import { emptyOccupancy, occupancyOf } from '../occupancy.ts'
import { hourKey } from '../week.ts'
import type { Prices } from '../prices.ts'

/** Those who hold what this client's best imaginable weeks would need, whoever holds most of it first: ids of clients. */
export function holdersOf(
  ground: Ground,
  client: Seeker,
  standing: readonly ClientWeek[],
  { prices, notAsked }: { prices: Prices; notAsked: ReadonlySet<string> },
): string[] {
  const occupancy = occupancyOf(ground.instance, standing)
  const wanted = new Map<string, number>()
  const raise = (key: string, by: number) => wanted.set(key, (wanted.get(key) ?? 0) + by)
  const isFull = (id: string) => (occupancy.seats.get(id)?.taken ?? 0) >= (ground.lookup.series.get(id)?.seats ?? 0)
  const empty = emptyOccupancy()
  for (const { week } of matchWeeks({ ground, client, occupancy: empty, prices }, 12)) {
    for (const id of week.series) if (isFull(id)) raise(id, 1)
    for (const kind of visitKinds) {
      const visit = week[kind]
      if (visit === null) continue
      const key = hourKey(visit.clinician, visit.time)
      if ((occupancy.hours.get(key) ?? 0) !== 0) raise(key, 1)
    }
  }
  for (const { series } of candidatesOf({ ground, client, occupancy: empty, prices }))
    if (isFull(series.id)) raise(series.id, 2)
  const scored = standing.flatMap((week) => {
    if (notAsked.has(week.client)) return []
    let score = 0
    for (const id of week.series) score += wanted.get(id) ?? 0
    for (const kind of visitKinds) {
      const visit = week[kind]
      if (visit !== null) score += wanted.get(hourKey(visit.clinician, visit.time)) ?? 0
    }
    return [{ id: week.client, score }]
  })
  return scored.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
}
