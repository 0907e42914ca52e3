import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { firstItems } from '../episodes/first-items.ts'
import {
  bridgeEnd,
  gapsOf,
  isLeavingPart,
  joinedWords,
  type LeavingFacts,
  type LeavingPart,
  leavingParts,
  partOf,
  partWords,
  readinessFrom,
  wordsTyped,
} from './leaving-parts.ts'

const noWords = Object.fromEntries(leavingParts.map((part) => [part, ''])) as Record<LeavingPart, string> // every part is among them
const nothing: LeavingFacts = {
  words: noWords,
  marks: {},
  items: [],
  visits: [],
  supports: 0,
  reachable: 0,
  safetyParts: 0,
  medicines: [],
  medicinesKnown: false,
  prescriberOn: null,
  naloxone: null,
  lastDay: null,
  today: '2026-11-22',
}
const stateOf = (part: LeavingPart, facts: Partial<LeavingFacts>) => {
  const found = readinessFrom({ ...nothing, ...facts }).items.find((item) => item.part === part)
  assert.ok(found)
  return found
}
const words = (part: LeavingPart, text = 'The blue house') => ({ words: { ...noWords, [part]: text } })

describe('Ready for leaving', () => {
  it('has nine parts, and nothing counts before something is there', () => {
    const { ready, of, items } = readinessFrom(nothing)
    assert.deepEqual([ready, of, items.length], [0, 9, 9])
    assert.ok(items.every(({ state }) => state === 'open'))
    assert.equal(gapsOf(readinessFrom(nothing)).length, 9)
    for (const { tonight } of gapsOf(readinessFrom(nothing))) assert.ok(tonight.length > 20)
  })

  it('gives every first item of admission its part', () => {
    for (const { kind } of firstItems) assert.ok(partOf(kind) !== null, kind)
    assert.equal(partOf('other'), null)
    assert.equal(partOf('toString'), null)
    assert.ok(isLeavingPart('peers') && !isLeavingPart('constructor'))
  })

  it('is not ready because it was ticked: a mark alone makes nothing ready', () => {
    for (const part of leavingParts) {
      const state = stateOf(part, { marks: { [part]: { mark: 'ready', because: '' } } }).state
      assert.equal(state, 'open', part)
    }
    const ticked = { items: [{ kind: 'housing', isDone: true, words: '' }] }
    assert.equal(stateOf('housing', ticked).state, 'begun')
    assert.equal(
      stateOf('housing', { items: [{ kind: 'housing', isDone: true, words: 'With her aunt' }] }).state,
      'ready',
    )
  })

  it('counts what is not needed or declined, with the words, and opens again what was ready', () => {
    const settled = stateOf('work', { marks: { work: { mark: 'not-needed', because: 'Retired' } } })
    assert.deepEqual([settled.state, settled.because], ['settled', 'Not needed: Retired'])
    assert.equal(stateOf('peers', { marks: { peers: { mark: 'declined', because: 'Not for me' } } }).state, 'settled')
    const again = stateOf('housing', { ...words('housing'), marks: { housing: { mark: 'open', because: 'Lost it' } } })
    assert.deepEqual([again.state, again.because], ['begun', 'Opened again: Lost it'])
  })

  it('wants words and nothing left to do, or the word of staff', () => {
    const left = { items: [{ kind: 'recovery-residence', isDone: false, words: '' }] }
    assert.equal(stateOf('housing', words('housing')).state, 'ready')
    assert.equal(stateOf('housing', { ...words('housing'), ...left }).state, 'begun')
    const said = { marks: { housing: { mark: 'ready' as const, because: '' } } }
    assert.equal(stateOf('housing', { ...words('housing'), ...left, ...said }).state, 'ready')
  })

  it('wants the plan for bad hours where the gate found something', () => {
    const wanted = { ...words('signs'), items: [{ kind: 'safety-plan', isDone: true, words: 'done' }] }
    assert.equal(stateOf('signs', wanted).state, 'begun')
    assert.equal(stateOf('signs', { ...wanted, safetyParts: 3 }).state, 'ready')
  })

  it('wants an appointment with a day, within a week of the last one', () => {
    const visit = (onDay: string) => ({ visits: [{ kind: 'therapy', withWhom: 'Dr. Osei', onDay }] })
    assert.equal(stateOf('appointments', words('appointments')).state, 'begun')
    assert.equal(stateOf('appointments', visit('2026-11-21')).state, 'open', 'one that has passed')
    assert.equal(stateOf('appointments', visit('2026-12-24')).state, 'ready')
    assert.equal(stateOf('appointments', { ...visit('2026-11-27'), lastDay: '2026-11-20' }).state, 'ready')
    assert.equal(stateOf('appointments', { ...visit('2026-11-28'), lastDay: '2026-11-20' }).state, 'begun')
  })

  it('wants medicine to last until the next prescriber, and takes no unknown for good news', () => {
    const line = (coveredTo: string | null) => ({ name: 'Buprenorphine', coveredTo })
    assert.equal(stateOf('medicine', {}).state, 'open')
    assert.equal(stateOf('medicine', { medicinesKnown: true }).state, 'ready')
    assert.equal(stateOf('medicine', { medicines: [line('2026-12-30')] }).state, 'begun')
    const until = (coveredTo: string | null) =>
      stateOf('medicine', { medicines: [line(coveredTo)], prescriberOn: '2026-12-01' })
    assert.equal(until('2026-11-30').state, 'ready')
    const short = until('2026-11-28')
    assert.deepEqual([short.state, /2 days without medicine/.test(short.because)], ['begun', true])
    assert.match(until(null).because, /not noted how long Buprenorphine/)
    assert.equal(bridgeEnd([line('2026-12-02'), line(null), line('2026-11-29')]), '2026-11-29')
  })

  it('wants naloxone in hand: prescribed is not yet had, declined is settled', () => {
    const after = (outcome: string) => stateOf('naloxone', { naloxone: { outcome, onDay: '2026-11-01' } }).state
    assert.deepEqual(['given', 'has-it', 'prescribed', 'declined'].map(after), ['ready', 'ready', 'begun', 'settled'])
  })

  it('wants a number, not a name alone', () => {
    assert.equal(stateOf('supports', { supports: 1 }).state, 'begun')
    assert.equal(stateOf('supports', { supports: 2, reachable: 1 }).state, 'ready')
  })

  it('never counts more than it has, and more facts never take a ready part away', () => {
    const anyWords = fc.record(
      Object.fromEntries(leavingParts.map((part) => [part, fc.constantFrom('', 'Something')])),
    ) as fc.Arbitrary<Record<LeavingPart, string>> // every part is among them
    fc.assert(
      fc.property(anyWords, fc.nat(3), fc.nat(3), (said, supports, more) => {
        const facts = { ...nothing, words: said, supports, reachable: supports }
        const [less, fuller] = [
          readinessFrom(facts),
          readinessFrom({ ...facts, reachable: supports + more, medicinesKnown: true }),
        ]
        assert.ok(less.ready >= 0 && less.ready <= less.of)
        assert.ok(fuller.ready >= less.ready)
        assert.equal(less.ready + gapsOf(less).length, less.of)
      }),
    )
  })
})

describe('Words that two write', () => {
  it('are lost by nobody', () => {
    assert.deepEqual(joinedWords('a', 'a', 'b'), { words: 'b', both: false })
    assert.deepEqual(joinedWords('a', 'b', 'a'), { words: 'b', both: false })
    const texts = fc.constantFrom('', 'home', 'aunt', 'room 3')
    fc.assert(
      fc.property(texts, texts, texts, (base, saved, mine) => {
        const { words: joined } = joinedWords(base, saved, mine)
        for (const one of [saved, mine]) if (one !== base) assert.ok(joined.includes(one))
      }),
    )
  })

  it('are read from a form part by part, each with the save it rests on', () => {
    assert.deepEqual(wordsTyped({ work: 'Monday\0', 'base-work': 'x', other: 'no' }), [
      { part: 'work', words: 'Monday', basedOn: 'x' },
    ])
    assert.deepEqual(wordsTyped({ work: '', 'base-work': '' }), [{ part: 'work', words: '', basedOn: null }])
  })

  it('have a title, a question and something for tonight in every part', () => {
    for (const part of leavingParts) assert.ok(partWords[part].title && partWords[part].asks && partWords[part].tonight)
  })
})
