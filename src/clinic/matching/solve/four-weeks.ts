import type { VisitKind } from '../cost.ts'
import { overlaps, weeksOf } from '../week.ts'
import type { Every, WeekTime } from '../instance.ts'

/** How many of the four weeks are taken. */
export const bitsOf = (weeks: number): number =>
  (weeks & 1) + ((weeks >> 1) & 1) + ((weeks >> 2) & 1) + ((weeks >> 3) & 1)

/** A visit that has its hour and still needs its weeks of the four. */
export type Unphased = {
  client: string
  kind: VisitKind
  key: string
  time: WeekTime
  every: Every
  /** The phase it has today, tried first; null where it stands nowhere today. */
  before: number | null
  byVideo: boolean
}

/**
 * Gives each visit its weeks of the four: no clinician's hour twice in one week, no client at two places. Long rhythms last.
 * Answers the phase by visit; a visit for which none is left is not in the map.
 */
export function phasesOf(visits: readonly Unphased[], taken: ReadonlyMap<string, number>): Map<Unphased, number> {
  const hours = new Map(taken)
  const own = new Map<string, { time: WeekTime; weeks: number }[]>()
  const out = new Map<Unphased, number>()
  const allows = (visit: Unphased, weeks: number) =>
    ((hours.get(visit.key) ?? 0) & weeks) === 0 &&
    !(own.get(visit.client) ?? []).some((one) => (one.weeks & weeks) !== 0 && overlaps(one.time, visit.time))
  for (const every of [1, 2, 4] as const) {
    const wave = visits.filter((one) => one.every === every)
    // Those who keep their hour keep their weeks; the others take what is left.
    for (const round of ['before', 'any'] as const) {
      for (const visit of wave) {
        if (out.has(visit)) continue
        for (let phase = 0; phase < every; phase += 1) {
          if (round === 'before' && phase !== visit.before) continue
          const weeks = weeksOf(every, phase)
          if (!allows(visit, weeks)) continue
          out.set(visit, phase)
          hours.set(visit.key, (hours.get(visit.key) ?? 0) | weeks)
          const list = own.get(visit.client) ?? []
          list.push({ time: visit.time, weeks })
          own.set(visit.client, list)
          break
        }
      }
    }
  }
  return out
}
