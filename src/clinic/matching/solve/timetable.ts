import { emptyWeek, lookupOf, pointsOf, visitKinds, weekLines } from '../cost.ts'
import { evaluate } from '../evaluate.ts'
import { unfitFor } from '../fit.ts'
import { groundOf } from '../ground.ts'
import type { ClientWeek, Plan, Seeker, SeriesOption, TimetableInstance, WeekTime } from '../instance.ts'
import { matchWeeks } from '../match.ts'
import { enter, occupancyOf } from '../occupancy.ts'
import { noPrices } from '../prices.ts'
import { hoursLeft, timetableFaults } from '../timetable.ts'
import { isInside, isSameTime, minutesOf, overlaps } from '../week.ts'
import { urgency, type Weights } from '../weights.ts'
import { choosePlan } from './choose.ts'
import { contestOf } from './contest.ts'
import { freedHours, type Freed } from './freed-hours.ts'

export type Retimed = {
  instance: TimetableInstance
  plan: Plan
  cost: number
  before: number
  moved: string[]
  trials: number
}

export type RetimeLimits = {
  /** How many moves are tried at most; and which part of all series may move at most. */
  trials?: number
  most?: number
  shouldStop?: () => boolean
  onProgress?: (trials: number, cost: number) => void
}

/** `relieves`: who leads it no longer, so that they can see somebody at that hour; null: who leads is looked for anew if need be. */
type Move = { series: SeriesOption; time: WeekTime; relieves: string | null; promise: number; calls: Seeker[] }

/**
 * Moves groups to hours at which more people can come, or off hours at which their leader could see somebody (by moving, or by
 * another leading them), one move after the other: the moves that promise most to those whose week is not whole are tried first,
 * everybody whom a move touches is placed anew together, and it stands only if the judge finds the whole plan better and the
 * timetable without fault. So the outcome is never worse than what was there. Each group moves once.
 */
export async function retime(
  start: TimetableInstance,
  plan: Plan,
  weights: Weights,
  limits: RetimeLimits = {},
): Promise<Retimed> {
  const before = evaluate(start, plan, weights).cost
  let best = { instance: start, plan, cost: before }
  const moved: string[] = []
  let trials = 0
  const mostMoved = Math.floor(start.series.length * (limits.most ?? 0.2))
  // What is promising changes only with the plan: of many groups working it out takes longer than a trial.
  let next = promising(best.instance, best.plan, weights, moved).values()
  while (trials < (limits.trials ?? 150) && moved.length < mostMoved && limits.shouldStop?.() !== true) {
    const move = next.next().value
    if (move === undefined) break
    trials += 1
    const found = await tryMove(best.instance, best.plan, weights, move, start, limits.shouldStop)
    if (found !== null && found.cost < best.cost - 1) {
      best = found
      moved.push(move.series.id)
      // What was in vain before may now be worth a second look. That group stays: nothing comes again for ever.
      next = promising(best.instance, best.plan, weights, moved).values()
    }
    limits.onProgress?.(trials, best.cost)
  }
  return { ...best, before, moved, trials }
}

const nameOf = ({ series, time, relieves }: Move): string =>
  `${series.id} ${time.weekday} ${time.from} ${relieves ?? ''}`

