import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { figureOf, type FirstTimes, hoursInWords } from './timing.ts'

const now = new Date('2026-11-30T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
/** Came so many hours ago; had its first offer after so many, or was closed after so many, or neither. */
const one = (came: number, offer: number | null, closed: number | null = null): FirstTimes => ({
  source: 'self',
  month: '2026-11',
  cameAt: hoursAgo(came),
  contactAt: null,
  offerAt: offer === null ? null : hoursAgo(came - offer),
  assessmentAt: null,
  sessionAt: null,
  closedAt: closed === null ? null : hoursAgo(came - closed),
})
const offer = (all: FirstTimes[]) => figureOf(all, 'offerAt', now)

describe('Time to the first offer', () => {
  it('of nobody is nothing', () => {
    assert.deepEqual(offer([]), {
      n: 0,
      reached: 0,
      waiting: 0,
      never: 0,
      medianHours: null,
      within: { yes: 0, of: 0 },
    })
  })
  it('is the middle when everyone had one', () => {
    const figure = offer([one(100, 2), one(100, 10), one(100, 60)])
    assert.equal(figure.medianHours, 10)
    assert.deepEqual(figure.within, { yes: 2, of: 3 })
  })
  it('counts exactly 48 hours as within', () => assert.deepEqual(offer([one(100, 48)]).within, { yes: 1, of: 1 }))
  it('waits with those who wait: leaving them out would say 2 hours', () => {
    const figure = offer([one(100, 2), one(300, null), one(300, null), one(300, null)])
    assert.equal(figure.medianHours, null)
    assert.equal(figure.waiting, 3)
    assert.deepEqual(figure.within, { yes: 1, of: 4 })
  })
  it('is not made worse by who came an hour ago', () => {
    const figure = offer([one(100, 10), one(100, 20), one(1, null), one(1, null)])
    assert.equal(figure.medianHours, 10)
    assert.deepEqual(figure.within, { yes: 2, of: 2 })
  })
  it('does not look better when people are given up', () => {
    const waiting = offer([one(100, 10), one(100, null), one(100, null)])
    const closed = offer([one(100, 10), one(100, null, 1), one(100, null, 1)])
    assert.equal(closed.medianHours, waiting.medianHours)
    assert.deepEqual(closed.within, { yes: 1, of: 3 })
    assert.equal(closed.never, 2)
  })
  const inquiries = fc.array(
    fc
      .tuple(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('offer', 'closed', 'open'),
      )
      .map(([came, share, what]) =>
        one(came, what === 'offer' ? came * share : null, what === 'closed' ? came * share : null),
      ),
    { maxLength: 60 },
  )
  it('keeps its sums, and giving up never betters it', () => {
    fc.assert(
      fc.property(inquiries, (all) => {
        const figure = offer(all)
        assert.equal(figure.reached + figure.waiting + figure.never, figure.n)
        assert.ok(figure.within.yes <= figure.within.of && figure.within.of <= figure.n)
        if (figure.medianHours !== null) assert.ok(all.some(({ offerAt }) => offerAt !== null))
        const givenUp = offer(
          all.map((each) => (each.offerAt === null ? { ...each, closedAt: each.closedAt ?? now } : each)),
        )
        assert.ok((givenUp.medianHours ?? Infinity) >= (figure.medianHours ?? Infinity) - 1e-9)
      }),
    )
  })
  it('is said as people say it', () => {
    assert.equal(hoursInWords(0.5), '30 min')
    assert.equal(hoursInWords(30.2), '30 h')
    assert.equal(hoursInWords(77), '3.2 days')
  })
})
