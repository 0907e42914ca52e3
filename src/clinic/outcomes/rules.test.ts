import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { gad7, type Instrument, instruments, phq9 } from './instruments.ts'
import { type Answers, bandOf, changeBetween, highestOf, reliableChangeIndex, type Score, scoreOf } from './rules.ts'

const score = (instrument: Instrument, answers: Answers): Score => {
  const answer = scoreOf(instrument, answers)
  if (isRefusal(answer)) throw new Error(answer.because)
  return answer
}

test('sums and bands', () => {
  const table: [Instrument, number[], number, string][] = [
    [phq9, [0, 0, 0, 0, 0, 0, 0, 0, 0], 0, 'Minimal'],
    [phq9, [1, 1, 1, 1, 0, 0, 0, 0, 0], 4, 'Minimal'],
    [phq9, [1, 1, 1, 1, 1, 0, 0, 0, 0], 5, 'Mild'],
    [phq9, [3, 3, 3, 0, 0, 0, 0, 0, 0], 9, 'Mild'],
    [phq9, [3, 3, 3, 1, 0, 0, 0, 0, 0], 10, 'Moderate'],
    [phq9, [3, 3, 3, 3, 3, 0, 0, 0, 0], 15, 'Moderately severe'],
    [phq9, [3, 3, 3, 3, 3, 3, 2, 0, 0], 20, 'Severe'],
    [phq9, [3, 3, 3, 3, 3, 3, 3, 3, 3], 27, 'Severe'],
    [gad7, [0, 0, 0, 0, 0, 0, 0], 0, 'Minimal'],
    [gad7, [1, 1, 1, 1, 1, 0, 0], 5, 'Mild'],
    [gad7, [2, 2, 2, 2, 2, 0, 0], 10, 'Moderate'],
    [gad7, [3, 3, 3, 3, 2, 0, 0], 14, 'Moderate'],
    [gad7, [3, 3, 3, 3, 3, 0, 0], 15, 'Severe'],
    [gad7, [3, 3, 3, 3, 3, 3, 3], 21, 'Severe'],
  ]
  for (const [instrument, answers, total, band] of table) {
    const result = score(instrument, answers)
    assert.deepEqual([result.total, result.band?.label, result.status], [total, band, 'complete'], answers.join())
  }
})

test('missing items: a few are made up from the others, more give no score', () => {
  const table: [Instrument, Answers, number | null, string][] = [
    [phq9, [2, 2, 2, 2, 2, 2, 2, null, 0], 16, 'prorated'], // 14 of 8 → 15.75
    [phq9, [null, null, 3, 3, 3, 3, 3, 3, 0], 23, 'prorated'], // 18 of 7 → 23.1
    [phq9, [null, null, null, 3, 3, 3, 3, 3, 0], null, 'not-scored'],
    [gad7, [3, 3, 3, 3, 3, 3, null], 21, 'prorated'],
    [gad7, [1, 0, 0, 0, 0, 0, null], 1, 'prorated'], // 1.17
    [gad7, [3, 3, 3, 3, 3, null, null], null, 'not-scored'],
    [gad7, Array.from({ length: 7 }, () => null), null, 'not-scored'],
  ]
  for (const [instrument, answers, total, status] of table) {
    const result = score(instrument, answers)
    assert.deepEqual([result.total, result.status], [total, status], answers.join())
    assert.equal(result.band === null, total === null)
  }
  assert.deepEqual(score(phq9, [null, null, 0, 0, 0, 0, 0, 0, 0]).missing, [1, 2])
})

test('answers that do not exist are refused', () => {
  const table: [Answers, string][] = [
    [[0, 0, 0], 'PHQ-9 has 9 questions; 3 answers came.'],
    [[0, 0, 4, 0, 0, 0, 0, 0, 0], 'Question 3 of PHQ-9 has no answer 4. Choose one of the list.'],
    [[-1, 0, 0, 0, 0, 0, 0, 0, 0], 'Question 1 of PHQ-9 has no answer -1. Choose one of the list.'],
    [[0, 1.5, 0, 0, 0, 0, 0, 0, 0], 'Question 2 of PHQ-9 has no answer 1.5. Choose one of the list.'],
    [[0, 0, 0, 0, 0, 0, 0, 0, Number.NaN], 'Question 9 of PHQ-9 has no answer NaN. Choose one of the list.'],
  ]
  for (const [answers, because] of table) {
    const answer = scoreOf(phq9, answers)
    assert.ok(isRefusal(answer))
    assert.equal(answer.because, because)
  }
})

