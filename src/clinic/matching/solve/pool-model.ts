import { emptyWeek } from '../cost.ts'
import type { ClientWeek, VisitPlan } from '../instance.ts'
import { isSameTime } from '../week.ts'
import { phasesOf, type Unphased } from './four-weeks.ts'
import { buildModel, type Model, type ModelBuilder } from './model.ts'
import type { PoolWeek } from './pool.ts'
import type { Contest } from './contest.ts'

const infinity = Number.POSITIVE_INFINITY
const none = Number.NEGATIVE_INFINITY

/**
 * A model that chooses one week of the pool for each client. Its columns: the pool in order, then what the rooms cost. `further`:
 * more rows, over the columns of the pool.
 */
export function poolModel(
  contest: Contest,
  pool: readonly PoolWeek[],
  further?: (model: Pick<ModelBuilder, 'row'>) => void,
): Model {
  const model = buildModel()
  const ofRival = contest.rivals.map((): number[] => [])
  const ofSeries = contest.series.map((): { column: number; rival: number }[] => [])
  const ofHour = contest.hours.map((): { column: number; size: number }[] => [])
  const ofCaseload = contest.caseloads.map((): number[] => [])
  for (const { rival: at, week } of pool) {
    const rival = contest.rivals[at]
    const column = model.choice(week.points)
    ofRival[at]?.push(column)
    for (const seat of week.seats) ofSeries[rival?.seatOf[seat] ?? -1]?.push({ column, rival: at })
    for (const visit of week.visits) {
      if (visit < 0 || rival === undefined) continue
      ofHour[rival.hourOf[visit] ?? -1]?.push({ column, size: rival.week.options.visits[visit]?.size ?? 0 })
      ofCaseload[rival.caseloadOf[visit] ?? -1]?.push(column)
    }
  }
  for (const columns of ofRival) model.row(1, 1, columns, 1)
  const { running, belowLeast, newcomer } = contest.weights
  contest.series.forEach(({ option, taken, newcomers }, at) => {
    const runs = model.choice(running)
    if (taken > 0) model.fix(runs, 1)
    const short = model.column(belowLeast, 0, option.least, false)
    const fresh = model.column(newcomer, 0, option.seats, false)
    const list = ofSeries[at] ?? []
    const columns = list.map((one) => one.column)
    const ones = columns.map(() => 1)
    model.row(none, -taken, [...columns, runs], [...ones, -option.seats])
    model.row(-taken, infinity, [...columns, short, runs], [...ones, 1, -option.least])
    const shares = list.map((one) => (contest.rivals[one.rival]?.isNew === true ? -1 / 3 : 2 / 3))
    model.row(newcomers - (2 / 3) * taken, infinity, [...columns, fresh], [...shares, 1])
    const byRival = new Map<number, number[]>()
    for (const { column, rival } of list) {
      const own = byRival.get(rival)
      if (own === undefined) byRival.set(rival, [column])
      else own.push(column)
    }
    if (taken === 0) for (const own of byRival.values()) model.row(none, 0, [...own, runs], [...own.map(() => 1), -1])
    for (const { one, other, series } of contest.apart) {
      if (series !== at) continue
      const both = [...(byRival.get(one) ?? []), ...(byRival.get(other) ?? [])]
      model.row(none, 0, [...both, runs], [...both.map(() => 1), -1])
    }
  })
  contest.hours.forEach(({ left }, at) => {
    const list = ofHour[at] ?? []
    model.row(
      none,
      left,
      list.map((one) => one.column),
      list.map((one) => one.size),
    )
  })
  contest.caseloads.forEach(({ left }, at) => model.row(none, left, ofCaseload[at] ?? [], 1))
  further?.(model)
  return model.done()
}

/** The whole assignment that choosing these weeks (by place in the pool) means. */
export function poolAssignment(contest: Contest, model: Model, pool: readonly PoolWeek[], chosen: readonly number[]) {
  const x = new Float64Array(model.columns)
  const rooms = contest.series.map(({ taken, newcomers }) => ({ members: taken, newcomers }))
  for (const place of chosen) {
    x[place] = 1
    const one = pool[place]
    if (one === undefined) continue
    const rival = contest.rivals[one.rival]
    for (const seat of one.week.seats) {
      const room = rooms[rival?.seatOf[seat] ?? -1]
      if (room === undefined) continue
      room.members += 1
      if (rival?.isNew === true) room.newcomers += 1
    }
  }
  rooms.forEach(({ members, newcomers }, at) => {
    const first = pool.length + at * 3
    const least = contest.series[at]?.option.least ?? 0
    x[first] = members > 0 ? 1 : 0
    x[first + 1] = members > 0 ? Math.max(0, least - members) : 0
    x[first + 2] = Math.max(0, newcomers - (2 / 3) * members)
  })
  return x
}

/** The weeks that choices of the pool mean, one for each client named in them, and the kept ones. */
export function weeksOfPool(contest: Contest, chosen: readonly PoolWeek[]): ClientWeek[] {
  const list = chosen.map(({ rival: at, week }) => {
    const rival = contest.rivals[at]
    const options = rival?.week.options
    const client = rival?.week.client
    const series = week.seats.flatMap((seat) => options?.seats[seat]?.series ?? [])
    const visits = week.visits.flatMap((visit) => options?.visits[visit] ?? [])
    const travelled = new Set([
      ...series.filter((one) => one.site !== null).map((one) => one.time.weekday),
      ...visits.filter((one) => one.travels).map((one) => one.hour.weekday),
    ])
    const unphased = visits.map((visit): { visit: (typeof visits)[number]; as: Unphased } => {
      const before = client?.now?.[visit.kind] ?? null
      const stays =
        before !== null && before.clinician === visit.clinician.id && isSameTime(before.time, visit.hour)
          ? before
          : null
      return {
        visit,
        as: {
          client: client?.id ?? '',
          kind: visit.kind,
          key: visit.key,
          time: visit.hour,
          every: visit.every,
          before: stays?.phase ?? null,
          byVideo:
            !visit.travels && (stays?.byVideo === true || !(visit.sees.onSite && travelled.has(visit.hour.weekday))),
        },
      }
    })
    return { client, series, unphased }
  })
  const phases = phasesOf(
    list.flatMap((one) => one.unphased.map(({ as }) => as)),
    contest.standing.hours,
  )
  const weeks = list.flatMap(({ client, series, unphased }): ClientWeek[] => {
    if (client === undefined) return []
    const planned = (kind: Unphased['kind']): VisitPlan | null => {
      const one = unphased.find(({ visit }) => visit.kind === kind)
      const phase = one === undefined ? undefined : phases.get(one.as)
      if (one === undefined || phase === undefined) return null
      return { clinician: one.visit.clinician.id, time: one.visit.hour, phase, byVideo: one.as.byVideo }
    }
    const individual = planned('individual')
    const family = client.need.individual !== null && individual === null ? null : planned('family')
    return [
      {
        ...emptyWeek(client.id),
        series: series.map((one) => one.id),
        individual,
        family,
        medication: planned('medication'),
      },
    ]
  })
  return [...contest.kept, ...weeks]
}
