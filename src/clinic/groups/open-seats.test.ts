import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { mayHold, openSeats, type Chair } from './open-seats.ts'

const meetings = ['2026-11-23', '2026-11-30', '2026-12-07']
const chair = (number: number, freeFrom: string | null, held = false): Chair => ({ number, freeFrom, held })
const ask = (chairs: Chair[], over: { most?: number; closedSince?: string; meetings?: string[] } = {}) =>
  openSeats({
    chairs,
    meetings: over.meetings ?? meetings,
    most: () => over.most ?? 12,
    closedSince: over.closedSince ?? null,
  })

describe('Seats left', () => {
  it('counts what is free at the next meeting', () => {
    const open = ask([chair(1, null), chair(2, '2026-11-22'), chair(3, '2026-11-23')])
    assert.deepEqual([open.left, open.day, open.isLater, open.chairs], [2, '2026-11-23', false, [2, 3]])
  })

  it('says when a seat opens later', () => {
    const open = ask([chair(1, null), chair(2, '2026-12-01')])
    assert.deepEqual([open.left, open.day, open.isLater], [1, '2026-12-07', true])
  })

  it('takes off what visitors hold, and what the limit forbids', () => {
    assert.equal(ask([chair(1, '2026-11-22', true), chair(2, '2026-11-22')]).left, 1)
    // Five sit, the state allows six: of five free chairs one can be taken.
    const ten = [1, 2, 3, 4, 5].map((n) => chair(n, null)).concat([6, 7, 8, 9, 10].map((n) => chair(n, '2026-11-22')))
    assert.equal(ask(ten, { most: 6 }).left, 1)
    assert.equal(ask(ten, { most: 4 }).left, 0)
  })

  it('has none in a closed group once it has begun, and one until then', () => {
    assert.equal(ask([chair(1, '2026-11-22')], { closedSince: '2026-11-20' }).isClosed, true)
    const begins = ask([chair(1, '2026-11-22')], { closedSince: '2026-11-24' })
    assert.deepEqual([begins.left, begins.isClosed], [1, false])
  })

  it('has none where no meeting is laid', () => {
    assert.deepEqual(ask([chair(1, '2026-11-22')], { meetings: [] }).day, null)
    assert.equal(mayHold(ask([chair(1, '2026-11-22')], { meetings: [] }), 3)?.refused, 'no-meeting')
  })
})

describe('Holding a seat', () => {
  const free = (n: number, held = 0) =>
    ask(Array.from({ length: n + held }, (_, i) => chair(i + 1, '2026-11-22', i < held)))

  it('leaves most of the free seats to others, and lets the last one be held', () => {
    assert.equal(mayHold(free(1), 3), null)
    assert.equal(mayHold(free(6), 3), null)
    assert.equal(mayHold(free(5, 1), 3), null)
    assert.equal(mayHold(free(4, 2), 3)?.refused, 'held-enough')
    assert.equal(mayHold(free(1, 1), 3)?.refused, 'held-enough')
    assert.equal(mayHold(free(0, 1), 3)?.refused, 'full')
    assert.equal(mayHold(ask([chair(1, null)]), 3)?.refused, 'full')
  })

  it('never lets visitors hold more than a third, whatever stands free, and never leaves a seat that nobody may hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }), (seats, oneIn) => {
        let held = 0
        while (mayHold(free(seats - held, held), oneIn) === null) held += 1
        assert.equal(held, Math.max(1, Math.floor(seats / oneIn)))
      }),
    )
  })

  it('gives a day that is a meeting, with chairs that are free on it', () => {
    const days = fc.integer({ min: 0, max: 40 }).map((n) => addDays('2026-11-20', n))
    const chairs = fc.array(fc.record({ freeFrom: fc.option(days), held: fc.boolean() }), { maxLength: 14 })
    fc.assert(
      fc.property(chairs, fc.integer({ min: 0, max: 14 }), (rows, most) => {
        const all = rows.map((row, n) => ({ number: n + 1, ...row }))
        const open = ask(all, { most })
        assert.equal(open.left, open.chairs.length)
        for (const number of open.chairs) {
          const one = all[number - 1]
          assert.ok(one && !one.held && one.freeFrom !== null && open.day !== null && one.freeFrom <= open.day)
        }
        assert.ok(
          open.left + all.filter((one) => one.freeFrom === null || one.held).length <= Math.max(most, all.length),
        )
      }),
    )
  })
})
