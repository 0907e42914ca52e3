import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { instantAt } from '../../basics/dates.ts'
import { presenceOf, type VideoEvent } from './presence.ts'

const session = { starts: new Date('2026-03-02T14:00:00Z'), ends: new Date('2026-03-02T15:20:00Z') }
const exact = { skewSeconds: 0 }
const after = (seconds: number) => new Date(session.starts.getTime() + seconds * 1000)
let n = 0
const event = (what: 'joined' | 'left', seconds: number, device = 'a'): VideoEvent => ({
  id: `e${(n += 1)}`,
  what,
  at: after(seconds),
  device,
})
const minutes = (events: VideoEvent[], clocks = exact, alsoSeen: Date[] = []) => {
  const { minutes: all, sureMinutes, isUncertain } = presenceOf(session, events, clocks, alsoSeen)
  return [all, sureMinutes, isUncertain]
}

describe('Minutes from video events', () => {
  const cases: [string, VideoEvent[], [number, number, boolean]][] = [
    ['nothing', [], [0, 0, false]],
    ['from start to end', [event('joined', 0), event('left', 4800)], [80, 80, false]],
    ['early in, late out', [event('joined', -600), event('left', 6000)], [80, 80, false]],
    ['ten minutes late', [event('joined', 600), event('left', 4800)], [70, 70, false]],
    ['a joining without a leaving runs to the end', [event('joined', 600)], [70, 0, true]],
    ['a leaving without a joining reaches back to the start', [event('left', 600)], [10, 0, true]],
    ['before the start only', [event('joined', -900), event('left', -60)], [0, 0, false]],
    ['after the end only', [event('joined', 4860), event('left', 5000)], [0, 0, false]],
    ['a leaving before the start alone', [event('left', -60)], [0, 0, false]],
    ['a joining after the end alone', [event('joined', 5000)], [0, 0, false]],
    [
      'two devices that overlap count once',
      [event('joined', 0, 'a'), event('joined', 600, 'b'), event('left', 1200, 'a'), event('left', 1800, 'b')],
      [30, 30, false],
    ],
    [
      'a device that joins again without having left was in all the while',
      [event('joined', 0), event('joined', 1200), event('left', 2400)],
      [40, 40, false],
    ],
    [
      'a device that leaves twice was in again in between, not surely',
      [event('joined', 0), event('left', 1200), event('left', 2400)],
      [40, 20, true],
    ],
    [
      'a joining without a leaving ends with the next evidence of another device',
      [event('joined', 0, 'a'), event('joined', 1200, 'b'), event('left', 2400, 'b')],
      [40, 20, true],
    ],
    [
      'a leaving without a joining begins with the evidence before it',
      [event('joined', 1200, 'a'), event('left', 1800, 'a'), event('left', 2400, 'b')],
      [20, 10, true],
    ],
    [
      'in and out in one instant changes nothing',
      [event('joined', 0), event('left', 1200), event('joined', 1200), event('left', 2400)],
      [40, 40, false],
    ],
    [
      'nearly a minute twice is rounded once',
      [event('joined', 0), event('left', 59), event('joined', 600), event('left', 661)],
      [2, 2, false],
    ],
  ]
  for (const [name, events, expected] of cases) it(name, () => assert.deepEqual(minutes(events), expected))

  it('closes what two clocks cannot tell apart, and no more', () => {
    const clocks = { skewSeconds: 60 }
    assert.deepEqual(minutes([event('joined', 60), event('left', 4740)], clocks), [80, 80, false])
    assert.deepEqual(minutes([event('joined', 61), event('left', 4740)], clocks), [78, 78, false])
    const again = (gap: number) => [
      event('joined', 0),
      event('left', 600),
      event('joined', 600 + gap),
      event('left', 4800),
    ]
    assert.deepEqual(minutes(again(60), clocks), [80, 80, false])
    assert.deepEqual(minutes(again(120), clocks), [78, 78, false])
  })

  it('reaches back to the check-in where a joining is missing, and is cut by none', () => {
    assert.deepEqual(minutes([event('left', 4800)], exact, [after(1200)]), [60, 0, true])
    assert.deepEqual(minutes([event('joined', 0), event('left', 4800)], exact, [after(1200)]), [80, 80, false])
    assert.deepEqual(minutes([event('joined', 0)], exact, [after(1200)]), [80, 0, true])
  })

  it('keeps what is sure apart from what is not, stretch by stretch', () => {
    const { stretches, firstIn, lastOut } = presenceOf(
      session,
      [event('joined', 0), event('left', 600), event('joined', 1200)],
      exact,
    )
    assert.deepEqual(stretches, [
      { from: after(0), to: after(600), isSure: true },
      { from: after(1200), to: after(4800), isSure: false },
    ])
    assert.deepEqual([firstIn, lastOut], [after(0), after(4800)])
  })

  it('counts a night with a clock change as it was lived', () => {
    const zone = 'America/New_York'
    // 00:30 to 03:30 on the wall is two hours when clocks jump ahead, and four when they fall back.
    for (const [day, lived] of [
      ['2026-03-08', 120],
      ['2026-11-01', 240],
    ] as const) {
      const night = { starts: instantAt(day, '00:30', zone), ends: instantAt(day, '03:30', zone) }
      const events: VideoEvent[] = [
        { id: '1', what: 'joined', at: night.starts, device: 'a' },
        { id: '2', what: 'left', at: night.ends, device: 'a' },
      ]
      assert.equal(presenceOf(night, events, exact).minutes, lived)
    }
  })
})

