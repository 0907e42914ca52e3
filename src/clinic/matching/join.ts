import type { Seeker, SeriesOption } from './instance.ts'
import type { Hour, VisitChoices } from './visit-choices.ts'
import { overlaps } from './week.ts'

export type Joined = { cost: number; individual: Hour | null; family: Hour | null; medication: Hour | null }

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
  const isTaken = ({ time }: Hour) => groups.some((one) => overlaps(one.time, time))
  // Bounds leave travel out, because visits of one day share it: in the order of bare costs, they only rise.
  const leastMedication = Math.min(missing.medication, choices.medication[0]?.cost ?? Number.POSITIVE_INFINITY)
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
    for (const hour of choices.medication) {
      if (isEnough(cost + hour.cost)) break
      if (isTaken(hour) || clashes(hour, individual) || clashes(hour, family)) continue
      offer(hour, hour.cost + (isAway(hour, days) ? travelDay : 0))
    }
  }

  const withFamily = (own: readonly Hour[], individual: Hour | null, cost: number, days: number) => {
    close(individual, null, cost + missing.family, days)
    for (const hour of own) {
      if (isEnough(cost + hour.cost + leastMedication)) break
      if (isTaken(hour) || clashes(hour, individual)) continue
      close(individual, hour, cost + hour.cost + (isAway(hour, days) ? travelDay : 0), days | goesTo(hour))
    }
  }

  // Without anybody; with a prescribed therapist missing there is no family visit either.
  close(null, null, missing.individual + missing.family, travelled)
  for (const { individual, family, least } of choices.therapists) {
    if (isEnough(least + leastMedication)) break
    if (client.need.individual === null) {
      withFamily(family, null, 0, travelled)
      continue
    }
    const leastFamily = Math.min(missing.family, family[0]?.cost ?? Number.POSITIVE_INFINITY)
    for (const hour of individual) {
      if (isEnough(hour.cost + leastFamily + leastMedication)) break
      if (isTaken(hour)) continue
      withFamily(family, hour, hour.cost + (isAway(hour, travelled) ? travelDay : 0), travelled | goesTo(hour))
    }
  }
  return best
}

/** A visit by video makes no travel; one that could be either is held by video unless the day is travelled anyway. */
const goesTo = (hour: Hour): number => (hour.byVideo ? 0 : 1 << hour.time.weekday)
const clashes = (hour: Hour, other: Hour | null): boolean => other !== null && overlaps(hour.time, other.time)
