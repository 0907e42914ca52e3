// People admitted one after the other, as it happens, against everybody placed at once (part of `compose`): what that costs, and
// where it costs it. Same code as the product: forecastPrices (the night), steered and matchWeeks (a coordinator's page), makeRoom
// (the page that asks whether others could move).
import { emptyWeek, lackIn, lookupOf, weekLines } from '../src/clinic/matching/cost.ts'
import { evaluate, type Verdict } from '../src/clinic/matching/evaluate.ts'
import { firstFit } from '../src/clinic/matching/first-fit.ts'
import { placeInTurn } from '../src/clinic/matching/greedy.ts'
import { groundOf } from '../src/clinic/matching/ground.ts'
import type { ClientWeek, Instance, Seeker } from '../src/clinic/matching/instance.ts'
import { emptyOccupancy, enter, leave } from '../src/clinic/matching/occupancy.ts'
import { matchWeeks, weighed } from '../src/clinic/matching/match.ts'
import { averaged, type Prices } from '../src/clinic/matching/prices.ts'
import { compose } from '../src/clinic/matching/solve/compose.ts'
import { contestOf } from '../src/clinic/matching/solve/contest.ts'
import { forecastPrices, type Near } from '../src/clinic/matching/solve/forecast.ts'
import { makeRoom, mostMovers } from '../src/clinic/matching/solve/make-room.ts'
import { poolOf } from '../src/clinic/matching/solve/pool.ts'
import { relax } from '../src/clinic/matching/solve/relax.ts'
import { steered } from '../src/clinic/matching/steer.ts'
import { urgency, usualWeights as weights } from '../src/clinic/matching/weights.ts'
import { diceOf, shuffled } from '../tests/instance-dice.ts'
import { instanceOf, type Size } from '../tests/instances.ts'
import { cpu, percent, seconds } from './compose-large.ts'
import { figure, median, say } from './run.ts'

const allWays = ['alone', 'asking', 'held'] as const
type Way = (typeof allWays)[number]
const ways: Record<Way, string> = {
  alone: 'nobody moved',
  asking: `at most ${mostMovers} others moved, each asked`,
  held: `at most ${mostMovers} others moved, and seats held back from whoever is here for those to come (the product never does)`,
}

/**
 * `perNight`: how many come between two nights; 0: a house whose people stay for twelve weeks admits a sixtieth of itself a day.
 * `draws`: of how many forecasts a night takes the middle; the product takes four. `only`: some of the ways; none said: all.
 */
export async function online(
  seeds: readonly number[],
  { sized, draws, perNight, only }: { sized: Size; draws: number; perNight: number; only: readonly string[] },
): Promise<void> {
  const chosen = allWays.filter((way) => only.length === 0 || only.includes(way))
  const whole = new Map<Way, number[]>()
  const ratios = new Map<Way, number[]>()
  for (const seed of seeds) {
    const instance = instanceOf(sized, seed)
    const offline = await compose(instance, weights, { gap: 0.02 })
    const order = shuffled(diceOf(seed * 31), instance.clients)
    const ground = groundOf(instance, weights)
    const plain = evaluate(instance, firstFit(instance, order), weights)
    const greedy = evaluate(instance, placeInTurn({ ground, order }), weights)
    say(
      `  ${sized} ${seed}: all at once ${offline.cost.toFixed(0)} (${offline.verdict.whole} of ${order.length} whole), ` +
        `first fit ${plain.cost.toFixed(0)} (${plain.whole}), best week without prices ${greedy.cost.toFixed(0)} (${greedy.whole})`,
    )
    const dice = diceOf(seed * 57)
    // People like those who come, drawn with putting back: a forecast knows the mix, not the people.
    const futures = Array.from({ length: draws }, () => sample(dice, instance, order.length))
    const before = cpu()
    const first = await nightOf(instance, [], futures, [])
    say(`    the first night: ${seconds(cpu() - before)} for ${draws} draws`)
    for (const way of chosen) {
      const began = cpu()
      const night = perNight > 0 ? perNight : Math.max(1, Math.round(order.length / 60))
      const done = await admit(instance, order, { night, futures, first, way })
      const verdict = evaluate(instance, { weeks: done.weeks }, weights)
      whole.set(way, [...(whole.get(way) ?? []), verdict.whole / order.length])
      ratios.set(way, [...(ratios.get(way) ?? []), verdict.cost / offline.cost])
      say(
        `    ${ways[way]}: ${verdict.cost.toFixed(0)} (${verdict.whole} whole), ${(verdict.cost / offline.cost).toFixed(2)} x; prices every ${night}` +
          (done.moves === 0
            ? ''
            : `, ${done.moves} moves for ${done.helped} (${done.partly} of them lack less and are not whole), longest search ${seconds(done.longest)}`) +
          `; ${verdict.violations.length} rules broken, ${seconds(cpu() - began)}, ${seconds(done.nights)} of them nights`,
      )
      apart(instance, verdict, offline.verdict)
      const least = await leastWithoutLoss(instance, done.weeks)
      say(
        `      everybody moved at once, nobody losing anything nor their therapist: at least ${(least / offline.cost).toFixed(2)} x`,
      )
    }
  }
  for (const way of chosen) {
    const part = median(whole.get(way) ?? [])
    const cost = median(ratios.get(way) ?? [])
    figure(`One by one with forecast prices, ${ways[way]}: whole`, percent(part, 0), '80 % or more', part >= 0.8)
    figure(`  cost against all at once`, cost.toFixed(2), '1.50 or less', cost <= 1.5)
  }
}

