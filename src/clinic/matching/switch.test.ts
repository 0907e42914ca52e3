import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { smallClinic, aClient, aGroup } from '../../../tests/small-clinic.ts'
import { evaluate } from './evaluate.ts'
import { firstFit } from './first-fit.ts'
import { hardestFirst, improved, placeInTurn } from './greedy.ts'
import { groundOf } from './ground.ts'
import type { ClientWeek, Instance } from './instance.ts'
import { bestOf, fieldOf } from './match.ts'
import { emptyOccupancy, leave, occupancyOf } from './occupancy.ts'
import { noPrices } from './prices.ts'
import { switchOptions, type Wish } from './switch.ts'
import { usualWeights } from './weights.ts'

function small(wish: Wish) {
  const { series } = smallClinic()
  const instance = smallClinic({ series: [...series, aGroup('tue', 2), aGroup('thu', 4)] })
  const ground = groundOf(instance, usualWeights)
  const ask = { ground, client: aClient(), occupancy: emptyOccupancy(), prices: noPrices }
  const field = fieldOf({ ...ask, mustHave: ['mon', 'wed', 'fri'] })
  const now = field === null ? null : (bestOf(field)?.week ?? null)
  return { now, options: switchOptions({ ...ask, client: aClient({ now }) }, wish) }
}

describe('Switching', () => {
  it('offers another group for the one they leave, and keeps the rest', () => {
    const { now, options } = small({ what: 'series', leave: 'wed' })
    assert.ok(options.length >= 2)
    for (const { proposal, stays, change } of options.slice(0, 2)) {
      assert.ok(!proposal.week.series.includes('wed'))
      assert.deepEqual(stays.series.toSorted(), ['fri', 'mon'])
      assert.equal(stays.therapist, true)
      assert.deepEqual(change.out, ['wed'])
      assert.equal(change.in.length, 1)
      assert.equal(proposal.isWhole, true)
    }
    assert.equal(now?.series.length, 3)
  })

  it('offers the group that they name, and nothing without it', () => {
    const { options } = small({ what: 'series', leave: 'wed', join: 'thu' })
    assert.ok(options.length > 0 && options.every((one) => one.proposal.week.series.includes('thu')))
  })

  it('offers each other therapist once, with the same groups', () => {
    const { now, options } = small({ what: 'clinician', leave: 't1' })
    assert.equal(now?.individual?.clinician, 't1')
    assert.deepEqual(
      options.map((one) => one.proposal.week.individual?.clinician),
      ['t2'],
    )
    assert.deepEqual(options[0]?.stays.series.toSorted(), ['fri', 'mon', 'wed'])
    assert.equal(options[0]?.stays.therapist, false)
  })

  it('touches nobody else: in a full clinic every option stands beside all the others as they are', () => {
    const instance = instanceOf('S', 3)
    const ground = groundOf(instance, usualWeights)
    const plan = improved(ground, placeInTurn({ ground, order: hardestFirst(ground) }), 4)
    let offered = 0
    for (const week of plan.weeks) {
      const drawn = instance.clients.find((one) => one.id === week.client)
      if (drawn === undefined) continue
      const client = { ...drawn, now: week, isNew: false }
      const occupancy = occupancyOf(instance, plan.weeks)
      leave(occupancy, drawn, week)
      const wishes: Wish[] = week.series.map((id) => ({ what: 'series', leave: id }))
      if (week.individual !== null) wishes.push({ what: 'clinician', leave: week.individual.clinician })
      if (week.medication !== null) wishes.push({ what: 'clinician', leave: week.medication.clinician })
      for (const wish of wishes)
        for (const { proposal } of switchOptions({ ground, client, occupancy, prices: noPrices }, wish, 3)) {
          const weeks: ClientWeek[] = plan.weeks.map((one) => (one === week ? proposal.week : one))
          assert.deepEqual(evaluate(instance, { weeks }, usualWeights).violations, [])
          assert.ok(!JSON.stringify(proposal.week).includes(`"${wish.leave}"`))
          offered += 1
        }
    }
    assert.ok(offered > 50, `${offered} options`)
  })
})

describe('Placing a census in turn', () => {
  const clinics: Instance[] = [1, 2, 3, 4].map((seed) => instanceOf('S', seed))

  it('breaks no rule, and is cheaper hardest first and improved than by hand', () => {
    for (const instance of clinics) {
      const ground = groundOf(instance, usualWeights)
      const cost = (plan: { weeks: readonly ClientWeek[] }) => {
        const verdict = evaluate(instance, plan, usualWeights)
        assert.deepEqual(verdict.violations, [])
        return verdict.cost
      }
      const byHand = cost(firstFit(instance))
      const placed = placeInTurn({ ground, order: hardestFirst(ground) })
      const better = improved(ground, placed, 4)
      assert.ok(cost(placed) < byHand)
      assert.ok(cost(better) <= cost(placed) + 1e-6)
      assert.equal(better.weeks.length, instance.clients.length)
    }
  })

  it('leaves those alone who are not in turn, and gives the same plan again', () => {
    for (const instance of clinics) {
      const ground = groundOf(instance, usualWeights)
      const plan = placeInTurn({ ground, order: instance.clients })
      const some = instance.clients.slice(0, 5)
      const again = placeInTurn({ ground, order: some, standing: plan.weeks })
      const ids = new Set(some.map((one) => one.id))
      assert.deepEqual(
        again.weeks.filter((week) => !ids.has(week.client)),
        plan.weeks.filter((week) => !ids.has(week.client)),
      )
      assert.deepEqual(placeInTurn({ ground, order: instance.clients }), plan)
    }
  })
})
