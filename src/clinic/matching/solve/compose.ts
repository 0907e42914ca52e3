import { visitKinds } from '../cost.ts'
import { evaluate, type Verdict } from '../evaluate.ts'
import { hardestFirst, improved, placeInTurn } from '../greedy.ts'
import { groundOf, type Ground } from '../ground.ts'
import type { ClientWeek, Instance, Plan } from '../instance.ts'
import type { Prices } from '../prices.ts'
import type { Weights } from '../weights.ts'
import { assignmentOf, planOf } from './assignment.ts'
import { gapOf } from './bound.ts'
import { censusModel } from './census.ts'
import { poolAssignment, poolModel, weeksOfPool } from './pool-model.ts'
import { nameOf, poolWeekOf, rowsOf, type PoolWeek } from './pool.ts'
import { solve } from './port.ts'
import type { MasterPrices } from './price.ts'
import { worthKeeping } from './reduce.ts'
import { relax, type Relaxed } from './relax.ts'
import { contestOf, type Contest } from './shared.ts'

export type Stage = 'start' | 'prices' | 'priced-start' | 'pool' | 'exact'
export type Progress = { stage: Stage; cost: number; bound: number; gap: number; plan: Plan }

export type ComposeLimits = {
  /** Enough is proven at this gap, in parts of the cost. 0: to the best. */
  gap?: number
  /** Only these are placed anew; the others keep their week of `kept`. */
  only?: ReadonlySet<string>
  kept?: readonly ClientWeek[]
  /** A plan to begin with, beside those of our own. */
  start?: Plan
  /** Wall seconds of each of the two last steps. Left out, the same input gives the same plan. */
  seconds?: number
  nodes?: number
  onProgress?: (progress: Progress) => void
  shouldStop?: () => boolean
}

export type Composed = {
  plan: Plan
  cost: number
  /** Below every plan, by our own sum over the clients' cheapest weeks; and by the solver on top of it. */
  ownBound: number
  bound: number
  ownGap: number
  gap: number
  verdict: Verdict
  prices: Prices
}

/**
 * Places a whole census: quick start, prices of everything shared, a start led by them, then whole weeks chosen together, and
 * where that is not proven near enough the flat model of what can still be better. Every step hands on the best plan so far.
 */
export async function compose(instance: Instance, weights: Weights, limits: ComposeLimits = {}): Promise<Composed> {
  const contest = contestOf(instance, weights, limits)
  const ground = groundOf(instance, weights)
  const enough = limits.gap ?? 0
  const best = keeper(contest, limits)
  const stopped = () => limits.shouldStop?.() === true

  for (const plan of starts(ground, contest, limits)) best.offer('start', plan)
  const relaxed = await relax(contest, {
    gap: Math.max(1e-6, Math.min(1e-3, enough / 4)),
    weeks: best.pool(),
    shouldStop: limits.shouldStop,
  })
  best.raise('prices', relaxed.bound)
  const prices = pricesOf(contest, relaxed.prices)
  const order = hardestFirst(ground, clientsOf(contest))
  const led = placeInTurn({ ground, order, prices, standing: contest.kept })
  best.offer('priced-start', led)
  best.offer('priced-start', polished(ground, contest, led))

  const ownBound = relaxed.bound
  if (!stopped() && best.gap() > enough) await choosePool(contest, relaxed, best, limits)
  if (!stopped() && best.gap() > enough) await chooseExactly(contest, relaxed, best, limits)
  const plan = best.plan()
  const verdict = evaluate(instance, plan, weights)
  return {
    plan,
    cost: best.cost(),
    ownBound,
    bound: best.bound(),
    ownGap: gapOf(best.cost(), ownBound),
    gap: best.gap(),
    verdict,
    prices,
  }
}

const clientsOf = (contest: Contest) => contest.rivals.map((one) => one.week.client)

/** What a coordinator's eye finds at once, and today's weeks where there are any. */
function* starts(ground: Ground, contest: Contest, limits: ComposeLimits): Generator<Plan> {
  if (limits.start !== undefined) yield limits.start
  const clients = clientsOf(contest)
  if (clients.some((one) => one.now !== null)) {
    const now = clients.flatMap((one) => one.now ?? [])
    const fresh = clients.filter((one) => one.now === null)
    yield placeInTurn({ ground, order: fresh, standing: [...contest.kept, ...now] })
  }
  const hard = placeInTurn({ ground, order: hardestFirst(ground, clients), standing: contest.kept })
  yield hard
  yield polished(ground, contest, hard)
}

/** Each client once more at the best that is left; the kept weeks untouched. */
function polished(ground: Ground, contest: Contest, plan: Plan): Plan {
  if (contest.kept.length > 0) return plan
  return improved(ground, plan, 4)
}

type Keeper = {
  offer: (stage: Stage, plan: Plan) => void
  raise: (stage: Stage, bound: number) => void
  plan: () => Plan
  cost: () => number
  bound: () => number
  gap: () => number
  /** The weeks of every plan that was offered. */
  pool: () => PoolWeek[]
}

