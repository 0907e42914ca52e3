import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { isQuiet, isWanted, mayAnswer, replyBy, stateOf, timeLeft, usualOfferPolicy } from './offering.ts'
import { inOrder, pointsOf, usualPriorities, usualWeights, whyBefore, type Declared, type Waiting } from './waiting.ts'

const today = '2026-05-20'
const day = fc.integer({ min: 0, max: 90 }).map((back) => addDays(today, -back))
const entry: fc.Arbitrary<Waiting> = fc.record({
  id: fc.uuid(),
  since: day,
  joinedAt: fc.integer({ min: 0, max: 5 }).map((n) => new Date(1_700_000_000_000 + n * 1000)),
  acuity: fc.constantFrom<Waiting['acuity']>(null, 1, 2, 3),
  priorities: fc.subarray(['pregnant-injecting', 'pregnant', 'injecting', 'veteran']),
})
const list = fc.uniqueArray(entry, { selector: (one) => one.id, maxLength: 12 })
const declared: fc.Arbitrary<Declared> = fc
  .tuple(fc.nat(20), fc.nat(100), fc.nat(100), fc.subarray([...usualPriorities]))
  .map(([aDay, acuity2, more, priorities]) => ({
    weights: { ...usualWeights, aDay, acuity2, acuity3: acuity2 + more },
    priorities,
  }))
const usual: Declared = { weights: usualWeights, priorities: usualPriorities }
const placeIn = (entries: Waiting[], id: string, rules: Declared, on = today) =>
  inOrder(entries, rules, on).find((one) => one.entry.id === id)?.place ?? 0

describe('The declared order of a waitlist', () => {
  it('is total: everybody has one place, whatever order the rows came in', () => {
    fc.assert(
      fc.property(list, declared, fc.nat(), (entries, rules, turn) => {
        const ids = inOrder(entries, rules, today).map((one) => one.entry.id)
        const turned = entries.map((_, n) => entries[(n + turn) % entries.length]).filter((one) => one !== undefined)
        assert.deepEqual(
          inOrder(turned, rules, today).map((one) => one.entry.id),
          ids,
        )
        assert.equal(new Set(ids).size, entries.length)
      }),
    )
  })

  it('is stable: whoever else joins or leaves, and however many days pass, of two the same one stays first', () => {
    fc.assert(
      fc.property(list, declared, fc.nat(60), (entries, rules, days) => {
        const order = inOrder(entries, rules, today).map((one) => one.entry)
        for (const [n, a] of order.entries())
          for (const b of order.slice(n + 1)) {
            assert.equal(inOrder([b, a], rules, today)[0]?.entry.id, a.id)
            assert.equal(inOrder([b, a], rules, addDays(today, days))[0]?.entry.id, a.id)
          }
      }),
    )
  })

  it('is monotone: more days, more acuity or one more priority never costs a place', () => {
    fc.assert(
      fc.property(list, declared, fc.nat(30), (entries, rules, days) => {
        const [one, ...others] = entries
        if (one === undefined) return
        const before = placeIn(entries, one.id, rules)
        const acuity = one.acuity === null || one.acuity === 1 ? 2 : 3
        for (const better of [
          { ...one, since: addDays(one.since, -days) },
          { ...one, acuity } as const,
          { ...one, priorities: [...one.priorities, 'pregnant-injecting'] },
        ])
          assert.ok(placeIn([better, ...others], one.id, rules) <= before)
      }),
    )
  })

  it('lets nobody stand before another without a stated reason', () => {
    fc.assert(
      fc.property(list, declared, (entries, rules) => {
        const placed = inOrder(entries, rules, today)
        for (const [n, one] of placed.entries()) {
          const ahead = placed[n - 1]
          assert.equal(one.behind === null, ahead === undefined)
          if (ahead === undefined) continue
          assert.equal(whyBefore(ahead.entry, one.entry, rules, today).first, ahead.entry)
          if (one.behind === 'points') assert.ok(ahead.points > one.points)
          if (one.behind === 'priority') assert.ok((ahead.priority?.rank ?? 99) < (one.priority?.rank ?? 99), 'by rank')
        }
      }),
    )
  })

  it('puts a pregnant person who injects drugs first, and says so', () => {
    const waits = (id: string, over: Partial<Waiting>): Waiting => ({
      id,
      since: addDays(today, -40),
      joinedAt: new Date(0),
      acuity: 3,
      priorities: [],
      ...over,
    })
    const order = inOrder(
      [waits('a', {}), waits('b', { since: today, acuity: null, priorities: ['injecting', 'pregnant-injecting'] })],
      usual,
      today,
    )
    assert.deepEqual(
      order.map((one) => [one.entry.id, one.place, one.points, one.behind]),
      [
        ['b', 1, 0, null],
        ['a', 2, 82, 'priority'],
      ],
    )
    assert.match(order[0]?.why[0] ?? '', /Pregnant and injects drugs/)
    assert.equal(pointsOf(waits('c', { acuity: 2 }), usualWeights, today), 54)
  })
})

