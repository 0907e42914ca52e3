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
  /** What they add to what is reached, and what they leave open for visits: places in the day's lists. */
  gain: number
  leaves: number
}

/** What a day can add to what is reached. */
export type Gain = { minutes: number; core: number; topics: number; meets: boolean }

/** What groups leave of a day: by kind and slot, 1 where a visit would not touch them. Whoever goes there travels. */
export type Leaves = { onSite: boolean; open: readonly Uint8Array[] }

/** The hours of one day at which a kind of visit could stand, and which options stand there. */
export type DaySlots = { times: readonly WeekTime[]; at: readonly (readonly number[])[] }

export type Day = {
  weekday: number
  groups: readonly DayGroups[]
  gains: readonly Gain[]
  leaves: readonly Leaves[]
  /** By gain and what was reached before (visits aside): what is reached with it; −1 where it would be too much. */
  reached: readonly Int32Array[]
  /** Individual, family, medication. */
  slots: readonly DaySlots[]
  /** By kind: the number that the first of its slots has among all of the week. */
  firstSlot: readonly number[]
  /** Of individual and family, individual and medication, family and medication: 1 where two slots cannot both be. */
  clashes: readonly Uint8Array[]
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
  /** The sets of visits that are prescribed at all, as bits. */
  sets: readonly number[]
  /** By place in `options.visits`: the slot of the week, −1 without one; the kind; who; points; 1 where one travels. */
  visits: { slot: Int32Array; kind: Uint8Array; who: Int32Array; points: Float64Array; travels: Uint8Array }
  /** How many slots and clinicians there are. */
  slotCount: number
  whoCount: number
}

/**
 * Splits the options of a client by days and works out what every possible end of a week costs. `mostLack`: points; a week that
 * lacks more is none of theirs.
 */
export function weekDays(
  client: Seeker,
  options: Options,
  weights: Weights,
  mostLack = Number.POSITIVE_INFINITY,
): WeekDays {
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
  const wanted = visitKinds.reduce((all, kind, at) => all | (need[kind] === null ? 0 : 1 << at), 0)
  let slotCount = 0
  const count = (slots: number): number => {
    slotCount += slots
    return slotCount - slots
  }
  const days = weekdays.map((weekday) => dayOf(client, options, { weekday, step, sizes, rhythm, count }))
  const who = new Map<string, number>()
  const place = (id: string): number => {
    const known = who.get(id) ?? who.size
    who.set(id, known)
    return known
  }
  const slot = new Int32Array(options.visits.length).fill(-1)
  for (const day of days)
    day.slots.forEach(({ at }, kind) =>
      at.forEach((places, number) => {
        for (const one of places) slot[one] = (day.firstSlot[kind] ?? 0) + number
      }),
    )
  return {
    client,
    options,
    days,
    step,
    sizes,
    ends: endsOf(client, options, weights, step, sizes, mostLack),
    rhythm,
    sets: [0, 1, 2, 3, 4, 5, 6, 7].filter((set) => (set & ~wanted) === 0),
    visits: {
      slot,
      kind: Uint8Array.from(options.visits, (one) => visitKinds.indexOf(one.kind)),
      who: Int32Array.from(options.visits, (one) => place(one.clinician.id)),
      points: Float64Array.from(options.visits, (one) => one.points),
      travels: Uint8Array.from(options.visits, (one) => (one.travels ? 1 : 0)),
    },
    slotCount,
    whoCount: who.size,
  }
}

function divisor(one: number, other: number): number {
  return one === 0 ? other : divisor(other % one, one)
}

type DayIn = {
  weekday: number
  step: number
  sizes: WeekDays['sizes']
  rhythm: readonly number[]
  /** Gives so many slots their numbers. */
  count: (slots: number) => number
}

function dayOf(client: Seeker, options: Options, about: DayIn): Day {
  const { weekday, step, sizes, rhythm } = about
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
  const gains: Listed<Gain> = { list: [], places: new Map() }
  const leaves: Listed<Leaves> = { list: [], places: new Map() }
  const groups = groupsOf(client, options, weekday).map((chosen) => together(client, chosen, slots, gains, leaves))
  const clash = (one: number, other: number): Uint8Array => {
    const isTogether = (rhythm[one] ?? 0) + (rhythm[other] ?? 0) <= 4
    return Uint8Array.from(
      (slots[one]?.times ?? []).flatMap((a) =>
        (slots[other]?.times ?? []).map((b) => (isTogether || a.from >= b.to || b.from >= a.to ? 0 : 1)),
      ),
    )
  }
  return {
    weekday,
    groups,
    gains: gains.list,
    leaves: leaves.list,
    reached: gains.list.map((gain) => reachedWith(gain, step, sizes)),
    slots,
    firstSlot: slots.map(({ times }) => about.count(times.length)),
    clashes: [clash(0, 1), clash(0, 2), clash(1, 2)],
  }
}

