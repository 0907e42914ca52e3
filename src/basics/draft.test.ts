import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  besideKey,
  differing,
  mergeDraft as mergeTyped,
  readKept,
  settle,
  type Doc,
  type Kept,
  type Together,
} from './draft.ts'

const hand = (page: string) => ({ page, by: page, at: '2026-11-21T14:00:00.000Z' })
const nothing = { merged: {}, hands: {}, beside: [] }
const isChoice = (field: string): boolean => field.startsWith('goal-')
const mergeDraft = (typed: Omit<Parameters<typeof mergeTyped>[0], 'isChoice'>): Together =>
  mergeTyped({ ...typed, isChoice })

describe('A draft typed on two devices', () => {
  it('keeps both where each typed in another field', () => {
    const lee = mergeDraft({
      shown: {},
      last: null,
      mine: { topic: 'Triggers', howItWent: '' },
      hand: hand('lee'),
      theirs: nothing,
    })
    const sam = mergeDraft({
      shown: {},
      last: null,
      mine: { topic: '', howItWent: 'Open' },
      hand: hand('sam'),
      theirs: lee,
    })
    assert.deepEqual(sam.merged, { topic: 'Triggers', howItWent: 'Open' })
    assert.deepEqual(sam.beside, [])
  })

  it('keeps both texts where both typed in one field, the later one in it and the other beside', () => {
    const lee = mergeDraft({ shown: {}, last: null, mine: { topic: 'Triggers' }, hand: hand('lee'), theirs: nothing })
    const sam = mergeDraft({ shown: {}, last: null, mine: { topic: 'Payday' }, hand: hand('sam'), theirs: lee })
    assert.equal(sam.merged.topic, 'Payday')
    assert.deepEqual(
      sam.beside.map(({ by, text }) => [by, text]),
      [['lee', 'Triggers']],
    )
    // Lee goes on typing on the page that was never told: now Sam's words wait beside Lee's.
    const again = mergeDraft({
      shown: {},
      last: { topic: 'Triggers' },
      mine: { topic: 'Triggers at home' },
      hand: hand('lee'),
      theirs: sam,
    })
    assert.equal(again.merged.topic, 'Triggers at home')
    assert.deepEqual(
      again.beside.map(({ by, text }) => [by, text]),
      [['sam', 'Payday']],
    )
  })

  it('does not take a page that saw the words and took them out for one that never saw them', () => {
    const lee = mergeDraft({ shown: {}, last: null, mine: { topic: 'Triggers' }, hand: hand('lee'), theirs: nothing })
    const sam = mergeDraft({ shown: lee.merged, last: null, mine: { topic: '' }, hand: hand('sam'), theirs: lee })
    assert.equal(sam.merged.topic, '')
    assert.deepEqual(sam.beside, [])
  })

  it('leaves alone what this page does not show, and lets the latest choice of a goal stand', () => {
    const lee = mergeDraft({
      shown: {},
      last: null,
      mine: { 'words-a': 'Spoke', 'goal-a': '1' },
      hand: hand('lee'),
      theirs: nothing,
    })
    const sam = mergeDraft({ shown: {}, last: null, mine: { 'goal-a': '2' }, hand: hand('sam'), theirs: lee })
    assert.deepEqual(sam.merged, { 'words-a': 'Spoke', 'goal-a': '2' })
    assert.deepEqual(sam.beside, [])
  })

  it('takes words in or leaves them out when somebody decides', () => {
    const lee = mergeDraft({ shown: {}, last: null, mine: { topic: 'Triggers' }, hand: hand('lee'), theirs: nothing })
    const kept: Kept = {
      page: 'sam',
      typed: {},
      ...mergeDraft({ shown: {}, last: null, mine: { topic: 'Payday' }, hand: hand('sam'), theirs: lee }),
    }
    const key = besideKey({ field: 'topic', page: 'lee' })
    const taken = settle(kept, key, 'take', hand('sam'))
    assert.equal(taken.merged.topic, 'Payday\nTriggers')
    assert.deepEqual(taken.beside, [])
    assert.equal(settle(kept, key, 'leave', hand('sam')).merged.topic, 'Payday')
    assert.deepEqual(settle(kept, 'no such words', 'take', hand('sam')), kept)
  })

  it('tells a page that others typed', () => {
    const merged = { topic: 'a', other: 'c', 'words-x': 'd', 'words-y': '', 'goal-x': '1' }
    assert.deepEqual(differing({ topic: 'a', other: 'b' }, merged, isChoice), ['other', 'words-x'])
  })

  it('reads a draft of another time, or nonsense, as empty', () => {
    for (const body of [null, 3, 'x', [], {}, { merged: 4, beside: [1, { field: 'x' }], hands: { a: 1 } }]) {
      const kept = readKept(body)
      assert.deepEqual([kept.merged, kept.beside, kept.hands], [{}, [], {}])
    }
  })
})

describe('Any two people typing for as long as they like', () => {
  const field = fc.constantFrom('topic', 'howItWent', 'words-a', 'words-b')
  const typing = fc.record({
    who: fc.constantFrom('lee', 'sam', 'ines'),
    field,
    text: fc.stringMatching(/^[a-z]{1,6}$/),
  })

  it('lose no words: the last text each of them typed in a field stands in it or beside it', () => {
    fc.assert(
      fc.property(fc.array(typing, { maxLength: 24 }), (acts) => {
        let theirs: Together = nothing
        // Each page was opened on the empty note and is never told of the others.
        const pages = new Map<string, { last: Doc | null; mine: Doc }>()
        for (const { who, field: name, text } of acts) {
          const page = pages.get(who) ?? { last: null, mine: {} }
          const mine = { ...page.mine, [name]: text }
          theirs = mergeDraft({ shown: {}, last: page.last, mine, hand: hand(who), theirs })
          pages.set(who, { last: mine, mine })
        }
        for (const [who, { mine }] of pages) {
          for (const [name, text] of Object.entries(mine)) {
            const seen = [
              theirs.merged[name] ?? '',
              ...theirs.beside.filter((b) => b.field === name).map((b) => b.text),
            ]
            assert.ok(
              seen.some((each) => each.includes(text)),
              `${who} typed “${text}” in ${name}, and it is gone: ${JSON.stringify(theirs)}`,
            )
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})
