import { evaluate, type Verdict } from '../evaluate.ts'
import { hardestFirst, improved, placeInTurn } from '../greedy.ts'
import { groundOf, type Ground } from '../ground.ts'
import type { ClientWeek, Instance, Plan } from '../instance.ts'
import type { Prices } from '../prices.ts'
import type { Weights } from '../weights.ts'
import { assignmentOf, planOf } from './assignment.ts'
import { gapOf } from './bound.ts'
import { censusModel } from './census.ts'
import { choosePool, keeper, limitsOf, type Keeper, type Progress } from './choose.ts'

export type { Progress, Stage } from './choose.ts'
import { asGoodAsSettled, dive } from './dive.ts'
import { rowsOf } from './pool.ts'
import { weeksOfPool } from './pool-model.ts'
import { solve } from './port.ts'
import { eachOwnPrices, pricedWeek, pricesOf } from './price.ts'
import { mendNearby } from './nearby.ts'
import { worthKeeping } from './reduce.ts'
import { manyRivals, relax, type Relaxed, type RelaxLimits } from './relax.ts'
import { contestOf, type Contest } from './contest.ts'

export type ComposeLimits = {
  /** Enough is proven at this gap, in parts of the cost. 0: to the best. */
  gap?: number
  /** Only these are placed anew; the others keep their week of `kept`. */
  only?: ReadonlySet<string>
  kept?: readonly ClientWeek[]
  /** A plan to begin with, beside those of our own. */
  start?: Plan
  /**
   * Wall seconds of each of the last steps, two minutes where nothing is said: a plan that cannot be proven so near would else be
   * worked at for hours. A step that ends before gives the same plan for the same input.
   */
  seconds?: number
  nodes?: number
  /** Whether plans are made of prices that are not finished. Left out: where there are many clients. */
  hasSketches?: boolean
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
  const seconds = limits.seconds ?? usualSeconds
  const best = keeper(contest, limits)
  const stopped = () => limits.shouldStop?.() === true
  const hasSketches = limits.hasSketches ?? contest.rivals.length > manyRivals

  for (const plan of starts(ground, contest, limits)) best.offer('start', plan)
  const relaxed = await relax(contest, {
    gap: Math.max(1e-6, Math.min(5e-4, enough / 10)),
    weeks: best.pool(),
    isCornered: true,
    shouldStop: limits.shouldStop,
    onRound: hasSketches ? sketcher(ground, contest, best) : undefined,
  })
  best.raise('prices', relaxed.bound)
  const prices = pricesOf(contest, relaxed.prices)
  const order = hardestFirst(ground, clientsOf(contest))
  const led = placeInTurn({ ground, order, prices, standing: contest.kept })
  best.offer('priced-start', led)
  best.offer('priced-start', polished(ground, contest, led))

  const ownBound = relaxed.bound
  if (!stopped() && best.gap() > enough) {
    const near = await dive(contest, relaxed, {
      gap: Math.max(1e-4, Math.min(5e-3, enough)),
      shouldStop: limits.shouldStop,
    })
    best.offer('pool', near)
    best.offer('pool', polished(ground, contest, near))
  }
  if (!stopped() && best.gap() > enough && contest.rivals.length > manyRivals) {
    const until = performance.now() + seconds * 1000
    const shouldStop = () => stopped() || performance.now() > until
    await mendNearby(contest, relaxed, best, { gap: enough, shouldStop })
  }
  if (!stopped() && best.gap() > enough)
    await choosePool(contest, worthChoosing(contest, relaxed, best), best, { ...limits, seconds })
  if (!stopped() && best.gap() > enough) await chooseExactly(contest, relaxed, best, { ...limits, seconds })
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

const usualSeconds = 120

/** Weeks with which a plan is cheaper than the best known, if any is: the bound and what the week costs above its client's least. */
function worthChoosing(contest: Contest, relaxed: Relaxed, best: Keeper): Relaxed {
  const own = eachOwnPrices(contest, rowsOf(contest), relaxed.prices)
  const prices = contest.rivals.map((_, at) => own(at))
  const slack = best.cost() - relaxed.bound
  const isWorth = relaxed.pool.map(({ rival, week }) => {
    const mine = prices[rival]
    return mine === undefined || pricedWeek(week, mine) - (relaxed.least[rival] ?? 0) <= slack + 1e-6
  })
  return {
    ...relaxed,
    pool: relaxed.pool.filter((_, at) => isWorth[at]),
    shares: relaxed.shares.filter((_, at) => isWorth[at]),
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
  // Of many, the first sketches of the relaxation are better, and as soon there.
  if (clients.length <= manyRivals) yield polished(ground, contest, hard)
}

/** From how many rounds on there is anything to see in a relaxation. */
const firstSketch = 3
/** Of how many, in parts, the relaxation's week is taken for theirs: what is best differs from one to the next, and each is tried. */
const sureParts = [0.3, 0.7]

/**
 * Long before the prices are right, what the relaxation would take is a plan: whoever's week it is surest of gets it, the
 * others what is best at its prices. So a house of hundreds has a plan that can be used after seconds.
 */
function sketcher(ground: Ground, contest: Contest, best: Keeper): RelaxLimits['onRound'] {
  const order = hardestFirst(ground, clientsOf(contest))
  let round = 0
  let last = Number.POSITIVE_INFINITY
  return (_, value, look) => {
    round += 1
    if (round < firstSketch || value > last * 0.9) return
    last = value
    const sketch = look()
    const prices = pricesOf(contest, sketch.prices)
    const plans = sureParts.map((part) => {
      const sure = weeksOfPool(contest, asGoodAsSettled(contest, sketch, part))
      const placed = new Set(sure.map((week) => week.client))
      const others = order.filter((one) => !placed.has(one.id))
      const plan = placeInTurn({ ground, order: others, prices, standing: sure })
      return { plan, cost: evaluate(contest.instance, plan, contest.weights).cost }
    })
    const [cheapest] = plans.toSorted((one, other) => one.cost - other.cost)
    if (cheapest !== undefined) best.offer('prices', polished(ground, contest, cheapest.plan))
  }
}

/** Each client once more at the best that is left; the kept weeks untouched. */
function polished(ground: Ground, contest: Contest, plan: Plan): Plan {
  if (contest.kept.length > 0) return plan
  return improved(ground, plan, 4)
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
