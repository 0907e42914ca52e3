import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { longestLabel, placesFrom, suggestedLabels } from './tablet.ts'

const people = (names: readonly string[]) => names.map((name, n) => ({ clientId: `c${n}`, name }))

describe('The signs on a tablet that goes round', () => {
  it('are one letter each, and numbered where several begin alike', () => {
    const labels = suggestedLabels(people(['Maya Alvarez', 'Kofi Lartey', 'Mark Ng', 'émile Roux', ' ']))
    assert.deepEqual([...labels.values()], ['M1', 'K', 'M2', 'É', '?'])
  })

  it('as suggested are taken by the rules, whoever sits there', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 40 }), (names) => {
        const room = people(names)
        const labels = suggestedLabels(room)
        const places = placesFrom(room, labels)
        assert.ok(!isRefusal(places), JSON.stringify(places))
        assert.equal(new Set(places.map(({ label }) => label)).size, room.length)
        assert.ok(places.every(({ label }) => label.length <= longestLabel))
      }),
      { examples: [[['Ana h1', 'Hugo Roux']], [['ßa ss']], [['𝒜lma']]] },
    )
  })

  for (const [what, labels, refused] of [
    ['nobody has one', ['', ' ', ''], 'nobody'],
    ['two are the same in another case', ['a', 'A ', 'b'], 'label-twice'],
    ['one is too long', ['a', 'b', 'x'.repeat(13)], 'label-long'],
    ['one is a family name', ['a', 'lartey', ''], 'label-name'],
  ] as const)
    it(`are refused where ${what}`, () => {
      const room = people(['Maya Alvarez', 'Kofi Lartey', 'Ana Ruiz'])
      const answer = placesFrom(room, new Map(room.map(({ clientId }, n) => [clientId, labels[n] ?? ''])))
      assert.ok(isRefusal(answer))
      assert.equal(answer.refused, refused)
    })

  it('leave out whoever has none, and strangers', () => {
    const room = people(['Maya Alvarez', 'Kofi Lartey'])
    assert.deepEqual(
      placesFrom(
        room,
        new Map([
          ['c1', ' chair  3 '],
          ['somebody else', 'x'],
        ]),
      ),
      [{ clientId: 'c1', label: 'chair 3' }],
    )
  })
})
