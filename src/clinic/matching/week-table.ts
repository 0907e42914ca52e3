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

export type Layer = { weekday: number; choices: readonly DayChoice[]; costs: readonly Float64Array[] }
export type WeekTable = {
  layers: readonly Layer[]
  /** `values[layer][state * 8 + visits placed]`. */
  values: readonly Float64Array[]
  shape: Shape
  /** Sets of visits that may be placed, as bits. */
  sets: readonly number[]
}

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
export function after(state: number, choice: DayChoice, { unit, minutes, core, topics, days }: Shape): number {
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
    const costs = choices.map((choice) => {
      const name = `${choice.onSite} ${choice.series.map((one) => one.time.from * 2048 + one.time.to).join(' ')}`
      const costs = known.get(name) ?? visitCosts(choice, today, bits, weights.travelDay)
      known.set(name, costs)
      return costs.map((one) => one + choice.cost)
    })
    return [{ weekday, choices, costs }]
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
  const size = shape.minutes * shape.core * shape.topics * shape.days
  const effects = layers.map(effectsOf)
  const reached = reachedStates(effects, shape, size)
  let next = terminal(client, weights, visits, shape, reached[layers.length] ?? [], size, sets)
  const values = [next]
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    const here = new Float64Array(size * 8).fill(Number.POSITIVE_INFINITY)
    for (const state of reached[layer] ?? [])
      for (const { choice, least } of effects[layer] ?? []) {
        const to = after(state, choice, shape)
        if (to < 0) continue
        for (const placed of sets) {
          let best = here[state * 8 + placed] ?? 0
          for (const more of sets) {
            if ((placed & more) !== 0) continue
            const cost = (least[more] ?? 0) + (next[to * 8 + (placed | more)] ?? 0)
            if (cost < best) best = cost
          }
          here[state * 8 + placed] = best
        }
      }
    values.unshift(here)
    next = here
  }
  return { layers, values, shape, sets }
}

/** Choices of a day that gather the same count as one, with the least cost for each set of visits. */
function effectsOf({ choices, costs }: Layer): Effect[] {
  const known = new Map<number, Effect>()
  choices.forEach((choice, at) => {
    const key = ((choice.counted * 2048 + choice.core) * 256 + choice.topics) * 2 + (choice.isDay ? 1 : 0)
    const own = costs[at] ?? new Float64Array(8)
    const effect = known.get(key)
    if (effect === undefined) known.set(key, { choice, least: Float64Array.from(own) })
    else for (let set = 0; set < 8; set++) effect.least[set] = Math.min(effect.least[set] ?? 0, own[set] ?? 0)
  })
  return [...known.values()]
}

function reachedStates(effects: readonly Effect[][], shape: Shape, size: number): number[][] {
  const reached = [[0]]
  for (const today of effects) {
    const seen = new Uint8Array(size)
    const states: number[] = []
    for (const state of reached.at(-1) ?? [])
      for (const { choice } of today) {
        const to = after(state, choice, shape)
        if (to < 0 || seen[to] === 1) continue
        seen[to] = 1
        states.push(to)
      }
    reached.push(states)
  }
  return reached
}

/** What a week costs for all that it did not gather. */
function terminal(
  client: Seeker,
  weights: Weights,
  { missing }: VisitChoices,
  { unit, core, topics, days }: Shape,
  states: readonly number[],
  size: number,
  sets: readonly number[],
): Float64Array {
  const { need } = client
  const heavy = urgency(client)
  const out = new Float64Array(size * 8).fill(Number.POSITIVE_INFINITY)
  for (const state of states) {
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
      out[state * 8 + set] =
        groups +
        ((set & 1) === 0 ? missing.individual : 0) +
        ((set & 2) === 0 ? missing.family : 0) +
        ((set & 4) === 0 ? missing.medication : 0)
    }
  }
  return out
}

const bitsIn = (mask: number): number => {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count++
  return count
}
