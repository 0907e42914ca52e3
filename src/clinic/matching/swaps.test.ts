import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { isWhole, lackIn, primaryOf, weekLines } from './cost.ts'
import { placeInTurn } from './greedy.ts'
import { groundOf } from './ground.ts'
import type { ClientWeek, Instance, Seeker } from './instance.ts'
import { matchWeeks } from './match.ts'
import { occupancyOf } from './occupancy.ts'
import { noPrices } from './prices.ts'
import { changedClients } from './solve/choose.ts'
import { swapFor } from './swaps.ts'
import { violationsOf } from './violations.ts'
import { usualWeights as weights } from './weights.ts'

const seeds = [1, 2, 3, 4, 5, 6, 7, 8]

/** A clinic in which everybody but the last has come one after the other, and their weeks stand. */
function houseOf(seed: number): { instance: Instance; standing: ClientWeek[]; fresh: Seeker[] } {
  const instance = instanceOf('S', seed)
  const ground = groundOf(instance, weights)
  const { weeks } = placeInTurn({ ground, order: instance.clients })
  const standing = weeks.filter((week) => {
    const client = ground.lookup.clients.get(week.client)
    return client !== undefined && isWhole(weekLines(client, week, ground.lookup, weights))
  })
  const held = new Map(standing.map((week) => [week.client, week]))
  const clients = instance.clients.map((one) => ({ ...one, now: held.get(one.id) ?? null }))
  return {
    instance: { ...instance, clients },
    standing: [...standing],
    fresh: clients.filter((one) => one.now === null),
  }
}

describe('A few others moved for one', () => {
  it('breaks no rule, takes nothing from anybody, and leaves everybody their therapist', () => {
    let found = 0
    for (const seed of seeds) {
      const { instance, standing, fresh } = houseOf(seed)
      const ground = groundOf(instance, weights)
      const lack = (id: string, week: ClientWeek) => {
        const client = ground.lookup.clients.get(id)
        assert.ok(client !== undefined)
        return lackIn(weekLines(client, week, ground.lookup, weights))
      }
      for (const client of fresh) {
        const swap = swapFor(ground, client, standing)
        if (swap === null) continue
        found += 1
        assert.ok(swap.moved.length >= 1 && swap.moved.length <= 2)
        const moved = new Map(swap.moved.map((week) => [week.client, week]))
        const after = [...standing.map((week) => moved.get(week.client) ?? week), swap.week]
        assert.deepEqual(violationsOf(instance, { weeks: after }), [])
        for (const was of standing) {
          const is = moved.get(was.client)
          if (is === undefined) continue
          assert.ok(lack(was.client, is) <= lack(was.client, was) + 1e-6)
          assert.equal(primaryOf(is), primaryOf(was))
        }
        assert.deepEqual(changedClients({ weeks: standing }, { weeks: swap.moved }).length, swap.moved.length)
        const occupancy = occupancyOf(instance, standing)
        const [alone] = matchWeeks({ ground, client, occupancy, prices: noPrices }, 1)
        assert.ok(alone === undefined || lack(client.id, swap.week) < lack(client.id, alone.week))
        assert.equal(lack(client.id, swap.week), swap.shortfall)
      }
    }
    assert.ok(found >= 8, `${found} of the clinics' clients are served by moving others`)
  })

  it('has the same answer for the same question, and asks nobody who is not to be asked', () => {
    for (const seed of seeds.slice(0, 4)) {
      const { instance, standing, fresh } = houseOf(seed)
      const ground = groundOf(instance, weights)
      for (const client of fresh.slice(0, 3)) {
        const swap = swapFor(ground, client, standing)
        assert.deepEqual(swapFor(groundOf(instance, weights), client, standing), swap)
        if (swap === null) continue
        const notAsked = new Set(swap.moved.map((week) => week.client))
        const other = swapFor(ground, client, standing, { notAsked })
        assert.ok(other === null || other.moved.every((week) => !notAsked.has(week.client)))
      }
    }
  })

  it('moves nobody whose week is kept as it is', () => {
    for (const seed of seeds.slice(0, 4)) {
      const { instance, standing, fresh } = houseOf(seed)
      const pinned = {
        ...instance,
        clients: instance.clients.map((one) => ({
          ...one,
          pinned: [
            ...(one.now?.series ?? []),
            ...[one.now?.individual, one.now?.family, one.now?.medication].flatMap((visit) => visit?.clinician ?? []),
          ],
        })),
      }
      const ground = groundOf(pinned, weights)
      for (const client of fresh) assert.equal(swapFor(ground, { ...client, pinned: [] }, standing), null)
    }
  })
})
