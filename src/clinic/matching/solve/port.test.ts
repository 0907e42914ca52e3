import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { certifiedBound, gapOf } from './bound.ts'
import { breachOf, buildModel, costOf, type Model } from './model.ts'
import { solve } from './port.ts'

const infinity = Number.POSITIVE_INFINITY

/** A knapsack turned round: cover what is asked for as cheaply as the pieces allow. */
function coverModel(costs: number[], sizes: number[], asked: number): Model {
  const model = buildModel()
  const columns = costs.map((cost) => model.choice(cost))
  const missing = model.column(1000, 0, asked, false)
  model.row(asked, infinity, [...columns, missing], [...sizes, 1])
  return model.done()
}

/** Every assignment tried. */
function bestByTrying(costs: number[], sizes: number[], asked: number): number {
  let best = infinity
  for (let mask = 0; mask < 1 << costs.length; mask += 1) {
    let cost = 0
    let size = 0
    costs.forEach((one, i) => {
      if ((mask >> i) & 1) {
        cost += one
        size += sizes[i] ?? 0
      }
    })
    best = Math.min(best, cost + 1000 * Math.max(0, asked - size))
  }
  return best
}

describe('The solver behind its door', () => {
  it('finds what trying everything finds, and the own bound is never above it', async () => {
    const piece = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 30 }),
        async (p, asked) => {
          const costs = p.map(([cost]) => cost)
          const sizes = p.map(([, size]) => size)
          const model = coverModel(costs, sizes, asked)
          const best = bestByTrying(costs, sizes, asked)
          const whole = await solve(model, { gap: 0 })
          assert.equal(whole.status, 'optimal')
          assert.ok(Math.abs(whole.cost - best) < 1e-6, `${whole.cost} is not ${best}`)
          assert.ok(whole.x !== null && breachOf(model, whole.x) < 1e-6)
          assert.ok(Math.abs(costOf(model, whole.x) - whole.cost) < 1e-6)
          const relaxed = await solve(model, { isRelaxed: true })
          assert.ok(relaxed.prices !== null)
          const own = certifiedBound(model, relaxed.prices)
          assert.ok(own <= best + 1e-6, `the bound ${own} lies above the best, ${best}`)
          assert.ok(Math.abs(own - relaxed.cost) < 1e-3, `the bound ${own} is not the relaxation, ${relaxed.cost}`)
        },
      ),
      { numRuns: 60, seed: 4 },
    )
  })

  it('stays below the best whatever prices somebody hands in', async () => {
    const model = coverModel([5, 9, 12, 20], [2, 3, 4, 6], 9)
    const { cost } = await solve(model, { gap: 0 })
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e4, max: 1e4 }), { minLength: 1, maxLength: 1 }), (prices) => {
        assert.ok(certifiedBound(model, prices) <= cost + 1e-6)
      }),
    )
    assert.ok(certifiedBound(model, [Number.NaN]) <= cost)
    assert.ok(certifiedBound(model, []) <= cost)
  })

  it('takes a start, tells what gets better, and stops when it is told to', async () => {
    const costs = Array.from({ length: 40 }, (_, i) => 10 + ((i * 37) % 23))
    const sizes = Array.from({ length: 40 }, (_, i) => 3 + ((i * 17) % 11))
    const model = coverModel(costs, sizes, 97)
    const start = new Float64Array(model.columns).fill(1)
    start[40] = 0
    const told: number[] = []
    const first = await solve(model, { start, gap: 0, onImprove: (found) => told.push(found.cost) })
    const second = await solve(model, { start, gap: 0 })
    assert.deepEqual(first.x, second.x)
    assert.deepEqual(
      [...told].sort((a, b) => b - a),
      told,
    )
    assert.ok(first.cost < costOf(model, start))
    const stopped = await solve(model, { start, gap: 0, shouldStop: () => true })
    assert.notEqual(stopped.status, 'impossible')
    assert.ok(stopped.bound <= first.cost + 1e-6)
  })

  it('says so when nothing is allowed, and throws short', async () => {
    const model = buildModel()
    const one = model.choice(1)
    model.row(2, infinity, [one], 1)
    assert.equal((await solve(model.done())).status, 'impossible')
    const broken = { ...model.done(), starts: Int32Array.from([0, 7]) }
    await assert.rejects(solve(broken), (error: Error) => error.message.length < 260)
    assert.throws(() => buildModel().column(1, 0, infinity, false))
  })

  it('measures a gap in parts of the cost', () => {
    assert.equal(gapOf(200, 100), 0.5)
    assert.equal(gapOf(100, 100), 0)
    assert.equal(gapOf(0, -1), 1)
  })
})
