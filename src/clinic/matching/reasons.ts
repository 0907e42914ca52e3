import { visitKinds, type CostLine, type VisitKind } from './cost.ts'
import { type Unfit, unfitFor } from './fit.ts'
import { isKeptApart, type Ask } from './group-choices.ts'
import type { ClientWeek, Seeker, SeriesOption, VisitPlan, WeekTime } from './instance.ts'
import { bestWith, type Field, type Proposal } from './match.ts'
import { isSameTime, minutesOf, overlaps } from './week.ts'
import type { Weights } from './weights.ts'

/**
 * Why a series is not in a week, in the order in which it is looked at: the first that holds is the one that is said.
 * 'not-now' says of a room that it is not open to this client now, and nothing else: whoever asks learns no more.
 */
export type ReasonCode =
  | Exclude<Unfit, 'closed'>
  | 'full'
  | 'not-now'
  | 'clash'
  | 'day-load'
  | 'most-minutes'
  | 'pinned'
  | 'worse'

export const reasonOrder: readonly ReasonCode[] = [
  'video',
  'site',
  'age',
  'specialty',
  'affinity',
  'licence',
  'availability',
  'full',
  'not-now',
  'clash',
  'day-load',
  'most-minutes',
  'pinned',
  'worse',
]

/** What could be changed soonest stands first: what is merely worse, then a seat, then hours, then what the group is for. */
const nearness: readonly ReasonCode[] = [
  'worse',
  'clash',
  'day-load',
  'most-minutes',
  'pinned',
  'full',
  'not-now',
  'availability',
  'affinity',
  'video',
  'site',
  'licence',
  'specialty',
  'age',
]

/** Reasons in the order of what could be changed soonest; of those that are merely worse, the least first. */
export const nearestFirst = (reasons: readonly SeriesReason[]): SeriesReason[] =>
  reasons.toSorted(
    (one, other) =>
      nearness.indexOf(one.code) - nearness.indexOf(other.code) ||
      (one.instead?.more ?? 0) - (other.instead?.more ?? 0),
  )

/** One kind of cost that is higher or lower with the series in: points more (or below zero, less). */
export type Difference = { kind: keyof Weights | 'scarce'; more: number; about: readonly string[] }

export type SeriesReason = {
  series: string
  code: ReasonCode
  /** availability: the parts of the meeting in which they cannot be there. clash: the time of what stays. */
  times: readonly WeekTime[]
  /** clash, day-load, most-minutes: pinned series and clinicians that are in the way. */
  inTheWay: readonly string[]
  seats: number | null
  /** worse: what the best week with it would be, and what it costs more. */
  instead: { week: ClientWeek; more: number; lines: Difference[]; out: string[]; in: string[]; moved: Moved[] } | null
}

export type Moved = { kind: VisitKind; from: VisitPlan | null; to: VisitPlan | null }

/**
 * The binding fact for every series of the house that is not in the proposed week, in the order of ids. Each is computed from
 * the instance; for 'worse', the series is forced in and the best week that then exists is compared line by line.
 * Source: formulation of the week, section 6.
 */
export function reasonsFor(field: Field, proposed: Proposal): SeriesReason[] {
  const { instance } = field.ask.ground
  return instance.series
    .filter((one) => !proposed.week.series.includes(one.id))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((one) => reasonFor(field, proposed, one))
}

export function reasonFor(field: Field, proposed: Proposal, series: SeriesOption): SeriesReason {
  const { ask } = field
  const bare: SeriesReason = { series: series.id, code: 'worse', times: [], inTheWay: [], seats: null, instead: null }
  const unfit = unfitFor(ask.client, series)
  if (unfit === 'availability') return { ...bare, code: unfit, times: notFree(series.time, ask.client.free) }
  if (unfit !== null && unfit !== 'closed') return { ...bare, code: unfit }
  const taken = ask.occupancy.seats.get(series.id)?.taken ?? 0
  if (taken >= series.seats && !(ask.moreSeats ?? []).includes(series.id))
    return { ...bare, code: 'full', seats: series.seats }
  // A closed room and one where somebody sits whom they must not meet are told in the same words.
  if (unfit === 'closed' || isKeptApart(ask, series) || (ask.mustNot ?? []).includes(series.id))
    return { ...bare, code: 'not-now' }
  const held = heldBack(ask.client, series, ask)
  if (held !== null) return { ...bare, ...held }
  const best = bestWith(field, series)
  if (best === null) return { ...bare, code: 'pinned', inTheWay: [...ask.client.pinned] }
  return { ...bare, instead: insteadOf(proposed, best) }
}

