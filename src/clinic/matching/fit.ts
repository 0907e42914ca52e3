import type { Clinician, Instance, Seeker, SeriesOption, Visit, WeekTime } from './instance.ts'
import { isInside, minutesOf } from './week.ts'

/** Why a client cannot be in a series, whoever else sits there, in the order in which it is said. */
export type Unfit = 'site' | 'video' | 'age' | 'specialty' | 'affinity' | 'licence' | 'availability' | 'closed'

export const isPinned = (client: Seeker, id: string): boolean => client.pinned.includes(id)

/** Whether they sit in this series today and the coordinator said that it stays: then nothing more is asked. */
const stays = (client: Seeker, series: SeriesOption): boolean =>
  isPinned(client, series.id) && client.now !== null && client.now.series.includes(series.id)

/** The first reason why this client cannot be in this series, or null. Seats and other people are not looked at. */
export function unfitFor(client: Seeker, series: SeriesOption): Unfit | null {
  if (stays(client, series)) return null
  if (series.site === null && !client.takesVideo) return 'video'
  if (series.site !== null && series.site !== client.site) return 'site'
  if (series.age !== 'any' && series.age !== client.age) return 'age'
  if (!series.takes.includes(client.specialty)) return 'specialty'
  if (series.affinity !== null && !client.affinities.includes(series.affinity)) return 'affinity'
  if (series.states !== null && !series.states.includes(client.state)) return 'licence'
  if (!isInside(series.time, client.free)) return 'availability'
  if (series.isClosed && !(client.now?.series.includes(series.id) ?? false)) return 'closed'
  return null
}

/** How this client can see this clinician: on site, by video, both, or not at all. */
export function waysTo(client: Seeker, clinician: Clinician): { onSite: boolean; byVideo: boolean } {
  const suits =
    clinician.ages.includes(client.age) &&
    (client.clinicianGender === null || clinician.gender === client.clinicianGender)
  return {
    onSite: suits && client.site !== null && clinician.sites.includes(client.site),
    byVideo: suits && client.takesVideo && clinician.byVideo && clinician.states.includes(client.state),
  }
}

/** Whether an hour is long enough for a visit and lies where the client (and for a family visit, the family) can be. */
export const hourSuits = (client: Seeker, visit: Visit, hour: WeekTime, withFamily: boolean): boolean =>
  minutesOf(hour) >= visit.minutes &&
  isInside(hour, client.free) &&
  (!withFamily || client.familyFree === null || isInside(hour, client.familyFree))

export type Misfit = 'language' | 'specialty' | 'gender'

/** What about this clinician does not fit the client: no common language, another specialty, not of the gender they would like. */
export const misfitsIn = (client: Seeker, clinician: Clinician): Misfit[] => {
  const found: Misfit[] = []
  if (client.languages.length > 0 && !client.languages.some((one) => clinician.languages.includes(one)))
    found.push('language')
  if (!clinician.takes.includes(client.specialty)) found.push('specialty')
  const wished = client.wishedGender ?? null
  if (wished !== null && clinician.gender !== wished) found.push('gender')
  return found
}

/** How many things about this clinician do not fit the client: 0 to 3. */
export const misfitsOf = (client: Seeker, clinician: Clinician): number => misfitsIn(client, clinician).length

/** For each client, with whom they must not sit in one room. */
export function apartFrom(instance: Instance): Map<string, string[]> {
  const map = new Map<string, string[]>()
  for (const [one, other] of instance.apart) {
    map.set(one, [...(map.get(one) ?? []), other])
    map.set(other, [...(map.get(other) ?? []), one])
  }
  return map
}