const anyEvent = fc.record({
  id: fc.integer({ min: 0, max: 40 }).map(String),
  what: fc.constantFrom<'joined' | 'left'>('joined', 'left'),
  at: fc.integer({ min: -40, max: 200 }).map((half) => after(half * 30)),
  device: fc.constantFrom('a', 'b', 'c'),
})
const anyEvents = fc.array(anyEvent, { maxLength: 14 })
const anyClocks = fc.constantFrom(0, 30, 60, 300).map((skewSeconds) => ({ skewSeconds }))
const anySeen = fc.array(
  fc.integer({ min: -20, max: 200 }).map((half) => after(half * 30)),
  { maxLength: 2 },
)

/** What one device truly did: in and out, apart from one another, on whole seconds. */
const anyStays = fc
  .uniqueArray(fc.integer({ min: -900, max: 6000 }), { minLength: 2, maxLength: 8 })
  .map((points) => points.toSorted((a, b) => a - b))
  .map((points) =>
    Array.from({ length: Math.floor(points.length / 2) }, (_, i) => [points[2 * i] ?? 0, points[2 * i + 1] ?? 0]),
  )
const eventsOf = (stays: readonly (readonly number[])[], device: string): VideoEvent[] =>
  stays.flatMap(([from = 0, to = 0], i) => [
    { id: `${device}${i}in`, what: 'joined' as const, at: after(from), device },
    { id: `${device}${i}out`, what: 'left' as const, at: after(to), device },
  ])

describe('Minutes from video events, whatever comes', () => {
  it('are the same in any order and however often each event is repeated', () => {
    fc.assert(
      fc.property(
        anyEvents,
        anyClocks,
        anySeen,
        fc.infiniteStream(fc.nat()),
        fc.array(fc.nat(), { maxLength: 10 }),
        (events, clocks, seen, dice, again) => {
          const repeated = [...events, ...again.flatMap((i) => events[i % Math.max(1, events.length)] ?? [])]
          const shuffled = repeated
            .map((one) => ({ one, at: dice.next().value ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ one }) => one)
          assert.deepEqual(presenceOf(session, shuffled, clocks, seen), presenceOf(session, events, clocks, seen))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('are the same when a provider says one thing twice under another id', () => {
    fc.assert(
      fc.property(anyEvents, anyClocks, (events, clocks) => {
        const once = events.map((one, i) => ({ ...one, id: `first ${i}` }))
        const twice = [...once, ...events.map((one, i) => ({ ...one, id: `second ${i}` }))]
        assert.deepEqual(presenceOf(session, twice, clocks), presenceOf(session, once, clocks))
      }),
    )
  })

  it('lie between nothing and the session, what is sure within what is counted', () => {
    fc.assert(
      fc.property(anyEvents, anyClocks, anySeen, (events, clocks, seen) => {
        const found = presenceOf(session, events, clocks, seen)
        assert.ok(found.minutes >= 0 && found.minutes <= 80)
        assert.ok(found.sureMinutes <= found.minutes)
        assert.ok(found.sureMinutes === found.minutes || found.isUncertain)
        for (const [i, { from, to }] of found.stretches.entries()) {
          assert.ok(from >= session.starts && to <= session.ends && from < to)
          const next = found.stretches[i + 1]
          assert.ok(next === undefined || next.from.getTime() - to.getTime() > clocks.skewSeconds * 1000)
        }
      }),
    )
  })

  it('are those of the seconds in which any device was in', () => {
    fc.assert(
      fc.property(anyStays, anyStays, (one, other) => {
        const all = [...one, ...other]
        let seconds = 0
        for (let second = 0; second < 4800; second += 1)
          if (all.some(([from = 0, to = 0]) => from <= second && second < to)) seconds += 1
        const events = [...eventsOf(one, 'a'), ...eventsOf(other, 'b')]
        assert.deepEqual(minutes(events), [Math.floor(seconds / 60), Math.floor(seconds / 60), false])
      }),
      { numRuns: 150 },
    )
  })

  it('lose nothing when one end of a whole stay was dropped, and say that it is not sure', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -600, max: 0 }),
        fc.integer({ min: 4800, max: 6000 }),
        fc.boolean(),
        (from, to, first) => {
          const [one] = eventsOf([[from, to]], 'a').slice(first ? 1 : 0)
          assert.deepEqual(one && minutes([one]), [80, 0, true])
        },
      ),
    )
  })

  it('lose nothing when an event of a second device was dropped while the first was in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2400 }),
        fc.integer({ min: 2401, max: 4800 }),
        fc.boolean(),
        (from, to, first) => {
          const within = eventsOf([[from, to]], 'b').slice(first ? 1 : 0, first ? 2 : 1)
          assert.deepEqual(minutes([...eventsOf([[0, 4800]], 'a'), ...within]), [80, 80, false])
        },
      ),
    )
  })
})
