import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { leastCost } from '../../../tests/one-client-model.ts'
import { randomCase } from '../../../tests/random-case.ts'
import { smallClinic, aClient, aGroup, at } from '../../../tests/small-clinic.ts'
import { groundOf } from './ground.ts'
import type { Instance, Seeker, SeriesOption } from './instance.ts'
import { bestOf, fieldOf } from './match.ts'
import { emptyOccupancy, enter, type Occupancy } from './occupancy.ts'
import { noPrices } from './prices.ts'
import { reasonInWords, type Words } from './reason-words.ts'
import { type ReasonCode, reasonFor, reasonOrder, reasonsFor, type SeriesReason } from './reasons.ts'
import { usualWeights } from './weights.ts'

type Asked = { instance: Instance; client: Seeker; occupancy: Occupancy; prices: typeof noPrices }

function allReasons({ instance, client, occupancy, prices }: Asked): Map<string, SeriesReason> | null {
  const field = fieldOf({ ground: groundOf(instance, usualWeights), client, occupancy, prices })
  const best = field === null ? null : bestOf(field)
  if (field === null || best === null) return null
  return new Map(reasonsFor(field, best).map((one) => [one.series, one]))
}

function oneReason({ instance, client, occupancy, prices }: Asked, id: string): SeriesReason | undefined {
  const field = fieldOf({ ground: groundOf(instance, usualWeights), client, occupancy, prices })
  const best = field === null ? null : bestOf(field)
  const series = instance.series.find((one) => one.id === id)
  if (field === null || best === null || series === undefined || best.week.series.includes(id)) return undefined
  return reasonFor(field, best, series)
}

/** The clinic in which a fact no longer holds, changed by hand: what the reason named is taken away, nothing else. */
function without(asked: Asked, reason: SeriesReason): Asked {
  const { instance, client, occupancy } = asked
  const series = instance.series.find((one) => one.id === reason.series)
  if (series === undefined) throw new Error('The reason names no series.')
  const withSeries = (change: Partial<SeriesOption>): Asked => ({
    ...asked,
    instance: { ...instance, series: instance.series.map((one) => (one === series ? { ...one, ...change } : one)) },
  })
  const withClient = (change: Partial<Seeker>): Asked => ({ ...asked, client: { ...client, ...change } })
  switch (reason.code) {
    case 'video':
      return withClient({ takesVideo: true })
    case 'site':
      return withSeries({ site: client.site })
    case 'age':
      return withSeries({ age: 'any' })
    case 'specialty':
      return withSeries({ takes: [client.specialty] })
    case 'affinity':
      return withSeries({ affinity: null })
    case 'licence':
      return withSeries({ states: null })
    case 'availability':
      // Only the parts that the reason names are opened: it must have named all of them.
      return withClient({ free: [...client.free, ...reason.times] })
    case 'full':
      return withSeries({ seats: (occupancy.seats.get(series.id)?.taken ?? 0) + 1 })
    case 'not-now':
      return series.isClosed ? withSeries({ isClosed: false }) : { ...asked, instance: { ...instance, apart: [] } }
    case 'clash':
    case 'day-load':
    case 'most-minutes':
    case 'pinned':
      return withClient({ pinned: client.pinned.filter((id) => !reason.inTheWay.includes(id)) })
    case 'worse':
      return asked
  }
}

