import { roomCost } from './cost.ts'
import { isPinned, unfitFor } from './fit.ts'
import type { Ground } from './ground.ts'
import type { Seeker, SeriesOption } from './instance.ts'
import type { Occupancy } from './occupancy.ts'
import type { Prices } from './prices.ts'
import { minutesOf, overlaps, sharedMinutes } from './week.ts'

/** A series that this client could join now, with the points it adds by itself, travel left out. */
export type Candidate = { series: SeriesOption; cost: number; minutes: number; isFixed: boolean }

/** Some series of one day together, and what they add up to. */
export type DayChoice = {
  series: readonly SeriesOption[]
  cost: number
  onSite: boolean
  counted: number
  core: number
  topics: number
  isDay: boolean
}

export type Ask = {
  ground: Ground
  client: Seeker
  /** Everybody else's seats and hours. */
  occupancy: Occupancy
  prices: Prices
  /** Series that must be in the week, and that must not. */
  mustHave?: readonly string[]
  mustNot?: readonly string[]
  /** Clinicians whom they no longer see; and the only therapist whom they would. */
  notWith?: readonly string[]
  onlyWith?: string
  /** What if: one seat more in these series, one place more in these caseloads. */
  moreSeats?: readonly string[]
  moreCaseload?: readonly string[]
}

/** Whether somebody from whom they are kept apart sits there. */
export const isKeptApart = ({ ground, client, occupancy }: Ask, series: SeriesOption): boolean => {
  const apart = ground.apart.get(client.id)
  if (apart === undefined) return false
  const members = occupancy.seats.get(series.id)?.members
  return members !== undefined && apart.some((other) => members.has(other))
}

/** The series that this client could join now: they fit, a seat is free, nobody is there whom they must not meet. */
export function candidatesOf(ask: Ask): Candidate[] {
  const { ground, client, occupancy, prices, mustHave = [], mustNot = [] } = ask
  const moreSeats = new Set(ask.moreSeats)
  const onSite = client.site === null ? [] : (ground.seriesAt.get(client.site) ?? [])
  const byVideo = client.takesVideo ? (ground.seriesAt.get(null) ?? []) : []
  const out: Candidate[] = []
  for (const list of [onSite, byVideo, pinnedElsewhere(ask)])
    for (const series of list) {
      const room = occupancy.seats.get(series.id)
      const taken = room?.taken ?? 0
      const seats = series.seats + (moreSeats.has(series.id) ? 1 : 0)
      if (taken >= seats || unfitFor(client, series) !== null || mustNot.includes(series.id)) continue
      if (isKeptApart(ask, series)) continue
      const newcomers = room?.newcomers ?? 0
      const minutes = minutesOf(series.time)
      const { weights } = ground
      const isToday = client.now?.series.includes(series.id) ?? false
      out.push({
        series,
        minutes,
        isFixed: mustHave.includes(series.id) || (isToday && isPinned(client, series.id)),
        cost:
          roomCost(series, taken + 1, newcomers + (client.isNew ? 1 : 0), weights) -
          roomCost(series, taken, newcomers, weights) +
          (weights.unloved * sharedMinutes(series.time, client.unloved)) / 90 +
          (series.counts ? 0 : (weights.surplus * minutes) / 90) +
          (prices.seats.get(series.id) ?? 0) -
          (isToday ? weights.movedSeries : 0),
      })
    }
  return out
}

/**
 * Of groups at one time that gather the same (subject, core, whether it counts, a way or none) only the cheapest `most` can be
 * in the best `most` weeks: a week with a dearer one comes after the same week with each of those. At most one of them is in
 * any week, because they meet at one time. What must be in stays. In the order in which they came.
 */
export function worthChoosing({ need }: Seeker, candidates: readonly Candidate[], most: number): Candidate[] {
  const alike = Map.groupBy(
    candidates.filter((one) => !one.isFixed),
    ({ series: { time, topic, counts, isCore, site } }) =>
      `${time.weekday} ${time.from} ${time.to} ${need.topics.indexOf(topic)} ${counts} ${isCore} ${site === null}`,
  )
  const left = new Set<Candidate>()
  // Of equals the first stays: sorting keeps their order.
  for (const those of alike.values())
    if (those.length > most) for (const one of those.toSorted((a, b) => a.cost - b.cost).slice(most)) left.add(one)
  return left.size === 0 ? [...candidates] : candidates.filter((one) => !left.has(one))
}

/** What is pinned stays even where the client otherwise could not go. */
function pinnedElsewhere({ ground, client }: Ask): SeriesOption[] {
  if (client.now === null || client.pinned.length === 0) return []
  return client.now.series
    .filter((id) => isPinned(client, id))
    .flatMap((id) => ground.lookup.series.get(id) ?? [])
    .filter((one) => (one.site === null ? !client.takesVideo : one.site !== client.site))
}

/** Every set of candidates of one day that can be held together: no overlap, inside the day's load, the fixed ones in. */
export function choicesOf(client: Seeker, today: readonly Candidate[]): DayChoice[] {
  const out: DayChoice[] = []
  const most = client.need.mostMinutesADay
  const fixed = today.filter((one) => one.isFixed).length
  const chosen: Candidate[] = []
  const walk = (from: number, minutes: number, fixedIn: number) => {
    if (fixedIn === fixed) out.push(together(chosen, client.need.topics))
    for (let at = from; at < today.length; at++) {
      const one = today[at]
      if (one === undefined || minutes + one.minutes > most) continue
      if (chosen.some((other) => overlaps(other.series.time, one.series.time))) continue
      chosen.push(one)
      walk(at + 1, minutes + one.minutes, fixedIn + (one.isFixed ? 1 : 0))
      chosen.pop()
    }
  }
  walk(0, 0, 0)
  return out
}

function together(chosen: readonly Candidate[], topics: readonly string[]): DayChoice {
  const out = { cost: 0, onSite: false, counted: 0, core: 0, topics: 0, isDay: false }
  for (const { series, cost, minutes } of chosen) {
    out.cost += cost
    if (series.site !== null) out.onSite = true
    if (series.counts) {
      out.counted += minutes
      out.isDay = true
    }
    if (series.isCore) out.core += minutes
    const topic = topics.indexOf(series.topic)
    if (topic >= 0) out.topics |= 1 << topic
  }
  return { ...out, series: chosen.map((one) => one.series) }
}
