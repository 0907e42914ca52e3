import { lookupOf, primaryOf, visitKinds, type Lookup, type VisitKind } from './cost.ts'
import { hourSuits, isPinned, unfitFor, waysTo } from './fit.ts'
import type { ClientWeek, Instance, Plan, Seeker, VisitPlan, WeekTime } from './instance.ts'
import { isSameTime, minutesOf, overlaps, weeksOf } from './week.ts'

export type Violation = {
  code: string
  sentence: string
  client: string | null
  series: string | null
  clinician: string | null
}

type About = { client?: string; series?: string; clinician?: string }
const broken = (code: string, sentence: string, about: About): Violation => ({
  code,
  sentence,
  client: about.client ?? null,
  series: about.series ?? null,
  clinician: about.clinician ?? null,
})

/** Everything in a plan that must not be, each with its sentence in ids. An empty list: the plan may stand. */
export function violationsOf(instance: Instance, plan: Plan): Violation[] {
  const lookup = lookupOf(instance)
  return [
    ...repeated(plan),
    ...plan.weeks.flatMap((week) => {
      const client = lookup.clients.get(week.client)
      return client === undefined
        ? [broken('unknown', `Nobody here is ${week.client}.`, { client: week.client })]
        : [
            ...inGroups(client, week, lookup),
            ...inVisits(client, week, lookup),
            ...atOnce(week, lookup),
            ...pins(client, week),
          ]
    }),
    ...overfull(instance, plan),
    ...apartBroken(instance, plan),
    ...clinicianHours(instance, plan, lookup),
    ...caseloads(instance, plan),
  ]
}

function repeated(plan: Plan): Violation[] {
  const seen = new Set<string>()
  return plan.weeks.flatMap(({ client }) => {
    if (seen.has(client)) return [broken('two-weeks', `Client ${client} has two weeks in one plan.`, { client })]
    seen.add(client)
    return []
  })
}

function inGroups(client: Seeker, week: ClientWeek, lookup: Lookup): Violation[] {
  const out: Violation[] = []
  const about = (series: string) => ({ client: client.id, series })
  if (new Set(week.series).size < week.series.length)
    out.push(broken('twice', `Client ${client.id} has two seats in one group.`, { client: client.id }))
  const chosen = week.series.flatMap((id) => {
    const one = lookup.series.get(id)
    if (one === undefined) out.push(broken('unknown', `There is no series ${id}.`, about(id)))
    return one ?? []
  })
  for (const series of chosen) {
    const unfit = unfitFor(client, series)
    if (unfit !== null)
      out.push(broken(unfit, `Client ${client.id} cannot be in series ${series.id} (${unfit}).`, about(series.id)))
  }
  const byDay = new Map<number, number>()
  for (const one of chosen) byDay.set(one.time.weekday, (byDay.get(one.time.weekday) ?? 0) + minutesOf(one.time))
  for (const [day, minutes] of byDay)
    if (minutes > client.need.mostMinutesADay)
      out.push(
        broken('day-load', `Client ${client.id} has ${minutes} minutes of groups on day ${day}.`, {
          client: client.id,
        }),
      )
  const counted = chosen.filter((one) => one.counts).reduce((total, one) => total + minutesOf(one.time), 0)
  if (counted > client.need.mostMinutes)
    out.push(broken('most-minutes', `Client ${client.id} has ${counted} minutes a week.`, { client: client.id }))
  return out
}

function inVisits(client: Seeker, week: ClientWeek, lookup: Lookup): Violation[] {
  const out = visitKinds.flatMap((kind) => {
    const visit = week[kind]
    return visit === null ? [] : inVisit(client, kind, visit, lookup)
  })
  const { individual, family } = week
  if (individual !== null && family !== null && individual.clinician !== family.clinician)
    out.push(broken('two-therapists', `Client ${client.id} sees two therapists.`, { client: client.id }))
  if (family !== null && individual === null && client.need.individual !== null)
    out.push(
      broken('family-alone', `Client ${client.id} has family visits without a therapist.`, { client: client.id }),
    )
  return out
}

function inVisit(client: Seeker, kind: VisitKind, visit: VisitPlan, lookup: Lookup): Violation[] {
  const about = { client: client.id, clinician: visit.clinician }
  const clinician = lookup.clinicians.get(visit.clinician)
  if (clinician === undefined) return [broken('unknown', `There is no clinician ${visit.clinician}.`, about)]
  const wanted = client.need[kind]
  if (wanted === null) return [broken('not-prescribed', `Client ${client.id} needs no ${kind} visit.`, about)]
  const out: Violation[] = []
  if (clinician.part !== (kind === 'medication' ? 'prescriber' : 'therapist'))
    out.push(broken('part', `Clinician ${clinician.id} holds no ${kind} visits.`, about))
  if (!clinician.hours.some((hour) => isSameTime(hour, visit.time)))
    out.push(broken('no-hour', `Clinician ${clinician.id} has no such hour.`, about))
  if (visit.phase < 0 || visit.phase >= wanted.every || !Number.isInteger(visit.phase))
    out.push(broken('phase', `A visit every ${wanted.every} weeks has no phase ${visit.phase}.`, about))
  if (isPinned(client, clinician.id)) return out
  const ways = waysTo(client, clinician)
  if (visit.byVideo ? !ways.byVideo : !ways.onSite)
    out.push(broken('no-way', `Client ${client.id} cannot see clinician ${clinician.id} like this.`, about))
  if (!hourSuits(client, wanted, visit.time, kind === 'family'))
    out.push(broken('availability', `Client ${client.id} cannot come to clinician ${clinician.id} then.`, about))
  return out
}

