import type { Lookup } from '../cost.ts'
import type { Instance, SeriesOption } from '../instance.ts'
import type { Occupancy } from '../occupancy.ts'
import type { Weights } from '../weights.ts'
import { addClient, columnsOf, type ClientColumns } from './client-columns.ts'
import { bitsOf } from './four-weeks.ts'
import { buildModel, type Model, type ModelBuilder } from './model.ts'
import type { Contest } from './contest.ts'

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

export type Census = {
  model: Model
  instance: Instance
  lookup: Lookup
  standing: Occupancy
  clients: readonly ClientColumns[]
  series: ReadonlyMap<string, SeriesColumns>
  hourRows: ReadonlyMap<string, number>
  caseloadRows: ReadonlyMap<string, number>
}

/** Which of a client's options are in the model at all: by place; null for all. */
export type Kept = (rival: number) => { seats: readonly boolean[]; visits: readonly boolean[] }

/**
 * Who sits where, as a flat model: the formulation of the week, 3.1 with the moves of 3.4 (decisions/011). Minutes are in units
 * of 90, costs in points; its optimum is the cost that the judge (`evaluate`) gives the best plan. `kept` leaves out options of
 * which it is known that no better plan has them.
 */
export function censusModel(contest: Contest, kept: Kept | null = null): Census {
  const { instance, weights, lookup, standing } = contest
  const model = buildModel()
  const clients = contest.rivals.map(({ week }, rival) =>
    addClient(model, week.client, week.options, weights, kept?.(rival) ?? null),
  )
  const members = new Map<string, { column: number; client: ClientColumns }[]>()
  for (const client of clients)
    for (const seat of client.seats) {
      if (seat.column < 0) continue
      const list = members.get(seat.series.id)
      if (list === undefined) members.set(seat.series.id, [{ column: seat.column, client }])
      else list.push({ column: seat.column, client })
    }
  const series = new Map<string, SeriesColumns>()
  for (const [id, list] of members) {
    const option = lookup.series.get(id)
    if (option === undefined) continue
    const own = addSeries(model, option, list, standing, weights)
    series.set(id, own)
    keepApart(model, instance, list, own.runs)
  }
  const hourRows = addHours(model, clients, standing)
  const caseloadRows = addCaseloads(model, clients, standing)
  return { model: model.done(), instance, lookup, standing, clients, series, hourRows, caseloadRows }
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
function keepApart(model: ModelBuilder, instance: Instance, list: readonly Member[], runs: number): void {
  const byClient = new Map(list.map((one) => [one.client.client.id, one.column]))
  for (const [one, other] of instance.apart) {
    const a = byClient.get(one)
    const b = byClient.get(other)
    if (a === undefined || b === undefined) continue
    model.row(none, 0, [a, b, runs], [1, 1, -1])
  }
}

/** An hour of a clinician has four weeks to give. */
function addHours(model: ModelBuilder, clients: readonly ClientColumns[], standing: Occupancy): Map<string, number> {
  const byHour = new Map<string, { column: number; size: number }[]>()
  for (const client of clients)
    for (const visit of client.visits) {
      if (visit.column < 0) continue
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
      if (visit.kind !== kind || visit.column < 0) continue
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
