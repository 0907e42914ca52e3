import { lackIn, pointsOf, primaryOf, visitKinds, weekLines } from './cost.ts'
import type { Ground } from './ground.ts'
import type { ClientWeek, Seeker } from './instance.ts'
import { matchWeeks } from './match.ts'
import { enter, leave, occupancyOf, type Occupancy } from './occupancy.ts'
import { noPrices, type Prices } from './prices.ts'
import { hourKey, weeksOf } from './week.ts'

/** A week for one client, and the weeks of the few others who would have to move for it, as they would be then. */
export type Swap = { week: ClientWeek; moved: ClientWeek[]; shortfall: number }

export type SwapLimits = {
  /** How many others may be asked to move, 0 to 3. */
  others?: number
  /** How many weeks are laid at most before the search ends with what it has: of these most take less than a millisecond. */
  tries?: number
  /** What seats and hours are worth to those who are still to come. */
  prices?: Prices
  /** Who is not asked: ids of clients. */
  notAsked?: ReadonlySet<string>
  /** Groups that are not open to some of them, by client: whoever sits there already may stay. */
  shut?: ReadonlyMap<string, readonly string[]>
}

/**
 * A week for one client that lacks less than any that is free now, for which at most `others` people move: who sits in a seat or
 * sees a clinician in an hour that would help goes where they lack nothing they have today, and keeps their therapist. Null where
 * there is none, or none was found within `tries`. The fewest moves first, then the cheapest. No solver; the same question has the
 * same answer. `standing`: everybody's week of today; one of the client's own is left out. Source: minimal-disruption repair,
 * formulation of the week 5.4 (decisions/011), as chains of moves.
 */
export function swapFor(
  ground: Ground,
  client: Seeker,
  standing: readonly ClientWeek[],
  { others = 2, tries = 700, prices = noPrices, notAsked = new Set(), shut = new Map() }: SwapLimits = {},
): Swap | null {
  const weeks = new Map(standing.filter((week) => week.client !== client.id).map((week) => [week.client, week]))
  const occupancy = occupancyOf(ground.instance, [...weeks.values()])
  const room: Room = { ground, prices, occupancy, weeks, tries, fixed: new Set([client.id, ...notAsked]), shut }
  const now = bestOf(room, client, null)
  if (now !== null && now.shortfall <= 1e-6) return null
  // First for everything, then for more than they can have now.
  for (const limit of [1e-6, (now?.shortfall ?? Number.POSITIVE_INFINITY) - 1e-6])
    for (let count = 1; count <= others; count += 1) {
      const found = bySwapping(room, client, count, limit, null)
      if (found !== null) return { week: found.own, moved: found.weeks.slice(1), shortfall: found.shortfall }
    }
  return null
}

const dreamsAtFirst = 20
const dreamsOnTheWay = 6
/** What somebody else's move is worth avoiding while a week is looked for: about what it will cost them. */
const seatPoints = 60
const hourPoints = 40

type Room = {
  ground: Ground
  prices: Prices
  /** Who stands where at this point of the search; of those in `weeks`. */
  occupancy: Occupancy
  weeks: Map<string, ClientWeek>
  tries: number
  /** Those who are not moved, or are moved already. */
  fixed: Set<string>
  shut: ReadonlyMap<string, readonly string[]>
}
type Found = { own: ClientWeek; weeks: ClientWeek[]; shortfall: number; points: number }

/** What a week lacks, in points. */
const lackOf = ({ ground }: Room, client: Seeker, week: ClientWeek): number =>
  lackIn(weekLines(client, week, ground.lookup, ground.weights))

const costOf = ({ ground }: Room, client: Seeker, week: ClientWeek): number =>
  pointsOf(weekLines(client, week, ground.lookup, ground.weights))

const within = ({ shut }: Room, client: Seeker, therapist: string | null) => ({
  mustNot: shut.get(client.id) ?? [],
  ...(therapist === null ? {} : { onlyWith: therapist }),
})

/** The best week as everybody stands, nobody moved. `therapist`: whom alone they see. */
function bestOf(room: Room, client: Seeker, therapist: string | null): Found | null {
  room.tries -= 1
  const { ground, occupancy, prices } = room
  const [best] = matchWeeks({ ground, client, occupancy, prices, ...within(room, client, therapist) }, 1)
  if (best === undefined) return null
  const { week } = best
  return { own: week, weeks: [week], shortfall: lackOf(room, client, week), points: best.cost + best.priced }
}

