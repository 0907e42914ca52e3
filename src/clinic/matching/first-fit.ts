import { emptyWeek } from './cost.ts'
import { apartFrom, hourSuits, unfitFor, waysTo } from './fit.ts'
import type {
  Clinician,
  ClientWeek,
  Instance,
  Plan,
  Seeker,
  SeriesOption,
  Visit,
  VisitPlan,
  WeekTime,
} from './instance.ts'
import { emptyOccupancy, enter, type Occupancy } from './occupancy.ts'
import { freePhase, hourKey, minutesOf, overlaps } from './week.ts'

/**
 * What a coordinator does by hand, the weakest fair yardstick: the clients in their order, for each the first groups
 * that fit until the prescribed minutes are there (core groups first, then the topics), then the first therapist with
 * room and an hour, then the first prescriber. Nobody is moved, nothing is looked at twice. Who has a week keeps it.
 */
export function firstFit(instance: Instance, order: readonly Seeker[] = instance.clients): Plan {
  const occupancy = emptyOccupancy()
  const apart = apartFrom(instance)
  const weeks = new Map<string, ClientWeek>()
  const settle = (client: Seeker, week: ClientWeek) => {
    weeks.set(client.id, week)
    enter(occupancy, client, week)
  }
  for (const client of order) if (client.now !== null) settle(client, client.now)
  for (const client of order)
    if (client.now === null) settle(client, firstWeek(instance, client, occupancy, apart.get(client.id) ?? []))
  return { weeks: order.flatMap((client) => weeks.get(client.id) ?? []) }
}

/** The first week that comes to hand for one client, given what is taken. */
export function firstWeek(
  instance: Instance,
  client: Seeker,
  occupancy: Occupancy,
  apart: readonly string[],
): ClientWeek {
  const groups = firstGroups(instance, client, occupancy, apart)
  const busy = groups.map((one) => one.time)
  const week = { ...emptyWeek(client.id), series: groups.map((one) => one.id) }
  const { individual, family, medication } = client.need
  const therapists = instance.clinicians.filter(
    (one) => one.part === 'therapist' && (occupancy.caseload.get(one.id) ?? 0) < one.caseload,
  )
  let best: { alone: VisitPlan | null; withFamily: VisitPlan | null } = { alone: null, withFamily: null }
  for (const therapist of therapists) {
    const alone = firstHour(client, therapist, individual, occupancy, busy, false)
    if (individual !== null && alone === null) continue
    const others = alone === null ? busy : [...busy, alone.time]
    const withFamily = firstHour(client, therapist, family, occupancy, others, true)
    if (best.alone === null && best.withFamily === null) best = { alone, withFamily }
    if (family !== null && withFamily === null) continue
    best = { alone, withFamily }
    break
  }
  for (const one of [best.alone, best.withFamily]) if (one !== null) busy.push(one.time)
  let prescribed: VisitPlan | null = null
  for (const one of instance.clinicians)
    if (one.part === 'prescriber') prescribed ??= firstHour(client, one, medication, occupancy, busy, false)
  return { ...week, individual: best.alone, family: best.withFamily, medication: prescribed }
}

function firstGroups(
  instance: Instance,
  client: Seeker,
  occupancy: Occupancy,
  apart: readonly string[],
): SeriesOption[] {
  const chosen: SeriesOption[] = []
  const possible = instance.series.filter((series) => {
    const room = occupancy.seats.get(series.id)
    return (
      unfitFor(client, series) === null &&
      (room?.taken ?? 0) < series.seats &&
      !apart.some((other) => room?.members.has(other) ?? false)
    )
  })
  const minutes = (which: (one: SeriesOption) => boolean) =>
    chosen.filter(which).reduce((total, one) => total + minutesOf(one.time), 0)
  const take = (which: (one: SeriesOption) => boolean) => {
    for (const one of possible)
      if (
        which(one) &&
        !chosen.some((other) => other === one || overlaps(other.time, one.time)) &&
        minutes((other) => other.time.weekday === one.time.weekday) + minutesOf(one.time) <=
          client.need.mostMinutesADay &&
        (!one.counts || minutes((other) => other.counts) + minutesOf(one.time) <= client.need.mostMinutes)
      )
        chosen.push(one)
  }
  take((one) => one.isCore && minutes((other) => other.isCore) < client.need.coreMinutes)
  for (const topic of client.need.topics)
    take((one) => one.topic === topic && !chosen.some((other) => other.topic === topic))
  take((one) => one.counts && minutes((other) => other.counts) < client.need.minutes)
  return chosen
}

function firstHour(
  client: Seeker,
  clinician: Clinician,
  visit: Visit | null,
  occupancy: Occupancy,
  busy: readonly WeekTime[],
  withFamily: boolean,
): VisitPlan | null {
  if (visit === null) return null
  const ways = waysTo(client, clinician)
  if (!ways.onSite && !ways.byVideo) return null
  for (const hour of clinician.hours) {
    if (!hourSuits(client, visit, hour, withFamily) || busy.some((one) => overlaps(one, hour))) continue
    const phase = freePhase(occupancy.hours.get(hourKey(clinician.id, hour)) ?? 0, visit.every)
    if (phase !== null) return { clinician: clinician.id, time: hour, phase, byVideo: !ways.onSite }
  }
  return null
}
