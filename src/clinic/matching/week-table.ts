import { hoursByDay, visitBits, visitCosts } from './day-values.ts'
import type { DayChoice } from './group-choices.ts'
import type { Seeker } from './instance.ts'
import type { VisitChoices } from './visit-choices.ts'
import { urgency, type Weights } from './weights.ts'

// The days of a week one after the other. A state is what has been gathered so far (minutes, core minutes, topics, days);
// beside it stands which visits have been placed. For each state the table knows the least that the rest of the week
// costs, exactly, but for one thing: it does not ask whether the family's therapist is the client's own.

/** What can be gathered: sizes of the four parts of a state. Minutes are counted in `unit`, the greatest common one. */
export type Shape = { unit: number; minutes: number; core: number; topics: number; days: number }

export type Layer = {
  weekday: number
  choices: readonly DayChoice[]
  /** What each choice costs for each set of visits. */
  costs: readonly Float64Array[]
  /** The same of any other choice of this day. */
  costsOf: (choice: DayChoice) => Float64Array
}
export type WeekTable = {
  layers: readonly Layer[]
  steps: readonly Step[]
  /** `values[layer][place * 8 + visits placed]`: the least that the rest of the week costs from the place-th state. */
  values: readonly Float64Array[]
  /** Sets of visits that may be placed, as bits. */
  sets: readonly number[]
}
/** From one day to the next: `to[place * effects + effect]` is the place of the next state, or -1 where there is none. */
export type Step = {
  effects: number
  effectOf: Int32Array
  /** The same of any other choice that gathers what one of them does, by `gatheredBy`. */
  effectAt: ReadonlyMap<number, number>
  to: Int32Array
}

/** What a choice gathers, as one number. */
export const gatheredBy = ({ counted, core, topics, isDay }: DayChoice): number =>
  ((counted * 2048 + core) * 256 + topics) * 2 + (isDay ? 1 : 0)

export function shapeOf(client: Seeker, days: readonly (readonly DayChoice[])[]): Shape {
  let unit = 0
  for (const choices of days) for (const one of choices) unit = commonOf(commonOf(unit, one.counted), one.core)
  unit = unit === 0 ? 30 : unit
  return {
    unit,
    minutes: Math.floor(client.need.mostMinutes / unit) + 1,
    core: Math.ceil(client.need.coreMinutes / unit) + 1,
    topics: 1 << client.need.topics.length,
    days: client.need.days + 1,
  }
}

const commonOf = (one: number, other: number): number => (other === 0 ? one : commonOf(other, one % other))

/** The state after a day, or -1 where the week would have too many minutes. */
function after(state: number, choice: DayChoice, { unit, minutes, core, topics, days }: Shape): number {
  const day = state % days
  let rest = (state - day) / days
  const met = rest % topics
  rest = (rest - met) / topics
  const inCore = rest % core
  const all = (rest - inCore) / core + choice.counted / unit
  if (all >= minutes) return -1
  const nextCore = Math.min(core - 1, inCore + choice.core / unit)
  const nextDay = Math.min(days - 1, day + (choice.isDay ? 1 : 0))
  return ((all * core + nextCore) * topics + (met | choice.topics)) * days + nextDay
}

type Effect = { choice: DayChoice; least: Float64Array }

/** The days on which anything may happen, each with what its choices cost for each set of visits. */
export function layersOf(
  client: Seeker,
  weights: Weights,
  days: readonly (readonly DayChoice[])[],
  visits: VisitChoices,
): Layer[] {
  const bits = visitBits(client.need)
  const hours = hoursByDay(visits)
  return days.flatMap((choices, weekday): Layer[] => {
    const today = hours[weekday] ?? [[], [], []]
    if (choices.length <= 1 && choices[0]?.series.length === 0 && today.every((list) => list.length === 0)) return []
    const known = new Map<string, Float64Array>()
    const costsOf = (choice: DayChoice) => {
      const name = `${choice.onSite} ${choice.series.map((one) => one.time.from * 2048 + one.time.to).join(' ')}`
      const costs = known.get(name) ?? visitCosts(choice, today, bits, weights.travelDay)
      known.set(name, costs)
      return costs.map((one) => one + choice.cost)
    }
    return [{ weekday, choices, costs: choices.map(costsOf), costsOf }]
  })
}

