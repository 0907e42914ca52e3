import { isWhole, pointsOf, primaryOf, roomLines, visitKinds, weekLines, type CostLine } from './cost.ts'
import { candidatesOf, choicesOf, type Ask, type Candidate, type DayChoice } from './group-choices.ts'
import type { ClientWeek, SeriesOption } from './instance.ts'
import { joinVisits, type Joined } from './join.ts'
import { heapOf } from './heap.ts'
import { planOf, visitChoicesOf, type Hour, type VisitChoices } from './visit-choices.ts'
import { layersOf, shapeOf, weekTable, type Layer, type Shape, type WeekTable } from './week-table.ts'
import { hourKey } from './week.ts'
import type { Weights } from './weights.ts'

export type { Ask } from './group-choices.ts'

export type Proposal = {
  week: ClientWeek
  /** Points by line: the client's own, and what the rooms cost more (or less) because of them. */
  lines: CostLine[]
  cost: number
  /** Points of seats, hours and caseload that others could use: 0 without prices. */
  priced: number
  isWhole: boolean
}

type Part = { visits: VisitChoices; table: WeekTable; misses: number; isSplit: boolean }
type Node = {
  part: Part
  layer: number
  /** Which of the states of this layer. */
  state: number
  /** Least cost so far for each set of visits placed. */
  costs: Float64Array
  chosen: readonly DayChoice[]
  value: number
  /** A week whose cost is certain, or a bound of what may come of it. */
  joined: Joined | null
}

/** What one client could do, laid out once and searched as often as somebody asks. */
export type Field = {
  ask: Ask
  candidates: readonly Candidate[]
  days: readonly (readonly DayChoice[])[]
  visits: VisitChoices
  shape: Shape
  layers: readonly Layer[]
  /** Tables by the weekday that comes first; 0 for the order of the week. */
  tables: Map<number, WeekTable>
}

/** Lays out what a client could do; null where what is pinned, or must be had, cannot be. `known`: visits laid out before. */
export function fieldOf(ask: Ask, known?: VisitChoices): Field | null {
  const { client, ground } = ask
  const candidates = candidatesOf(ask)
  const isThere = (id: string) => candidates.some((one) => one.series.id === id)
  if (!(ask.mustHave ?? []).every(isThere)) return null
  if (client.now?.series.some((id) => client.pinned.includes(id) && !isThere(id)) ?? false) return null
  const days = Array.from({ length: 8 }, (_, weekday) =>
    choicesOf(
      client,
      candidates.filter((one) => one.series.time.weekday === weekday),
    ),
  )
  const visits = known ?? visitChoicesOf(ask)
  const layers = layersOf(client, ground.weights, days, visits)
  return { ask, candidates, days, visits, shape: shapeOf(client, days), layers, tables: new Map() }
}

/**
 * The best weeks for one client while everybody else stays: `howMany` different sets of groups, best first, each with its
 * cheapest visits. Exact: none is better than the first, none between one and the next (a week that only adds a group to
 * a better one is left out). Cost = points of the week, plus what the rooms cost more, plus prices. A week that lacks
 * something is proposed where nothing lacks less; an empty answer means that what is pinned cannot stand.
 */
export function matchWeeks(ask: Ask, howMany = 5): Proposal[] {
  const field = fieldOf(ask)
  return field === null ? [] : search(field, null, howMany)
}

export const bestOf = (field: Field): Proposal | null => search(field, null, 1)[0] ?? null

/** The best week with this series in it, or null where there is none. The field is laid out once for all series. */
export const bestWith = (field: Field, series: SeriesOption): Proposal | null => search(field, series, 1)[0] ?? null