/** Where the points lie that one of two plans has more: by what is missing, and by who misses it. */
function apart(instance: Instance, one: Verdict, best: Verdict): void {
  const kinds = [...new Set(one.lines.concat(best.lines).map((line) => line.kind))]
  const more = kinds
    .map((kind) => ({ kind, points: (one.byKind[kind] ?? 0) - (best.byKind[kind] ?? 0) }))
    .filter(({ points }) => Math.abs(points) >= 100)
    .toSorted((a, b) => b.points - a.points)
  const short = ({ lines, wholeClients }: Verdict) => {
    const list = instance.clients.filter((client) => !wholeClients.has(client.id))
    const points = lackIn(lines)
    const weight = list.reduce((sum, client) => sum + urgency(client), 0) / Math.max(1, list.length)
    return `${list.length} lack ${(points / Math.max(1, list.length)).toFixed(0)} points each, urgency ${weight.toFixed(2)}`
  }
  say(
    `      more by ${more.map(({ kind, points }) => `${kind} ${points.toFixed(0)}`).join(', ')}; ${short(one)} (all at once: ${short(best)})`,
  )
}

/** Below every plan in which each lacks no more than in this one and keeps their therapist: what moving people could still mend. */
async function leastWithoutLoss(instance: Instance, weeks: readonly ClientWeek[]): Promise<number> {
  const lookup = lookupOf(instance)
  const now = new Map(weeks.map((week) => [week.client, week]))
  const clients = instance.clients.map((one) => ({ ...one, now: now.get(one.id) ?? emptyWeek(one.id) }))
  const free = { ...weights, movedSeries: 0, movedHour: 0, movedTherapist: 0 }
  const contest = contestOf({ ...instance, clients }, free, {
    staysWith: new Set(clients.map(({ id }) => id)),
    mostLack: new Map(clients.map((one) => [one.id, lackIn(weekLines(one, one.now, lookup, free))])),
  })
  const { bound } = await relax(contest, { gap: 2e-3, weeks: poolOf(contest, { weeks }), rounds: 60 })
  return bound
}

type Night = { prices: Prices; near: Near[] }
type Admitting = { night: number; futures: readonly (readonly Seeker[])[]; first: Night; way: Way }

/** The middle of several forecasts, each begun where that of the night before ended. */
async function nightOf(
  instance: Instance,
  standing: readonly ClientWeek[],
  futures: readonly (readonly Seeker[])[],
  before: readonly Near[],
): Promise<Night> {
  const drawn: Prices[] = []
  const near = futures.map((_, place): Near => new Map(before[place]))
  for (const [place, future] of futures.entries())
    drawn.push(await forecastPrices(instance, weights, standing, future, { near: near[place] }))
  return { prices: averaged(drawn), near }
}

