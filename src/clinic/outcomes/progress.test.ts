import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { judge, progressOf, shareOf, type Score, type Standing, type StayMeasured, type Yardstick } from './progress.ts'

const phq: Yardstick = { instrument: 'phq-9', caseFrom: 10, reliable: 6 }
const gad: Yardstick = { instrument: 'gad-7', caseFrom: 8, reliable: 4 }
const both = [phq, gad]
const first = '2026-02-02'
const today = '2026-06-01'
const on = (day: number, score: number, instrument = 'phq-9'): Score => ({ instrument, on: addDays(first, day), score })
const stay = (scores: Score[], over: Partial<StayMeasured> = {}): StayMeasured => ({
  id: 'stay',
  first,
  last: null,
  completed: false,
  scores,
  ...over,
})

describe('One stay', () => {
  const cases: [string, StayMeasured, Standing, boolean][] = [
    ['six points better is progress', stay([on(0, 16), on(50, 10)]), 'improved', true],
    ['five are within the noise', stay([on(0, 16), on(50, 11)]), 'unchanged', true],
    ['six worse', stay([on(0, 12), on(49, 18)]), 'worse', true],
    ['began at the cut-off', stay([on(0, 10), on(56, 4)]), 'improved', true],
    ['began below it', stay([on(0, 9), on(56, 0)]), 'below', false],
    ['nobody asked at the beginning', stay([on(8, 20), on(50, 2)]), 'no-baseline', false],
    ['asked two weeks before it began', stay([on(-14, 20), on(50, 2)]), 'improved', true],
    ['asked long before it began', stay([on(-15, 20), on(50, 2)]), 'no-baseline', false],
    ['the first score is the beginning, not the worst', stay([on(0, 12), on(5, 22), on(50, 11)]), 'unchanged', true],
    ['never answered again', stay([on(0, 20)]), 'no-later', false],
    ['what comes after day 56 is not heard', stay([on(0, 20), on(57, 1)]), 'no-later', false],
    ['the last answer speaks, not the best', stay([on(0, 20), on(20, 3), on(50, 19)]), 'unchanged', true],
    ['an early last answer is no completer', stay([on(0, 20), on(20, 3)]), 'improved', false],
    [
      'left on day 25 with an answer of day 20',
      stay([on(0, 20), on(20, 3)], { last: addDays(first, 25) }),
      'improved',
      false,
    ],
    [
      'completed on day 25 with an answer of day 20',
      stay([on(0, 20), on(20, 3)], { last: addDays(first, 25), completed: true }),
      'improved',
      true,
    ],
    ['better on one that began as a case', stay([on(0, 4), on(0, 15, 'gad-7'), on(50, 11, 'gad-7')]), 'improved', true],
    [
      'better on one, worse on another',
      stay([on(0, 16), on(50, 6), on(0, 9, 'gad-7'), on(50, 14, 'gad-7')]),
      'mixed',
      true,
    ],
    [
      'worse on one that began below its cut-off',
      stay([on(0, 16), on(50, 6), on(0, 3, 'gad-7'), on(50, 14, 'gad-7')]),
      'mixed',
      true,
    ],
    ['another instrument says nothing here', stay([on(0, 30, 'pcl-5'), on(50, 1, 'pcl-5')]), 'no-baseline', false],
    ['its eight weeks are not over', stay([on(0, 16), on(50, 2)], { first: '2026-05-01' }), 'not-yet', false],
  ]
  for (const [name, given, standing, isCompleter] of cases)
    it(name, () => {
      const found = judge(given, both, today)
      assert.equal(found.standing, standing)
      if (standing !== 'not-yet') assert.equal(found.isCompleter, isCompleter)
    })

  it('is over on the day after day 56, through a leap day too', () => {
    const leap = { ...stay([]), first: '2028-02-01' }
    assert.equal(judge(leap, both, '2028-03-28').standing, 'not-yet')
    assert.equal(judge(leap, both, '2028-03-29').standing, 'no-baseline')
  })
})

describe('A share', () => {
  it('has the interval that the literature prints', () => {
    const { low, high } = shareOf(7, 10)
    assert.deepEqual([low.toFixed(3), high.toFixed(3)], ['0.397', '0.892'])
    const none = shareOf(0, 20)
    assert.deepEqual([none.low, none.high.toFixed(3)], [0, '0.161'])
    assert.deepEqual(shareOf(0, 0), { n: 0, of: 0, share: null, low: 0, high: 1 })
  })

  it('lies within its interval, which narrows with more people', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
        const n = Math.round(part * of)
        const one = shareOf(n, of)
        assert.ok(one.share !== null && one.low <= one.share && one.share <= one.high && one.low >= 0 && one.high <= 1)
        const ten = shareOf(n * 10, of * 10)
        assert.ok(ten.high - ten.low < one.high - one.low)
      }),
    )
  })
})

describe('A program', () => {
  const anyScore = fc.record({
    instrument: fc.constantFrom('phq-9', 'gad-7'),
    day: fc.integer({ min: -20, max: 70 }),
    score: fc.integer({ min: 0, max: 21 }),
  })
  const anyStay = fc
    .record({
      scores: fc.array(anyScore, { maxLength: 6 }),
      stays: fc.integer({ min: 1, max: 90 }),
      completed: fc.boolean(),
    })
    .map(({ scores, stays, completed }) =>
      stay(
        scores.map(({ instrument, day, score }) => on(day, score, instrument)),
        { last: addDays(first, stays), completed },
      ),
    )

  it('counts everybody once, and the careful figure is never above the kind one', () => {
    fc.assert(
      fc.property(fc.array(anyStay, { maxLength: 30 }), (stays) => {
        const judged = stays.map((one) => judge(one, both, today))
        const sum = progressOf(judged)
        assert.equal(
          Object.values(sum.counts).reduce((total, n) => total + n, 0),
          stays.length,
        )
        assert.ok((sum.everyone.share ?? 0) <= (sum.lastAnswer.share ?? 1))
        assert.ok(sum.completers.of <= sum.lastAnswer.of && sum.lastAnswer.of <= sum.everyone.of)
        // Somebody of whom nothing more is known never makes a program look better.
        const more = progressOf([...judged, judge(stay([on(0, 20)]), both, today)])
        assert.ok((more.everyone.share ?? 0) <= (sum.everyone.share ?? 1))
        assert.equal(more.lastAnswer.n, sum.lastAnswer.n)
      }),
    )
  })

  it('does not hang on the order of the scores', () => {
    fc.assert(
      fc.property(anyStay, ({ scores, ...rest }) => {
        const days = new Set(scores.map(({ on: day, instrument }) => `${day} ${instrument}`))
        fc.pre(days.size === scores.length)
        assert.equal(
          judge({ ...rest, scores }, both, today).standing,
          judge({ ...rest, scores: scores.toReversed() }, both, today).standing,
        )
      }),
    )
  })
})