/** Moves by what they promise, the best first. */
function promising(instance: TimetableInstance, plan: Plan, weights: Weights, moved: readonly string[]): Move[] {
  const weeks = new Map(plan.weeks.map((week) => [week.client, week]))
  const lookup = lookupOf(instance)
  const everybody = instance.clients.map((client) => ({ client, week: weeks.get(client.id) ?? emptyWeek(client.id) }))
  const short = everybody
    .map(({ client, week }) => {
      const lines = weekLines(client, week, lookup, weights)
      const missing = lines.filter((one) => ['minutes', 'core', 'topic', 'day'].includes(one.kind))
      return { client, week, points: pointsOf(missing), kinds: new Set(missing.map((one) => one.kind)) }
    })
    .filter((one) => one.points > 0)
  const members = new Map<string, Seeker[]>()
  for (const week of plan.weeks)
    for (const id of week.series) {
      const client = lookup.clients.get(week.client)
      if (client !== undefined) members.set(id, [...(members.get(id) ?? []), client])
    }
  const mayMove = new Set(instance.placings.filter((one) => one.mayMove).map((one) => one.series))
  const times = new Map<number, WeekTime[]>()
  const moves: Move[] = []
  const freed = new Map<string, Freed[]>()
  for (const one of freedHours(instance, everybody, lookup, weights))
    freed.set(one.series, [...(freed.get(one.series) ?? []), one])
  for (const series of instance.series) {
    if (!mayMove.has(series.id) || moved.includes(series.id)) continue
    const sitting = members.get(series.id) ?? []
    const length = minutesOf(series.time)
    const starts = times.get(length) ?? startsOf(instance, length)
    times.set(length, starts)
    const hours = freed.get(series.id) ?? []
    for (const { leader, points, calls } of hours)
      moves.push({ series, time: series.time, relieves: leader, promise: points, calls })
    for (const time of starts) {
      if (isSameTime(time, series.time)) continue
      const there = { ...series, time }
      const leaving = sitting.filter((one) => !isInside(time, one.free))
      const calls = short
        .filter(
          ({ client, week, kinds }) =>
            !week.series.includes(series.id) &&
            // A core group helps whoever lacks core minutes; any group that counts helps who lacks minutes or days.
            (kinds.has('minutes') || kinds.has('day') || (kinds.has('core') && series.isCore) || kinds.has('topic')) &&
            unfitFor(client, there) === null &&
            !week.series.some((id) => {
              const other = lookup.series.get(id)
              return other !== undefined && overlaps(other.time, time)
            }),
        )
        .toSorted((a, b) => b.points - a.points)
        .slice(0, Math.max(0, series.seats - sitting.length + leaving.length))
      const seen = overlaps(time, series.time) ? [] : hours
      if (calls.length === 0 && seen.length === 0) continue
      const gain =
        seen.reduce((sum, one) => sum + one.points, 0) +
        calls.reduce((sum, one) => sum + Math.min(one.points, (weights.minutes * length * urgency(one.client)) / 90), 0)
      const loss = leaving.reduce((sum, one) => sum + 0.4 * ((weights.minutes * length * urgency(one)) / 90), 0)
      if (gain - loss <= 0) continue
      const called = [...calls.map((one) => one.client), ...seen.flatMap((one) => one.calls)]
      moves.push({ series, time, relieves: null, promise: gain - loss, calls: called })
    }
  }
  return moves.toSorted((a, b) => b.promise - a.promise || (nameOf(a) < nameOf(b) ? -1 : 1))
}

/** Every half hour at which a group of this length can begin. */
function startsOf(instance: TimetableInstance, minutes: number): WeekTime[] {
  return instance.open.flatMap(({ weekday, from, to }) =>
    Array.from({ length: Math.max(0, Math.floor((to - from - minutes) / 30) + 1) }, (_, at) => ({
      weekday,
      from: from + at * 30,
      to: from + at * 30 + minutes,
    })),
  )
}

/**
 * The timetable with this group at its new hour, a room and leaders for it, `without` one of them; null where there are none.
 */
