import { primaryOf, visitKinds, type Lookup, type VisitKind } from '../cost.ts'
import { hourSuits, isPinned, misfitsOf, unfitFor, waysTo } from '../fit.ts'
import type { Clinician, Every, Seeker, SeriesOption, WeekTime } from '../instance.ts'
import type { Occupancy } from '../occupancy.ts'
import { freePhase, hourKey, isSameTime, sharedMinutes } from '../week.ts'
import type { Weights } from '../weights.ts'

/** `isHeld`: the coordinator said that it stays. `worth`: what of the points it is worth to others; left out: nothing. */
export type SeatOption = { series: SeriesOption; points: number; isHeld: boolean; worth?: number }

export type VisitOption = {
  kind: VisitKind
  clinician: Clinician
  hour: WeekTime
  key: string
  every: Every
  /** Of the four weeks, how many it takes. */
  size: number
  /** Only on site: the client travels for it. */
  travels: boolean
  sees: { onSite: boolean; byVideo: boolean }
  isHeld: boolean
  points: number
  worth?: number
}

/** `base`: points of every week of this client; what keeps today's week carries them back. */
export type Options = { seats: SeatOption[]; visits: VisitOption[]; base: number }

/**
 * Whatever one client could be given at all, each with the points it costs by itself. What others have taken for good
 * (`standing`) is left out; what everybody competes for is not.
 */
export function optionsOf(
  client: Seeker,
  lookup: Lookup,
  weights: Weights,
  standing: Occupancy,
  apart: readonly string[],
): Options {
  const seats: SeatOption[] = []
  for (const series of lookup.series.values()) {
    if (unfitFor(client, series) !== null) continue
    const room = standing.seats.get(series.id)
    if (room !== undefined && (room.taken >= series.seats || apart.some((one) => room.members.has(one)))) continue
    const isToday = client.now?.series.includes(series.id) ?? false
    const minutes = series.time.to - series.time.from
    seats.push({
      series,
      points:
        (sharedMinutes(series.time, client.unloved) / 90) * weights.unloved +
        (series.counts ? 0 : (minutes / 90) * weights.surplus) -
        (isToday ? weights.movedSeries : 0),
      isHeld: isToday && isPinned(client, series.id),
    })
  }
  const visits = visitKinds.flatMap((kind) => visitOptions(client, kind, lookup, weights, standing))
  return { seats, visits, base: baseOf(client, weights) }
}

/** What a week costs that keeps nothing of today. */
function baseOf({ now, need }: Seeker, weights: Weights): number {
  if (now === null) return 0
  const visits = visitKinds.filter((kind) => now[kind] !== null && need[kind] !== null).length
  const hasTherapist = primaryOf(now) !== null && (need.individual !== null || need.family !== null)
  return (
    now.series.length * weights.movedSeries + visits * weights.movedHour + (hasTherapist ? weights.movedTherapist : 0)
  )
}

/** Every hour at which a visit of this kind could stand. */
export function visitOptions(
  client: Seeker,
  kind: VisitKind,
  lookup: Lookup,
  weights: Weights,
  standing: Occupancy,
): VisitOption[] {
  const wanted = client.need[kind]
  if (wanted === null) return []
  const out: VisitOption[] = []
  const before = client.now?.[kind] ?? null
  const primary = client.now === null ? null : primaryOf(client.now)
  for (const clinician of lookup.clinicians.values()) {
    if (clinician.part !== (kind === 'medication' ? 'prescriber' : 'therapist')) continue
    const ways = waysTo(client, clinician)
    const keeps = before !== null && before.clinician === clinician.id && isPinned(client, clinician.id)
    if (!ways.onSite && !ways.byVideo && !keeps) continue
    if (kind !== 'medication' && (standing.caseload.get(clinician.id) ?? 0) >= clinician.caseload) continue
    // The misfit is counted once for a clinician: with the visit that makes them the client's.
    const first = kind !== 'family' || client.need.individual === null
    const misfit = first ? misfitsOf(client, clinician) * weights.misfit : 0
    for (const hour of clinician.hours) {
      const isToday = before !== null && before.clinician === clinician.id && isSameTime(hour, before.time)
      const isKept = keeps && isToday
      if (!isKept && !hourSuits(client, wanted, hour, kind === 'family')) continue
      const key = hourKey(clinician.id, hour)
      if (freePhase(standing.hours.get(key) ?? 0, wanted.every) === null) continue
      out.push({
        kind,
        clinician,
        hour,
        key,
        every: wanted.every,
        size: 4 / wanted.every,
        sees: ways,
        travels: isKept && before !== null ? !before.byVideo : !ways.byVideo,
        isHeld: isKept,
        points:
          misfit +
          (sharedMinutes(hour, client.unloved) / 90) * weights.unloved -
          (isToday ? weights.movedHour : 0) -
          (first && kind !== 'medication' && primary === clinician.id ? weights.movedTherapist : 0),
      })
    }
  }
  return out
}