/** The parts of a time of the week that lie in no window. */
export function notFree(time: WeekTime, windows: readonly WeekTime[]): WeekTime[] {
  let left: WeekTime[] = [time]
  for (const one of windows)
    left = left.flatMap((part) =>
      overlaps(part, one)
        ? [
            { ...part, to: Math.min(part.to, one.from) },
            { ...part, from: Math.max(part.from, one.to) },
          ].filter((piece) => piece.to > piece.from)
        : [part],
    )
  return left
}

/** What a pin alone makes impossible: a clash, a day's load, the most minutes of the week. */
function heldBack(
  client: Seeker,
  series: SeriesOption,
  ask: Ask,
): Pick<SeriesReason, 'code' | 'times' | 'inTheWay'> | null {
  const { now, pinned, need } = client
  const kept = [...(now?.series.filter((id) => pinned.includes(id)) ?? []), ...(ask.mustHave ?? [])].flatMap(
    (id) => ask.ground.lookup.series.get(id) ?? [],
  )
  const visits = visitKinds.flatMap((kind) => {
    const visit = now?.[kind] ?? null
    return visit !== null && need[kind] !== null && pinned.includes(visit.clinician) ? [visit] : []
  })
  const groups = kept.filter((one) => overlaps(one.time, series.time))
  const seen = visits.filter((one) => overlaps(one.time, series.time))
  if (groups.length + seen.length > 0)
    return {
      code: 'clash',
      times: [...groups, ...seen].map((one) => one.time),
      inTheWay: [...groups.map((one) => one.id), ...seen.map((one) => one.clinician)],
    }
  const today = kept.filter((one) => one.time.weekday === series.time.weekday)
  const ids = (list: readonly SeriesOption[]) => list.map((one) => one.id)
  if (minutesIn([series, ...today]) > need.mostMinutesADay) return { code: 'day-load', times: [], inTheWay: ids(today) }
  const counted = kept.filter((one) => one.counts)
  if (series.counts && minutesIn([series, ...counted]) > need.mostMinutes)
    return { code: 'most-minutes', times: [], inTheWay: ids(counted) }
  return null
}

const minutesIn = (list: readonly SeriesOption[]): number => list.reduce((sum, one) => sum + minutesOf(one.time), 0)

/** One week beside another: what goes, what comes, which visits move, and every kind of cost that differs. */
export function insteadOf(before: Proposal, then: Proposal): NonNullable<SeriesReason['instead']> {
  const lines = differences(before.lines, then.lines)
  const scarce = rounded(then.priced - before.priced)
  if (scarce !== 0) lines.push({ kind: 'scarce', more: scarce, about: [] })
  return {
    week: then.week,
    more: rounded(then.cost + then.priced - before.cost - before.priced),
    lines,
    out: before.week.series.filter((id) => !then.week.series.includes(id)),
    in: then.week.series.filter((id) => !before.week.series.includes(id)),
    moved: movedBetween(before.week, then.week),
  }
}

export const movedBetween = (before: ClientWeek, then: ClientWeek): Moved[] =>
  visitKinds.flatMap((kind) => {
    const [from, to] = [before[kind], then[kind]]
    const isSame =
      from === null || to === null
        ? from === to
        : from.clinician === to.clinician && isSameTime(from.time, to.time) && from.byVideo === to.byVideo
    return isSame ? [] : [{ kind, from, to }]
  })

function differences(before: readonly CostLine[], then: readonly CostLine[]): Difference[] {
  const kinds = [...new Set([...before, ...then].map((line) => line.kind))].toSorted()
  return kinds.flatMap((kind) => {
    const of = (lines: readonly CostLine[]) => lines.filter((line) => line.kind === kind)
    const points = (lines: readonly CostLine[]) => of(lines).reduce((sum, line) => sum + line.points, 0)
    const more = rounded(points(then) - points(before))
    if (more === 0) return []
    const about = [...new Set(of(more > 0 ? then : before).flatMap((line) => line.about ?? []))]
    return [{ kind, more, about }]
  })
}

const rounded = (points: number): number => Math.round(points * 1e6) / 1e6