type Chosen = readonly { seat: Options['seats'][number]; place: number }[]

/** Every set of groups of one day that can be held together, those that are held always among them. */
function groupsOf(client: Seeker, options: Options, weekday: number): Chosen[] {
  const today = options.seats
    .map((seat, place) => ({ seat, place }))
    .filter(({ seat }) => seat.series.time.weekday === weekday)
  const held = today.filter(({ seat }) => seat.isHeld).length
  const out: Chosen[] = []
  const chosen: typeof today = []
  const walk = (from: number, minutes: number, heldIn: number) => {
    if (heldIn === held) out.push([...chosen])
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

function together(
  client: Seeker,
  chosen: Chosen,
  slots: readonly DaySlots[],
  gains: Listed<Gain>,
  leaves: Listed<Leaves>,
): DayGroups {
  const series = chosen.map(({ seat }) => seat.series)
  const total = (list: typeof series) => list.reduce((all, one) => all + minutesOf(one.time), 0)
  let topics = 0
  for (const one of series) {
    const topic = client.need.topics.indexOf(one.topic)
    if (topic >= 0) topics |= 1 << topic
  }
  const gain: Gain = {
    minutes: total(series.filter((one) => one.counts)),
    core: total(series.filter((one) => one.isCore)),
    topics,
    meets: series.some((one) => one.counts),
  }
  const onSite = series.some((one) => one.site !== null)
  const open = slots.map(({ times }) =>
    Uint8Array.from(times, (time) => (series.some((one) => overlaps(one.time, time)) ? 0 : 1)),
  )
  return {
    seats: chosen.map(({ place }) => place),
    points: chosen.reduce((all, { seat }) => all + seat.points, 0),
    gain: placeIn(gains, Object.values(gain).join(), gain),
    leaves: placeIn(leaves, `${onSite} ${open.map((one) => one.join('')).join(' ')}`, { onSite, open }),
  }
}

/** What is in a list, by what it says. */
type Listed<One> = { list: One[]; places: Map<string, number> }

/** The place of one that says the same, added where there is none. */
function placeIn<One>({ list, places }: Listed<One>, said: string, one: One): number {
  const known = places.get(said)
  if (known !== undefined) return known
  places.set(said, list.length)
  return list.push(one) - 1
}

function reachedWith(gain: Gain, step: number, sizes: WeekDays['sizes']): Int32Array {
  const out = new Int32Array(sizes.minutes * sizes.core * sizes.days * sizes.topics).fill(-1)
  for (let state = 0; state < out.length; state += 1) {
    const topics = state % sizes.topics
    let rest = Math.floor(state / sizes.topics)
    const days = Math.min(sizes.days - 1, (rest % sizes.days) + (gain.meets ? 1 : 0))
    rest = Math.floor(rest / sizes.days)
    const core = Math.min(sizes.core - 1, (rest % sizes.core) + gain.core / step)
    const minutes = Math.floor(rest / sizes.core) + gain.minutes / step
    if (minutes < sizes.minutes)
      out[state] = ((minutes * sizes.core + core) * sizes.days + days) * sizes.topics + (topics | gain.topics)
  }
  return out
}

function endsOf(
  client: Seeker,
  options: Options,
  weights: Weights,
  step: number,
  sizes: WeekDays['sizes'],
  mostLack: number,
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
    let lack = (heavy * weights.minutes * Math.max(0, need.minutes - minutes)) / 90
    lack += (heavy * weights.core * Math.max(0, need.coreMinutes - core)) / 90
    lack += heavy * weights.day * (need.days - days)
    need.topics.forEach((_, place) => {
      if ((topics & (1 << place)) === 0) lack += heavy * weights.topic
    })
    let isPossible = true
    visitKinds.forEach((kind, place) => {
      const stands = (visits & (1 << place)) !== 0
      if (need[kind] === null ? stands : !stands && isHeld[place] === true) isPossible = false
      else if (!stands && need[kind] !== null) lack += heavy * weights[kind]
    })
    // The family is seen by whoever sees the client alone.
    if (need.individual !== null && (visits & 2) !== 0 && (visits & 1) === 0) isPossible = false
    const surplus = (weights.surplus * Math.max(0, minutes - need.minutes)) / 90
    ends[state] = isPossible && lack <= mostLack + 1e-6 ? options.base + surplus + lack : Number.POSITIVE_INFINITY
  }
  return ends
}
