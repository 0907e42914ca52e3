import { visitKinds, type VisitKind } from '../cost.ts'
import type { Seeker, WeekTime } from '../instance.ts'
import { minutesOf, overlaps } from '../week.ts'
import { urgency, type Weights } from '../weights.ts'
import type { ModelBuilder } from './model.ts'
import type { Options, SeatOption, VisitOption } from './options.ts'

const infinity = Number.POSITIVE_INFINITY

export type SeatColumn = SeatOption & { column: number }
export type VisitColumn = VisitOption & { column: number }

/** Where one client's part of the model stands; a column of −1: left out. */
export type ClientColumns = {
  client: Seeker
  seats: SeatColumn[]
  visits: VisitColumn[]
  minutesShort: number
  surplus: number
  coreShort: number
  daysShort: number
  topicsShort: { topic: string; column: number }[]
  visitShort: ReadonlyMap<VisitKind, number>
  meets: ReadonlyMap<number, number>
  travels: ReadonlyMap<number, number>
}

/** Adds one client's week: what is prescribed, what may be missing at a price, one place at a time, and today's week. */
export function addClient(
  model: ModelBuilder,
  client: Seeker,
  options: Options,
  weights: Weights,
  kept: { seats: readonly boolean[]; visits: readonly boolean[] } | null,
): ClientColumns {
  const heavy = urgency(client)
  const { need } = client
  const column = (points: number, isKept: boolean | undefined) => (isKept === false ? -1 : model.choice(points))
  const allSeats = options.seats.map((one, at) => ({ ...one, column: column(one.points, kept?.seats[at]) }))
  const allVisits = options.visits.map((one, at) => ({ ...one, column: column(one.points, kept?.visits[at]) }))
  const seats = allSeats.filter((one) => one.column >= 0)
  const visits = allVisits.filter((one) => one.column >= 0)
  const short = (points: number, most: number) => model.column(points * heavy, 0, most, false)

  const counted = seats.filter((one) => one.series.counts)
  const units = (list: SeatColumn[]) => list.map((one) => minutesOf(one.series.time) / 90)
  const minutesShort = short(weights.minutes, need.minutes / 90)
  const surplus = model.column(weights.surplus, 0, Math.max(0, need.mostMinutes - need.minutes) / 90, false)
  const asked = need.minutes / 90
  model.row(asked, asked, [...columnsOf(counted), minutesShort, surplus], [...units(counted), 1, -1])

  const core = seats.filter((one) => one.series.isCore)
  const coreShort = short(weights.core, need.coreMinutes / 90)
  model.row(need.coreMinutes / 90, infinity, [...columnsOf(core), coreShort], [...units(core), 1])

  const topicsShort = need.topics.map((topic) => {
    const column = short(weights.topic, 1)
    model.row(1, infinity, [...columnsOf(seats.filter((one) => one.series.topic === topic)), column], 1)
    return { topic, column }
  })

  const meets = new Map<number, number>()
  const daysShort = short(weights.day, need.days)
  for (const day of weekdaysOf(counted.map((one) => one.series.time))) {
    const column = model.column(0, 0, 1, false)
    meets.set(day, column)
    const onDay = counted.filter((one) => one.series.time.weekday === day)
    model.row(0, infinity, [...columnsOf(onDay), column], [...onDay.map(() => 1), -1])
  }
  model.row(need.days, infinity, [...meets.values(), daysShort], 1)

  for (const day of weekdaysOf(seats.map((one) => one.series.time))) {
    const onDay = seats.filter((one) => one.series.time.weekday === day)
    model.row(Number.NEGATIVE_INFINITY, need.mostMinutesADay / 90, columnsOf(onDay), units(onDay))
  }

  const visitShort = new Map<VisitKind, number>()
  for (const kind of visitKinds) {
    if (need[kind] === null) continue
    const column = short(weights[kind], 1)
    visitShort.set(kind, column)
    model.row(1, 1, [...columnsOf(visits.filter((one) => one.kind === kind)), column], 1)
  }
  if (need.family !== null && need.individual !== null) sameTherapist(model, visits)

  const travels = new Map<number, number>()
  onePlaceAtATime(model, seats, visits, (day) => {
    const column = travels.get(day) ?? model.column(weights.travelDay, 0, 1, false)
    travels.set(day, column)
    return column
  })
  model.addOffset(options.base)
  holdFast(model, seats, visits)
  return {
    client,
    seats: allSeats,
    visits: allVisits,
    minutesShort,
    surplus,
    coreShort,
    daysShort,
    topicsShort,
    visitShort,
    meets,
    travels,
  }
}