/** A week that lacks less than `limit` and needs up to `count` others moved; the client stands nowhere meanwhile. */
function bySwapping(room: Room, client: Seeker, count: number, limit: number, therapist: string | null): Found | null {
  const stuck = new Set<string>()
  let best: Found | null = null
  for (let round = 0; round < 3 && best === null && room.tries > 0; round += 1) {
    const before = stuck.size
    for (const week of dreams(room, client, stuck, therapist)) {
      if (room.tries <= 0) break
      const shortfall = lackOf(room, client, week)
      if (shortfall > limit) continue
      const wanted = missing(room, client, week)
      if (wanted.length === 0) continue
      let isHopeful = false
      for (const movers of sets(room, client, week, wanted, count)) {
        if (room.tries <= 0) break
        const moved = place(room, client, week, movers, count)
        if (moved === null) continue
        isHopeful = true
        const points = costOf(room, client, week) + moved.points
        if (best === null || shortfall < best.shortfall - 1e-6 || (shortfall <= best.shortfall && points < best.points))
          best = { own: week, weeks: [week, ...moved.weeks], shortfall, points }
      }
      if (!isHopeful) for (const one of wanted) stuck.add(one)
    }
    if (stuck.size === before) break
  }
  return best
}

/** Puts the client into this week and each mover elsewhere; everything stands as before when it returns. */
function place(
  room: Room,
  client: Seeker,
  week: ClientWeek,
  movers: readonly string[],
  count: number,
): { weeks: ClientWeek[]; points: number } | null {
  const { occupancy, weeks, fixed } = room
  const old = movers.flatMap((id) => weeks.get(id) ?? [])
  const people = movers.flatMap((id) => room.ground.lookup.clients.get(id) ?? [])
  if (old.length < movers.length || people.length < movers.length) return null
  const undo: (() => void)[] = []
  const take = (who: Seeker, what: ClientWeek) => {
    enter(occupancy, who, what)
    undo.push(() => leave(occupancy, who, what))
  }
  const give = (who: Seeker, what: ClientWeek) => {
    leave(occupancy, who, what)
    weeks.delete(who.id)
    undo.push(() => {
      enter(occupancy, who, what)
      weeks.set(who.id, what)
    })
  }
  people.forEach((who, at) => {
    const what = old[at]
    if (what !== undefined) give(who, what)
    fixed.add(who.id)
  })
  // An hour may be shared by two who come every other week: one of them gone may not be enough.
  let isDone = missing(room, client, week).length === 0
  if (isDone) take(client, week)
  const out: ClientWeek[] = []
  let points = 0
  let left = count - movers.length
  for (const [at, one] of people.entries()) {
    const was = old[at]
    if (!isDone || was === undefined) break
    const who: Seeker = { ...one, now: was }
    const least = lackOf(room, who, was) + 1e-6
    const therapist = primaryOf(was)
    const direct = bestOf(room, who, therapist)
    let found = direct !== null && direct.shortfall <= least && primaryOf(direct.own) === therapist ? direct : null
    if (found === null && left > 0) {
      // Whoever moves for them may need one more to move.
      const chain = bySwapping(room, who, left, least, therapist)
      if (chain !== null && primaryOf(chain.own) === therapist) found = chain
    }
    if (found === null) {
      isDone = false
      break
    }
    left -= found.weeks.length - 1
    points += found.points
    out.push(...found.weeks)
    // Whom they displaced stands elsewhere now: the next one finds the rooms as they would be.
    for (const other of found.weeks.slice(1)) {
      const before = weeks.get(other.client)
      const person = room.ground.lookup.clients.get(other.client)
      if (before === undefined || person === undefined) continue
      give(person, before)
      take(person, other)
    }
    take(who, found.own)
  }
  for (const step of undo.toReversed()) step()
  for (const who of people) fixed.delete(who.id)
  return isDone ? { weeks: out, points } : null
}

