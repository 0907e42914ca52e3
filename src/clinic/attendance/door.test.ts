import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { doorNumberFrom, doorNumbers, doorNumberShown, doorNumberTyped } from './door.ts'

const drawn = fc.integer({ min: 0, max: doorNumbers - 1 }).map(doorNumberFrom)

describe('A number for the door', () => {
  it('is six digits that are read as they are typed, whatever stands between them', () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom('', ' ', '-', '.', '·'), (number, between) => {
        assert.match(number, /^[0-9]{6}$/)
        assert.equal(doorNumberTyped(number.split('').join(between)), number)
        assert.equal(doorNumberTyped(` ${doorNumberShown(number)} `), number)
      }),
    )
  })

  it('gives away every wrong digit, and every two neighbours the wrong way round', () => {
    fc.assert(
      fc.property(drawn, fc.nat(5), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
        const digits = number.split('')
        digits[place] = String((Number(digits[place]) + by) % 10)
        assert.equal(doorNumberTyped(digits.join('')), null)
        const swapped =
          number.slice(0, place) + (number[place + 1] ?? '') + (number[place] ?? '') + number.slice(place + 2)
        if (place < 5 && swapped !== number) assert.equal(doorNumberTyped(swapped), null)
      }),
    )
  })

  it('is another one for each draw', () => {
    assert.equal(new Set(Array.from({ length: 1000 }, (_, n) => doorNumberFrom(n * 97))).size, 1000)
  })

  for (const typed of ['', '12345', '1234567', 'abcdef', '１２３４５６', '12 34 5a', '0'.repeat(40)])
    it(`is not ${JSON.stringify(typed)}`, () => assert.equal(doorNumberTyped(typed), null))
})