/** After how many nights those who lack something are asked about again. */
const everyNights = 10

/** Everybody admitted one after the other at the prices of the last night; where others may be asked, with what the product offers. */
async function admit(instance: Instance, order: readonly Seeker[], { night, futures, first, way }: Admitting) {
  const ground = groundOf(instance, weights)
  const occupancy = emptyOccupancy()
  const weeks = new Map<string, ClientWeek>()
  const done = { moves: 0, helped: 0, partly: 0, longest: 0, nights: 0 }
  let known = first
  const lack = (client: Seeker, week: ClientWeek) => lackIn(weekLines(client, week, ground.lookup, weights))
  const worth = (client: Seeker, week: ClientWeek) => {
    const { cost, priced } = weighed({ ground, client, occupancy, prices: known.prices }, week)
    return cost + priced
  }
  const stand = (changed: readonly ClientWeek[]) => {
    const who = changed.flatMap((week) => ground.lookup.clients.get(week.client) ?? [])
    // All leave before anybody comes: two may take each other's hours.
    for (const one of who) {
      const was = weeks.get(one.id)
      if (was !== undefined) leave(occupancy, one, was)
    }
    for (const week of changed) weeks.set(week.client, week)
    for (const one of who) enter(occupancy, one, weeks.get(one.id) ?? emptyWeek(one.id))
  }
  /** The week that they could have instead of this one if a few others moved, and theirs then; null where that helps nobody. */
  const asked = async (client: Seeker, week: ClientWeek): Promise<ClientWeek[] | null> => {
    const began = cpu()
    const swap = await makeRoom(ground, client, [...weeks.values()], { prices: known.prices })
    done.longest = Math.max(done.longest, cpu() - began)
    if (swap === null || swap.shortfall >= lack(client, week) - 1e-6) return null
    const more = swap.moved.reduce((sum, after) => {
      const [who, was] = [ground.lookup.clients.get(after.client), weeks.get(after.client)]
      return who === undefined || was === undefined ? sum : sum + worth(who, after) - worth(who, was)
    }, 0)
    if (way === 'held' && worth(client, swap.week) + more >= worth(client, week)) return null
    done.helped += 1
    if (swap.shortfall > 1e-6) done.partly += 1
    done.moves += swap.moved.length
    return [swap.week, ...swap.moved]
  }
  /** The week that has become free meanwhile and lacks less. */
  const freer = (client: Seeker, stands: ClientWeek): ClientWeek[] | null => {
    leave(occupancy, client, stands)
    const [best] = matchWeeks(steered({ ground, client, occupancy, prices: known.prices }), 1)
    enter(occupancy, client, stands)
    return best !== undefined && lack(client, best.week) < lack(client, stands) - 1e-6 ? [best.week] : null
  }
  for (const [at, client] of order.entries()) {
    if (at > 0 && at % night === 0) {
      const began = cpu()
      const left = futures.map((future) => future.slice(at))
      known = await nightOf(instance, [...weeks.values()], left, known.near)
      done.nights += cpu() - began
    }
    const ask = { ground, client, occupancy, prices: known.prices }
    const [best] = matchWeeks(way === 'held' ? ask : steered(ask), 1)
    if (best === undefined) continue
    stand((way === 'alone' || best.isWhole ? null : await asked(client, best.week)) ?? [best.week])
    if (way === 'alone' || ((at + 1) % (night * everyNights) !== 0 && at + 1 < order.length)) continue
    for (const one of order.slice(0, at + 1)) {
      const stands = weeks.get(one.id)
      if (stands === undefined || lack(one, stands) === 0) continue
      stand((await asked(one, stands)) ?? freer(one, stands) ?? [])
    }
  }
  return { weeks: [...weeks.values()], ...done }
}

function sample(dice: () => number, instance: Instance, count: number): Seeker[] {
  return Array.from({ length: count }, () => instance.clients[Math.floor(dice() * instance.clients.length)]).filter(
    (one) => one !== undefined,
  )
}
