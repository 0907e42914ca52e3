import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { leastCost } from '../../../tests/one-client-model.ts'
import { randomCase } from '../../../tests/random-case.ts'
import { smallClinic, aClient, aGroup, aTherapist, at } from '../../../tests/small-clinic.ts'
import { groundOf } from './ground.ts'
import type { Instance, Seeker } from './instance.ts'
import { emptyOccupancy, enter, type Occupancy } from './occupancy.ts'
import { noPrices } from './prices.ts'
import { wayOutInWords, type Words } from './reason-words.ts'
import { type Change, changed, laddersOf, sizeOf } from './changes-possible.ts'
import { waysOut, wholeWeek } from './smallest-change.ts'
import { joined } from './week.ts'
import { onlyShortfalls, usualWeights } from './weights.ts'

type Asked = { instance: Instance; client: Seeker; occupancy: Occupancy }

/** Whether a whole week exists, by the integer program, which shares nothing with the search. */
const existsByProgram = ({ instance, client, occupancy }: Asked): boolean =>
  Math.abs(leastCost(instance, onlyShortfalls, client, occupancy, noPrices)) < 1e-6

/** The change made in the instance itself: a window is moved, a chair is added, a name is struck. */
function made(asked: Asked, change: Change): Asked {
  const { instance, client } = asked
  const who = (more: Partial<Seeker>): Asked => ({ ...asked, client: { ...client, ...more } })
  switch (change.kind) {
    case 'window': {
      const { window, side, minutes, whose } = change
      const stretched = {
        ...window,
        ...(side === 'earlier' ? { from: window.from - minutes } : { to: window.to + minutes }),
      }
      return whose === 'client'
        ? who({ free: joined([...client.free, stretched]) })
        : who({ familyFree: joined([...(client.familyFree ?? []), stretched]) })
    }
    case 'day':
      return who({ free: [...client.free, at(change.weekday, '00:00', 24 * 60)] })
    case 'video':
      return who({ takesVideo: true })
    case 'gender':
      return who({ clinicianGender: null })
    case 'topic':
      return who({ need: { ...client.need, topics: client.need.topics.filter((one) => one !== change.topic) } })
    case 'seat': {
      const series = instance.series.map((one) => (one.id === change.series ? { ...one, seats: one.seats + 1 } : one))
      return { ...asked, instance: { ...instance, series } }
    }
    case 'caseload': {
      const clinicians = instance.clinicians.map((one) =>
        one.id === change.clinician ? { ...one, caseload: one.caseload + 1 } : one,
      )
      return { ...asked, instance: { ...instance, clinicians } }
    }
  }
}

const askOf = ({ instance, client, occupancy }: Asked) => ({
  ground: groundOf(instance, usualWeights),
  client,
  occupancy,
  prices: noPrices,
})

