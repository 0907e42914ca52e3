import { emptyWeek, visitKinds, type VisitKind } from '../cost.ts'
import type { ClientWeek, Plan } from '../instance.ts'
import { isSameTime, minutesOf } from '../week.ts'
import type { Census } from './census.ts'
import type { ClientColumns } from './client-columns.ts'
import type { PoolWeek } from './pool.ts'
import { weeksOfPool } from './pool-model.ts'
import type { Contest } from './contest.ts'

/** The assignment that stands for these weeks: what is free of them, the rest worked out. Unknown items are left out. */
export function assignmentOf(census: Census, weeks: readonly ClientWeek[]): Float64Array {
  const x = new Float64Array(census.model.columns)
  const byClient = new Map(weeks.map((week) => [week.client, week]))
  const rooms = new Map<string, { members: number; newcomers: number }>()
  for (const columns of census.clients) {
    const week = byClient.get(columns.client.id) ?? emptyWeek(columns.client.id)
    for (const id of setClient(x, columns, week)) {
      const room = rooms.get(id) ?? { members: 0, newcomers: 0 }
      room.members += 1
      if (columns.client.isNew) room.newcomers += 1
      rooms.set(id, room)
    }
  }
  for (const [id, own] of census.series) {
    const free = rooms.get(id) ?? { members: 0, newcomers: 0 }
    const stands = census.standing.seats.get(id)
    const members = free.members + (stands?.taken ?? 0)
    const newcomers = free.newcomers + (stands?.newcomers ?? 0)
    if (members === 0) continue
    x[own.runs] = 1
    x[own.belowLeast] = Math.max(0, own.series.least - members)
    x[own.newcomers] = Math.max(0, newcomers - (2 / 3) * members)
  }
  return x
}

/** Sets one client's columns; answers the series they sit in. */
function setClient(x: Float64Array, columns: ClientColumns, week: ClientWeek): string[] {
  const { need } = columns.client
  const seats = columns.seats.filter((one) => one.column >= 0 && week.series.includes(one.series.id))
  for (const seat of seats) x[seat.column] = 1
  const total = (list: typeof seats) => list.reduce((all, one) => all + minutesOf(one.series.time), 0)
  const counted = seats.filter((one) => one.series.counts)
  const minutes = total(counted)
  x[columns.minutesShort] = Math.max(0, need.minutes - minutes) / 90
  x[columns.surplus] = Math.max(0, minutes - need.minutes) / 90
  x[columns.coreShort] = Math.max(0, need.coreMinutes - total(seats.filter((one) => one.series.isCore))) / 90
  for (const { topic, column } of columns.topicsShort)
    x[column] = seats.some((one) => one.series.topic === topic) ? 0 : 1
  const days = new Set(counted.map((one) => one.series.time.weekday))
  for (const [day, column] of columns.meets) x[column] = days.has(day) ? 1 : 0
  x[columns.daysShort] = Math.max(0, need.days - days.size)
  const travelled = new Set(seats.filter((one) => one.series.site !== null).map((one) => one.series.time.weekday))
  for (const kind of visitKinds) {
    const visit = week[kind]
    const column = columns.visits.find(
      (one) =>
        visit !== null && one.kind === kind && one.clinician.id === visit.clinician && isSameTime(one.hour, visit.time),
    )
    if (column !== undefined) {
      x[column.column] = 1
      if (column.travels) travelled.add(column.hour.weekday)
    }
    const short = columns.visitShort.get(kind)
    if (short !== undefined) x[short] = column === undefined ? 1 : 0
  }
  for (const [day, column] of columns.travels) x[column] = travelled.has(day) ? 1 : 0
  return seats.map((one) => one.series.id)
}

/** The plan that an assignment means, the weeks that were kept with it. */
export function planOf(census: Census, contest: Contest, x: ArrayLike<number>): Plan {
  const chosen = census.clients.map((columns, rival): PoolWeek => {
    const isSet = (column: number) => column >= 0 && (x[column] ?? 0) > 0.5
    const visit = (kind: VisitKind) => columns.visits.findIndex((one) => one.kind === kind && isSet(one.column))
    const seats = columns.seats.flatMap((one, place) => (isSet(one.column) ? [place] : []))
    return {
      rival,
      week: { seats, visits: [visit('individual'), visit('family'), visit('medication')], points: 0, priced: 0 },
    }
  })
  return { weeks: weeksOfPool(contest, chosen) }
}
