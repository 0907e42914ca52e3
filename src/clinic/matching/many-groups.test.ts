import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { diceOf } from '../../../tests/instance-dice.ts'
import { leastCost } from '../../../tests/one-client-model.ts'
import { randomCase } from '../../../tests/random-case.ts'
import { smallClinic, aClient, aGroup, aTherapist, at } from '../../../tests/small-clinic.ts'
import { groundOf } from './ground.ts'
import type { Ask } from './group-choices.ts'
import type { Instance } from './instance.ts'
import { bestOf, bestWith, fieldOf, matchWeeks, type Proposal } from './match.ts'
import { emptyOccupancy } from './occupancy.ts'
import { noPrices } from './prices.ts'
import { sharedChoices, visitChoicesOf } from './visit-choices.ts'
import { usualWeights } from './weights.ts'

const points = (one: Proposal | null | undefined): number | null =>
  one === null || one === undefined ? null : Math.round((one.cost + one.priced) * 1e4) / 1e4

/** A house that holds every group six times at the same hour, each wanted by others for another price. */
function manyAlike(seed: number): Ask[] {
  const bare = instanceOf('S', seed)
  const dice = diceOf(seed)
  const series = bare.series.flatMap((one) => [1, 2, 3, 4, 5, 6].map((copy) => ({ ...one, id: `${one.id}-${copy}` })))
  const instance: Instance = { ...bare, series }
  const seats = new Map(series.map(({ id }) => [id, Math.floor(dice() * 3) * 4]))
  const ground = groundOf(instance, usualWeights)
  return bare.clients
    .slice(0, 6)
    .map((client) => ({ ground, client, occupancy: emptyOccupancy(), prices: { ...noPrices, seats } }))
}

describe('A house with many groups that are alike', () => {
  it('leaves none of the best weeks out for looking at the cheapest of them alone', () => {
    let compared = 0
    for (let seed = 1; seed <= 6; seed++)
      for (const ask of manyAlike(seed)) {
        const five = matchWeeks(ask, 5)
        assert.equal(new Set(five.map(({ week }) => week.series.join())).size, five.length)
        // The next best week lacks a group of each that stands before it: the best of those that do, asked one by one.
        for (const place of [1, 2, 3]) {
          let without: string[][] = [[]]
          for (const { week } of five.slice(0, place))
            without = without.flatMap((left) =>
              left.some((id) => week.series.includes(id)) ? [left] : week.series.map((id) => [...left, id]),
            )
          const names = new Set(without.map((left) => left.toSorted().join(' ')))
          const next = [...names].flatMap(
            (left) => points(matchWeeks({ ...ask, mustNot: left.split(' ') }, 1)[0]) ?? [],
          )
          assert.equal(
            points(five[place]) ?? Number.POSITIVE_INFINITY,
            Math.min(...next),
            `seed ${seed}, ${ask.client.id}`,
          )
          if (next.length > 0) compared += 1
        }
      }
    assert.ok(compared > 60, String(compared))
  })

  it('answers of every group what the best week with it would be, of those too that are not looked at', () => {
    let dear = 0
    for (let seed = 1; seed <= 4; seed++)
      for (const ask of manyAlike(seed).slice(0, 3)) {
        const field = fieldOf(ask)
        assert.ok(field !== null)
        for (const one of field.candidates) {
          const week = bestWith(field, one.series)
          assert.ok(week === null || week.week.series.includes(one.series.id))
          assert.equal(points(week), points(matchWeeks({ ...ask, mustHave: [one.series.id] }, 1)[0]))
          if (!field.worth.includes(one)) dear += 1
        }
      }
    assert.ok(dear > 100, 'most groups have five others beside them')
  })
})

describe('The bound of two visits that need one therapist', () => {
  it('never says more than any therapist’s own two hours, one of them, or none cost', () => {
    let pairs = 0
    for (let seed = 1; seed <= 300; seed++) {
      const { instance, client, occupancy, prices } = randomCase(seed)
      if (client.need.individual === null || client.need.family === null) continue
      const ask = { ground: groundOf(instance, usualWeights), client, occupancy, prices }
      const plain = visitChoicesOf(ask)
      const shared = sharedChoices(plain)
      const without = plain.missing.individual + plain.missing.family
      assert.ok(shared.missing.individual + shared.missing.family <= without + 1e-6)
      for (const [at, { individual, family }] of plain.therapists.entries()) {
        const then = shared.therapists[at]
        const cost = (hours: typeof individual | undefined, time: unknown) =>
          hours?.find((one) => one.time === time)?.cost ?? Number.POSITIVE_INFINITY
        for (const own of individual) {
          const bound = cost(then?.individual, own.time)
          assert.ok(bound + shared.missing.family <= own.cost + plain.missing.family + 1e-6)
          for (const other of family) {
            const isOne = own.time.weekday === other.time.weekday && own.time.from === other.time.from
            if (isOne) continue
            pairs += 1
            assert.ok(bound + cost(then?.family, other.time) <= own.cost + other.cost + 1e-6)
          }
        }
      }
    }
    assert.ok(pairs > 1000, String(pairs))
  })

  it('knows at once that who keeps their therapist cannot bring the family there, among many therapists', () => {
    const series = [1, 3, 5].flatMap((day) => [0, 1, 2, 3].map((copy) => aGroup(`g${day}${copy}`, day)))
    const hour = at(2, '16:00', 60)
    const others = Array.from({ length: 40 }, (_, n) =>
      aTherapist(`t${n + 10}`, { hours: [at(2, '13:00', 60), at(4, '13:00', 60)] }),
    )
    const instance = smallClinic({ series, clinicians: [aTherapist('today', { hours: [hour] }), ...others] })
    const { need } = aClient()
    const client = aClient({
      acuity: 3,
      need: { ...need, family: { minutes: 60, every: 2 } },
      now: {
        client: 'c1',
        series: ['g10', 'g30', 'g50'],
        individual: { clinician: 'today', time: hour, phase: 0, byVideo: false },
        family: null,
        medication: null,
      },
    })
    const ask = {
      ground: groundOf(instance, usualWeights),
      client,
      occupancy: emptyOccupancy(),
      prices: noPrices,
    }
    const field = fieldOf(ask)
    assert.ok(field !== null)
    const best = bestOf(field)
    const least = leastCost(instance, usualWeights, client, emptyOccupancy(), noPrices)
    assert.equal(points(best), Math.round(least * 1e4) / 1e4)
    assert.equal(best?.isWhole, true)
    // One table: nowhere did the search have to look at the therapists in parts.
    assert.equal(field.tables.size, 1)
  })
})
