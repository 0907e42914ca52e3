import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mergeRefusal, type Side } from './merge.ts'

const side = (over: Partial<Side> = {}): Side => ({ birthDate: '1990-01-01', isInCare: false, hasSeat: false, ...over })
const care = { isInCare: true }

describe('Whether two records can become one', () => {
  const table: [string, Partial<Side>, Partial<Side>, boolean, string, string | null][] = [
    ['two without care', {}, {}, false, '', null],
    ['the kept one in care', {}, care, false, '', null],
    ['the merged one in care', care, {}, false, '', 'merged-in-care'],
    ['both in care', care, care, true, 'I know her', 'both-in-care'],
    ['one in care, the other with a seat', { hasSeat: true }, care, true, '', 'both-in-care'],
    ['a seat in the merged one', { hasSeat: true }, {}, false, '', 'merged-in-care'],
    [
      'two birth dates, by a coordinator',
      { birthDate: '1991-01-01' },
      {},
      false,
      'I saw the passport',
      'birth-dates-differ',
    ],
    ['two birth dates, by a director without a word', { birthDate: '1991-01-01' }, {}, true, '', 'needs-reason'],
    ['two birth dates, by a director who knows', { birthDate: '1991-01-01' }, {}, true, 'I saw the passport', null],
  ]
  for (const [name, merged, kept, isDirector, because, refused] of table)
    it(`${name}: ${refused ?? 'yes'}`, () =>
      assert.equal(mergeRefusal(side(merged), side(kept), { isDirector, because })?.refused ?? null, refused))
})
