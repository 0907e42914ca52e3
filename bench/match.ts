// Figures: one client's weeks at once, equal to the optimum, with every reason why not. Run: npm run bench match
// [-- --clients 400 --cases 1000 --seeds 3]. CPU milliseconds of the whole process, collector and compiler included.
import process from 'node:process'
import { evaluate } from '../src/clinic/matching/evaluate.ts'
import { firstFit, firstWeek } from '../src/clinic/matching/first-fit.ts'
import { hardestFirst, improved, placeInTurn } from '../src/clinic/matching/greedy.ts'
import { groundOf } from '../src/clinic/matching/ground.ts'
import type { Ask } from '../src/clinic/matching/group-choices.ts'
import type { ClientWeek, Instance, Seeker } from '../src/clinic/matching/instance.ts'
import { bestOf, fieldOf, matchWeeks } from '../src/clinic/matching/match.ts'
import { emptyOccupancy, enter, leave, occupancyOf } from '../src/clinic/matching/occupancy.ts'
import { noPrices } from '../src/clinic/matching/prices.ts'
import { reasonsFor } from '../src/clinic/matching/reasons.ts'
import { waysOut } from '../src/clinic/matching/smallest-change.ts'
import { usualWeights } from '../src/clinic/matching/weights.ts'
import { instanceOf } from '../tests/instances.ts'
import { leastCost } from '../tests/one-client-model.ts'
import { randomCase } from '../tests/random-case.ts'
import { figure, median, option, say, sayMachine } from './run.ts'

const clients = Number(option('clients', '400'))
const cases = Number(option('cases', '1000'))
const seeds = Number(option('seeds', '3'))

say(`\n# One client's week, beside a census of 2,000`)
sayMachine()