describe('Why not this group', () => {
  it('says the first fact that holds, in the declared order, and each fact that follows once it is gone', () => {
    const seen = new Map<ReasonCode, number>()
    for (let seed = 1; seed <= 40; seed++) {
      const asked = seed > 36 ? randomCase(seed + 8, 'M') : randomCase(seed)
      for (const first of (allReasons(asked) ?? new Map<string, SeriesReason>()).values()) {
        let reason: SeriesReason | undefined = first
        let now: Asked = asked
        for (let steps = 0; reason !== undefined && reason.code !== 'worse' && steps < 12; steps++) {
          seen.set(reason.code, (seen.get(reason.code) ?? 0) + 1)
          now = without(now, reason)
          const next: SeriesReason | undefined = oneReason(now, first.series)
          assert.ok(
            next === undefined ||
              reasonOrder.indexOf(next.code) > reasonOrder.indexOf(reason.code) ||
              isPin(reason.code),
            `case ${seed}, ${first.series}: ${reason.code}, then ${next?.code}`,
          )
          reason = next
        }
        // In the end it is in the week, or possible and no better.
        assert.ok(reason === undefined || reason.code === 'worse', `case ${seed}, ${first.series}: ${reason?.code}`)
      }
    }
    for (const code of ['video', 'age', 'specialty', 'affinity', 'availability', 'full', 'clash'] as const)
      assert.ok((seen.get(code) ?? 0) > 0, `no ${code} was seen`)
  })

  it('tells of "worse" exactly by how much, line by line, against the integer program', () => {
    let checked = 0
    for (let seed = 1; seed <= 25; seed++) {
      const asked = randomCase(seed)
      const best = leastCost(asked.instance, usualWeights, asked.client, asked.occupancy, asked.prices)
      for (const reason of (allReasons(asked) ?? new Map<string, SeriesReason>()).values()) {
        if (reason.code !== 'worse') continue
        assert.ok(reason.instead?.week.series.includes(reason.series))
        const { more = 0, lines = [] } = reason.instead ?? {}
        assert.ok(more >= -1e-6)
        const sum = lines.reduce((all, line) => all + line.more, 0)
        assert.ok(Math.abs(sum - more) < 1e-4, `${sum} of ${more}`)
        const { instance, client, occupancy, prices } = asked
        const least = leastCost(instance, usualWeights, client, occupancy, prices, reason.series)
        assert.ok(
          Math.abs(least - best - more) < 1e-3,
          `case ${seed}, ${reason.series}: ${more}, program ${least - best}`,
        )
        checked += 1
      }
    }
    assert.ok(checked > 60, `${checked} checked`)
  })

  it('never tells that somebody is kept apart from somebody: the same code and words as a closed group', () => {
    const other = aClient({ id: 'c2' })
    const series = [aGroup('mon', 1), aGroup('wed', 3), aGroup('fri', 5), aGroup('shut', 2, { isClosed: true })]
    const instance = smallClinic({ series, clients: [aClient(), other], apart: [['c1', 'c2']] })
    const occupancy = emptyOccupancy()
    enter(occupancy, other, { client: 'c2', series: ['mon'], individual: null, family: null, medication: null })
    const reasons = allReasons({ instance, client: aClient(), occupancy, prices: noPrices })
    const [apart, closed] = [reasons?.get('mon'), reasons?.get('shut')]
    assert.deepEqual(apart, { ...closed, series: 'mon' })
    assert.equal(apart?.code, 'not-now')
    const told = [...(reasons?.values() ?? [])].map((one) => reasonInWords(one, words)).join(' ')
    assert.doesNotMatch(told, /c2|apart/)
  })

  it('says it in words', () => {
    const late = aGroup('late', 2, { time: at(2, '18:00', 180) })
    const { series } = smallClinic()
    const asked = { client: aClient(), occupancy: emptyOccupancy(), prices: noPrices }
    const reasons = allReasons({ ...asked, instance: smallClinic({ series: [...series, late, aGroup('tue', 2)] }) })
    const said = (id: string) => {
      const reason = reasons?.get(id)
      return reason === undefined ? '' : reasonInWords(reason, words)
    }
    assert.equal(said('late'), 'They cannot be there 2 1140-1260.')
    const left = ['mon', 'wed', 'fri', 'tue'].find((id) => said(id) !== '')
    assert.match(said(left ?? ''), /^Just as good; in place of <\w+>/)
  })
})

const isPin = (code: ReasonCode): boolean => ['clash', 'day-load', 'most-minutes', 'pinned'].includes(code)

const words: Words = {
  series: (id) => `<${id}>`,
  clinician: (id) => `<${id}>`,
  topic: (topic) => topic,
  time: (time) => `${time.weekday} ${time.from}-${time.to}`,
  weekday: (weekday) =>
    ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][weekday] ?? '',
  points: (points) => String(Math.round(points)),
}
