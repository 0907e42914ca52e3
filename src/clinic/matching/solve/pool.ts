import type { Contest } from './shared.ts'
import type { FoundWeek } from './week-search.ts'

/** A whole week of one client as one thing to choose. */
export type PoolWeek = { rival: number; week: FoundWeek }

export type Rows = {
  convex: number
  seats: number
  least: number
  newcomers: number
  hours: number
  caseloads: number
  count: number
}

/** Where each kind of row begins in the master: clients, seats, leasts, newcomers, hours, caseloads. */
export function rowsOf(contest: Contest): Rows {
  const seats = contest.rivals.length
  const least = seats + contest.series.length
  const newcomers = least + contest.series.length
  const hours = newcomers + contest.series.length
  const caseloads = hours + contest.hours.length
  return { convex: 0, seats, least, newcomers, hours, caseloads, count: caseloads + contest.caseloads.length }
}

/** Which rows a week stands in, and with how much. */
export function entriesOf(contest: Contest, rows: Rows, { rival: at, week }: PoolWeek) {
  const rival = contest.rivals[at]
  const places: number[] = [at]
  const values: number[] = [1]
  const add = (row: number, value: number) => {
    const known = places.indexOf(row)
    if (known < 0) {
      places.push(row)
      values.push(value)
    } else values[known] = (values[known] ?? 0) + value
  }
  if (rival === undefined) return { places, values }
  for (const seat of week.seats) {
    const series = rival.seatOf[seat] ?? 0
    add(rows.seats + series, 1)
    add(rows.least + series, 1)
    add(rows.newcomers + series, rival.isNew ? -1 / 3 : 2 / 3)
  }
  for (const visit of week.visits) {
    if (visit < 0) continue
    add(rows.hours + (rival.hourOf[visit] ?? 0), rival.week.options.visits[visit]?.size ?? 0)
    const caseload = rival.caseloadOf[visit] ?? -1
    if (caseload >= 0) add(rows.caseloads + caseload, 1)
  }
  return { places, values }
}

/** Two weeks of one client with the same name are the same week. */
export const nameOf = ({ rival, week }: PoolWeek): string => `${rival}:${week.seats.join()}:${week.visits.join()}`