function search(field: Field, wanted: SeriesOption | null, howMany: number): Proposal[] {
  const { ask } = field
  const { client } = ask
  const { weights } = ask.ground
  const heap = heapOf<Node>((one, other) => one.value - other.value || other.layer - one.layer)
  const begin = (visits: VisitChoices, table: WeekTable) => {
    const part: Part = { visits, table, misses: 0, isSplit: false }
    const costs = new Float64Array(8).fill(Number.POSITIVE_INFINITY)
    costs[0] = 0
    const value = rounded(table.values[0]?.[0] ?? Number.POSITIVE_INFINITY)
    if (Number.isFinite(value)) heap.push({ part, layer: 0, state: 0, costs, chosen: [], value, joined: null })
  }
  begin(field.visits, tableOf(field, wanted?.time.weekday ?? 0))
  const found: SeriesOption[][] = []
  const out: Proposal[] = []
  const tried = new Map<string, number>()
  while (out.length < howMany) {
    const node = heap.pop()
    if (node === undefined) break
    const { part } = node
    if (node.joined !== null) {
      const groups = groupsOf(node)
      if (found.some((less) => less.every((one) => groups.includes(one)))) continue
      found.push(groups)
      out.push(proposalOf(ask, groups, node.joined))
      continue
    }
    if (part.isSplit) continue
    if (node.layer < part.table.layers.length) {
      grow(node, node.layer === 0 ? wanted : null, heap.push)
      continue
    }
    const groups = groupsOf(node)
    const name = groups.map((one) => one.id).join(' ')
    let value = tried.get(name)
    if (value === undefined) {
      const bare = node.chosen.reduce((sum, one) => sum + one.cost, 0) + gathered(node) + travel(groups, weights)
      // The bound of some of the therapists says nothing of the others.
      const floor = part.visits === field.visits ? node.value - bare : Number.NEGATIVE_INFINITY
      const joined = joinVisits(client, groups, field.visits, weights.travelDay, floor)
      value = rounded(bare + (joined?.cost ?? Number.POSITIVE_INFINITY))
      tried.set(name, value)
      if (joined !== null) heap.push({ ...node, value, joined, layer: node.layer + 1 })
    }
    // The bound took two therapists for one family too often: look at half of the therapists at a time.
    if (value > node.value + 1e-6 && ++part.misses >= 12 && part.visits.therapists.length > 1) {
      part.isSplit = true
      const half = part.visits.therapists.length >> 1
      for (const therapists of [part.visits.therapists.slice(0, half), part.visits.therapists.slice(half)]) {
        const visits = { ...part.visits, therapists }
        const layers = layersOf(client, weights, field.days, visits)
        begin(visits, weekTable(client, weights, turned(layers, wanted?.time.weekday ?? 0), visits, field.shape))
      }
    }
  }
  return out
}

function tableOf(field: Field, first: number): WeekTable {
  const known = field.tables.get(first)
  if (known !== undefined) return known
  const { client, ground } = field.ask
  const table = weekTable(client, ground.weights, turned(field.layers, first), field.visits, field.shape)
  field.tables.set(first, table)
  return table
}

const turned = (layers: readonly Layer[], first: number): Layer[] => [
  ...layers.filter((one) => one.weekday === first),
  ...layers.filter((one) => one.weekday !== first),
]

/** What the groups of a finished week leave missing: the value of its last state with every visit placed. */
function gathered({ part, state }: Node): number {
  const { table } = part
  return table.values.at(-1)?.[state * 8 + (table.sets.at(-1) ?? 0)] ?? Number.POSITIVE_INFINITY
}

const travel = (groups: readonly SeriesOption[], weights: Weights): number =>
  weights.travelDay * new Set(groups.filter((one) => one.site !== null).map((one) => one.time.weekday)).size

const groupsOf = (node: Node): SeriesOption[] => node.chosen.flatMap((one) => one.series)

