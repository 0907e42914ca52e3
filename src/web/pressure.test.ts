import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judged, limits, take, type Pressure } from './pressure.ts'

const calm: Pressure = { here: 0, everyone: 0, unproved: 0, proved: false }

describe('Pressure on the public pages', () => {
  const cases: [string, Partial<Pressure>, string][] = [
    ['a first form', {}, 'keep'],
    ['the last of one address', { here: limits.fromOneAddress - 1 }, 'keep'],
    ['one more from that address', { here: limits.fromOneAddress }, 'too-many'],
    ['many without proof, and one more', { unproved: limits.unproved }, 'hold-back'],
    ['many without proof, and one with', { unproved: limits.unproved, proved: true }, 'keep'],
    ['a time, from an address that took some', { here: limits.placesFromOneAddress, takesPlace: true }, 'too-many'],
    ['a time without proof, after many', { unproved: limits.unproved, takesPlace: true }, 'too-busy'],
    ['a time with proof, after many', { unproved: limits.unproved, proved: true, takesPlace: true }, 'keep'],
    ['a flood, and one with proof', { everyone: limits.everyone, proved: true }, 'hold-back'],
  ]
  for (const [name, change, answer] of cases)
    it(`${name}: ${answer}`, () => assert.equal(judged({ ...calm, ...change }), answer))

  it('fills a bucket by the second, and never over its brim', () => {
    const bucket = { left: 2, at: 0 }
    assert.deepEqual(
      [0, 0, 0, 999, 1000, 1000, 90_000, 90_000, 90_000].map((now) => take(bucket, now, 2, 1)),
      [true, true, false, false, true, false, true, true, false],
    )
    assert.equal(take({ left: 0, at: 5000 }, 0, 2, 1), false, 'a clock that goes back gives nothing')
  })
})
