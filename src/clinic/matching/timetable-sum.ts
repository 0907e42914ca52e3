import { primaryOf } from './cost.ts'
import { evaluate } from './evaluate.ts'
import type { ClientWeek, Instance, Plan, WeekTime } from './instance.ts'
import { type MadeBy, madeBy } from './made-by.ts'
import { isSameTime } from './week.ts'
import type { Weights } from './weights.ts'

/** Where a group stands in a timetable: its hour, its room (null: by video), who leads. */
export type Stands = { time: WeekTime; room: string | null; leaders: readonly string[] }

export type Timetable = { instance: Instance; rooms: ReadonlyMap<string, string | null>; plan: Plan }

export type SeriesMove = { series: string; from: Stands; to: Stands }
export type WeekChange = { client: string; before: ClientWeek; after: ClientWeek }

export type Figures = {
  clients: number
  /** Clients with everything that is prescribed. */
  wholeBefore: number
  wholeAfter: number
  /** Points, lower is better; by kind where they differ. */
  costBefore: number
  costAfter: number
  movedSeries: number
  touchedClients: number
  /** Clients whose primary therapist would be another. */
  otherTherapist: number
  /** Hard rules broken by the proposal, as the judge counts them: nothing with any is ever shown as usable. */
  violations: number
  /** No plan on this timetable costs less; null where none was proved. The better of the two bounds. */
  bound: number | null
  /** The bound that is added up by our own code, without trust in the solver. Proposals of before it was kept have none. */
  ownBound?: number | null
  madeBy?: MadeBy
}

/** What was proved of a plan: by the solver, and by our own sum. */
export type Proved = { bound: number | null; ownBound: number | null }

const emptyOf = (client: string): ClientWeek => ({
  client,
  series: [],
  individual: null,
  family: null,
  medication: null,
})

/** Which groups stand otherwise: another hour, another room, other leaders. Groups that are new have no move. */
export function movesBetween(before: Timetable, after: Timetable): SeriesMove[] {
  const stands = ({ instance, rooms }: Timetable) =>
    new Map(
      instance.series.map((one): [string, Stands] => [
        one.id,
        { time: one.time, room: rooms.get(one.id) ?? null, leaders: one.leaders },
      ]),
    )
  const old = stands(before)
  return [...stands(after)].flatMap(([series, to]) => {
    const from = old.get(series)
    return from === undefined || isSame(from, to) ? [] : [{ series, from, to }]
  })
}

const isSame = (a: Stands, b: Stands): boolean =>
  isSameTime(a.time, b.time) &&
  a.room === b.room &&
  a.leaders.length === b.leaders.length &&
  a.leaders.every((leader) => b.leaders.includes(leader))

/** Whose week would be another: other groups, another hour of a visit, another clinician. Hours that move with a group count too. */
export function changesBetween(before: Timetable, after: Timetable): WeekChange[] {
  const old = new Map(before.plan.weeks.map((week) => [week.client, week]))
  const moved = new Set(
    movesBetween(before, after)
      .filter((move) => !isSameTime(move.from.time, move.to.time))
      .map((move) => move.series),
  )
  return after.plan.weeks.flatMap((week) => {
    const was = old.get(week.client) ?? emptyOf(week.client)
    const same =
      was.series.length === week.series.length &&
      week.series.every((id) => was.series.includes(id) && !moved.has(id)) &&
      (['individual', 'family', 'medication'] as const).every((kind) => {
        const [a, b] = [was[kind], week[kind]]
        return a === null || b === null
          ? a === b
          : a.clinician === b.clinician && a.phase === b.phase && isSameTime(a.time, b.time)
      })
    return same ? [] : [{ client: week.client, before: was, after: week }]
  })
}

/** What a proposal comes to beside today, judged by the evaluator alone. */
export function figuresOf(before: Timetable, after: Timetable, weights: Weights, proved: Proved): Figures {
  const was = evaluate(before.instance, before.plan, weights)
  const is = evaluate(after.instance, after.plan, weights)
  const changes = changesBetween(before, after)
  const bounds = [proved.bound, proved.ownBound].filter((one) => one !== null)
  const best = bounds.length === 0 ? null : Math.max(...bounds)
  return {
    clients: after.instance.clients.length,
    wholeBefore: was.whole,
    wholeAfter: is.whole,
    costBefore: Math.round(was.cost),
    costAfter: Math.round(is.cost),
    movedSeries: movesBetween(before, after).length,
    touchedClients: changes.length,
    otherTherapist: changes.filter(
      (one) => primaryOf(one.before) !== null && primaryOf(one.before) !== primaryOf(one.after),
    ).length,
    violations: is.violations.length,
    bound: best === null ? null : Math.round(best),
    ownBound: proved.ownBound === null ? null : Math.round(proved.ownBound),
    madeBy,
  }
}
