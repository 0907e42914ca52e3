import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { shuffled, diceOf } from '../../../tests/instance-dice.ts'
import { instanceOf } from '../../../tests/instances.ts'
import { leastCost } from '../../../tests/one-client-model.ts'
import { randomCase } from '../../../tests/random-case.ts'
import { smallClinic, aClient, aGroup, aTherapist, at } from '../../../tests/small-clinic.ts'
import { cheapestByTrying, tinyCase } from '../../../tests/tiny-case.ts'
import { evaluate } from './evaluate.ts'
import { groundOf } from './ground.ts'
import type { Instance, Seeker } from './instance.ts'
import { matchWeeks } from './match.ts'
import { emptyOccupancy, occupancyOf } from './occupancy.ts'
import { noPrices } from './prices.ts'
import { usualWeights } from './weights.ts'

const weeksFor = (instance: Instance, client: Seeker, howMany = 5) =>
  matchWeeks(
    { ground: groundOf(instance, usualWeights), client, occupancy: emptyOccupancy(), prices: noPrices },
    howMany,
  )

describe('The matcher of one client', () => {
  it('finds the whole week of a small clinic, and what it costs', () => {
    const [best] = weeksFor(smallClinic(), aClient())
    assert.deepEqual(best?.week.series, ['fri', 'mon', 'wed'])
    assert.equal(best?.isWhole, true)
    // Every visit hour of a group day lies in the group: a fourth day of travel.
    assert.deepEqual(best?.lines.filter((line) => line.kind === 'travelDay').length, 4)
  })

  it('moves the groups out of the way when the only hour with a therapist needs it', () => {
    const clinic = smallClinic({
      series: [
        aGroup('mon', 1),
        aGroup('wed', 3),
        aGroup('fri', 5),
        aGroup('mon-late', 1, { time: at(1, '13:00', 180) }),
      ],
      clinicians: [aTherapist('t1', { hours: [at(1, '10:00', 60)] })],
    })
    const [best] = weeksFor(clinic, aClient())
    assert.deepEqual(best?.week.series, ['fri', 'mon-late', 'wed'])
    assert.equal(best?.week.individual?.time.weekday, 1)
  })

  it('gives the family the therapist who sees the client, though another would suit each alone', () => {
    const hour = (day: number) => [at(day, '13:00', 60)]
    const clinic = smallClinic({
      clinicians: [
        aTherapist('t1', { hours: hour(1) }),
        aTherapist('t2', { takes: ['dbt'], hours: [at(2, '13:00', 60), at(5, '13:00', 60)] }),
        aTherapist('t3', { hours: hour(5) }),
      ],
    })
    const { need } = aClient()
    const [best] = weeksFor(clinic, aClient({ need: { ...need, family: { minutes: 60, every: 2 } } }))
    assert.equal(best?.week.individual?.clinician, 't2')
    assert.equal(best?.week.family?.clinician, 't2')
    assert.equal(best?.isWhole, true)
  })

  it('stays exact where nobody who suits the client best can see the family, among many groups that are alike', () => {
    const days = [1, 2, 3, 4, 5, 6]
    const series = days.flatMap((day) => [aGroup(`a${day}`, day), aGroup(`b${day}`, day)])
    const evening = (day: number) => at(day, '17:00', 60)
    const clinicians = [
      ...days.map((day) => aTherapist(`alone${day}`, { hours: [evening(day)] })),
      ...days.map((day) => aTherapist(`both${day}`, { takes: ['dbt'], hours: [at(day, '18:00', 60), evening(day)] })),
    ]
    const { need } = aClient()
    const familyFree = days.map((day) => at(day, '18:00', 60))
    const client = aClient({ familyFree, need: { ...need, family: { minutes: 60, every: 2 } } })
    const instance = smallClinic({ series, clinicians })
    const [best] = weeksFor(instance, client)
    const least = leastCost(instance, usualWeights, client, emptyOccupancy(), noPrices)
    assert.ok(Math.abs((best?.cost ?? 0) - least) < 1e-4, `${best?.cost} against ${least}`)
    assert.equal(best?.isWhole, true)
    assert.match(best?.week.individual?.clinician ?? '', /^both/)
  })

  it('keeps to a gender that is wished where that costs nothing more, and refuses nobody for it', () => {
    const clinicians = [aTherapist('t1'), aTherapist('t2', { gender: 'male' }), aTherapist('t3', { gender: null })]
    const whom = (change: Partial<Seeker>, who = clinicians) =>
      weeksFor(smallClinic({ clinicians: who }), aClient(change))[0]
    assert.equal(whom({ wishedGender: 'male' })?.week.individual?.clinician, 't2')
    assert.equal(whom({ wishedGender: 'female' })?.week.individual?.clinician, 't1')
    // Nobody is of it: who did not say is no nearer to the wish than who said otherwise, and the week is whole all the same.
    const [wished, open] = [whom({ wishedGender: 'nonbinary' }), whom({})]
    assert.equal(wished?.isWhole, true)
    assert.equal((wished?.cost ?? 0) - (open?.cost ?? 0), usualWeights.misfit)
    assert.deepEqual(
      wished?.lines.filter(({ kind }) => kind === 'misfit').map(({ about }) => about),
      [wished?.week.individual?.clinician],
    )
    // A common language and what they come for weigh more together.
    const far = [aTherapist('t1'), aTherapist('t2', { gender: 'male', languages: ['es'], takes: ['dbt'] })]
    assert.equal(whom({ wishedGender: 'male' }, far)?.week.individual?.clinician, 't1')
  })

  it('leaves out what cannot be had, and only that', () => {
    const [best] = weeksFor(smallClinic({ clinicians: [] }), aClient())
    assert.deepEqual(
      best?.lines.filter((line) => line.kind === 'individual').map((line) => line.points),
      [600],
    )
    assert.equal(best?.isWhole, false)
  })

  it('answers nothing when what is pinned cannot stand', () => {
    const now = { client: 'c1', series: ['mon', 'gone'], individual: null, family: null, medication: null }
    assert.deepEqual(weeksFor(smallClinic(), aClient({ now, pinned: ['gone'] })), [])
    assert.equal(weeksFor(smallClinic(), aClient({ now, pinned: ['mon'] }))[0]?.week.series.includes('mon'), true)
  })

  it('proposes different groups each time, better first, none that only adds a group to a better one', () => {
    const clinic = instanceOf('S', 2)
    for (const client of clinic.clients) {
      const found = weeksFor(clinic, client)
      const costs = found.map((one) => one.cost)
      assert.deepEqual(
        costs,
        costs.toSorted((a, b) => a - b),
      )
      found.forEach((one, place) => {
        for (const better of found.slice(0, place))
          assert.ok(!better.week.series.every((id) => one.week.series.includes(id)))
      })
    }
  })

  it('equals the integer program in every case: empty and full clinics, prices, pins, weeks that stand', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { instance, client, occupancy, prices } = randomCase(seed)
      const [best] = matchWeeks({ ground: groundOf(instance, usualWeights), client, occupancy, prices }, 1)
      const least = leastCost(instance, usualWeights, client, occupancy, prices)
      assert.ok(
        Math.abs((best?.cost ?? 0) + (best?.priced ?? 0) - least) < 1e-4,
        `case ${seed}: ${best?.cost} ${least}`,
      )
    }
  })

  it('finds the cheapest of all weeks that the judge lets stand, tried one by one, whatever the sizes and rhythms', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const tiny = tinyCase(seed)
      const { instance, client, other } = tiny
      const occupancy = occupancyOf(instance, [other])
      const ground = groundOf(instance, usualWeights)
      const [best] = matchWeeks({ ground, client, occupancy, prices: noPrices }, 1)
      const least = cheapestByTrying(tiny, usualWeights)
      assert.ok(Math.abs((best?.cost ?? 0) - least) < 1e-6, `case ${seed}: ${best?.cost} against ${least}`)
    }
  })

  it('proposes nothing that the judge would not let stand, and costs what the judge says it adds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { instance, client, occupancy, others } = randomCase(seed)
        const now = { ...instance, clients: [...instance.clients.filter((one) => one.id !== client.id), client] }
        const without = { ...now, clients: now.clients.filter((one) => one.id !== client.id) }
        const before = evaluate(without, { weeks: others }, usualWeights)
        const known = new Set(before.violations.map((one) => one.sentence))
        for (const one of matchWeeks({ ground: groundOf(now, usualWeights), client, occupancy, prices: noPrices })) {
          const verdict = evaluate(now, { weeks: [...others, one.week] }, usualWeights)
          assert.deepEqual(
            verdict.violations.filter((other) => !known.has(other.sentence)),
            [],
          )
          assert.ok(Math.abs(verdict.cost - before.cost - one.cost) < 1e-6)
          assert.equal(verdict.wholeClients.has(client.id), one.isWhole)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is never worse off for a seat, an hour or a window more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { instance, client, occupancy } = randomCase(seed)
        const best = (more: Instance, who: Seeker) =>
          matchWeeks({ ground: groundOf(more, usualWeights), client: who, occupancy, prices: noPrices }, 1)[0]?.cost ??
          Number.POSITIVE_INFINITY
        const before = best(instance, client)
        const seats = { ...instance, series: instance.series.map((one) => ({ ...one, seats: one.seats + 1 })) }
        const hours = {
          ...instance,
          clinicians: instance.clinicians.map((one) => ({ ...one, hours: [...one.hours, at(7, '09:00', 60)] })),
        }
        assert.ok(best(seats, client) <= before + 1e-6)
        assert.ok(best(hours, { ...client, free: [...client.free, at(7, '08:00', 300)] }) <= before + 1e-6)
      }),
      { numRuns: 40 },
    )
  })

  it('does not hang on the order in which anything is told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { instance, client, others, prices } = randomCase(seed)
        const dice = diceOf(seed)
        const turned: Instance = {
          series: shuffled(dice, instance.series),
          clinicians: shuffled(dice, instance.clinicians).map((one) => ({ ...one, hours: shuffled(dice, one.hours) })),
          clients: shuffled(dice, instance.clients),
          apart: shuffled(dice, instance.apart),
        }
        const of = (one: Instance) =>
          matchWeeks({ ground: groundOf(one, usualWeights), client, occupancy: occupancyOf(one, others), prices })
        assert.deepEqual(
          of(turned).map((one) => one.week),
          of(instance).map((one) => one.week),
        )
      }),
      { numRuns: 30 },
    )
  })
})
