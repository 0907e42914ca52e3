import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editionFor, editionOf, editions, editionsFor } from './dimensions.ts'
import { rankOf } from './levels.ts'

const dimensions = editionOf('stepwell-adult-2023-1')?.dimensions ?? []
const every = dimensions.flatMap((dimension) => (dimension.subs ?? []).map((sub) => sub.key))

describe('which edition', () => {
  test('is offered by age and kind of program; one that is retired can be read and not chosen', () => {
    assert.equal(editionFor('adult')?.id, 'stepwell-adult-1')
    assert.equal(editionFor('adult', 'substance-use')?.id, 'stepwell-adult-1')
    assert.equal(editionFor('adult', 'mental-health')?.id, 'stepwell-mind-adult-1')
    assert.equal(editionFor('adolescent')?.id, 'stepwell-adolescent-2')
    assert.deepEqual(
      editionsFor('adult', 'substance-use').map(({ family }) => family),
      ['ASAM3', 'ASAM4'],
    )
    assert.ok(editionOf('stepwell-adolescent-1') !== null)
    assert.ok(!editionsFor('adolescent').some(({ isRetired }) => isRetired))
  })
  test('parts have keys of their own, five anchors and five minimums that never fall', () => {
    assert.equal(new Set(every).size, every.length)
    for (const sub of dimensions.flatMap(({ subs }) => subs ?? [])) {
      assert.equal(new Set(sub.anchors).size, 5)
      for (let rating = 1; rating < 5; rating++)
        assert.ok(rankOf(sub.minimum[rating as 1]) >= rankOf(sub.minimum[(rating - 1) as 0]), sub.key) // 1 to 4
    }
  })
  test('licensed words stay out', () => {
    const text = JSON.stringify(editions)
    for (const phrase of ['ASAM Criteria', 'LOCUS', 'imminent danger', 'readiness to change', 'biomedical'])
      assert.doesNotMatch(text, new RegExp(phrase, 'i'))
  })
})