/** Median CPU milliseconds of three goes: one go in three meets the collector. */
function cpu(what: () => unknown): number {
  const goes = [0, 1, 2].map(() => {
    const before = process.cpuUsage()
    what()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return median(goes)
}
const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
const inMs = (times: readonly number[]): string =>
  `p50 ${at(times, 0.5).toFixed(2)}, p95 ${at(times, 0.95).toFixed(2)}, p99 ${at(times, 0.99).toFixed(2)}, max ${at(times, 1).toFixed(2)} ms`

const large = instanceOf('L', 1)
const ground = groundOf(large, usualWeights)
const census = placeInTurn({ ground, order: hardestFirst(ground) })
const weekOf = new Map(census.weeks.map((week) => [week.client, week]))
const full = occupancyOf(large, census.weeks)
const some = large.clients.filter((_, place) => place % Math.ceil(large.clients.length / clients) === 0)

/** Asks as if this client came new into the full house: their own seats are given back for the moment. */
function asNew<Answer>(client: Seeker, ask: (asked: Ask) => Answer): Answer {
  const week = weekOf.get(client.id)
  if (week !== undefined) leave(full, client, week)
  try {
    return ask({ ground, client, occupancy: full, prices: noPrices })
  } finally {
    if (week !== undefined) enter(full, client, week)
  }
}

for (const client of some) asNew(client, (ask) => matchWeeks(ask, 5)) // the compiler's share
const topFive = some.map((client) => asNew(client, (ask) => cpu(() => matchWeeks(ask, 5))))
const byHand = some.map((client) =>
  asNew(client, (ask) => cpu(() => firstWeek(large, client, full, ground.apart.get(client.id) ?? []) && ask)),
)
const none = emptyOccupancy()
const inEmpty = (client: Seeker) => matchWeeks({ ground, client, occupancy: none, prices: noPrices }, 5)
for (const client of some) inEmpty(client)
const onEmpty = some.map((client) => cpu(() => inEmpty(client)))
say(
  `  ${some.length} clients of ${large.clients.length}, ${large.series.length} series, ${large.clinicians.length} clinicians`,
)
say(`  five best weeks, full house:  ${inMs(topFive)}`)
say(`  five best weeks, empty house: ${inMs(onEmpty)}`)
say(
  `  the first week that fits, by hand (reference): ${inMs(byHand)}; ${(median(topFive) / median(byHand)).toFixed(1)} × its median`,
)
for (const [house, times] of [
  ['full house of 2,000', topFive],
  ['empty house, the largest choice', onEmpty],
] as const) {
  const p99 = at(times, 0.99)
  figure(`Five best weeks for one new client, ${house}, p99`, `${p99.toFixed(2)} ms CPU`, '5 ms or less', p99 <= 5)
}

let facts = 0
const why = some.map((client) =>
  asNew(client, (ask) =>
    cpu(() => {
      const field = fieldOf(ask)
      const best = field === null ? null : bestOf(field)
      if (field !== null && best !== null) facts += reasonsFor(field, best).length
    }),
  ),
)
say(`\n  a reason for each of ${Math.round(facts / some.length / 3)} series: ${inMs(why)}`)
figure(
  'The reason for every series not proposed, p95',
  `${at(why, 0.95).toFixed(2)} ms CPU`,
  '25 ms or less',
  at(why, 0.95) <= 25,
)

const lacking = some.filter((client) => asNew(client, (ask) => matchWeeks(ask, 1)[0]?.isWhole !== true)).slice(0, 60)
let helped = 0
const ways = lacking.map((client) => asNew(client, (ask) => cpu(() => (helped += waysOut(ask).length > 0 ? 1 : 0))))
say(`  the smallest change for ${lacking.length} without a whole week (found for ${helped / 3}): ${inMs(ways)}`)

say(`\n# The matcher's best against the integer program, ${cases} cases`)
let equal = 0
const off: string[] = []
const programs: number[] = []
const matches: number[] = []
for (let seed = 1; seed <= cases; seed++) {
  const { instance, client, occupancy, prices } = randomCase(seed, seed % 5 === 0 ? 'M' : 'S')
  const own = groundOf(instance, usualWeights)
  const began = process.cpuUsage()
  const [best] = matchWeeks({ ground: own, client, occupancy, prices }, 1)
  const matched = process.cpuUsage(began)
  const middle = process.cpuUsage()
  const least = leastCost(instance, usualWeights, client, occupancy, prices)
  const solved = process.cpuUsage(middle)
  matches.push((matched.user + matched.system) / 1000)
  programs.push((solved.user + solved.system) / 1000)
  const found = best === undefined ? Number.POSITIVE_INFINITY : best.cost + best.priced
  if (found === least || Math.abs(found - least) < 1e-4) equal += 1
  else off.push(`case ${seed}: ${found} against ${least}`)
}
for (const one of off.slice(0, 10)) say(`  ${one}`)
say(
  `  matcher ${inMs(matches)}; program (reference) ${inMs(programs)}: ${(median(programs) / median(matches)).toFixed(0)} × the matcher`,
)
figure('Equal to the one-client optimum', `${equal} of ${cases}`, 'all', equal === cases)

say(`\n# A census in turn, M, seeds 1 to ${seeds}: cost, share fully placed`)
const shares: number[] = []
for (let seed = 1; seed <= seeds; seed++) {
  const instance = instanceOf('M', seed)
  const own = groundOf(instance, usualWeights)
  const hand = judged(instance, firstFit(instance).weeks)
  const arrival = judged(instance, placeInTurn({ ground: own, order: instance.clients }).weeks)
  const hardest = placeInTurn({ ground: own, order: hardestFirst(own) })
  const turned = judged(instance, hardest.weeks)
  const better = judged(instance, improved(own, hardest, 6).weeks)
  say(
    `  by hand ${hand.said}; best week as they come, no prices ${arrival.said}; hardest first ${turned.said}; improved ${better.said}`,
  )
  shares.push(better.cost / hand.cost)
}
figure(
  'Hardest first and improved, against by hand: cost, median',
  `${median(shares).toFixed(2)} ×`,
  '0.50 or less',
  median(shares) <= 0.5,
)

function judged(instance: Instance, weeks: readonly ClientWeek[]): { cost: number; said: string } {
  const { cost, whole, violations } = evaluate(instance, { weeks }, usualWeights)
  if (violations.length > 0) throw new Error(`A rule is broken: ${violations[0]?.sentence}`)
  return { cost, said: `${Math.round(cost)} (${((100 * whole) / instance.clients.length).toFixed(0)} %)` }
}