describe('The smallest change that makes a whole week possible', () => {
  it('is a quarter of an hour where a quarter of an hour is missing', () => {
    const free = [1, 2, 3, 4].map((day) => at(day, '08:00', 660))
    const asked = {
      instance: smallClinic(),
      client: aClient({ free: [...free, at(5, '08:00', 225)] }),
      occupancy: emptyOccupancy(),
    }
    const [first] = waysOut(askOf(asked))
    assert.deepEqual(first?.changes, [
      { kind: 'window', whose: 'client', window: at(5, '08:00', 225), side: 'later', minutes: 15 },
    ])
    assert.equal(
      wayOutInWords(first?.changes ?? [], words),
      'A whole week is possible if they could stay on Friday until 12:00, 15 minutes longer.',
    )
  })

  it('is a seat, a caseload, video, a gender, a subject or a day, whichever is in the way', () => {
    const occupancy = emptyOccupancy()
    const full = smallClinic({
      series: [aGroup('mon', 1), aGroup('wed', 3, { seats: 1 }), aGroup('fri', 5)],
      clients: [aClient(), aClient({ id: 'c2' })],
    })
    enter(occupancy, aClient({ id: 'c2' }), {
      client: 'c2',
      series: ['wed'],
      individual: null,
      family: null,
      medication: null,
    })
    const firstOf = (asked: Asked) => waysOut(askOf(asked))[0]?.changes
    assert.deepEqual(firstOf({ instance: full, client: aClient(), occupancy }), [{ kind: 'seat', series: 'wed' }])
    const empty = { instance: smallClinic(), occupancy: emptyOccupancy() }
    const { need, free } = aClient()
    assert.deepEqual(firstOf({ ...empty, client: aClient({ clinicianGender: 'male' }) }), [{ kind: 'gender' }])
    assert.deepEqual(firstOf({ ...empty, client: aClient({ need: { ...need, topics: ['art'] } }) }), [
      { kind: 'topic', topic: 'art' },
    ])
    assert.deepEqual(firstOf({ ...empty, client: aClient({ free: free.filter((one) => one.weekday !== 5) }) }), [
      { kind: 'day', weekday: 5 },
    ])
    const noPlace = smallClinic({ clinicians: [aTherapist('t1', { caseload: 0 })] })
    assert.deepEqual(firstOf({ ...empty, instance: noPlace, client: aClient() }), [
      { kind: 'caseload', clinician: 't1' },
    ])
    const byVideo = smallClinic({ series: [aGroup('mon', 1), aGroup('wed', 3), aGroup('v', 5, { site: null })] })
    assert.deepEqual(firstOf({ ...empty, instance: byVideo, client: aClient({ takesVideo: false }) }), [
      { kind: 'video' },
    ])
  })

  it('is two changes where one does not suffice, and none where nothing is missing', () => {
    const { need, free } = aClient()
    const asked = { instance: smallClinic(), occupancy: emptyOccupancy() }
    const client = aClient({ clinicianGender: 'male', need: { ...need, topics: ['art'] }, free })
    assert.deepEqual(
      waysOut(askOf({ ...asked, client }))[0]
        ?.changes.map((one) => one.kind)
        .toSorted(),
      ['gender', 'topic'],
    )
    assert.deepEqual(waysOut(askOf({ ...asked, client: aClient() })), [])
  })

  it('is the smallest of all there are, tried one by one and two by two', () => {
    const { need } = aClient()
    const [monday, friday] = [at(1, '09:00', 150), at(5, '09:30', 240)]
    const windows = [monday, at(3, '08:00', 660), friday]
    const instance = smallClinic({
      clinicians: [aTherapist('t1', { hours: [at(3, '12:00', 60), at(3, '17:00', 60)] })],
    })
    const everything: Change[] = [
      ...windows.flatMap((window) =>
        (['earlier', 'later'] as const).flatMap((side) =>
          [15, 30, 45, 60, 75].map((minutes): Change => ({ kind: 'window', whose: 'client', window, side, minutes })),
        ),
      ),
      ...[2, 4, 6, 7].map((weekday): Change => ({ kind: 'day', weekday })),
      { kind: 'topic', topic: 'core' },
    ]
    for (const topics of [[], ['core']]) {
      const asked = {
        instance,
        client: aClient({ free: windows, need: { ...need, topics } }),
        occupancy: emptyOccupancy(),
      }
      const all = everything.flatMap((one, place) => [
        [one],
        ...everything.slice(place + 1).map((other) => [one, other]),
      ])
      const sizes = all
        .filter((changes) => existsByProgram(changes.reduce(made, asked)))
        .map((changes) => changes.reduce((sum, one) => sum + sizeOf(one), 0))
      const [first] = waysOut(askOf(asked))
      assert.equal(first?.size, Math.min(...sizes))
      assert.deepEqual(
        first?.changes.map((one) => (one.kind === 'window' ? [one.window.weekday, one.side, one.minutes] : one.kind)),
        [
          [1, 'later', 30],
          [5, 'earlier', 30],
        ],
      )
    }
  })

  it('holds when it is made in the instance and asked of the integer program; and a rung less does not do', () => {
    let [single, double] = [0, 0]
    for (let seed = 1; seed <= 60; seed++) {
      const drawn = randomCase(seed)
      const asked: Asked = { ...drawn, client: { ...drawn.client, pinned: [], now: null } }
      const exists = existsByProgram(asked)
      assert.equal(wholeWeek(askOf(asked)) !== null, exists, `case ${seed}`)
      const ways = waysOut(askOf(asked))
      if (exists) {
        assert.deepEqual(ways, [])
        continue
      }
      const sizes = ways.map((one) => one.size)
      assert.deepEqual(
        sizes,
        sizes.toSorted((a, b) => a - b),
      )
      for (const { changes, size } of ways) {
        assert.equal(
          size,
          changes.reduce((sum, one) => sum + sizeOf(one), 0),
        )
        assert.ok(existsByProgram(changes.reduce(made, asked)), `case ${seed}: ${JSON.stringify(changes)}`)
        for (const left of changes) {
          const others = changes.filter((one) => one !== left)
          const less = left.kind === 'window' && left.minutes > 15 ? [{ ...left, minutes: left.minutes - 15 }] : []
          assert.ok(!existsByProgram([...others, ...less].reduce(made, asked)), `case ${seed}: less would do`)
        }
      }
      if (ways[0]?.changes.length === 1) single += 1
      if (ways[0]?.changes.length === 2) double += 1
    }
    assert.ok(single >= 5 && double >= 1, `${single} single, ${double} double`)
  })

  it('leaves out none of those that trying every two changes finds, though it asks about many at once', () => {
    let compared = 0
    const kinds = new Set<string>()
    for (let seed = 1; seed <= 400 && compared < 12; seed++) {
      const { instance, client, occupancy } = randomCase(seed)
      const ask = askOf({ instance, client, occupancy })
      const ways = waysOut(ask, 6)
      if (ways.length === 0 || ways[0]?.changes.length === 1) continue
      compared += 1
      const isWhole = (...changes: Change[]) => wholeWeek(changed(ask, changes)) !== null
      const ladders = laddersOf(ask)
      const sizes = ladders.flatMap((one, place) =>
        ladders.slice(place + 1).flatMap((other) => {
          const [top, otherTop] = [one.at(-1), other.at(-1)]
          if (top === undefined || otherTop === undefined || !isWhole(top, otherTop)) return []
          const all = one.flatMap((first) =>
            other.flatMap((second) => (isWhole(first, second) ? [[first, second]] : [])),
          )
          return Math.min(...all.map((two) => two.reduce((sum, change) => sum + sizeOf(change), 0)))
        }),
      )
      assert.deepEqual(
        ways.map(({ size }) => size),
        sizes.toSorted((a, b) => a - b).slice(0, 6),
        `case ${seed}`,
      )
      for (const { changes } of ways) for (const { kind } of changes) kinds.add(kind)
    }
    assert.ok(compared >= 8 && kinds.has('seat') && kinds.size >= 3, `${compared} cases, ${[...kinds].join()}`)
  })
})

const words: Words = {
  series: (id) => id,
  clinician: (id) => id,
  topic: (topic) => topic,
  time: (time) => `${time.weekday} ${time.from}-${time.to}`,
  weekday: (weekday) =>
    ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][weekday] ?? '',
  points: (points) => String(Math.round(points)),
}
