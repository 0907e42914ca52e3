import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { likeness, tooAlike } from './likeness.ts'

const part =
  'She engaged well, named two triggers at work and practiced urge surfing; she will call her sponsor before Friday.'

test('copies are seen through their small changes; parts that share a theme are not copies', () => {
  const table: [string, string, string, boolean][] = [
    ['the same', part, part, true],
    ['other pronouns', part, part.replace('She', 'He').replace('she', 'he').replace('her', 'his'), true],
    ['other capitals and points', part, part.toUpperCase().replace(/[;,.]/g, ''), true],
    ['one word changed', part, part.replace('two', 'three'), true],
    [
      'written anew on the same topic',
      part,
      'He was quiet at first, then named a trigger at home. Plans to text a friend when the craving comes.',
      false,
    ],
    ['half of it', part, part.slice(0, 60), false],
    [
      'the same words in another order',
      'He came late and left early today',
      'today early left and late came he',
      false,
    ],
    ['two empty parts', '', '  ', false],
    ['an empty one', part, '', false],
    ['one word', 'Engaged.', 'engaged', true],
    ['two short ones', 'Engaged and open.', 'Quiet and open.', false],
  ]
  for (const [what, a, b, expected] of table) assert.equal(tooAlike(a, b), expected, `${what}: ${likeness(a, b)}`)
})

const anyText = fc
  .array(fc.constantFrom('he', 'she', 'named', 'a', 'trigger', 'Work', 'craving', 'été', '7', '—', '.'), {
    maxLength: 25,
  })
  .map((words) => words.join(' '))

test('likeness lies between 0 and 1, is the same both ways, and is 1 for any text with a word in it', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const both = likeness(a, b)
      assert.ok(both >= 0 && both <= 1)
      assert.equal(both, likeness(b, a))
      assert.equal(likeness(a, a), /[\p{L}\p{N}]/u.test(a) ? 1 : 0)
      assert.equal(tooAlike(a, b), both >= 0.85)
    }),
  )
})

test('one word changed in a part of twenty words or more is still a copy', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 20, maxLength: 60 }),
      fc.nat(),
      (numbers, which) => {
        const words = numbers.map((n) => `w${n}`)
        const changed = words.with(which % words.length, 'changed')
        assert.ok(tooAlike(words.join(' '), changed.join(' ')))
      },
    ),
  )
})