export const columnsOf = (list: readonly { column: number }[]): number[] => list.map((one) => one.column)
const weekdaysOf = (times: readonly WeekTime[]): number[] =>
  [...new Set(times.map((one) => one.weekday))].toSorted((a, b) => a - b)

/** Family visits stand with the therapist who sees the client alone. */
function sameTherapist(model: ModelBuilder, visits: VisitColumn[]): void {
  const family = visits.filter((one) => one.kind === 'family')
  for (const id of new Set(family.map((one) => one.clinician.id))) {
    const theirs = (list: VisitColumn[]) => columnsOf(list.filter((one) => one.clinician.id === id))
    const alone = theirs(visits.filter((one) => one.kind === 'individual'))
    const both = theirs(family)
    model.row(Number.NEGATIVE_INFINITY, 0, [...both, ...alone], [...both.map(() => 1), ...alone.map(() => -1)])
  }
}

type Item = { time: WeekTime; column: number; kind: VisitKind | null; size: number; travels: boolean }

/**
 * Whatever shares a minute: at most one of it. Two visits whose weeks of the four can be told apart may share an hour.
 * Whatever is on site costs its day.
 */
function onePlaceAtATime(
  model: ModelBuilder,
  seats: SeatColumn[],
  visits: VisitColumn[],
  travelDay: (day: number) => number,
): void {
  const items: Item[] = [
    ...seats.map((one) => ({
      time: one.series.time,
      column: one.column,
      kind: null,
      size: 4,
      travels: one.series.site !== null,
    })),
    ...visits.map((one) => ({
      time: one.hour,
      column: one.column,
      kind: one.kind,
      size: one.size,
      travels: one.travels,
    })),
  ]
  const none = Number.NEGATIVE_INFINITY
  for (const group of cliques(items)) {
    for (const list of togetherImpossible(group)) if (list.length > 1) model.row(none, 1, columnsOf(list), 1)
    if (new Set(group.map((one) => one.kind)).size > 3) {
      model.row(
        none,
        4,
        columnsOf(group),
        group.map((one) => one.size),
      )
    }
  }
  for (const group of cliques(items.filter((one) => one.travels))) {
    const day = travelDay(group[0]?.time.weekday ?? 1)
    for (const list of togetherImpossible(group)) {
      model.row(none, 0, [...columnsOf(list), day], [...list.map(() => 1), -1])
    }
  }
}

/** Of items that share a minute: the largest lists of which only one may be, the rhythms looked at. */
function togetherImpossible(group: Item[]): Item[][] {
  const sizes = new Map(group.flatMap((one) => (one.kind === null ? [] : [[one.kind, one.size] as const])))
  const kinds = [...sizes.keys()]
  const clash = (a: VisitKind, b: VisitKind) => (sizes.get(a) ?? 4) + (sizes.get(b) ?? 4) > 4
  const sets = kinds.map((kind) => {
    const set = [kind]
    for (const other of kinds) if (!set.includes(other) && set.every((one) => clash(one, other))) set.push(other)
    return set.toSorted().join(' ')
  })
  const chosen = sets.length === 0 ? [''] : [...new Set(sets)]
  return chosen.map((set) => group.filter((one) => one.kind === null || set.split(' ').includes(one.kind)))
}

/** The largest sets of items that share a minute, by sweeping over the beginnings of a day. */
function cliques(items: Item[]): Item[][] {
  const out: Item[][] = []
  for (const day of weekdaysOf(items.map((one) => one.time))) {
    const ofDay = items.filter((one) => one.time.weekday === day)
    const starts = [...new Set(ofDay.map((one) => one.time.from))].toSorted((a, b) => a - b)
    const sets = starts.map((start) => ofDay.filter((one) => one.time.from <= start && start < one.time.to))
    sets.forEach((set, place) => {
      const next = sets[place + 1]
      if (next !== undefined && set.every((one) => next.includes(one))) return
      out.push(set)
    })
  }
  return out
}

/** What the coordinator said must stay, stays; of two such that share a minute, the first. */
function holdFast(model: ModelBuilder, seats: SeatColumn[], visits: VisitColumn[]): void {
  const kept: WeekTime[] = []
  const hold = (column: number, time: WeekTime) => {
    if (kept.some((one) => overlaps(one, time))) return
    kept.push(time)
    model.fix(column, 1)
  }
  for (const seat of seats) if (seat.isHeld) hold(seat.column, seat.series.time)
  for (const visit of visits) if (visit.isHeld) hold(visit.column, visit.hour)
}