test('item 9 stands by itself, whatever the total, and an open answer is asked', () => {
  const quiet = score(phq9, [3, 3, 3, 3, 3, 3, 3, 3, 0])
  assert.deepEqual(quiet.alarms, [])
  for (const answer of [1, 2, 3]) {
    const { alarms, total } = score(phq9, [0, 0, 0, 0, 0, 0, 0, 0, answer])
    assert.equal(total, answer)
    assert.deepEqual(alarms, [
      {
        item: 9,
        answer,
        because: 'Question 9 was answered above zero. Open the suicide risk screen before the client leaves.',
      },
    ])
  }
  const unscored = score(phq9, [null, null, null, 0, 0, 0, 0, 0, 2])
  assert.deepEqual([unscored.status, unscored.alarms.length], ['not-scored', 1])
  const open = score(phq9, [0, 0, 0, 0, 0, 0, 0, 0, null])
  assert.deepEqual([open.status, open.alarms[0]?.answer], ['prorated', null])
  assert.match(open.alarms[0]?.because ?? '', /left open\. Ask it/)
  assert.deepEqual(score(gad7, [3, 3, 3, 3, 3, 3, 3]).alarms, [])
})

test('what a change means', () => {
  const table: [Instrument, number, number, string, boolean, boolean][] = [
    // earlier, later, label, response, remission
    [phq9, 18, 18, 'unchanged', false, false],
    [phq9, 18, 13, 'unchanged', false, false],
    [phq9, 18, 12, 'improved', false, false],
    [phq9, 18, 9, 'recovered', true, false],
    [phq9, 10, 4, 'recovered', true, true],
    [phq9, 15, 10, 'unchanged', false, false],
    [phq9, 16, 10, 'improved', false, false],
    [phq9, 9, 3, 'improved', true, true],
    [phq9, 10, 15, 'unchanged', false, false],
    [phq9, 10, 16, 'deteriorated', false, false],
    [phq9, 0, 0, 'unchanged', false, true],
    [gad7, 12, 8, 'improved', false, false],
    [gad7, 12, 7, 'recovered', false, false],
    [gad7, 12, 9, 'unchanged', false, false],
    [gad7, 8, 4, 'recovered', true, true],
    [gad7, 5, 9, 'deteriorated', false, false],
  ]
  for (const [instrument, earlier, later, label, response, remission] of table) {
    const change = changeBetween(instrument, earlier, later)
    assert.deepEqual(
      [change.label, change.response, change.remission, change.points],
      [label, response, remission, later - earlier],
      `${instrument.title} ${earlier} to ${later}`,
    )
  }
})

test('the reliable change index of the formula', () => {
  assert.ok(Math.abs(reliableChangeIndex(5, 0.84) - 5.5437) < 0.001)
  assert.equal(reliableChangeIndex(5, 1), 0)
})

const anyInstrument = fc.constantFrom(...instruments)
const anyAnswers = (instrument: Instrument) =>
  fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { freq: 8 }), {
    minLength: instrument.items.length,
    maxLength: instrument.items.length,
  })

test('whatever the answers: a score in range and its band, or none at all', () => {
  fc.assert(
    fc.property(
      anyInstrument.chain((instrument) => fc.tuple(fc.constant(instrument), anyAnswers(instrument))),
      ([instrument, answers]) => {
        const result = score(instrument, answers)
        assert.equal(result.answered + result.missing.length, instrument.items.length)
        assert.equal(result.total === null, result.missing.length > instrument.missingAllowed)
        if (result.total === null) return
        assert.ok(Number.isInteger(result.total) && result.total >= 0 && result.total <= highestOf(instrument))
        assert.ok(result.band !== null && result.band.from <= result.total && result.total <= result.band.to)
        const sum = answers.reduce<number>((total, answer) => total + (answer ?? 0), 0)
        assert.ok(result.total >= sum && result.total <= sum + 3 * result.missing.length)
        // A worse answer never lowers the score.
        const i = answers.findIndex((answer) => answer !== null && answer < 3)
        if (i === -1) return
        const worse = score(instrument, answers.with(i, (answers[i] ?? 0) + 1))
        assert.ok((worse.total ?? 0) >= result.total)
      },
    ),
    { numRuns: 400 },
  )
})

test('change is even-handed: what is better one way is worse the other', () => {
  fc.assert(
    fc.property(anyInstrument, fc.nat({ max: 21 }), fc.nat({ max: 21 }), (instrument, a, b) => {
      const there = changeBetween(instrument, a, b)
      const back = changeBetween(instrument, b, a)
      assert.equal(there.points + back.points, 0)
      assert.equal(there.reliable, back.reliable)
      assert.equal(there.label === 'deteriorated', back.label === 'improved' || back.label === 'recovered')
    }),
  )
})

test('bands cover every score once, in order', () => {
  for (const instrument of instruments) {
    for (let total = 0; total <= highestOf(instrument); total++) {
      assert.equal(instrument.bands.filter((band) => band.from <= total && total <= band.to).length, 1, `${total}`)
    }
    assert.equal(bandOf(instrument, highestOf(instrument) + 1), null)
    assert.equal(bandOf(instrument, -1), null)
  }
})
