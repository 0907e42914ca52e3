import { lookupOf, type Lookup } from '../cost.ts'
import { apartFrom } from '../fit.ts'
import type { ClientWeek, Instance, SeriesOption } from '../instance.ts'
import { occupancyOf, type Occupancy } from '../occupancy.ts'
import type { Weights } from '../weights.ts'
import { addClient, columnsOf, type ClientColumns } from './client-columns.ts'
import { bitsOf } from './four-weeks.ts'
import { buildModel, type Model, type ModelBuilder } from './model.ts'
import { optionsOf } from './options.ts'

const infinity = Number.POSITIVE_INFINITY
const none = Number.NEGATIVE_INFINITY

export type SeriesColumns = {
  series: SeriesOption
  runs: number
  belowLeast: number
  newcomers: number
  /** Rows: seats, least, newcomers; −1 where there is none. */
  seatRow: number
  leastRow: number
  newcomerRow: number
  /** Of each client who could join: the row that opens the group for them. */
  openRows: { column: number; row: number }[]
}

/** What a shared seat costs a block that does not own it: points by series, for newcomers and for others. */
export type SeatCharges = ReadonlyMap<string, { others: number; newcomers: number }>

export type Census = {
  model: Model
  instance: Instance
  lookup: Lookup
  standing: Occupancy
  /** Weeks of those who are not moved. */
  kept: readonly ClientWeek[]
  clients: readonly ClientColumns[]
  series: ReadonlyMap<string, SeriesColumns>
  hourRows: ReadonlyMap<string, number>
  caseloadRows: ReadonlyMap<string, number>
}

export type Scope = {
  /** Only these are placed; null: everybody. */
  only?: ReadonlySet<string>
  /** Weeks of the others, which stay as they are and hold what they hold. */
  kept?: readonly ClientWeek[]
  /** Series whose rows stand elsewhere: here a seat in them has only a price. */
  charges?: SeatCharges
}

/**
 * Who sits where, as a model: the formulation of the week, 3.1 with the moves of 3.4 (decisions/011). Minutes are in units of
 * 90, costs in points; its optimum is the cost that the judge (`evaluate`) gives the best plan, rooms without anybody free in
 * it left out.
 */
export function censusModel(instance: Instance, weights: Weights, scope: Scope = {}): Census {
  const lookup = lookupOf(instance)
  const kept = scope.kept ?? []
  const standing = occupancyOf(instance, kept)
  const apart = apartFrom(instance)
  const model = buildModel()
  const clients = instance.clients
    .filter((client) => scope.only?.has(client.id) ?? true)
    .map((client) =>
      addClient(model, client, optionsOf(client, lookup, weights, standing, apart.get(client.id) ?? []), weights),
    )
  const members = new Map<string, { column: number; client: ClientColumns }[]>()
  for (const client of clients)
    for (const seat of client.seats) {
      const charge = scope.charges?.get(seat.series.id)
      if (charge !== undefined) model.addCost(seat.column, client.client.isNew ? charge.newcomers : charge.others)
      const list = members.get(seat.series.id)
      if (list === undefined) members.set(seat.series.id, [{ column: seat.column, client }])
      else list.push({ column: seat.column, client })
    }
  const series = new Map<string, SeriesColumns>()
  for (const [id, list] of members) {
    const option = lookup.series.get(id)
    if (option === undefined) continue
    if (scope.charges?.has(id) ?? false) {
      model.row(none, option.seats, columnsOf(list), 1)
      keepApart(model, instance, list, null)
    } else {
      const own = addSeries(model, option, list, standing, weights)
      series.set(id, own)
      keepApart(model, instance, list, own.runs)
    }
  }
  const hourRows = addHours(model, clients, standing)
  const caseloadRows = addCaseloads(model, clients, standing)
  return { model: model.done(), instance, lookup, standing, kept, clients, series, hourRows, caseloadRows }
}

type Member = { column: number; client: ClientColumns }

function addSeries(
  model: ModelBuilder,
  series: SeriesOption,
  list: readonly Member[],
  standing: Occupancy,
  weights: Weights,
): SeriesColumns {
  const room = standing.seats.get(series.id)
  const taken = room?.taken ?? 0
  const columns = columnsOf(list)
  const ones = columns.map(() => 1)
  const runs = model.choice(weights.running)
  if (taken > 0) model.fix(runs, 1)
  const belowLeast = model.column(weights.belowLeast, 0, Math.max(0, series.least), false)
  const newcomers = model.column(weights.newcomer, 0, series.seats, false)
  const seatRow = model.row(none, -taken, [...columns, runs], [...ones, -series.seats])
  const openRows =
    taken > 0 ? [] : columns.map((column) => ({ column, row: model.row(none, 0, [column, runs], [1, -1]) }))
  const leastRow = model.row(-taken, infinity, [...columns, belowLeast, runs], [...ones, 1, -series.least])
  const fresh = list.filter((one) => one.client.client.isNew)
  const already = (room?.newcomers ?? 0) - (2 / 3) * taken
  const newcomerRow =
    fresh.length === 0 && already <= 0
      ? -1
      : model.row(
          already,
          infinity,
          [newcomers, ...columns],
          [1, ...list.map((one) => (one.client.client.isNew ? -1 / 3 : 2 / 3))],
        )
  return { series, runs, belowLeast, newcomers, seatRow, leastRow, newcomerRow, openRows }
}

/** Two who must not sit in one room. */
function keepApart(model: ModelBuilder, instance: Instance, list: readonly Member[], runs: number | null): void {
  const byClient = new Map(list.map((one) => [one.client.client.id, one.column]))
  for (const [one, other] of instance.apart) {
    const a = byClient.get(one)
    const b = byClient.get(other)
    if (a === undefined || b === undefined) continue
    if (runs === null) model.row(none, 1, [a, b], 1)
    else model.row(none, 0, [a, b, runs], [1, 1, -1])
  }
}

/** An hour of a clinician has four weeks to give. */
function addHours(model: ModelBuilder, clients: readonly ClientColumns[], standing: Occupancy): Map<string, number> {
  const byHour = new Map<string, { column: number; size: number }[]>()
  for (const client of clients)
    for (const visit of client.visits) {
      const list = byHour.get(visit.key)
      if (list === undefined) byHour.set(visit.key, [visit])
      else list.push(visit)
    }
  const rows = new Map<string, number>()
  for (const [key, list] of byHour) {
    const left = 4 - bitsOf(standing.hours.get(key) ?? 0)
    rows.set(
      key,
      model.row(
        none,
        left,
        columnsOf(list),
        list.map((one) => one.size),
      ),
    )
  }
  return rows
}

function addCaseloads(
  model: ModelBuilder,
  clients: readonly ClientColumns[],
  standing: Occupancy,
): Map<string, number> {
  const byClinician = new Map<string, { columns: number[]; caseload: number }>()
  for (const { client, visits } of clients) {
    const kind = client.need.individual !== null ? 'individual' : 'family'
    for (const visit of visits) {
      if (visit.kind !== kind) continue
      const own = byClinician.get(visit.clinician.id) ?? { columns: [], caseload: visit.clinician.caseload }
      own.columns.push(visit.column)
      byClinician.set(visit.clinician.id, own)
    }
  }
  return new Map(
    [...byClinician].map(([id, { columns, caseload }]) => [
      id,
      model.row(none, caseload - (standing.caseload.get(id) ?? 0), columns, 1),
    ]),
  )
}