/** One node for each choice of the next day, or for those with one series in it. */
function grow(node: Node, wanted: SeriesOption | null, push: (node: Node) => void): void {
  const { part, layer, state, costs } = node
  const { layers, steps, values, sets } = part.table
  const today = layers[layer]
  const step = steps[layer]
  const later = values[layer + 1]
  if (today === undefined || step === undefined || later === undefined) return
  const next = new Float64Array(8)
  today.choices.forEach((choice, at) => {
    if (wanted !== null && !choice.series.includes(wanted)) return
    const own = today.costs[at]
    const to = step.to[state * step.effects + (step.effectOf[at] ?? 0)] ?? -1
    if (to < 0 || own === undefined) return
    next.fill(Number.POSITIVE_INFINITY)
    let value = Number.POSITIVE_INFINITY
    for (const placed of sets) {
      const before = costs[placed] ?? 0
      if (before === Number.POSITIVE_INFINITY) continue
      for (const more of sets) {
        if ((placed & more) !== 0) continue
        const cost = before + (own[more] ?? 0)
        if (cost < (next[placed | more] ?? 0)) next[placed | more] = cost
      }
    }
    for (const placed of sets) value = Math.min(value, (next[placed] ?? 0) + (later[to * 8 + placed] ?? 0))
    if (!Number.isFinite(value)) return
    const chosen = choice.series.length === 0 ? node.chosen : [...node.chosen, choice]
    push({ part, layer: layer + 1, state: to, costs: next.slice(), chosen, value: rounded(value), joined: null })
  })
}

/** Sums in another order differ in the last digits: what is equal must compare as equal. */
const rounded = (points: number): number => Math.round(points * 1e6) / 1e6

function proposalOf(ask: Ask, groups: readonly SeriesOption[], { individual, family, medication }: Joined): Proposal {
  const hours = [individual, family, medication].filter((one) => one !== null)
  const travelled = new Set([
    ...groups.filter((one) => one.site !== null).map((one) => one.time.weekday),
    ...hours.filter((one) => !one.byVideo).map((one) => one.time.weekday),
  ])
  const plan = (hour: Hour | null) => (hour === null ? null : planOf(hour, travelled.has(hour.time.weekday)))
  return weighed(ask, {
    client: ask.client.id,
    series: groups.map((one) => one.id).toSorted(),
    individual: plan(individual),
    family: plan(family),
    medication: plan(medication),
  })
}

/** Any week of this client with its cost line by line, as if they came into it now: today's beside what is proposed. */
export function weighed(ask: Ask, week: ClientWeek): Proposal {
  const { ground, client, prices } = ask
  const groups = week.series.flatMap((id) => ground.lookup.series.get(id) ?? [])
  const lines = [
    ...weekLines(client, week, ground.lookup, ground.weights),
    ...groups.flatMap((one) => moreRoom(ask, one)),
  ]
  let priced = 0
  for (const { id } of groups) priced += prices.seats.get(id) ?? 0
  for (const kind of visitKinds) {
    const [visit, wanted] = [week[kind], client.need[kind]]
    if (visit !== null && wanted !== null)
      priced += (prices.hours.get(hourKey(visit.clinician, visit.time)) ?? 0) / wanted.every
  }
  const therapist = primaryOf(week)
  if (therapist !== null) priced += prices.caseload.get(therapist) ?? 0
  return { week, lines, cost: pointsOf(lines), priced, isWhole: isWhole(lines) }
}

/** What a room costs more with this client in it: lines may be below zero where they help a group to its least. */
export function moreRoom({ ground, client, occupancy }: Ask, series: SeriesOption): CostLine[] {
  const room = occupancy.seats.get(series.id)
  const taken = room?.taken ?? 0
  const newcomers = room?.newcomers ?? 0
  const before = roomLines(series, taken, newcomers, ground.weights)
  const then = roomLines(series, taken + 1, newcomers + (client.isNew ? 1 : 0), ground.weights)
  const kinds = new Set([...before, ...then].map((line) => line.kind))
  return [...kinds].flatMap((kind) => {
    const points = (lines: CostLine[]) => lines.find((line) => line.kind === kind)?.points ?? 0
    const more = points(then) - points(before)
    return more === 0 ? [] : [{ kind, points: more, client: client.id, about: series.id }]
  })
}
