import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { lackIn } from './cost.ts'
import { groundOf } from './ground.ts'
import { matchWeeks } from './match.ts'
import { emptyOccupancy } from './occupancy.ts'
import { noPrices, type Prices } from './prices.ts'
import { steered } from './steer.ts'
import { hourKey } from './week.ts'
import { usualWeights as weights } from './weights.ts'

const instance = instanceOf('S', 2)
const ground = groundOf(instance, weights)
const occupancy = emptyOccupancy()
const priced = (points: (at: number) => number): Prices => ({
  seats: new Map(instance.series.map((one, at) => [one.id, points(at)])),
  hours: new Map(
    instance.clinicians.flatMap((one) => one.hours.map((time, at) => [hourKey(one.id, time), points(at)])),
  ),
  caseload: new Map(instance.clinicians.map((one, at) => [one.id, points(at)])),
})

describe('What others may want tomorrow', () => {
  it('takes nothing that is prescribed from whoever is here today, however dear', () => {
    for (const client of instance.clients) {
      const [free] = matchWeeks({ ground, client, occupancy, prices: noPrices }, 1)
      for (const prices of [priced(() => 3000), priced((at) => (at % 3) * 900)]) {
        const [best] = matchWeeks(steered({ ground, client, occupancy, prices }), 1)
        assert.ok(free !== undefined && best !== undefined)
        assert.ok(lackIn(best.lines) <= lackIn(free.lines) + 1e-6)
      }
    }
  })

  it('still chooses between weeks that lack as little, and leaves prices alone that withhold nothing', () => {
    const mild = priced((at) => at % 5)
    const [client] = instance.clients
    assert.ok(client !== undefined)
    const ask = { ground, client, occupancy, prices: mild }
    const [best] = matchWeeks(ask, 1)
    assert.ok(best?.isWhole)
    assert.equal(steered(ask), ask)
    // Everything is dear, one group less than others: of equal weeks the one with it is chosen.
    let steersSomewhere = 0
    for (const one of instance.clients) {
      const dear = { ground, client: one, occupancy, prices: priced((at) => 3000 + (at % 7) * 400) }
      const [gentle, plain] = [steered(dear), { ...dear, prices: noPrices }]
      const names = (asked: typeof dear) => matchWeeks(asked, 1)[0]?.week.series.join()
      if (names(gentle) !== names(plain)) steersSomewhere += 1
    }
    assert.ok(steersSomewhere > 0)
  })

  it('asks nothing where there are no prices', () => {
    const [client] = instance.clients
    assert.ok(client !== undefined)
    const ask = { ground, client, occupancy, prices: noPrices }
    assert.equal(steered(ask), ask)
  })
})
