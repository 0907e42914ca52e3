import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { lentUntil, mayPress } from './rules.ts'

const minute = 60_000
const noon = new Date('2026-06-12T16:00:00Z')
const later = (minutes: number) => new Date(noon.getTime() + minutes * minute)

describe('A tablet that is lent', () => {
  it('is pressed so often and no more', () => {
    const most = { inAMinute: 12, inTenMinutes: 60 }
    for (const [inAMinute, inTenMinutes, may] of [
      [0, 0, true],
      [11, 11, true],
      [12, 12, false],
      [0, 59, true],
      [0, 60, false],
    ] as const)
      assert.equal(mayPress({ inAMinute, inTenMinutes }, most), may, `${inAMinute} and ${inTenMinutes}`)
  })

  for (const [what, wished, endOfDay, until] of [
    ['until the day is over', null, 600, 600],
    ['until the group is over', 90, 600, 90],
    ['never past the day', 90, 30, 30],
    ['a minute, in the last one of a day', null, 0.5, 1],
    ['a minute, when the day is over', 90, -5, 1],
  ] as const)
    it(`shows what it is lent for ${what}`, () =>
      assert.deepEqual(lentUntil(wished === null ? null : later(wished), later(endOfDay), noon), later(until)))

  it('never outlasts its day by more than the minute in which it is lent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: -100, max: 1440 }), (wished, ends) => {
        const until = lentUntil(later(wished), later(ends), noon)
        assert.ok(until > noon)
        assert.ok(until <= later(Math.max(ends, 1)))
        assert.ok(until <= later(wished))
      }),
    )
  })
})