/** The best weeks if whoever may be asked were not there: full seats and taken hours cost what a move costs. */
function dreams(room: Room, client: Seeker, stuck: ReadonlySet<string>, therapist: string | null): ClientWeek[] {
  room.tries -= 1
  const { ground, occupancy, prices, weeks, fixed } = room
  const seats = new Map(occupancy.seats)
  const hours = new Map(occupancy.hours)
  const seatCost = new Map(prices.seats)
  const hourCost = new Map(prices.hours)
  for (const [id, week] of weeks) {
    const who = ground.lookup.clients.get(id)
    if (who === undefined || fixed.has(id)) continue
    for (const series of week.series) {
      const option = ground.lookup.series.get(series)
      const now = occupancy.seats.get(series)
      if (option === undefined || now === undefined || now.taken !== option.seats) continue
      if (stuck.has(series) || who.pinned.includes(series)) continue
      seats.set(series, { ...now, taken: option.seats - 1 })
      seatCost.set(series, (prices.seats.get(series) ?? 0) + seatPoints)
    }
    for (const kind of visitKinds) {
      const visit = week[kind]
      if (visit === null || who.pinned.includes(visit.clinician)) continue
      const key = hourKey(visit.clinician, visit.time)
      if (stuck.has(key)) continue
      hours.set(key, (hours.get(key) ?? 0) & ~weeksOf(who.need[kind]?.every ?? 1, visit.phase))
      hourCost.set(key, (prices.hours.get(key) ?? 0) + hourPoints)
    }
  }
  return matchWeeks(
    {
      ground,
      client,
      occupancy: { ...occupancy, seats, hours },
      prices: { ...prices, seats: seatCost, hours: hourCost },
      ...within(room, client, therapist),
    },
    therapist === null ? dreamsAtFirst : dreamsOnTheWay,
  ).map(({ week }) => week)
}

/** What of this week is not free: ids of full series, keys of taken hours. */
function missing({ ground, occupancy }: Room, client: Seeker, week: ClientWeek): string[] {
  const seats = week.series.filter(
    (id) => (occupancy.seats.get(id)?.taken ?? 0) >= (ground.lookup.series.get(id)?.seats ?? 0),
  )
  const hours = visitKinds.flatMap((kind) => {
    const visit = week[kind]
    if (visit === null) return []
    const key = hourKey(visit.clinician, visit.time)
    const bits = weeksOf(client.need[kind]?.every ?? 1, visit.phase)
    return ((occupancy.hours.get(key) ?? 0) & bits) === 0 ? [] : [key]
  })
  return [...seats, ...new Set(hours)]
}

/**
 * Every set of at most `count` people whose going would free all that is wanted, the smallest first: of a full group any one of
 * those who sit there, of an hour all who come in the weeks of this visit.
 */
function sets(room: Room, client: Seeker, week: ClientWeek, wanted: readonly string[], count: number): string[][] {
  const { ground, weeks, fixed } = room
  const ways = wanted.map((one): string[][] => {
    if (ground.lookup.series.has(one))
      return [...weeks].flatMap(([id, { series }]) => (mayLeave(room, id, one) && series.includes(one) ? [[id]] : []))
    const inTheWay = [...weeks].filter(
      ([id, other]) => (bitsIn(room, id, other, one) & bitsIn(room, client.id, week, one)) !== 0,
    )
    return inTheWay.some(([id]) => fixed.has(id)) ? [] : [inTheWay.map(([id]) => id)]
  })
  const out: string[][] = []
  const walk = (at: number, chosen: readonly string[]) => {
    const list = ways[at]
    if (list === undefined) {
      out.push([...chosen])
      return
    }
    const seen = new Set<string>()
    for (const way of list) {
      const then = [...new Set([...chosen, ...way])]
      const name = then.toSorted().join(' ')
      if (then.length > count || seen.has(name)) continue
      seen.add(name)
      walk(at + 1, then)
    }
  }
  walk(0, [])
  return out.toSorted((one, other) => one.length - other.length)
}

const mayLeave = ({ ground, fixed }: Room, id: string, series: string): boolean =>
  !fixed.has(id) && !(ground.lookup.clients.get(id)?.pinned.includes(series) ?? false)

/** The weeks of four in which this client's week holds an hour. */
function bitsIn({ ground }: Room, id: string, week: ClientWeek, key: string): number {
  let bits = 0
  for (const kind of visitKinds) {
    const visit = week[kind]
    if (visit === null || hourKey(visit.clinician, visit.time) !== key) continue
    bits |= weeksOf(ground.lookup.clients.get(id)?.need[kind]?.every ?? 1, visit.phase)
  }
  return bits
}