/** Keeps the best plan so far, judged by the evaluator alone: a plan that breaks a rule is never kept before one that does not. */
function keeper(contest: Contest, limits: ComposeLimits): Keeper {
  const seen: PoolWeek[] = []
  let best: { plan: Plan; cost: number; faults: number } | null = null
  let bound = Number.NEGATIVE_INFINITY
  const cost = () => best?.cost ?? Number.POSITIVE_INFINITY
  const plan = () => best?.plan ?? { weeks: [...contest.kept] }
  const tell = (stage: Stage) =>
    limits.onProgress?.({ stage, cost: cost(), bound, gap: gapOf(cost(), bound), plan: plan() })
  const places = new Map(contest.rivals.map((one, at) => [one.week.client.id, at]))
  return {
    offer: (stage, offered) => {
      const verdict = evaluate(contest.instance, offered, contest.weights)
      for (const week of offered.weeks) {
        const at = places.get(week.client)
        const one = at === undefined ? null : poolWeekOf(contest, at, week)
        if (one !== null) seen.push(one)
      }
      const faults = verdict.violations.length
      if (best !== null && (faults > best.faults || (faults === best.faults && verdict.cost >= best.cost - 1e-9)))
        return
      best = { plan: offered, cost: verdict.cost, faults }
      tell(stage)
    },
    raise: (stage, higher) => {
      if (higher <= bound) return
      bound = Math.min(higher, cost())
      tell(stage)
    },
    plan,
    cost,
    bound: () => bound,
    gap: () => gapOf(cost(), bound),
    pool: () => seen,
  }
}

/** Chooses one week of the pool for each client, among those that could be part of something better. */
async function choosePool(contest: Contest, relaxed: Relaxed, best: Keeper, limits: ComposeLimits): Promise<void> {
  const names = new Set<string>()
  const pool = [...best.pool(), ...relaxed.pool].filter((one) => {
    const name = nameOf(one)
    if (names.has(name)) return false
    names.add(name)
    return true
  })
  const model = poolModel(contest, pool)
  const places = new Map(pool.map((one, at) => [nameOf(one), at]))
  const chosen = best.plan().weeks.flatMap((week) => {
    const at = contest.rivals.findIndex((one) => one.week.client.id === week.client)
    const one = at < 0 ? null : poolWeekOf(contest, at, week)
    return one === null ? [] : (places.get(nameOf(one)) ?? [])
  })
  const take = (x: ArrayLike<number>) =>
    best.offer('pool', {
      weeks: weeksOfPool(
        contest,
        pool.filter((_, at) => (x[at] ?? 0) > 0.5),
      ),
    })
  const answer = await solve(model, {
    ...limitsOf(limits),
    gap: Math.max(1e-4, (limits.gap ?? 0) / 2),
    ...(chosen.length === contest.rivals.length ? { start: poolAssignment(contest, model, pool, chosen) } : {}),
    onImprove: ({ x }) => take(x),
    // The bound of the pool says nothing of other weeks; the relaxation's does.
    shouldStop: () => best.gap() <= (limits.gap ?? 0) || limits.shouldStop?.() === true,
  })
  if (answer.x !== null) take(answer.x)
}

/** The flat model of what could still be better than the best known plan; its bound counts for all. */
async function chooseExactly(contest: Contest, relaxed: Relaxed, best: Keeper, limits: ComposeLimits): Promise<void> {
  const slack = best.cost() - relaxed.bound
  const kept = worthKeeping(contest, rowsOf(contest), relaxed.prices, slack)
  const census = censusModel(contest, kept)
  const take = (x: ArrayLike<number>) => best.offer('exact', planOf(census, contest, x))
  const answer = await solve(census.model, {
    ...limitsOf(limits),
    gap: limits.gap ?? 0,
    start: assignmentOf(census, best.plan().weeks),
    onImprove: ({ x }) => take(x),
    onBound: (bound) => best.raise('exact', bound),
  })
  if (answer.x !== null) take(answer.x)
  // What was left out is no better than the best known plan.
  best.raise('exact', answer.status === 'impossible' ? best.cost() : Math.min(answer.bound, best.cost()))
}

const limitsOf = ({ seconds, nodes, shouldStop }: ComposeLimits) => ({
  ...(seconds === undefined ? {} : { seconds }),
  ...(nodes === undefined ? {} : { nodes }),
  ...(shouldStop === undefined ? {} : { shouldStop }),
})

/** The prices as the one-by-one matcher takes them: a seat, a whole hour of four weeks, a place in a caseload. */
export function pricesOf(contest: Contest, prices: MasterPrices): Prices {
  const rows = rowsOf(contest)
  const price = (row: number) => -(prices.rows[row] ?? 0)
  const newcomers = contest.rivals.filter((one) => one.isNew).length / Math.max(1, contest.rivals.length)
  return {
    seats: new Map(
      contest.series.map(({ option }, at) => [
        option.id,
        price(rows.others + at) * (1 - newcomers) + price(rows.newcomers + at) * newcomers,
      ]),
    ),
    hours: new Map(contest.hours.map(({ key }, at) => [key, Math.max(0, price(rows.hours + at)) * 4])),
    caseload: new Map(
      contest.caseloads.map(({ clinician }, at) => [clinician, Math.max(0, price(rows.caseloads + at))]),
    ),
  }
}

/** Whose week another plan changes: any group, any visit's clinician or hour. */
export function changedClients(before: Plan, after: Plan): string[] {
  const old = new Map(before.weeks.map((week) => [week.client, week]))
  const said = (week: ClientWeek | undefined) =>
    week === undefined
      ? ''
      : JSON.stringify([
          [...week.series].toSorted(),
          visitKinds.map((kind) => {
            const visit = week[kind]
            return visit === null ? null : [visit.clinician, visit.time.weekday, visit.time.from]
          }),
        ])
  return after.weeks.filter((week) => said(week) !== said(old.get(week.client))).map((week) => week.client)
}
