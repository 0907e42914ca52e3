import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { madeBy } from './made-by.ts'
import { figuresOf, type Timetable } from './timetable-sum.ts'
import { usualWeights } from './weights.ts'

it('A proposal names the solver that is installed', () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../../node_modules/highs/package.json', import.meta.url), 'utf8'),
  )
  assert.equal(madeBy.solver, `highs ${version}`)
  assert.ok(readFileSync(new URL('solve/port.ts', import.meta.url), 'utf8').includes(`random_seed: ${madeBy.seed},`))
})

it('A proposal keeps both bounds, and the better of them counts', () => {
  const instance = instanceOf('S', 1)
  const today: Timetable = { instance, rooms: new Map(), plan: { weeks: [] } }
  const of = (bound: number | null, ownBound: number | null) => {
    const { bound: best, ownBound: own, madeBy: by } = figuresOf(today, today, usualWeights, { bound, ownBound })
    assert.deepEqual(by, madeBy)
    return [best, own]
  }
  assert.deepEqual(of(120, 90), [120, 90])
  assert.deepEqual(of(80, 90), [90, 90])
  assert.deepEqual(of(null, 90), [90, 90])
  assert.deepEqual(of(null, null), [null, null])
})
