import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import { instanceOf } from '../../../../tests/instances.ts'
import { composeHouse } from '../actions/compose-house.ts'
import type { Found, Said, Searching } from '../actions/timetable-worker.ts'
import { evaluate } from '../evaluate.ts'
import { firstFit } from '../first-fit.ts'
import type { Plan, TimetableInstance } from '../instance.ts'
import { usualWeights as weights } from '../weights.ts'
import { keeper } from './choose.ts'
import { compose, type Progress } from './compose.ts'
import { contestOf } from './contest.ts'
import { mendNearby } from './nearby.ts'
import { poolOf } from './pool.ts'
import { loadSolver } from './port.ts'
import { relax } from './relax.ts'
import { retime } from './timetable.ts'

// A search that is not told when to end, ends all the same: at M a plan that could not be proven near enough was worked at for hours.

const house = instanceOf('S', 4)
const first = (count: number): TimetableInstance => {
  const clients = house.clients.slice(0, count)
  const ids = new Set(clients.map((one) => one.id))
  return { ...house, clients, apart: house.apart.filter(([a, b]) => ids.has(a) && ids.has(b)) }
}
/** The same people at two sites, each with what the one has. */
const twoSites = (): TimetableInstance => {
  const one = first(5)
  const there = (id: string) => `x-${id}`
  return {
    ...one,
    apart: [],
    series: [
      ...one.series,
      ...one.series.map((series) => ({ ...series, id: there(series.id), site: 'x', leaders: [] })),
    ],
    clinicians: [...one.clinicians, ...one.clinicians.map((who) => ({ ...who, id: there(who.id), sites: ['x'] }))],
    clients: [...one.clients, ...one.clients.map((who) => ({ ...who, id: there(who.id), site: 'x' }))],
  }
}
const composed = compose(house, weights, { gap: 0.01 })

type Call = { isMixed: boolean; seconds: number; isWatched: boolean }

/** Every run of the solver while `work` goes on: the seconds it was given, and whether it is asked to stop in between. */
async function callsDuring(work: () => Promise<unknown>): Promise<Call[]> {
  const highs = await loadSolver()
  const create = highs.createModel.bind(highs)
  const calls: Call[] = []
  highs.createModel = (...args: Parameters<typeof create>) => {
    const held = create(...args)
    const run = held.run.bind(held)
    held.run = (callbacks) => {
      const isMixed = args[0] !== undefined && 'integrality' in args[0]
      const isWatched = Object.keys(callbacks ?? {}).length > 0
      calls.push({ isMixed, seconds: Number(held.options.get('time_limit')), isWatched })
      return run(callbacks)
    }
    return held
  }
  try {
    await work()
  } finally {
    highs.createModel = create
  }
  return calls
}

describe('No search goes on for ever', () => {
  it('every call to the solver has its seconds, or can be stopped, though nobody said how long', async () => {
    const { plan } = await composed
    const calls = await callsDuring(async () => {
      // Fractions are closed by the search over whole weeks here, and what it leaves open by the flat model.
      await compose(instanceOf('S', 1), weights, { gap: 0 })
      await retime(house, plan, weights, { trials: 6 })
    })
    const mixed = calls.filter((one) => one.isMixed)
    assert.ok(mixed.length > 0 && calls.length > mixed.length)
    for (const { seconds } of mixed) assert.ok(seconds <= 300, `${seconds}`)
    for (const one of calls) assert.ok(one.seconds <= 300 || one.isWatched)
  })

  it('a relaxation is stopped while it is solved, and nothing is below its bound', async () => {
    const contest = contestOf(house, weights)
    let asked = 0
    const found = await relax(contest, { gap: 1e-6, shouldStop: () => (asked += 1) > 40 })
    let often = 0
    const whole = await relax(contest, { gap: 1e-4, shouldStop: () => (often += 1) < 0 })
    // Asked far more often than once a round: the solver asks, too.
    assert.ok(often > whole.rounds * 3, `${often} in ${whole.rounds}`)
    assert.ok(found.rounds < whole.rounds)
    assert.ok(found.bound <= whole.bound + 1e-6 && Number.isFinite(found.bound))
    assert.ok(found.shares.length <= found.pool.length)
  })

  it('a timetable’s trial ends where it is told to stop, with what it has', async () => {
    const { plan, cost } = await composed
    let asked = 0
    const found = await retime(house, plan, weights, { shouldStop: () => (asked += 1) > 3 })
    assert.ok(found.cost <= cost && found.trials <= 3)
    assert.deepEqual(evaluate(found.instance, found.plan, weights).violations, [])
  })
})

