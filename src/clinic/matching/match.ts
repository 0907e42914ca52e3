import { isWhole, pointsOf, primaryOf, roomLines, visitKinds, weekLines, type CostLine } from './cost.ts'
import { candidatesOf, choicesOf, type Ask, type Candidate, type DayChoice, worthChoosing } from './group-choices.ts'
import type { ClientWeek, SeriesOption } from './instance.ts'
import { joinVisits, type Joined } from './join.ts'
import { heapOf } from './heap.ts'
import { planOf, sharedChoices, visitChoicesOf, type Hour, type VisitChoices } from './visit-choices.ts'
import { gatheredBy, layersOf, shapeOf, weekTable, type Layer, type Shape, type WeekTable } from './week-table.ts'
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

/** Some of the therapists, from one place in their list to another, and how often their bound promised too much. */
type Part = { from: number; to: number; table: WeekTable; misses: number; isSplit: boolean }
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
  /** Of those, the ones that can be in one of the best weeks, and for each weekday the sets of them that can be held together. */
  worth: readonly Candidate[]
  days: readonly (readonly DayChoice[])[]
  visits: VisitChoices
  shape: Shape
  /** What was worked out of some of the therapists: days, and tables by the weekday that comes first (0: the order of the week). */
  layers: Map<string, readonly Layer[]>
  tables: Map<string, WeekTable>
}

/**
 * Lays out what a client could do, for their best week or the best `most`; null where what is pinned, or must be had, cannot be.
 * `known`: visits laid out before.
 */
export function fieldOf(ask: Ask, { known, most = 1 }: { known?: VisitChoices; most?: number } = {}): Field | null {
  const { client } = ask
  const candidates = candidatesOf(ask)
  const isThere = (id: string) => candidates.some((one) => one.series.id === id)
  if (!(ask.mustHave ?? []).every(isThere)) return null
  if (client.now?.series.some((id) => client.pinned.includes(id) && !isThere(id)) ?? false) return null
  const worth = worthChoosing(client, candidates, most)
  const days = Array.from({ length: 8 }, (_, weekday) =>
    choicesOf(
      client,
      worth.filter((one) => one.series.time.weekday === weekday),
    ),
  )
  const visits = known ?? visitChoicesOf(ask)
  const shape = shapeOf(client, days)
  return { ask, candidates, worth, days, visits, shape, layers: new Map(), tables: new Map() }
}

/**
 * The best weeks for one client while everybody else stays: `howMany` different sets of groups, best first, each with its
 * cheapest visits. Exact: none is better than the first, none between one and the next (a week that only adds a group to
 * a better one is left out). Cost = points of the week, plus what the rooms cost more, plus prices. A week that lacks
 * something is proposed where nothing lacks less; an empty answer means that what is pinned cannot stand.
 */
export function matchWeeks(ask: Ask, howMany = 5): Proposal[] {
  const field = fieldOf(ask, { most: howMany })
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
  const first = wanted?.time.weekday ?? 0
  const begin = (from: number, to: number) => {
    const part: Part = { from, to, table: tableOf(field, { from, to, first }), misses: 0, isSplit: false }
    const costs = new Float64Array(8).fill(Number.POSITIVE_INFINITY)
    costs[0] = 0
    const value = rounded(part.table.values[0]?.[0] ?? Number.POSITIVE_INFINITY)
    if (Number.isFinite(value)) heap.push({ part, layer: 0, state: 0, costs, chosen: [], value, joined: null })
  }
  const all = field.visits.therapists.length
  begin(0, all)
  const forced = wanted === null ? null : choicesWith(field, wanted)
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
      grow(node, node.layer === 0 ? forced : null, heap.push)
      continue
    }
    const groups = groupsOf(node)
    const name = groups.map((one) => one.id).join(' ')
    let value = tried.get(name)
    if (value === undefined) {
      const bare = node.chosen.reduce((sum, one) => sum + one.cost, 0) + gathered(node) + travel(groups, weights)
      // The bound of some of the therapists says nothing of the others.
      const floor = part.to - part.from === all ? node.value - bare : Number.NEGATIVE_INFINITY
      const joined = joinVisits(client, groups, field.visits, weights.travelDay, floor)
      value = rounded(bare + (joined?.cost ?? Number.POSITIVE_INFINITY))
      tried.set(name, value)
      if (joined !== null) heap.push({ ...node, value, joined, layer: node.layer + 1 })
    }
    // The bound took two therapists for one family too often: look at half of the therapists at a time.
    if (value > node.value + 1e-6 && ++part.misses >= 12 && part.to - part.from > 1) {
      part.isSplit = true
      const middle = part.from + ((part.to - part.from) >> 1)
      begin(part.from, middle)
      begin(middle, part.to)
    }
  }
  return out
}

/** Some of the therapists, by their places, and the weekday that comes first. */
type Piece = { from: number; to: number; first: number }

function tableOf(field: Field, { from, to, first }: Piece): WeekTable {
  const { client, ground } = field.ask
  const [whose, name] = [`${from} ${to}`, `${from} ${to} ${first}`]
  const known = field.tables.get(name)
  if (known !== undefined) return known
  const some =
    to - from === field.visits.therapists.length ? field.visits.therapists : field.visits.therapists.slice(from, to)
  const visits = sharedChoices({ ...field.visits, therapists: some })
  const layers = field.layers.get(whose) ?? layersOf(client, ground.weights, field.days, visits)
  field.layers.set(whose, layers)
  const table = weekTable(client, ground.weights, turned(layers, first), visits, field.shape)
  field.tables.set(name, table)
  return table
}

/** Every choice of a day with this series in it, though a cheaper one beside it may have kept it out of the days. */
function choicesWith({ ask, candidates, worth }: Field, series: SeriesOption): DayChoice[] {
  const wanted = candidates.find((one) => one.series === series)
  if (wanted === undefined) return []
  const { weekday } = series.time
  const near = new Set(worth.filter((one) => one.series.time.weekday === weekday)).add(wanted)
  return choicesOf(
    ask.client,
    candidates.flatMap((one) => (near.has(one) ? (one === wanted ? { ...one, isFixed: true } : one) : [])),
  )
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

/** One node for each choice of the next day; `forced`: only for these, which gather no other than its own choices do. */
function grow(node: Node, forced: readonly DayChoice[] | null, push: (node: Node) => void): void {
  const { part, layer, state, costs } = node
  const { layers, steps, values, sets } = part.table
  const today = layers[layer]
  const step = steps[layer]
  const later = values[layer + 1]
  if (today === undefined || step === undefined || later === undefined) return
  const next = new Float64Array(8)
  const offer = (choice: DayChoice, own: Float64Array | undefined, effect: number | undefined) => {
    const to = effect === undefined ? -1 : (step.to[state * step.effects + effect] ?? -1)
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
  }
  if (forced === null) today.choices.forEach((choice, at) => offer(choice, today.costs[at], step.effectOf[at]))
  else for (const choice of forced) offer(choice, today.costsOf(choice), step.effectAt.get(gatheredBy(choice)))
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
