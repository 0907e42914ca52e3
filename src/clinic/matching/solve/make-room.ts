import { lackIn, primaryOf, weekLines } from '../cost.ts'
import type { Ground } from '../ground.ts'
import type { ClientWeek, Seeker } from '../instance.ts'
import { matchWeeks } from '../match.ts'
import { occupancyOf } from '../occupancy.ts'
import { noPrices, type Prices } from '../prices.ts'
import { type Swap, swapFor } from '../swaps.ts'
import { violationsOf } from '../violations.ts'
import { contestOf, type Contest } from './contest.ts'
import { holdersOf } from './holders.ts'
import { poolAssignment, poolModel, weeksOfPool } from './pool-model.ts'
import { nameOf, poolOf, poolWeekOf, type PoolWeek } from './pool.ts'
import { solve } from './port.ts'
import { relax } from './relax.ts'

/** How many others may be asked to move for one client. */
export const mostMovers = 3
/** Chains of so many are looked for one by one, and so many weeks are laid for it: about half a second in a house of 300. */
const mostInChain = 2
const tries = 2000
/** Among how many of those who hold what would help they are looked for: all of a house of 300 finds hardly more. */
const usualPeople = 100

export type RoomLimits = {
  others?: number
  people?: number
  /** What seats and hours are worth to those who are still to come. */
  prices?: Prices
  /** Who is not asked: ids of clients. */
  notAsked?: ReadonlySet<string>
  /** Groups that are not open to some of them, by client: whoever sits there already may stay. */
  shut?: ReadonlyMap<string, readonly string[]>
  shouldStop?: () => boolean
}

/** Near enough, and so many nodes and seconds at the most: the same question has the same answer where the seconds are enough. */
const look = { gap: 1e-3, nodes: 200, seconds: 10 }

/**
 * A week for one client that lacks less than theirs, or than any that is free now, for which at most `others` people move. Whoever
 * moves lacks no more than today and keeps their therapist; some of them may take each other's seats. By the solver: the relaxation
 * over whole weeks of the client and of those who hold what would help, then of its weeks one for each, so that all of it costs
 * least, what leaving today's week costs them and `prices` among it. Null where nobody's moving helps. `standing`: everybody's
 * week of today, and the client's own if they have one. Source: minimal-disruption repair, formulation of the week 3.4 and 5.4
 * (decisions/011, 018).
 */
export async function makeRoom(
  ground: Ground,
  client: Seeker,
  standing: readonly ClientWeek[],
  limits: RoomLimits = {},
): Promise<Swap | null> {
  const rest = standing.filter((week) => week.client !== client.id)
  const stands = standing.find((week) => week.client === client.id) ?? null
  const own = fullest(ground, client, stands, freeWeek(ground, client, rest, limits))
  if (own === null || lackOf(ground, client, own) <= 1e-6) return null
  const house: House = { client, stands, own, rest, now: new Map([...rest, own].map((week) => [week.client, week])) }
  const { contest, stays } = contestFor(ground, house, limits)
  if (contest === null) return null
  const { shouldStop, others = mostMovers } = limits
  const found = byChain(ground, client, rest, limits)
  const chain = found !== null && found.shortfall < lackOf(ground, client, own) - 1e-6 ? found : null
  const chained = chain === null ? [] : poolOf(contest, { weeks: [chain.week, ...chain.moved] })
  const relaxed = await relax(contest, { gap: 1e-3, weeks: [...stays, ...chained], isCornered: true, shouldStop })
  const names = new Set(stays.map(nameOf))
  const pool = [...stays, ...relaxed.pool.filter((one) => !names.has(nameOf(one)))]
  const chosen = await chooseFew(contest, pool, { about: client.id, stays: stays.length, others, shouldStop })
  const swap = swapIn(ground, contest, house, weeksOfPool(contest, chosen))
  const isGood = swap !== null && swap.moved.length <= others && isFair(ground, contest, house, swap)
  return isGood ? swap : chain
}

/** What chains of moves find without a solver: where it comes to more points than it helps, it helps all the same. */
function byChain(ground: Ground, client: Seeker, rest: readonly ClientWeek[], limits: RoomLimits): Swap | null {
  const { others = mostMovers, prices = noPrices, notAsked = new Set(), shut = new Map() } = limits
  return others < 1
    ? null
    : swapFor(ground, client, rest, { others: Math.min(mostInChain, others), prices, notAsked, shut, tries })
}

type House = {
  client: Seeker
  /** Their week of today, if they have one; and the fullest that they can have without anybody's moving. */
  stands: ClientWeek | null
  own: ClientWeek
  rest: readonly ClientWeek[]
  now: ReadonlyMap<string, ClientWeek>
}

const lackOf = ({ lookup, weights }: Ground, client: Seeker, week: ClientWeek): number =>
  lackIn(weekLines(client, week, lookup, weights))

/** Whichever lacks less; that of today where they lack the same. */
function fullest(ground: Ground, client: Seeker, stands: ClientWeek | null, free: ClientWeek | null) {
  if (stands === null || free === null) return stands ?? free
  return lackOf(ground, client, free) < lackOf(ground, client, stands) - 1e-6 ? free : stands
}

