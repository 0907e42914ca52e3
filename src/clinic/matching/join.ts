import type { Seeker, SeriesOption } from './instance.ts'
import type { Hour, TherapistHours, VisitChoices } from './visit-choices.ts'
import { overlaps } from './week.ts'

export type Joined = { cost: number; individual: Hour | null; family: Hour | null; medication: Hour | null }
type Priced = { hour: Hour; cost: number }

/**
 * The cheapest visits beside these groups, exactly: one therapist for individual and family, no two things at one time,
 * each day's travel paid once. The cost is of visits alone (hours, days of travel that the groups do not make already,
 * what is left out); null where pinned visits cannot stand. `floor`: what they cost at least, so that the search may end there.
 */
export function joinVisits(
  client: Seeker,
  groups: readonly SeriesOption[],
  choices: VisitChoices,
  travelDay: number,
  floor = Number.NEGATIVE_INFINITY,
): Joined | null {
  let travelled = 0
  for (const one of groups) if (one.site !== null) travelled |= 1 << one.time.weekday
  const { missing } = choices
  const isAway = (hour: Hour, days: number) => !hour.byVideo && (days & (1 << hour.time.weekday)) === 0
  const possible = (hours: readonly Hour[]): Priced[] => {
    const out: Priced[] = []
    for (const hour of hours)
      if (!groups.some((one) => overlaps(one.time, hour.time)))
        out.push({ hour, cost: hour.cost + (isAway(hour, travelled) ? travelDay : 0) })
    return out.sort((one, other) => one.cost - other.cost)
  }
  const medication = possible(choices.medication)
  // Bounds leave travel out, because visits of one day share it.
  const leastMedication = Math.min(missing.medication, cheapest(choices.medication))
  let best: Joined | null = null as Joined | null // it is set in a closure, which narrowing does not see

  /** Whether nothing that costs at least this is worth looking at. */
  const isEnough = (cost: number) => best !== null && (cost >= best.cost - 1e-9 || best.cost <= floor + 1e-6)

  /** The cheapest medication hour beside the others, some of whose days may be travelled anyway. */
  const close = (individual: Hour | null, family: Hour | null, cost: number, days: number) => {
    const offer = (hour: Hour | null, more: number) => {
      if (cost + more < (best?.cost ?? Number.POSITIVE_INFINITY) - 1e-9)
        best = { cost: cost + more, individual, family, medication: hour }
    }
    offer(null, missing.medication)
    for (const { hour, cost: own } of medication) {
      if (isEnough(cost + own - travelDay)) break
      if (clashes(hour, individual) || clashes(hour, family)) continue
      offer(hour, own - (isAway(hour, travelled) && !isAway(hour, days) ? travelDay : 0))
    }
  }

  const withFamily = (own: readonly Priced[], individual: Hour | null, cost: number, days: number) => {
    close(individual, null, cost + missing.family, days)
    for (const { hour, cost: family } of own) {
      if (isEnough(cost + family - travelDay + leastMedication)) break
      if (clashes(hour, individual)) continue
      const shared = isAway(hour, travelled) && !isAway(hour, days) ? travelDay : 0
      close(individual, hour, cost + family - shared, days | goesTo(hour))
    }
  }

  // Without anybody; with a prescribed therapist missing there is no family visit either.
  close(null, null, missing.individual + missing.family, travelled)
  const floors = choices.therapists.map((one) => ({ one, least: leastOf(one) }))
  floors.sort((a, b) => a.least - b.least)
  for (const { one, least } of floors) {
    if (isEnough(least + leastMedication)) break
    const family = possible(one.family)
    if (client.need.individual === null) {
      withFamily(family, null, 0, travelled)
      continue
    }
    const leastFamily = Math.min(missing.family, cheapest(one.family))
    for (const { hour, cost } of possible(one.individual)) {
      if (isEnough(cost + leastFamily + leastMedication)) break
      withFamily(family, hour, cost, travelled | goesTo(hour))
    }
  }
  return best

  function leastOf({ individual, family }: TherapistHours): number {
    const alone = client.need.individual === null ? 0 : cheapest(individual)
    return alone + Math.min(missing.family, cheapest(family))
  }
}

/** A visit by video makes no travel; one that could be either is held by video unless the day is travelled anyway. */
const goesTo = (hour: Hour): number => (hour.byVideo ? 0 : 1 << hour.time.weekday)
const clashes = (hour: Hour, other: Hour | null): boolean => other !== null && overlaps(hour.time, other.time)
const cheapest = (hours: readonly Hour[]): number => {
  let least = Number.POSITIVE_INFINITY
  for (const { cost } of hours) if (cost < least) least = cost
  return least
}