type Item = { time: WeekTime; weeks: number; name: string; isVisit?: boolean }

/** Whatever of one week falls on one minute of one of the four weeks. */
function atOnce(week: ClientWeek, lookup: Lookup): Violation[] {
  const client = lookup.clients.get(week.client)
  const items: Item[] = week.series.flatMap((id) => {
    const time = lookup.series.get(id)?.time
    return time === undefined ? [] : [{ time, weeks: 0b1111, name: id }]
  })
  for (const kind of visitKinds) {
    const visit = week[kind]
    const every = client?.need[kind]?.every ?? 1
    if (visit !== null) items.push({ time: visit.time, weeks: weeksOf(every, visit.phase), name: visit.clinician })
  }
  return pairs(items)
    .filter(([one, other]) => overlaps(one.time, other.time) && (one.weeks & other.weeks) !== 0)
    .map(([one, other]) =>
      broken('at-once', `Client ${week.client} has ${one.name} and ${other.name} at one time.`, {
        client: week.client,
      }),
    )
}

function pins(client: Seeker, week: ClientWeek): Violation[] {
  const { now } = client
  if (now === null) return []
  const gone = now.series.filter((id) => isPinned(client, id) && !week.series.includes(id))
  const moved = visitKinds.filter((kind) => {
    const before = now[kind]
    const after = week[kind]
    return (
      before !== null &&
      isPinned(client, before.clinician) &&
      client.need[kind] !== null &&
      !(after !== null && after.clinician === before.clinician && isSameTime(after.time, before.time))
    )
  })
  return [...gone, ...moved].map((what) =>
    broken('pin', `Client ${client.id} must keep ${what}.`, { client: client.id }),
  )
}

function overfull(instance: Instance, plan: Plan): Violation[] {
  const taken = new Map<string, number>()
  for (const week of plan.weeks) for (const id of week.series) taken.set(id, (taken.get(id) ?? 0) + 1)
  return instance.series.flatMap((series) =>
    (taken.get(series.id) ?? 0) > series.seats
      ? [
          broken('full', `Series ${series.id} has ${taken.get(series.id)} people on ${series.seats} seats.`, {
            series: series.id,
          }),
        ]
      : [],
  )
}

function apartBroken(instance: Instance, plan: Plan): Violation[] {
  const weeks = new Map(plan.weeks.map((week) => [week.client, week]))
  return instance.apart.flatMap(([one, other]) =>
    (weeks.get(one)?.series ?? [])
      .filter((id) => weeks.get(other)?.series.includes(id))
      .map((id) =>
        broken('apart', `Clients ${one} and ${other} must not both be in ${id}.`, { client: one, series: id }),
      ),
  )
}

/** Nobody sees two clients in one hour of one week, or sees a client while leading a group. */
function clinicianHours(instance: Instance, plan: Plan, lookup: Lookup): Violation[] {
  const held = new Map<string, Item[]>()
  const add = (clinician: string, item: Item) => {
    const list = held.get(clinician)
    if (list === undefined) held.set(clinician, [item])
    else list.push(item)
  }
  for (const series of instance.series)
    for (const leader of series.leaders) add(leader, { time: series.time, weeks: 0b1111, name: series.id })
  for (const week of plan.weeks)
    for (const kind of visitKinds) {
      const visit = week[kind]
      if (visit === null) continue
      const every = lookup.clients.get(week.client)?.need[kind]?.every ?? 1
      const weeks = weeksOf(every, visit.phase)
      add(visit.clinician, { time: visit.time, weeks, name: week.client, isVisit: true })
    }
  // Two groups of one leader at one time are a fault of the timetable, and its judge names it.
  return [...held].flatMap(([clinician, items]) =>
    pairs(items)
      .filter(([one, other]) => one.isVisit === true || other.isVisit === true)
      .filter(([one, other]) => overlaps(one.time, other.time) && (one.weeks & other.weeks) !== 0)
      .map(([one, other]) =>
        broken('two-at-once', `Clinician ${clinician} has ${one.name} and ${other.name} at one time.`, { clinician }),
      ),
  )
}

function caseloads(instance: Instance, plan: Plan): Violation[] {
  const counts = new Map<string, number>()
  for (const week of plan.weeks) {
    const id = primaryOf(week)
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return instance.clinicians.flatMap(({ id, part, caseload }) =>
    part === 'therapist' && (counts.get(id) ?? 0) > caseload
      ? [broken('caseload', `Clinician ${id} has ${counts.get(id)} clients of at most ${caseload}.`, { clinician: id })]
      : [],
  )
}

const pairs = <One>(list: readonly One[]): [One, One][] =>
  list.flatMap((one, place) => list.slice(place + 1).map((other): [One, One] => [one, other]))