/** The best week as everybody stands. */
function freeWeek(ground: Ground, client: Seeker, rest: readonly ClientWeek[], limits: RoomLimits): ClientWeek | null {
  const { prices = noPrices, shut } = limits
  const occupancy = occupancyOf(ground.instance, rest)
  const [best] = matchWeeks({ ground, client, occupancy, prices, mustNot: shut?.get(client.id) ?? [] }, 1)
  return best?.week ?? null
}

/**
 * The client and those who hold what would help: everybody else stays, and none of these may lose anything. Each begins with the
 * week that stands (`stays`); whoever's week has something in it that could not be given today is not asked.
 */
function contestFor(
  ground: Ground,
  { client, own, rest, now }: House,
  { people = usualPeople, prices = noPrices, notAsked = new Set(), shut = new Map() }: RoomLimits,
): { contest: Contest | null; stays: PoolWeek[] } {
  const { instance, lookup, weights } = ground
  const clients = instance.clients.flatMap((one): Seeker[] => {
    const week = now.get(one.id)
    return one.id === client.id ? [client] : week === undefined ? [] : [{ ...one, now: week }]
  })
  let helpers = holdersOf(ground, client, rest, { prices, notAsked }).slice(0, people)
  for (let round = 0; round < 2; round += 1) {
    const free = new Set([client.id, ...helpers])
    const lacks = [...free].flatMap((id) => {
      const [one, week] = [lookup.clients.get(id), id === client.id ? own : now.get(id)]
      return one === undefined || week === undefined ? [] : [[id, lackOf(ground, one, week)] as const]
    })
    const contest = contestOf({ ...instance, clients }, weights, {
      only: free,
      kept: rest.filter((week) => !free.has(week.client)),
      staysWith: new Set(helpers),
      mostLack: new Map(lacks),
      prices,
      shut,
    })
    const weeks = contest.rivals.map((rival, at) => {
      const week = now.get(rival.week.client.id)
      return week === undefined ? null : poolWeekOf(contest, at, week)
    })
    const stays = weeks.filter((week) => week !== null)
    if (stays.length === contest.rivals.length) return { contest, stays }
    const strange = new Set(contest.rivals.flatMap((one, at) => (weeks[at] === null ? [one.week.client.id] : [])))
    helpers = helpers.filter((id) => !strange.has(id))
  }
  return { contest: null, stays: [] }
}

type Few = {
  about: string
  stays: number
  others: number
  shouldStop: (() => boolean) | undefined
}

/** One week for each, at most so many of them another than the one that stands: those are the first of the pool. */
async function chooseFew(contest: Contest, pool: readonly PoolWeek[], few: Few): Promise<PoolWeek[]> {
  const about = contest.rivals.findIndex((one) => one.week.client.id === few.about)
  const moves = pool.flatMap((one, place) => (one.rival !== about && place >= few.stays ? [place] : []))
  const model = poolModel(contest, pool, (rows) => rows.row(Number.NEGATIVE_INFINITY, few.others, moves, 1))
  const today = contest.rivals.map((_, rival) => rival)
  const start = poolAssignment(contest, model, pool, today)
  const { x } = await solve(model, { ...look, start, shouldStop: few.shouldStop })
  return pool.filter((_, place) => (x === null ? place < few.stays : (x[place] ?? 0) > 0.5))
}

/** What these weeks change; null where the client is not helped by them. */
function swapIn(
  ground: Ground,
  { kept }: Contest,
  { client, own, now }: House,
  all: readonly ClientWeek[],
): Swap | null {
  const weeks = all.slice(kept.length)
  const week = weeks.find((one) => one.client === client.id)
  if (week === undefined) return null
  const shortfall = lackOf(ground, client, week)
  if (shortfall >= lackOf(ground, client, own) - 1e-6) return null
  const moved = weeks.filter((then) => {
    const was = now.get(then.client)
    return then.client !== client.id && was !== undefined && !isSame(was, then)
  })
  return { week, moved, shortfall }
}

/** Whether nobody loses anything, and no rule is broken that was not. */
function isFair(ground: Ground, { instance }: Contest, { stands, rest, now }: House, swap: Swap): boolean {
  const changed = new Map([swap.week, ...swap.moved].map((week) => [week.client, week]))
  const isKind = swap.moved.every((then) => {
    const [who, was] = [ground.lookup.clients.get(then.client), now.get(then.client)]
    if (who === undefined || was === undefined || primaryOf(then) !== primaryOf(was)) return false
    return lackOf(ground, who, then) <= lackOf(ground, who, was) + 1e-6
  })
  const before = [...rest, ...(stands === null ? [] : [stands])]
  const after = [...rest.map((week) => changed.get(week.client) ?? week), swap.week]
  const broken = (weeks: readonly ClientWeek[]) => violationsOf(instance, { weeks }).length
  return isKind && broken(after) <= broken(before)
}

const isSame = (one: ClientWeek, other: ClientWeek): boolean => saidOf(one) === saidOf(other)
const saidOf = ({ series, individual, family, medication }: ClientWeek): string =>
  JSON.stringify([
    series.toSorted(),
    [individual, family, medication].map(
      (visit) => visit && [visit.clinician, visit.time.weekday, visit.time.from, visit.phase],
    ),
  ])
