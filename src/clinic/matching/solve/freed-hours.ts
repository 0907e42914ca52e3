import { pointsOf, visitKinds, visitsOf, weekLines, type Lookup } from '../cost.ts'
import type { ClientWeek, Seeker, TimetableInstance } from '../instance.ts'
import { emptyOccupancy } from '../occupancy.ts'
import { hourKey, overlaps } from '../week.ts'
import type { Weights } from '../weights.ts'
import { visitOptions } from './options.ts'

/** What a group keeps one of its leaders from: people who lack a visit that could stand in these very hours. */
export type Freed = { series: string; leader: string; points: number; calls: Seeker[] }

export type Lacking = { client: Seeker; week: ClientWeek }

/** An hour of four weeks holds two families who come every other week: so many calls for each hour are worth a trial. */
const callsAnHour = 2

/**
 * Groups that stand in hours in which their leader could see somebody who lacks a visit: where the group moved on, or another led
 * it, the hour would be theirs. Group times eat the evenings that families need; this gives them back. Points: what is lacking.
 */
export function freedHours(
  instance: TimetableInstance,
  lacking: readonly Lacking[],
  lookup: Lookup,
  weights: Weights,
): Freed[] {
  // Everybody as if nobody led anything.
  const shifts = new Map(instance.shifts.map((one) => [one.clinician, one.slots]))
  const clinicians = new Map(
    [...lookup.clinicians].map(([id, one]) => [id, { ...one, hours: shifts.get(id) ?? one.hours }]),
  )
  const free = new Set(instance.clinicians.flatMap((one) => one.hours.map((hour) => hourKey(one.id, hour))))
  const found = new Map<string, { series: string; leader: string; hours: Set<string>; calls: Map<Seeker, number> }>()
  for (const { client, week } of lacking) {
    const lines = weekLines(client, week, lookup, weights)
    const there = [
      ...week.series.flatMap((id) => lookup.series.get(id)?.time ?? []),
      ...visitsOf(week).map((visit) => visit.time),
    ]
    for (const kind of visitKinds) {
      const points = pointsOf(lines.filter((one) => one.kind === kind))
      if (points === 0) continue
      const primary = kind === 'family' ? (week.individual?.clinician ?? null) : null
      for (const { clinician, hour, key } of visitOptions(
        client,
        kind,
        { ...lookup, clinicians },
        weights,
        emptyOccupancy(),
      )) {
        if (free.has(key) || (primary !== null && primary !== clinician.id)) continue
        if (there.some((one) => overlaps(one, hour))) continue
        const [group, ...others] = instance.series.filter(
          (one) => one.leaders.includes(clinician.id) && overlaps(one.time, hour),
        )
        if (group === undefined || others.length > 0) continue
        const name = `${group.id} ${clinician.id}`
        const own = found.get(name) ?? { series: group.id, leader: clinician.id, hours: new Set(), calls: new Map() }
        own.hours.add(key)
        own.calls.set(client, Math.max(points, own.calls.get(client) ?? 0))
        found.set(name, own)
      }
    }
  }
  return [...found.values()].map(({ series, leader, hours, calls }) => {
    const first = [...calls].toSorted((a, b) => b[1] - a[1]).slice(0, hours.size * callsAnHour)
    return { series, leader, points: first.reduce((sum, one) => sum + one[1], 0), calls: first.map(([one]) => one) }
  })
}
