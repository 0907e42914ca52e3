import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { diceOf } from '../../../../tests/instance-dice.ts'
import { instanceOf } from '../../../../tests/instances.ts'
import { usualWeights as weights } from '../weights.ts'
import { compose } from './compose.ts'
import { contestOf } from './contest.ts'
import { rowsOf } from './pool.ts'
import { eachOwnPrices, priceAll, pricedWeek, type MasterPrices } from './price.ts'
import { relax } from './relax.ts'
import { brokenHours, timesIn } from './shared-hours.ts'

const clinic = instanceOf('S', 3)
const contest = contestOf(clinic, weights)
const relaxed = relax(contest, { gap: 1e-6, isCornered: true })

describe('An hour that somebody needs whole', () => {
  it('is not shared by halves in a relaxation that is done', async () => {
    const { pool, shares, prices } = await relaxed
    assert.ok(prices.shared.length > 0, 'this clinic has hours that would be shared so')
    assert.deepEqual(
      brokenHours(contest, pool, (at) => shares[at] ?? 0, new Set(), 1e-3),
      [],
    )
  })

  it('is found where it is shared by halves, once', () => {
    const [alone, other] = contest.rivals.flatMap((rival, at) =>
      rival.week.options.visits.some(({ kind }) => kind === 'family') ? [at] : [],
    )
    assert.ok(alone !== undefined && other !== undefined)
    const hours = (at: number, kind: string) =>
      new Map(
        contest.rivals[at]?.week.options.visits.flatMap((one, place) =>
          one.kind === kind ? [[contest.rivals[at]?.hourOf[place] ?? -1, place] as const] : [],
        ),
      )
    const individuals = hours(alone, 'individual')
    const families = hours(other, 'family')
    const hour = [...individuals.keys()].find((one) => families.has(one))
    assert.ok(hour !== undefined)
    const week = (visits: [number, number, number]) => ({ seats: [], visits, points: 0, priced: 0 })
    const pool = [
      { rival: alone, week: week([individuals.get(hour) ?? -1, -1, -1]) },
      { rival: other, week: week([-1, families.get(hour) ?? -1, -1]) },
    ]
    const known = new Set<string>()
    const shares = [0.5, 1]
    const look = () => brokenHours(contest, pool, (at) => shares[at] ?? 0, known, 1e-4)
    assert.deepEqual(look(), [{ hour, rival: other, kind: 1 }])
    assert.deepEqual(look(), [])
    assert.deepEqual(
      pool.map((one) => timesIn(contest, { row: 0, hour, rival: other, kind: 1 }, one)),
      [1, 1],
    )
    assert.deepEqual(
      pool.map((one) => timesIn(contest, { row: 0, hour, rival: alone, kind: 1 }, one)),
      [1, 0],
    )
  })

  it('costs each week what the rows it stands in cost, at any prices', async () => {
    const { pool, prices } = await relaxed
    const dice = diceOf(9)
    const rows = rowsOf(contest)
    const fresh: MasterPrices = { ...prices, rows: prices.rows.map((price) => (dice() < 0.5 ? price : -dice() * 90)) }
    const withRows = eachOwnPrices(contest, rows, fresh)
    const without = eachOwnPrices(contest, rows, { ...fresh, shared: [] })
    let counted = 0
    for (const one of pool) {
      const said = pricedWeek(one.week, withRows(one.rival)) - pricedWeek(one.week, without(one.rival))
      const meant = fresh.shared.reduce((all, row) => all - (fresh.rows[row.row] ?? 0) * timesIn(contest, row, one), 0)
      assert.ok(Math.abs(said - meant) < 1e-6, `${said} is ${meant}`)
      if (meant > 0) counted += 1
    }
    assert.ok(counted > 0)
  })

  it('bounds the proven best from below, at any prices', async () => {
    const { bound, prices } = await relaxed
    const best = await compose(clinic, weights, { gap: 0 })
    assert.ok(bound <= best.cost + 1e-6, `${bound} is above ${best.cost}`)
    const dice = diceOf(11)
    const wild = { ...prices, rows: prices.rows.map((price) => price * (0.5 + dice()) - dice() * 20) }
    assert.ok(priceAll(contest, rowsOf(contest), wild).bound <= best.cost + 1e-6)
    // And the wrong sign raises nothing.
    const upside = { ...prices, rows: prices.rows.map((price, row) => (row >= rowsOf(contest).count ? -price : price)) }
    assert.ok(priceAll(contest, rowsOf(contest), upside).bound <= best.cost + 1e-6)
  })
})
