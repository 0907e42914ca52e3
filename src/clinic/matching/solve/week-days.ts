import { visitKinds } from '../cost.ts'
import type { Seeker, WeekTime } from '../instance.ts'
import { minutesOf, overlaps } from '../week.ts'
import { urgency, type Weights } from '../weights.ts'
import type { Options } from './options.ts'

// One client's week, taken apart by days, ready to be priced thousands of times.

/** Some groups of one day together. */
export type DayGroups = {
  /** Places in `options.seats`. */
  seats: readonly number[]
  points: number
  minutes: number
  core: number
  topics: number
  meets: boolean
  onSite: boolean
  /** By kind and slot of the day: 1 where a visit then would not touch these groups. */
  open: readonly Uint8Array[]
}

/** The hours of one day at which a kind of visit could stand, and which options stand there. */
export type DaySlots = { times: readonly WeekTime[]; at: readonly (readonly number[])[] }

export type Day = {
  weekday: number
  groups: readonly DayGroups[]
  /** Individual, family, medication. */
  slots: readonly DaySlots[]
}

export type WeekDays = {
  client: Seeker
  options: Options
  days: readonly Day[]
  /** Steps of minutes, core minutes, days and topics that a week can have reached; the visits are eight more. */
  step: number
  sizes: { minutes: number; core: number; days: number; topics: number }
  /** Points of an end: by reached state. Infinity where it must not end so. */
  ends: Float64Array
  /** Of the four weeks, how many each kind of visit takes; and whether a kind is held, so that it cannot be left out. */
  rhythm: readonly number[]
}

/** Splits the options of a client by days and works out what every possible end of a week costs. */
export function weekDays(client: Seeker, options: Options, weights: Weights): WeekDays {
  const { need } = client
  const step = options.seats.reduce((all, one) => divisor(all, minutesOf(one.series.time)), 0) || 90
  const sizes = {
    minutes: Math.floor(need.mostMinutes / step) + 1,
    core: Math.ceil(need.coreMinutes / step) + 1,
    days: need.days + 1,
    topics: 1 << need.topics.length,
  }
  const weekdays = [
    ...new Set([
      ...options.seats.map((one) => one.series.time.weekday),
      ...options.visits.map((one) => one.hour.weekday),
    ]),
  ].toSorted((a, b) => a - b)
  const rhythm = visitKinds.map((kind) => 4 / (need[kind]?.every ?? 4))
  return {
    client,
    options,
    days: weekdays.map((weekday) => dayOf(client, options, weekday)),
    step,
    sizes,
    ends: endsOf(client, options, weights, step, sizes),
    rhythm,
  }
}

function divisor(one: number, other: number): number {
  return one === 0 ? other : divisor(other % one, one)
}

function dayOf(client: Seeker, options: Options, weekday: number): Day {
  const slots = visitKinds.map((kind): DaySlots => {
    const times: WeekTime[] = []
    const at: number[][] = []
    options.visits.forEach((visit, place) => {
      if (visit.kind !== kind || visit.hour.weekday !== weekday) return
      const slot = times.findIndex((one) => one.from === visit.hour.from && one.to === visit.hour.to)
      if (slot >= 0) at[slot]?.push(place)
      else {
        times.push(visit.hour)
        at.push([place])
      }
    })
    return { times, at }
  })
  return { weekday, slots, groups: groupsOf(client, options, weekday, slots) }
}

function groupsOf(client: Seeker, options: Options, weekday: number, slots: readonly DaySlots[]): DayGroups[] {
  const today = options.seats
    .map((seat, place) => ({ seat, place }))
    .filter(({ seat }) => seat.series.time.weekday === weekday)
  const held = today.filter(({ seat }) => seat.isHeld).length
  const out: DayGroups[] = []
  const chosen: typeof today = []
  const walk = (from: number, minutes: number, heldIn: number) => {
    if (heldIn === held) out.push(together(client, chosen, slots))
    for (let at = from; at < today.length; at += 1) {
      const one = today[at]
      if (one === undefined) continue
      const { time } = one.seat.series
      if (minutes + minutesOf(time) > client.need.mostMinutesADay) continue
      if (chosen.some((other) => overlaps(other.seat.series.time, time))) continue
      chosen.push(one)
      walk(at + 1, minutes + minutesOf(time), heldIn + (one.seat.isHeld ? 1 : 0))
      chosen.pop()
    }
  }
  walk(0, 0, 0)
  return out
}

type Chosen = readonly { seat: Options['seats'][number]; place: number }[]

function together(client: Seeker, chosen: Chosen, slots: readonly DaySlots[]): DayGroups {
  const series = chosen.map(({ seat }) => seat.series)
  const total = (list: typeof series) => list.reduce((all, one) => all + minutesOf(one.time), 0)
  let topics = 0
  for (const one of series) {
    const topic = client.need.topics.indexOf(one.topic)
    if (topic >= 0) topics |= 1 << topic
  }
  return {
    seats: chosen.map(({ place }) => place),
    points: chosen.reduce((all, { seat }) => all + seat.points, 0),
    minutes: total(series.filter((one) => one.counts)),
    core: total(series.filter((one) => one.isCore)),
    topics,
    meets: series.some((one) => one.counts),
    onSite: series.some((one) => one.site !== null),
    open: slots.map(({ times }) =>
      Uint8Array.from(times, (time) => (series.some((one) => overlaps(one.time, time)) ? 0 : 1)),
    ),
  }
}

function endsOf(
  client: Seeker,
  options: Options,
  weights: Weights,
  step: number,
  sizes: WeekDays['sizes'],
): Float64Array {
  const { need } = client
  const heavy = urgency(client)
  const isHeld = visitKinds.map((kind) => options.visits.some((one) => one.kind === kind && one.isHeld))
  const ends = new Float64Array(sizes.minutes * sizes.core * sizes.days * sizes.topics * 8)
  for (let state = 0; state < ends.length; state += 1) {
    const visits = state % 8
    let rest = Math.floor(state / 8)
    const topics = rest % sizes.topics
    rest = Math.floor(rest / sizes.topics)
    const days = rest % sizes.days
    rest = Math.floor(rest / sizes.days)
    const core = (rest % sizes.core) * step
    const minutes = Math.floor(rest / sizes.core) * step
    let points = options.base
    points += (weights.surplus * Math.max(0, minutes - need.minutes)) / 90
    points += (heavy * weights.minutes * Math.max(0, need.minutes - minutes)) / 90
    points += (heavy * weights.core * Math.max(0, need.coreMinutes - core)) / 90
    points += heavy * weights.day * (need.days - days)
    need.topics.forEach((_, place) => {
      if ((topics & (1 << place)) === 0) points += heavy * weights.topic
    })
    visitKinds.forEach((kind, place) => {
      const stands = (visits & (1 << place)) !== 0
      if (need[kind] === null ? stands : !stands && isHeld[place] === true) points = Number.POSITIVE_INFINITY
      else if (!stands && need[kind] !== null) points += heavy * weights[kind]
    })
    // The family is seen by whoever sees the client alone.
    if (need.individual !== null && (visits & 2) !== 0 && (visits & 1) === 0) points = Number.POSITIVE_INFINITY
    ends[state] = points
  }
  return ends
}
