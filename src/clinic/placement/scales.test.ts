import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRefusal } from '../../basics/refusal.ts'
import { scoreOf } from '../instruments/rules.ts'
import { nothingFound } from './answered.ts'
import { gateOf } from './gate.ts'
import { scaleBehind, scalesOn, toGate } from './scales.ts'

const withoutSuicide = Object.fromEntries(Object.entries(nothingFound).filter(([id]) => !id.startsWith('cssrs')))
const cssrs = (answers: (number | null)[]) =>
  gateOf({ ...withoutSuicide, ...toGate('c-ssrs-screener', { answers, total: null, isWhole: true }) }, { age: 34 })

describe('a whole scale lands in the gate', () => {
  test('the C-SSRS screener item by item; its triage and the gate agree on every set of answers that can be given', () => {
    let seen = 0
    for (const q1 of [0, 1])
      for (const thoughts of [
        [0, null, null, null],
        ...[0, 1].flatMap((a) => [0, 1].flatMap((b) => [0, 1].map((c) => [1, a, b, c]))),
      ])
        for (const acts of [
          [0, null],
          [1, 0],
          [1, 1],
        ]) {
          const answers = [q1, ...thoughts, ...acts]
          const score = scoreOf('c-ssrs-screener', answers)
          assert.ok(!isRefusal(score))
          const gate = cssrs(answers)
          const stops = gate.stops.filter((stop) => stop.group === 'suicide')
          const isImminent = stops.some((stop) => stop.within === 'now')
          assert.equal(isImminent, score.triage === 'high', answers.join())
          if (score.triage === 'moderate') assert.ok(stops.length > 0, answers.join())
          assert.deepEqual(gate.unanswered, [], answers.join())
          seen += 1
        }
    assert.equal(seen, 54)
  })
  test('an item left open stays open in the gate', () => {
    assert.deepEqual(cssrs([0, null, null, null, null, 0, null]).unanswered, ['cssrs-2'])
  })
  test('CIWA-Ar and COWS by their total, only when every item was answered', () => {
    const ciwa = scoreOf('ciwa-ar', [4, 3, 3, 2, 2, 1, 0, 0, 0, 0])
    assert.ok(!isRefusal(ciwa))
    assert.equal(ciwa.total, 15)
    assert.deepEqual(toGate('ciwa-ar', { answers: [], total: ciwa.total, isWhole: true }), { ciwa: 15 })
    assert.deepEqual(toGate('cows', { answers: [], total: 13, isWhole: true }), { cows: 13 })
    assert.deepEqual(toGate('cows', { answers: [], total: 13, isWhole: false }), {})
    assert.deepEqual(toGate('cows', { answers: [], total: null, isWhole: true }), {})
  })
  test('the last of the day speaks, and only of that day', () => {
    const taken = [
      { instrument: 'ciwa-ar', answers: [], score: 18, scoreStatus: 'complete', takenOn: '2026-11-21' },
      { instrument: 'ciwa-ar', answers: [], score: 12, scoreStatus: 'complete', takenOn: '2026-11-22' },
      { instrument: 'ciwa-ar', answers: [], score: 9, scoreStatus: 'complete', takenOn: '2026-11-22' },
      { instrument: 'phq-9', answers: [], score: 20, scoreStatus: 'complete', takenOn: '2026-11-22' },
    ]
    assert.deepEqual(scalesOn(taken, '2026-11-22'), { ciwa: 9 })
    assert.deepEqual(scalesOn(taken, '2026-11-23'), {})
    assert.equal(scaleBehind(taken, 'ciwa', { answers: { ciwa: 9 }, day: '2026-11-22' })?.score, 9)
    assert.equal(scaleBehind(taken, 'ciwa', { answers: { ciwa: 12 }, day: '2026-11-22' }), undefined)
    assert.equal(scaleBehind(taken, 'pulse', { answers: { ciwa: 9 }, day: '2026-11-22' }), undefined)
  })
})
