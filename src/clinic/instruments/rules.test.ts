import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { instruments } from './catalog.ts'
import { questionsOf } from './form.ts'
import type { InstrumentKey } from './instrument.ts'
import { type Answers, bandOf, bandSetOf, highestOf, isAsked, type Score, scoreOf } from './rules.ts'

const score = (key: InstrumentKey, answers: Answers, bandSet?: string): Score => {
  const answer = scoreOf(key, answers, bandSet)
  if (isRefusal(answer)) throw new Error(answer.because)
  return answer
}
const filled = (length: number, value: number): number[] => Array.from({ length }, () => value)

test('sums and bands', () => {
  const table: [InstrumentKey, Answers, number, string][] = [
    ['phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 0], 0, 'Minimal'],
    ['phq-9', [1, 1, 1, 1, 0, 0, 0, 0, 0], 4, 'Minimal'],
    ['phq-9', [1, 1, 1, 1, 1, 0, 0, 0, 0], 5, 'Mild'],
    ['phq-9', [3, 3, 3, 0, 0, 0, 0, 0, 0], 9, 'Mild'],
    ['phq-9', [3, 3, 3, 1, 0, 0, 0, 0, 0], 10, 'Moderate'],
    ['phq-9', [3, 3, 3, 3, 3, 0, 0, 0, 0], 15, 'Moderately severe'],
    ['phq-9', [3, 3, 3, 3, 3, 3, 2, 0, 0], 20, 'Severe'],
    ['phq-9', [3, 3, 3, 3, 3, 3, 3, 3, 3], 27, 'Severe'],
    ['gad-7', [0, 0, 0, 0, 0, 0, 0], 0, 'Minimal'],
    ['gad-7', [1, 1, 1, 1, 1, 0, 0], 5, 'Mild'],
    ['gad-7', [2, 2, 2, 2, 2, 0, 0], 10, 'Moderate'],
    ['gad-7', [3, 3, 3, 3, 2, 0, 0], 14, 'Moderate'],
    ['gad-7', [3, 3, 3, 3, 3, 0, 0], 15, 'Severe'],
    ['gad-7', [3, 3, 3, 3, 3, 3, 3], 21, 'Severe'],
    ['audit-c', [0, null, null], 0, 'Below both cut-offs'],
    ['audit-c', [1, 0, 1], 2, 'Below both cut-offs'],
    ['audit-c', [2, 1, 0], 3, 'At the cut-off for women, below it for men'],
    ['audit-c', [2, 1, 1], 4, 'Above both cut-offs'],
    ['audit-c', [4, 2, 1], 7, 'Dependence likely'],
    ['audit-c', [4, 4, 4], 12, 'Dependence likely'],
    // Who uses no drugs answers "yes" to question 3 (always able to stop): 0 points there.
    ['dast-10', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0, 'No problems reported'],
    ['dast-10', [1, 0, 1, 0, 0, 0, 0, 0, 0, 0], 2, 'Low'],
    ['dast-10', [1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 3, 'Moderate'],
    ['dast-10', [1, 1, 1, 1, 1, 1, 0, 0, 0, 0], 6, 'Substantial'],
    ['dast-10', filled(10, 1), 10, 'Severe'],
    ['pc-ptsd-5', [0, null, null, null, null, null], 0, 'Below the cut-off'],
    ['pc-ptsd-5', [1, 0, 0, 0, 0, 0], 0, 'Below the cut-off'],
    ['pc-ptsd-5', [1, 1, 1, 0, 1, 0], 3, 'Positive at the sensitive cut-off'],
    ['pc-ptsd-5', [1, 1, 1, 1, 1, 1], 5, 'Positive'],
    ['pcl-5', filled(20, 0), 0, 'Below the cut-off'],
    ['pcl-5', [...filled(15, 2), ...filled(5, 0)], 30, 'Below the cut-off'],
    ['pcl-5', [...filled(15, 2), 1, ...filled(4, 0)], 31, 'Near the cut-off'],
    ['pcl-5', [...filled(16, 2), 1, ...filled(3, 0)], 33, 'PTSD probable'],
    ['pcl-5', filled(20, 4), 80, 'PTSD probable'],
    ['cows', filled(11, 0), 0, 'Below mild'],
    ['cows', [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0], 5, 'Mild'],
    ['cows', [2, 2, 3, 2, 2, 2, 0, 0, 0, 0, 0], 13, 'Moderate'],
    ['cows', [4, 4, 5, 5, 4, 4, 0, 0, 0, 0, 0], 26, 'Moderately severe'],
    ['cows', [4, 4, 5, 5, 4, 4, 5, 4, 4, 4, 5], 48, 'Severe'],
    ['ciwa-ar', filled(10, 0), 0, 'Mild'],
    ['ciwa-ar', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 10, 'Moderate'],
    ['ciwa-ar', [7, 7, 4, 0, 0, 0, 0, 0, 0, 0], 18, 'Moderate'],
    ['ciwa-ar', [7, 7, 4, 1, 0, 0, 0, 0, 0, 0], 19, 'Severe'],
    ['ciwa-ar', [7, 7, 7, 7, 7, 7, 7, 7, 7, 4], 67, 'Severe'],
  ]
  for (const [key, answers, total, band] of table) {
    const result = score(key, answers)
    assert.deepEqual(
      [result.total, result.level?.label, result.status],
      [total, band, 'complete'],
      `${key} ${answers.join()}`,
    )
  }
})

test('missing items: a few are made up from the others, more give no score', () => {
  const table: [InstrumentKey, Answers, number | null, string][] = [
    ['phq-9', [2, 2, 2, 2, 2, 2, 2, null, 0], 16, 'prorated'], // 14 of 8 → 15.75
    ['phq-9', [null, null, 3, 3, 3, 3, 3, 3, 0], 23, 'prorated'], // 18 of 7 → 23.1
    ['phq-9', [null, null, null, 3, 3, 3, 3, 3, 0], null, 'not-scored'],
    ['gad-7', [3, 3, 3, 3, 3, 3, null], 21, 'prorated'],
    ['gad-7', [1, 0, 0, 0, 0, 0, null], 1, 'prorated'], // 1.17
    ['gad-7', [3, 3, 3, 3, 3, null, null], null, 'not-scored'],
    ['gad-7', Array.from({ length: 7 }, () => null), null, 'not-scored'],
    ['audit-c', [1, null, null], null, 'not-scored'],
    ['audit-c', [null, null, null], null, 'not-scored'],
    ['pc-ptsd-5', [null, null, null, null, null, null], null, 'not-scored'],
    ['pc-ptsd-5', [1, 1, 1, 1, 1, null], null, 'not-scored'],
    ['pcl-5', [null, ...filled(19, 4)], null, 'not-scored'],
    ['cows', [null, ...filled(10, 0)], null, 'not-scored'],
    ['ciwa-ar', [...filled(9, 7), null], null, 'not-scored'],
  ]
  for (const [key, answers, total, status] of table) {
    const result = score(key, answers)
    assert.deepEqual([result.total, result.status], [total, status], `${key} ${answers.join()}`)
    assert.equal(result.level === null, total === null)
  }
  assert.deepEqual(score('phq-9', [null, null, 0, 0, 0, 0, 0, 0, 0]).missing, ['1', '2'])
  assert.deepEqual(score('audit-c', [0, null, null]).missing, [])
  assert.deepEqual(score('audit-c', [2, null, null]).missing, ['2', '3'])
})

test('answers that do not exist are refused', () => {
  const table: [InstrumentKey, Answers, string][] = [
    ['phq-9', [0, 0, 0], 'PHQ-9 has 9 questions; 3 answers came.'],
    ['phq-9', [0, 0, 4, 0, 0, 0, 0, 0, 0], 'Question 3 of PHQ-9 has no answer 4. Choose one of the list.'],
    ['phq-9', [-1, 0, 0, 0, 0, 0, 0, 0, 0], 'Question 1 of PHQ-9 has no answer -1. Choose one of the list.'],
    ['phq-9', [0, 1.5, 0, 0, 0, 0, 0, 0, 0], 'Question 2 of PHQ-9 has no answer 1.5. Choose one of the list.'],
    ['phq-9', [0, 0, 0, 0, 0, 0, 0, 0, Number.NaN], 'Question 9 of PHQ-9 has no answer NaN. Choose one of the list.'],
    ['cows', [3, ...filled(10, 0)], 'Question 1 of COWS has no answer 3. Choose one of the list.'],
    ['ciwa-ar', [...filled(9, 7), 5], 'Question 10 of CIWA-Ar has no answer 5. Choose one of the list.'],
  ]
  for (const [key, answers, because] of table) {
    const answer = scoreOf(key, answers)
    assert.ok(isRefusal(answer))
    assert.equal(answer.because, because)
  }
})

test('item 9 of the PHQ-9 stands by itself, whatever the total, and an open answer is asked', () => {
  assert.deepEqual(score('phq-9', [3, 3, 3, 3, 3, 3, 3, 3, 0]).alarms, [])
  for (const answer of [1, 2, 3]) {
    const { alarms, total } = score('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, answer])
    assert.equal(total, answer)
    assert.deepEqual(alarms, [
      {
        linkId: 'q9',
        answer,
        because: 'Question 9 was answered above zero. Open the suicide risk screen before the client leaves.',
        isImminent: false,
      },
    ])
  }
  const unscored = score('phq-9', [null, null, null, 0, 0, 0, 0, 0, 2])
  assert.deepEqual([unscored.status, unscored.alarms.length], ['not-scored', 1])
  const open = score('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, null])
  assert.deepEqual([open.status, open.alarms[0]?.answer], ['prorated', null])
  assert.match(open.alarms[0]?.because ?? '', /left open\. Ask it/)
  assert.deepEqual(score('gad-7', [3, 3, 3, 3, 3, 3, 3]).alarms, [])
})

test('the C-SSRS screener: a level as published, never a sum', () => {
  const _ = null
  const table: [Answers, string | null][] = [
    //1  2  3  4  5  6  6a
    [[0, 0, _, _, _, 0, _], 'none'],
    [[1, 0, _, _, _, 0, _], 'low'],
    [[0, 1, 0, 0, 0, 0, _], 'low'],
    [[1, 1, 0, 0, 0, 0, _], 'low'],
    [[1, 1, 1, 0, 0, 0, _], 'moderate'],
    [[0, 0, _, _, _, 1, 0], 'moderate'],
    [[0, 0, _, _, _, 1, 1], 'high'],
    [[1, 1, 0, 1, 0, 0, _], 'high'],
    [[1, 1, 0, 0, 1, 0, _], 'high'],
    [[1, 1, 1, 1, 1, 1, 1], 'high'],
    // Left open: no level, unless what is there already says high.
    [[_, 0, _, _, _, 0, _], null],
    [[1, 1, 1, _, 0, 0, _], null],
    [[0, 0, _, _, _, 1, _], null],
    [[0, 0, _, _, _, _, _], null],
    [[_, _, _, 1, _, _, _], 'high'],
    [[_, _, _, _, _, _, 1], 'high'],
    // Contradictions lean to safety: a yes counts even where the skip should not have asked.
    [[0, 0, 1, 0, 0, 0, _], 'moderate'],
    [[0, 0, 0, 0, 1, 0, _], 'high'],
  ]
  for (const [answers, triage] of table) {
    const result = score('c-ssrs-screener', answers)
    assert.equal(result.triage, triage, `${answers.join()}`)
    assert.equal(result.total, null)
    assert.equal(
      result.alarms.some((alarm) => alarm.isImminent),
      triage === 'high',
      `${answers.join()}`,
    )
  }
  assert.deepEqual(score('c-ssrs-screener', [0, 1, _, _, _, 0, _]).missing, ['3', '4', '5'])
  assert.match(score('c-ssrs-screener', [0, 1, 0, 0, 0, 0, _]).alarms[0]?.because ?? '', /today, with a safety plan/)
  assert.deepEqual(score('c-ssrs-screener', [1, 0, _, _, _, 0, _]).alarms, [])
})

test('the C-SSRS screener: yes to 4, 5 or to behaviour within 3 months is high, whatever else was answered', () => {
  const any = fc.array(fc.constantFrom(null, 0, 1), { minLength: 7, maxLength: 7 })
  fc.assert(
    fc.property(any, (answers) => {
      const { triage, alarms } = score('c-ssrs-screener', answers)
      const isImminent = answers[3] === 1 || answers[4] === 1 || answers[6] === 1
      assert.equal(triage === 'high', isImminent)
      assert.equal(
        alarms.some((alarm) => alarm.isImminent),
        isImminent,
      )
      // Nobody who said yes to anything leaves without a level or an open question to ask.
      if (answers.includes(1)) assert.ok(triage !== 'none')
    }),
    { numRuns: 2187 },
  )
})

test('CIWA-Ar: the same answers under another set of bands, and the set is named', () => {
  const eight = [4, 4, 0, 0, 0, 0, 0, 0, 0, 0]
  assert.deepEqual([score('ciwa-ar', eight).level?.label, score('ciwa-ar', eight).bandSet], ['Mild', 'asam-2020'])
  const other = score('ciwa-ar', eight, 'eight-fifteen')
  assert.deepEqual([other.level?.label, other.bandSet], ['Moderate', 'eight-fifteen'])
  assert.equal(score('ciwa-ar', eight, 'no such set').bandSet, 'asam-2020')
  assert.deepEqual(
    score('ciwa-ar', [7, 7, 5, 0, 0, 0, 0, 0, 0, 0]).cuts.map((cut) => cut.points),
    [10, 19],
  )
})

test('PCL-5: the pattern of clusters needs B 1, C 1, D 2 and E 2', () => {
  const from = (at: number[]): number[] => filled(20, 0).map((_, i) => (at.includes(i + 1) ? 2 : 1))
  assert.equal(score('pcl-5', from([1, 6, 8, 9, 15, 16])).pattern?.met, true)
  assert.equal(score('pcl-5', from([1, 6, 8, 15, 16])).pattern?.met, false)
  assert.equal(score('pcl-5', from([6, 8, 9, 15, 16])).pattern?.met, false)
  assert.deepEqual(
    score('pcl-5', from([1, 2, 6])).pattern?.symptoms.map(({ name, count }) => [name, count]),
    [
      ['B', 2],
      ['C', 1],
      ['D', 0],
      ['E', 0],
    ],
  )
  assert.equal(score('pcl-5', [null, ...filled(19, 4)]).pattern, null)
})

const summed = instruments.filter((one) => one.scoring.kind === 'sum')
const anyAnswers = fc
  .constantFrom(...summed)
  .chain((one) =>
    fc.tuple(
      fc.constant(one),
      fc.tuple(
        ...questionsOf(one.form).map((question) =>
          fc.option(fc.constantFrom(...question.options.map((option) => option.value)), { freq: 12 }),
        ),
      ),
    ),
  )

test('whatever the answers: a score in range and its band, or none at all', () => {
  fc.assert(
    fc.property(anyAnswers, ([one, answers]) => {
      const result = score(one.key, answers)
      const questions = questionsOf(one.form)
      const asked = questions.filter((_, i) => isAsked(questions, answers, i))
      assert.equal(
        result.missing.length,
        asked.filter((question) => answers[questions.indexOf(question)] === null).length,
      )
      const allowed = one.scoring.kind === 'sum' ? one.scoring.missingAllowed : 0
      assert.equal(result.total === null, result.missing.length > allowed)
      if (result.total === null) return
      assert.ok(Number.isInteger(result.total) && result.total >= 0 && result.total <= (highestOf(one) ?? 0))
      assert.equal(result.level?.label, bandOf(one, result.total)?.label)
      // A worse answer never lowers the score, as long as it opens no further question.
      const i = questions.findIndex(
        (question, at) =>
          question.onlyIf === null &&
          answers[at] !== null &&
          !questions.some((later) => later.onlyIf?.linkId === question.linkId) &&
          question.options.some((option) => option.value > (answers[at] ?? 0)),
      )
      if (i === -1) return
      const most = Math.max(...(questions[i]?.options.map((option) => option.value) ?? [0]))
      assert.ok((score(one.key, answers.with(i, most)).total ?? 0) >= result.total)
    }),
    { numRuns: 800 },
  )
})

test('every set of bands covers every score once, in order', () => {
  const highest = new Map(instruments.map((one) => [one.key, highestOf(one)]))
  assert.deepEqual(Object.fromEntries(highest), {
    'phq-9': 27,
    'gad-7': 21,
    'audit-c': 12,
    'dast-10': 10,
    'pc-ptsd-5': 5,
    'pcl-5': 80,
    'c-ssrs-screener': null,
    cows: 48,
    'ciwa-ar': 67,
  })
  for (const one of summed) {
    if (one.scoring.kind !== 'sum') continue
    const most = highestOf(one) ?? 0
    for (const { key, bands } of one.scoring.bandSets) {
      for (let total = 0; total <= most; total++)
        assert.equal(bands.filter((band) => band.from <= total && total <= band.to).length, 1, `${key} ${total}`)
      assert.equal(bandSetOf(one, key)?.key, key)
      assert.equal(bandOf(one, most + 1, key), null)
      assert.equal(bandOf(one, -1, key), null)
    }
  }
})