describe('Whoever’s week costs most', () => {
  it('is placed anew with those who hold what they need: never worse, and it ends', async () => {
    const contest = contestOf(house, weights)
    const plan = firstFit(house)
    const best = keeper(contest, {})
    best.offer('start', plan)
    const relaxed = await relax(contest, { gap: 1e-3, weeks: poolOf(contest, plan) })
    best.raise('prices', relaxed.bound)
    const before = best.cost()
    const looks: number[] = []
    const onLook = (people: number, cost: number) => looks.push(people, cost)
    await mendNearby(contest, relaxed, best, { gap: 0.01, people: 8, onLook })
    assert.ok(best.cost() < before * 0.8, `${best.cost()} of ${before}`)
    assert.ok(best.cost() >= relaxed.bound - 1e-6)
    assert.deepEqual(evaluate(house, best.plan(), weights).violations, [])
    assert.equal(best.plan().weeks.length, house.clients.length)
    assert.ok(looks.length > 0 && looks.length <= house.clients.length * 2)
    const costs = looks.filter((_, at) => at % 2 === 1)
    assert.deepEqual(
      costs,
      costs.toSorted((a, b) => b - a),
    )
  })
})

describe('A whole house', () => {
  it('of many sites is begun site by site, from today’s weeks, and never left worse than it stands', async () => {
    const small = twoSites()
    const start: Plan = firstFit(small)
    const told: Progress[] = []
    const limits = { start, gap: 0.01, many: 1, onProgress: (progress: Progress) => told.push(progress) }
    const found = await composeHouse(small, weights, limits)
    assert.deepEqual(found.verdict.violations, [])
    assert.ok(found.gap <= 0.02 && found.cost <= evaluate(small, start, weights).cost)
    // What stands today is there from the first moment.
    assert.equal(told[0]?.plan, start)
    const whole = await compose(small, weights, { gap: 0 })
    assert.ok(found.ownBound <= whole.cost + 1e-6 && found.cost <= whole.cost * 1.03)
    // Told to stop at once, it stands as it stood, or better.
    const stopped = await composeHouse(small, weights, { start, many: 1, shouldStop: () => true })
    assert.deepEqual(stopped.verdict.violations, [])
    assert.ok(stopped.cost <= evaluate(small, start, weights).cost)
    // A small one is looked at as one.
    const asOne = await composeHouse(small, weights, { gap: 0 })
    assert.ok(Math.abs(asOne.cost - whole.cost) < 1e-6)
  })

  it('is looked at so by the thread of a proposal, too', async () => {
    const small = twoSites()
    const asked: Searching = {
      instance: { ...small, placings: small.placings.map((one) => ({ ...one, mayMove: false })) },
      plan: { weeks: [] },
      weights,
      seconds: 30,
      stop: new SharedArrayBuffer(4),
      many: 1,
    }
    const worker = new Worker(new URL('../actions/timetable-worker.ts', import.meta.url), { workerData: asked })
    const found = await new Promise<Found>((resolve, reject) => {
      worker.on('message', (said: Said) => said.kind === 'found' && resolve(said.found))
      worker.on('error', reject)
    })
    await worker.terminate()
    const { cost, violations } = evaluate(small, found.plan, weights)
    assert.deepEqual(violations, [])
    // As far as a census of many sites is looked at, and no further.
    assert.ok(found.ownBound !== null && found.bound === found.ownBound)
    assert.ok(cost <= found.ownBound * 1.0205 && cost >= found.ownBound - 1e-6)
  })
})
