import { visitKinds } from '../cost.ts'
import type { PoolWeek } from './pool.ts'
import type { Contest } from './contest.ts'

/**
 * A row of the relaxation: in this hour, all visits that need the whole of it and this client's visit of this kind, which needs
 * a part, come to one at the most. Counted by weeks of the four alone, half of a weekly visit and the whole of a family's would
 * share the hour, and nobody would pay for what cannot be.
 */
export type SharedHour = { row: number; hour: number; rival: number; kind: number }

/** How often a week stands in such a row. */
export function timesIn(contest: Contest, { hour, rival, kind }: SharedHour, one: PoolWeek): number {
  const own = contest.rivals[one.rival]
  const left = contest.hours[hour]?.left ?? 0
  let times = 0
  one.week.visits.forEach((visit, at) => {
    if (visit < 0 || own?.hourOf[visit] !== hour) return
    const size = own.week.options.visits[visit]?.size ?? 0
    if (size >= left || (one.rival === rival && at === kind)) times += 1
  })
  return times
}

/** Hours that weeks in these shares break: who needs a part of it beside those who need the whole. */
export function brokenHours(
  contest: Contest,
  pool: readonly PoolWeek[],
  shares: (at: number) => number,
  known: Set<string>,
  over: number,
): Omit<SharedHour, 'row'>[] {
  const whole = new Float64Array(contest.hours.length)
  const parts = new Map<string, { hour: number; rival: number; kind: number; share: number }>()
  pool.forEach(({ rival: at, week }, place) => {
    const share = shares(place)
    const rival = contest.rivals[at]
    if (share < 1e-6 || rival === undefined) return
    week.visits.forEach((visit, kind) => {
      if (visit < 0) return
      const hour = rival.hourOf[visit] ?? 0
      if ((rival.week.options.visits[visit]?.size ?? 0) >= (contest.hours[hour]?.left ?? 0)) {
        whole[hour] = (whole[hour] ?? 0) + share
        return
      }
      const key = `${hour}:${at}:${kind}`
      const one = parts.get(key)
      if (one === undefined) parts.set(key, { hour, rival: at, kind, share })
      else one.share += share
    })
  })
  return [...parts].flatMap(([key, { hour, rival, kind, share }]) => {
    if (known.has(key) || share + (whole[hour] ?? 0) <= 1 + over) return []
    known.add(key)
    return [{ hour, rival, kind }]
  })
}

/** What these rows add to the prices of each client's visits: nothing where there are none. */
export function sharedHourPrices(
  contest: Contest,
  shared: readonly SharedHour[],
  price: (row: number) => number,
): (at: number, visits: Float64Array) => void {
  if (shared.length === 0) return () => {}
  const whole = new Float64Array(contest.hours.length)
  const parts = new Map<string, number>()
  for (const one of shared) {
    whole[one.hour] = (whole[one.hour] ?? 0) - price(one.row)
    parts.set(`${one.hour}:${one.rival}:${one.kind}`, -price(one.row))
  }
  const rivals = new Set(shared.map((one) => one.rival))
  return (at, visits) => {
    const rival = contest.rivals[at]
    if (rival === undefined) return
    const { options } = rival.week
    for (let place = 0; place < visits.length; place += 1) {
      const option = options.visits[place]
      if (option === undefined) continue
      const hour = rival.hourOf[place] ?? 0
      const more =
        option.size >= (contest.hours[hour]?.left ?? 0)
          ? (whole[hour] ?? 0)
          : rivals.has(at)
            ? (parts.get(`${hour}:${at}:${visitKinds.indexOf(option.kind)}`) ?? 0)
            : 0
      if (more !== 0) visits[place] = (visits[place] ?? 0) + more
    }
  }
}