/** The table over these days in this order: any order gives the same weeks. */
export function weekTable(
  client: Seeker,
  weights: Weights,
  layers: readonly Layer[],
  visits: VisitChoices,
  shape: Shape,
): WeekTable {
  const bits = visitBits(client.need)
  const sets = [0, 1, 2, 3, 4, 5, 6, 7].filter((one) => (one & bits) === one)
  const grouped = layers.map(effectsOf)
  const placeOf = new Int32Array(shape.minutes * shape.core * shape.topics * shape.days).fill(-1)
  let states: readonly number[] = [0]
  const steps = grouped.map(({ effects, effectOf, effectAt }): Step => {
    const to = new Int32Array(states.length * effects.length)
    const next: number[] = []
    let at = 0
    for (const state of states)
      for (const { choice } of effects) {
        const reached = after(state, choice, shape)
        let place = reached < 0 ? -1 : (placeOf[reached] ?? -1)
        if (reached >= 0 && place < 0) {
          place = next.push(reached) - 1
          placeOf[reached] = place
        }
        to[at++] = place
      }
    for (const state of next) placeOf[state] = -1
    states = next
    return { effects: effects.length, effectOf, effectAt, to }
  })
  let next = terminal(client, weights, visits, shape, states, sets)
  const values = [next]
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    next = dayBefore(grouped[layer]?.effects ?? [], steps[layer], next, sets)
    values.unshift(next)
  }
  return { layers, steps, values, sets }
}

/** The least costs of the day before: of each choice its own, and what then remains. */
function dayBefore(effects: readonly Effect[], step: Step | undefined, next: Float64Array, sets: readonly number[]) {
  const to = step?.to ?? new Int32Array(0)
  const many = effects.length
  const states = many === 0 ? 0 : to.length / many
  const here = new Float64Array(states * 8).fill(Number.POSITIVE_INFINITY)
  effects.forEach(({ least }, effect) => {
    // Only the sets of visits that this day can hold: most days hold few.
    const [placed, together, costs]: [number[], number[], number[]] = [[], [], []]
    for (const before of sets)
      for (const more of sets)
        if ((before & more) === 0 && Number.isFinite(least[more])) {
          placed.push(before)
          together.push(before | more)
          costs.push(least[more] ?? 0)
        }
    const [from, into, cost] = [Int32Array.from(placed), Int32Array.from(together), Float64Array.from(costs)]
    for (let state = 0; state < states; state++) {
      const reached = to[state * many + effect] ?? -1
      if (reached < 0) continue
      for (let at = 0; at < cost.length; at++) {
        const sum = (cost[at] ?? 0) + (next[reached * 8 + (into[at] ?? 0)] ?? 0)
        const place = state * 8 + (from[at] ?? 0)
        if (sum < (here[place] ?? 0)) here[place] = sum
      }
    }
  })
  return here
}

/** Choices of a day that gather the same count as one, with the least cost for each set of visits. */
function effectsOf({ choices, costs }: Layer): {
  effects: Effect[]
  effectOf: Int32Array
  effectAt: Map<number, number>
} {
  const known = new Map<number, number>()
  const effects: Effect[] = []
  const effectOf = Int32Array.from(choices, (choice, at) => {
    const key = gatheredBy(choice)
    const own = costs[at] ?? new Float64Array(8)
    const place = known.get(key)
    if (place === undefined) {
      known.set(key, effects.length)
      return effects.push({ choice, least: Float64Array.from(own) }) - 1
    }
    const least = effects[place]?.least
    if (least !== undefined) for (let set = 0; set < 8; set++) least[set] = Math.min(least[set] ?? 0, own[set] ?? 0)
    return place
  })
  return { effects, effectOf, effectAt: known }
}

/** What a week costs for all that it did not gather. */
function terminal(
  client: Seeker,
  weights: Weights,
  { missing }: VisitChoices,
  { unit, core, topics, days }: Shape,
  states: readonly number[],
  sets: readonly number[],
): Float64Array {
  const { need } = client
  const heavy = urgency(client)
  const out = new Float64Array(states.length * 8).fill(Number.POSITIVE_INFINITY)
  states.forEach((state, place) => {
    const day = state % days
    let rest = (state - day) / days
    const met = rest % topics
    rest = (rest - met) / topics
    const inCore = (rest % core) * unit
    const all = ((rest - (rest % core)) / core) * unit
    const groups =
      (heavy * weights.minutes * Math.max(0, need.minutes - all)) / 90 +
      (weights.surplus * Math.max(0, all - need.minutes)) / 90 +
      (heavy * weights.core * Math.max(0, need.coreMinutes - inCore)) / 90 +
      heavy * weights.topic * (need.topics.length - bitsIn(met)) +
      heavy * weights.day * Math.max(0, need.days - day)
    for (const set of sets) {
      // Without a therapist of the client's own there is no family visit.
      if ((set & 3) === 2 && need.individual !== null) continue
      out[place * 8 + set] =
        groups +
        ((set & 1) === 0 ? missing.individual : 0) +
        ((set & 2) === 0 ? missing.family : 0) +
        ((set & 4) === 0 ? missing.medication : 0)
    }
  })
  return out
}

const bitsIn = (mask: number): number => {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count++
  return count
}
