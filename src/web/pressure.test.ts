import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judged, limits, senderOf, take, type Pressure } from './pressure.ts'

const calm: Pressure = { here: 0, everyone: 0, unproved: 0, proved: false }

describe('Pressure on the public pages', () => {
  const cases: [string, Partial<Pressure>, string][] = [
    ['a first form', {}, 'keep'],
    ['the last of one address', { here: limits.fromOneAddress - 1 }, 'keep'],
    ['one more from that address', { here: limits.fromOneAddress }, 'too-many'],
    ['many without proof, and one more', { unproved: limits.unproved }, 'hold-back'],
    ['many without proof, and one with', { unproved: limits.unproved, proved: true }, 'keep'],
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

  const senders: [string, string][] = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['unknown', 'unknown'],
  ]
  for (const [address, sender] of senders)
    it(`${address} sends as ${sender}`, () => assert.equal(senderOf(address), sender))
})
