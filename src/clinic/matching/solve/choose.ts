import { visitKinds } from '../cost.ts'
import { evaluate } from '../evaluate.ts'
import type { ClientWeek, Plan } from '../instance.ts'
import { gapOf } from './bound.ts'
import { poolAssignment, poolModel, weeksOfPool } from './pool-model.ts'
import { nameOf, poolWeekOf, type PoolWeek } from './pool.ts'
import { solve } from './port.ts'
import { relax, type Relaxed } from './relax.ts'
import type { Contest } from './contest.ts'

export type Stage = 'start' | 'prices' | 'priced-start' | 'pool' | 'nearby' | 'exact'
/** `whole`: how many clients have everything in the plan in hand; null while it breaks a rule, and cannot be used. */
export type Progress = { stage: Stage; cost: number; bound: number; gap: number; plan: Plan; whole: number | null }

export type ChooseLimits = {
  gap?: number
  seconds?: number
  nodes?: number
  onProgress?: (progress: Progress) => void
  shouldStop?: () => boolean
}

/** The best plan over whole weeks for a small contest, begun with a plan that stands. Never worse than it. */
export async function choosePlan(contest: Contest, start: Plan, limits: ChooseLimits): Promise<Plan> {
  const best = keeper(contest, limits)
  best.offer('start', start)
  const relaxed = await relax(contest, {
    gap: Math.max(1e-6, (limits.gap ?? 0) / 4),
    weeks: best.pool(),
    shouldStop: limits.shouldStop,
  })
  best.raise('prices', relaxed.bound)
  if (best.gap() > (limits.gap ?? 0)) await choosePool(contest, relaxed, best, limits)
  return best.plan()
}

export type Keeper = {
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
export function keeper(contest: Contest, limits: ChooseLimits): Keeper {
  const seen: PoolWeek[] = []
  let best: { plan: Plan; cost: number; faults: number; whole: number } | null = null
  let bound = Number.NEGATIVE_INFINITY
  const cost = () => best?.cost ?? Number.POSITIVE_INFINITY
  const plan = () => best?.plan ?? { weeks: [...contest.kept] }
  const tell = (stage: Stage) =>
    limits.onProgress?.({
      stage,
      cost: cost(),
      bound,
      gap: gapOf(cost(), bound),
      plan: plan(),
      whole: best === null || best.faults > 0 ? null : best.whole,
    })
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
      best = { plan: offered, cost: verdict.cost, faults, whole: verdict.whole }
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
export async function choosePool(
  contest: Contest,
  relaxed: Relaxed,
  best: Keeper,
  limits: ChooseLimits,
): Promise<void> {
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

export const limitsOf = ({ seconds, nodes, shouldStop }: ChooseLimits) => ({
  ...(seconds === undefined ? {} : { seconds }),
  ...(nodes === undefined ? {} : { nodes }),
  ...(shouldStop === undefined ? {} : { shouldStop }),
})

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
