import { pointsOf, sum, visitKinds, weekLines, type VisitKind } from '../cost.ts'
import type { ClientWeek, Plan } from '../instance.ts'
import { isSameTime } from '../week.ts'
import type { Contest } from './contest.ts'
import type { FoundWeek } from './week-search.ts'

/** A whole week of one client as one thing to choose. */
export type PoolWeek = { rival: number; week: FoundWeek }

/** Where each kind of row begins in the master. Only clients, seats of others and of newcomers, hours and caseloads have prices. */
export type Rows = {
  others: number
  newcomers: number
  hours: number
  caseloads: number
  priced: number
  seats: number
  least: number
  mix: number
  count: number
}

export function rowsOf(contest: Contest): Rows {
  const series = contest.series.length
  const others = contest.rivals.length
  const newcomers = others + series
  const hours = newcomers + series
  const caseloads = hours + contest.hours.length
  const priced = caseloads + contest.caseloads.length
  const least = priced + series
  return {
    others,
    newcomers,
    hours,
    caseloads,
    priced,
    seats: priced,
    least,
    mix: least + series,
    count: least + 2 * series,
  }
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
  for (const seat of week.seats) add((rival.isNew ? rows.newcomers : rows.others) + (rival.seatOf[seat] ?? 0), 1)
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

/** A client's week as one of the pool; null where something in it is not among their options. */
export function poolWeekOf(contest: Contest, at: number, week: ClientWeek): PoolWeek | null {
  const rival = contest.rivals[at]
  if (rival === undefined) return null
  const { client, options } = rival.week
  const seats = week.series.map((id) => options.seats.findIndex((one) => one.series.id === id))
  const visit = (kind: VisitKind) => {
    const stands = week[kind]
    return stands === null
      ? -1
      : options.visits.findIndex(
          (one) => one.kind === kind && one.clinician.id === stands.clinician && isSameTime(one.hour, stands.time),
        )
  }
  const visits: FoundWeek['visits'] = [visit('individual'), visit('family'), visit('medication')]
  if (seats.includes(-1) || visitKinds.some((kind, place) => week[kind] !== null && visits[place] === -1)) return null
  // As the model counts the ways: by video wherever that is possible.
  const counted = { ...week }
  visitKinds.forEach((kind, place) => {
    const stands = week[kind]
    const option = options.visits[visits[place] ?? -1]
    if (stands !== null && option !== undefined) counted[kind] = { ...stands, byVideo: !option.travels }
  })
  const worth =
    sum(seats.map((place) => options.seats[place]?.worth ?? 0)) +
    sum(visits.map((place) => options.visits[place]?.worth ?? 0))
  const points = pointsOf(weekLines(client, counted, contest.lookup, contest.weights)) + worth
  return { rival: at, week: { seats, visits, points, priced: points } }
}

/** Every week of a plan that is one of the contest's, as weeks of the pool. */
export function poolOf(contest: Contest, plan: Plan): PoolWeek[] {
  const places = new Map(contest.rivals.map((one, at) => [one.week.client.id, at]))
  return plan.weeks.flatMap((week) => {
    const at = places.get(week.client)
    return (at === undefined ? null : poolWeekOf(contest, at, week)) ?? []
  })
}