export function movedTo(
  instance: TimetableInstance,
  id: string,
  time: WeekTime,
  without: string | null = null,
): TimetableInstance | null {
  const series = instance.series.find((one) => one.id === id)
  const placing = instance.placings.find((one) => one.series === id)
  if (series === undefined || placing === undefined) return null
  const others = instance.series.filter((one) => one.id !== id)
  const led = (who: string) =>
    others.filter((one) => one.leaders.includes(who)).reduce((sum, one) => sum + minutesOf(one.time), 0)
  const canLead = (who: string) => {
    const shift = instance.shifts.find((one) => one.clinician === who)
    return (
      who !== without &&
      shift !== undefined &&
      isInside(time, shift.times) &&
      !others.some((one) => one.leaders.includes(who) && overlaps(one.time, time)) &&
      led(who) + minutesOf(time) <= instance.mostLedMinutes
    )
  }
  const licensed = (who: string) =>
    (series.states ?? []).every((state) => instance.clinicians.find((one) => one.id === who)?.states.includes(state))
  const stays = series.leaders.filter(canLead)
  // Whoever can stays; the lightest-laden of the others come in. A group that is open to other states keeps a licence for each.
  const fresh = placing.mayLead
    .filter((who) => !stays.includes(who) && canLead(who))
    .toSorted((a, b) => Number(licensed(b)) - Number(licensed(a)) || led(a) - led(b) || (a < b ? -1 : 1))
  const leaders = [...stays, ...fresh].slice(0, series.leaders.length)
  if (leaders.length < series.leaders.length) return null
  const roomOf = new Map(instance.placings.map((one) => [one.series, one.room]))
  const isFree = (room: string) => !others.some((one) => roomOf.get(one.id) === room && overlaps(one.time, time))
  const room =
    series.site === null
      ? null
      : ((placing.room !== null && isFree(placing.room)
          ? placing.room
          : instance.rooms.find((one) => one.site === series.site && one.seats >= series.seats && isFree(one.id))
              ?.id) ?? undefined)
  if (room === undefined) return null
  const list = instance.series.map((one) => (one.id === id ? { ...one, time, leaders } : one))
  const touched = new Set([...series.leaders, ...leaders])
  return {
    ...instance,
    series: list,
    placings: instance.placings.map((one) => (one.series === id ? { ...one, room } : one)),
    clinicians: instance.clinicians.map((one) => {
      const shift = touched.has(one.id) ? instance.shifts.find((other) => other.clinician === one.id) : undefined
      return shift === undefined ? one : { ...one, hours: hoursLeft(shift, list) }
    }),
  }
}

async function tryMove(
  instance: TimetableInstance,
  plan: Plan,
  weights: Weights,
  move: Move,
  first: TimetableInstance,
  shouldStop: (() => boolean) | undefined,
): Promise<{ instance: TimetableInstance; plan: Plan; cost: number } | null> {
  const next = movedTo(instance, move.series.id, move.time, move.relieves)
  if (next === null || timetableFaults(next, first).length > 0) return null
  const hours = new Map(next.clinicians.map((one) => [one.id, one.hours]))
  const calls = new Set(move.calls.map((one) => one.id))
  const isTouched = (week: ClientWeek) =>
    calls.has(week.client) ||
    week.series.includes(move.series.id) ||
    visitKinds.some((kind) => {
      const visit = week[kind]
      return visit !== null && !(hours.get(visit.clinician) ?? []).some((one) => isSameTime(one, visit.time))
    })
  const kept = plan.weeks.filter((week) => !isTouched(week))
  const placed = new Set(kept.map((week) => week.client))
  const free = next.clients.filter((one) => !placed.has(one.id) && plan.weeks.some((week) => week.client === one.id))
  const ground = groundOf(next, weights)
  const occupancy = occupancyOf(next, kept)
  const weeks = free.map((client) => {
    const week = matchWeeks({ ground, client, occupancy, prices: noPrices }, 1)[0]?.week ?? emptyWeek(client.id)
    enter(occupancy, client, week)
    return week
  })
  const contest = contestOf(next, weights, { only: new Set(free.map((one) => one.id)), kept })
  // So few nodes, and no more seconds: a move that needs more to be seen as better is not.
  const limit = { gap: 1e-3, nodes: 200, seconds: 20, ...(shouldStop === undefined ? {} : { shouldStop }) }
  const chosen = await choosePlan(contest, { weeks: [...kept, ...weeks] }, limit)
  const verdict = evaluate(next, chosen, weights)
  return verdict.violations.length > 0 ? null : { instance: next, plan: chosen, cost: verdict.cost }
}
