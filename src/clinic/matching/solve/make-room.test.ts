import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../../tests/instances.ts'
import { isWhole, lackIn, primaryOf, weekLines } from '../cost.ts'
import { placeInTurn } from '../greedy.ts'
import { type Ground, groundOf } from '../ground.ts'
import type { ClientWeek, Seeker } from '../instance.ts'
import { matchWeeks } from '../match.ts'
import { occupancyOf } from '../occupancy.ts'
import { noPrices } from '../prices.ts'
import { swapFor } from '../swaps.ts'
import { violationsOf } from '../violations.ts'
import { usualWeights as weights } from '../weights.ts'
import { changedClients } from './choose.ts'
import { makeRoom, mostMovers } from './make-room.ts'

const seeds = [1, 2, 3, 4, 5, 6]

type House = { ground: Ground; standing: ClientWeek[]; lacking: Seeker[] }

/** A clinic in which everybody has come one after the other, and their weeks stand; whose week lacks something. */
function houseOf(seed: number, pinned: (week: ClientWeek) => string[] = () => []): House {
  const bare = instanceOf('S', seed)
  const { weeks } = placeInTurn({ ground: groundOf(bare, weights), order: bare.clients })
  const held = new Map(weeks.map((week) => [week.client, week]))
  const clients = bare.clients.map((one) => {
    const now = held.get(one.id) ?? null
    return { ...one, now, pinned: now === null ? [] : pinned(now) }
  })
  const ground = groundOf({ ...bare, clients }, weights)
  const lacking = clients.filter((one) => one.now !== null && !isWhole(weekLines(one, one.now, ground.lookup, weights)))
  return { ground, standing: [...weeks], lacking }
}

/** Whoever comes first asks; what is asked of the same house again must be the same. */
const houses = new Map<number, House>()
const answers = new Map<string, Awaited<ReturnType<typeof makeRoom>>>()
function usualHouse(seed: number): House {
  const house = houses.get(seed) ?? houseOf(seed)
  houses.set(seed, house)
  return house
}
async function firstAnswer(seed: number, client: Seeker): Promise<Awaited<ReturnType<typeof makeRoom>>> {
  const question = `${seed} ${client.id}`
  const known = answers.get(question)
  if (known !== undefined) return known
  const { ground, standing } = usualHouse(seed)
  const answer = await makeRoom(ground, client, standing)
  answers.set(question, answer)
  return answer
}

const lackOf = ({ lookup }: Ground, id: string, week: ClientWeek): number => {
  const client = lookup.clients.get(id)
  assert.ok(client !== undefined)
  return lackIn(weekLines(client, week, lookup, weights))
}

describe('Room made by a few others', () => {
  it('breaks no rule, takes nothing from anybody, leaves everybody their therapist, and helps', async () => {
    let [found, exchanges, byChains] = [0, 0, 0]
    for (const seed of seeds) {
      const { ground, standing, lacking } = usualHouse(seed)
      for (const client of lacking) {
        const before = standing.find((week) => week.client === client.id)
        const rest = standing.filter((week) => week.client !== client.id)
        const swap = await firstAnswer(seed, client)
        if (swapFor(ground, client, standing, { others: 2 }) !== null) byChains += 1
        if (swap === null) continue
        found += 1
        assert.ok(before !== undefined && swap.shortfall < lackOf(ground, client.id, before))
        assert.equal(swap.shortfall, lackOf(ground, client.id, swap.week))
        assert.ok(swap.moved.length >= 1 && swap.moved.length <= mostMovers, `${swap.moved.length} moved`)
        const moved = new Map(swap.moved.map((week) => [week.client, week]))
        const after = [...rest.map((week) => moved.get(week.client) ?? week), swap.week]
        assert.deepEqual(violationsOf(ground.instance, { weeks: after }), [])
        for (const was of rest) {
          const is = moved.get(was.client)
          if (is === undefined) continue
          assert.ok(lackOf(ground, was.client, is) <= lackOf(ground, was.client, was) + 1e-6)
          assert.equal(primaryOf(is), primaryOf(was))
        }
        assert.ok(changedClients({ weeks: rest }, { weeks: swap.moved }).length <= swap.moved.length)
        // It lacks less than any week that is free without them.
        const [alone] = matchWeeks(
          { ground, client, occupancy: occupancyOf(ground.instance, rest), prices: noPrices },
          1,
        )
        assert.ok(alone === undefined || swap.shortfall < lackOf(ground, client.id, alone.week) - 1e-6)
        const full = (id: string) =>
          rest.filter((week) => week.series.includes(id)).length >= (ground.lookup.series.get(id)?.seats ?? 0)
        const enters = swap.moved.map((week) =>
          week.series.filter(
            (id) => full(id) && !(rest.find((one) => one.client === week.client)?.series.includes(id) ?? false),
          ),
        )
        if (enters.filter((list) => list.length > 0).length >= 2) exchanges += 1
      }
    }
    assert.ok(found >= 8 && found >= byChains, `${found} are served, ${byChains} by chains of two`)
    assert.ok(exchanges >= 1, 'somebody takes a seat that another leaves')
  })

  it('has the same answer for the same question, asks nobody who is not to be asked, and opens no group that is shut', async () => {
    let asked = 0
    for (const seed of seeds.slice(0, 3)) {
      const { ground, standing, lacking } = usualHouse(seed)
      for (const client of lacking.slice(0, 4)) {
        const swap = await firstAnswer(seed, client)
        assert.deepEqual(await makeRoom(ground, client, standing), swap)
        if (swap === null) continue
        asked += 1
        const notAsked = new Set(swap.moved.map((week) => week.client))
        const other = await makeRoom(ground, client, standing, { notAsked })
        assert.ok(other === null || other.moved.every((week) => !notAsked.has(week.client)))
        const [own] = swap.week.series.filter((id) => !(client.now?.series.includes(id) ?? false))
        if (own === undefined) continue
        const closed = await makeRoom(ground, client, standing, { shut: new Map([[client.id, [own]]]) })
        assert.ok(closed === null || !closed.week.series.includes(own))
        assert.equal(await makeRoom(ground, client, standing, { others: 0 }), null)
      }
    }
    assert.ok(asked >= 3)
  })

  it('moves nobody whose week is kept as it is', async () => {
    const all = (week: ClientWeek) => [
      ...week.series,
      ...[week.individual, week.family, week.medication].flatMap((visit) => visit?.clinician ?? []),
    ]
    for (const seed of seeds.slice(0, 3)) {
      const { ground, standing, lacking } = houseOf(seed, all)
      for (const client of lacking.slice(0, 4))
        assert.equal(await makeRoom(ground, { ...client, pinned: [] }, standing), null)
    }
  })
})