describe('An offer', () => {
  const zone = 'America/New_York'
  it('is answered within the hours of the policy, and nobody loses a seat asleep', () => {
    const at = (text: string) => new Date(text)
    assert.equal(replyBy(at('2026-05-20T14:00:00Z'), usualOfferPolicy, zone).toISOString(), '2026-05-21T14:00:00.000Z')
    // Made at 10:00 with twelve hours, it would end at 22:00: it is kept until 11:00.
    const short = { ...usualOfferPolicy, replyHours: 12 }
    assert.equal(replyBy(at('2026-05-20T14:00:00Z'), short, zone).toISOString(), '2026-05-21T15:00:00.000Z')
    // At 02:00 in the night of the clock change: the wall clock's nine, not sixteen hours later.
    assert.equal(
      replyBy(at('2026-10-31T22:00:00Z'), { ...short, replyHours: 9 }, zone).toISOString(),
      '2026-11-01T16:00:00.000Z',
    )
    fc.assert(
      fc.property(
        fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 168 }),
        (made, replyHours) => {
          const until = replyBy(made, { ...usualOfferPolicy, replyHours }, zone)
          assert.ok(until.getTime() - made.getTime() >= replyHours * 3_600_000)
          assert.ok(!isQuiet(until, usualOfferPolicy, zone))
        },
      ),
    )
  })

  it('lapses by itself at its minute, and is answered once', () => {
    const until = new Date('2026-05-21T14:00:00Z')
    const open = { answer: null, replyBy: until }
    assert.equal(stateOf(open, new Date(until.getTime() - 1)), 'open')
    assert.equal(stateOf(open, until), 'lapsed')
    assert.equal(mayAnswer('open', 'accepted'), null)
    assert.equal(mayAnswer('accepted', 'accepted'), null)
    assert.equal(mayAnswer('lapsed', 'accepted')?.refused, 'offer-over')
    assert.equal(mayAnswer('declined', 'accepted')?.refused, 'answered')
    assert.equal(timeLeft(until, new Date(until.getTime() - 200 * 60_000)), '3 h 20 min left')
  })

  it('is for the group that was named, or for any that has all that was wished', () => {
    const group = { id: 'g2', programId: 'p', kind: 'process', topic: '', affinity: 'women', track: 'evening' }
    const wish = { seriesIds: null, programId: 'p', kind: '', topic: '', affinity: 'women', track: '' }
    assert.ok(isWanted(wish, group))
    assert.ok(!isWanted({ ...wish, kind: 'skills' }, group))
    assert.ok(isWanted({ ...wish, seriesIds: ['g1', 'g2'] }, group))
    assert.ok(!isWanted({ ...wish, seriesIds: ['g1'] }, group))
  })
})
