import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { addDays, type Day } from '../../basics/dates.ts'
import { expectedFrom } from './expected.ts'
import { averaged } from './prices.ts'

const instance = instanceOf('S', 3)
const today: Day = '2026-05-04'
/** The first so many came lately, each a few days after the other; the others are here for long. */
const came = (count: number) =>
  new Map(instance.clients.map((one, at) => [one.id, addDays(today, at < count ? -at * 2 : -200)] as const))

describe('Who is likely to come', () => {
  it('is drawn from those who came lately, as many as come in two weeks, the same for the same seed', () => {
    const lately = { firstDays: came(20), admissions: 30 }
    const drawn = expectedFrom(instance, lately, today, { draws: 3, seed: 7 })
    assert.ok(drawn !== null)
    assert.deepEqual(
      drawn.map((one) => one.length),
      [5, 5, 5],
    )
    const recent = new Set(instance.clients.slice(0, 20).map((one) => one.id))
    for (const one of drawn.flat()) assert.ok(recent.has(one.id) && one.isNew && one.waitingDays === 0)
    assert.deepEqual(expectedFrom(instance, lately, today, { draws: 3, seed: 7 }), drawn)
    assert.notDeepEqual(expectedFrom(instance, lately, today, { draws: 3, seed: 8 }), drawn)
    assert.notDeepEqual(drawn[0], drawn[1])
  })

  it('is not guessed where few came, or few of them are still known', () => {
    const ask = (count: number, admissions: number) =>
      expectedFrom(instance, { firstDays: came(count), admissions }, today, { draws: 1, seed: 1 })
    assert.equal(ask(20, 11), null)
    assert.equal(ask(7, 40), null)
    assert.equal(ask(8, 12)?.[0]?.length, 2)
  })

  it('leaves out who is not here yet', () => {
    const later = new Map(instance.clients.map((one) => [one.id, addDays(today, 1)] as const))
    assert.equal(expectedFrom(instance, { firstDays: later, admissions: 40 }, today, { draws: 1, seed: 1 }), null)
  })
})

describe('The middle of several draws', () => {
  it('counts what a draw does not name as nothing there', () => {
    const one = { seats: new Map([['a', 9]]), hours: new Map([['h', 4]]), caseload: new Map() }
    const other = { seats: new Map([['b', 3]]), hours: new Map([['h', 2]]), caseload: new Map([['t', 8]]) }
    const middle = averaged([one, other, other])
    assert.deepEqual(
      [...middle.seats],
      [
        ['a', 3],
        ['b', 2],
      ],
    )
    assert.ok(Math.abs((middle.hours.get('h') ?? 0) - 8 / 3) < 1e-9)
    assert.ok(Math.abs((middle.caseload.get('t') ?? 0) - 16 / 3) < 1e-9)
  })
})
