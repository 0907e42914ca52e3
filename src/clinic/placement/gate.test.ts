import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { drinking, eating, nothingFound, sedated, usingOpioids } from './answered.ts'
import { answerProblem, answerProblems, answersFrom, isAsked, unansweredOf } from './answers.ts'
import { gateOf } from './gate.ts'
import type { RouteCode } from './levels.ts'
import type { Answers } from './question.ts'
import { groups, questions } from './questions.ts'
import { defaultThresholds, type GateThresholds } from './thresholds.ts'

const gate = (more: Answers = {}, age: number | null = 34, thresholds?: GateThresholds) =>
  gateOf({ ...nothingFound, ...more }, { age }, thresholds)
const ids = (more: Answers, age = 34) => gate(more, age).stops.map((stop) => stop.id)

describe('every hard stop, one example each', () => {
  const drink = (more: Answers): Answers => ({ ...drinking, ...more })
  const sedative = (more: Answers): Answers => ({ ...sedated, ...more })
  const opioid = (more: Answers): Answers => ({ ...usingOpioids, ...more })
  const eats = (more: Answers): Answers => ({ ...eating, ...more })
  const cases: [string, Answers, RouteCode, beside: boolean, age?: number][] = [
    ['chest-pain', { 'chest-pain': 'yes' }, '911', false],
    ['seizure-now', { 'seizure-now': 'yes' }, '911', false],
    ['unresponsive', { unresponsive: 'yes' }, '911', false],
    ['overdose-now', { 'overdose-now': 'yes' }, '911', false],
    ['vitals-pulse', { pulse: 130 }, 'ed', false],
    ['vitals-pulse', { pulse: 39 }, 'ed', false],
    ['vitals-systolic', { systolic: 180 }, 'ed', false],
    ['vitals-systolic', { systolic: 89 }, 'ed', false],
    ['vitals-diastolic', { diastolic: 120 }, 'ed', false],
    ['vitals-temperature', { temperature: 103 }, 'ed', false],
    ['vitals-temperature', { temperature: 94.9 }, 'ed', false],
    ['vitals-oxygen', { oxygen: 89 }, 'ed', false],
    ['alcohol-delirium', drink({ 'alcohol-delirium': 'yes' }), '911', false],
    ['alcohol-hallucinations', drink({ 'alcohol-hallucinations': 'yes' }), 'ed', false],
    ['alcohol-ciwa', drink({ ciwa: 10 }), '3.7', false],
    ['alcohol-ciwa-severe', drink({ ciwa: 19 }), '4', false],
    ['alcohol-ciwa-severe', drink({ ciwa: 24, 'withdrawal-cover': 'yes' }), '4', false],
    ['alcohol-seizure', drink({ 'alcohol-seizure': 'yes' }), '3.7', false],
    ['alcohol-delirium-past', drink({ 'alcohol-delirium-past': 'yes' }), '3.7', false],
    ['alcohol-pawss', drink({ pawss: 4 }), '3.7', false],
    ['alcohol-pregnant', drink({ pregnant: 'yes' }), '4', false],
    ['alcohol-older', drink({ 'alcohol-week': 15 }), '3.7', false, 65],
    ['alcohol-sedative', { ...drinking, ...sedative({ 'sedative-days': 28 }) }, '4', false],
    ['alcohol-level-and-signs', drink({ 'alcohol-signs': 'yes', 'alcohol-level': 0.15 }), 'ed', false],
    ['sedative-unstable', sedative({ 'sedative-unstable': 'yes' }), '4', false],
    ['sedative-daily', sedative({ 'sedative-days': 28 }), '1.7', false],
    ['sedative-dose', sedative({ 'sedative-dose': 40 }), '3.7', false],
    ['sedative-seizure', sedative({ 'sedative-seizure': 'yes' }), '3.7', false],
    ['sedative-stopped', sedative({ 'sedative-stopped': 'yes' }), '3.7', false],
    ['sedative-opioid', { ...sedated, ...usingOpioids }, '1.7', false],
    ['sedative-opioid', { ...sedated, ...usingOpioids, cows: 13 }, '3.7', false],
    ['sedative-alcohol', { ...sedated, ...drinking }, '1.7', false],
    ['sedative-pregnant', sedative({ pregnant: 'yes' }), '4', false],
    ['ghb-stopped', { 'ghb-stopped': 'yes' }, 'ed', false],
    ['phenibut-stopped', { 'phenibut-stopped': 'yes' }, 'ed', false],
    ['baclofen-stopped', { 'baclofen-stopped': 'yes' }, 'ed', false],
    ['opioid-withdrawal', opioid({ cows: 13 }), '1.7', true],
    ['opioid-withdrawal', opioid({ cows: 36, 'opioid-precipitated': 'yes' }), 'otp', true],
    ['opioid-severe', opioid({ cows: 37 }), '2.7', false],
    ['overdose-recent', { 'overdose-ever': 'yes', 'overdose-days': 30 }, '1.7', true],
    ['opioid-pregnant', opioid({ pregnant: 'yes' }), 'otp', true],
    ['suicide-intent', { 'cssrs-2': 'yes', 'cssrs-3': 'no', 'cssrs-4': 'yes', 'cssrs-5': 'no' }, '4-psych', false],
    ['suicide-plan', { 'cssrs-2': 'yes', 'cssrs-3': 'yes', 'cssrs-4': 'no', 'cssrs-5': 'yes' }, '4-psych', false],
    ['suicide-recent-act', { 'cssrs-6': 'yes', 'cssrs-6-recent': 'yes' }, '4-psych', false],
    ['suicide-recent-act', { 'cssrs-6': 'yes', 'cssrs-6-recent': 'not-known' }, '4-psych', false],
    ['suicide-thoughts', { 'cssrs-2': 'yes', 'cssrs-3': 'no', 'cssrs-4': 'no', 'cssrs-5': 'no' }, 'clinician', true],
    ['suicide-way', { 'cssrs-2': 'yes', 'cssrs-3': 'yes', 'cssrs-4': 'no', 'cssrs-5': 'no' }, 'clinician', true],
    ['suicide-past-act', { 'cssrs-6': 'yes', 'cssrs-6-recent': 'no' }, 'clinician', true],
    ['psychosis', { psychosis: 'yes' }, 'crisis', false],
    ['mania', { mania: 'yes' }, 'crisis', false],
    ['command-voices', { 'command-voices': 'yes' }, '4-psych', false],
    ['homicidal', { homicidal: 'yes' }, '4-psych', false],
    ['agitation', { agitation: 'yes' }, '911', false],
    ['eating-pulse', eats({ pulse: 49 }), '4', false],
    ['eating-bmi', eats({ bmi: 15.9 }), '4', false],
    ['eating-median-bmi', eats({ bmi: 15.2, 'median-bmi': 74 }), '4', false, 14],
    ['eating-standing', eats({ 'dizzy-standing': 'yes' }), '4', false],
    ['eating-fainted', eats({ fainted: 'yes' }), 'ed', false],
    ['eating-loss', eats({ 'rapid-loss': 'yes' }), '4', false],
    ['eating-potassium', eats({ potassium: 3.4 }), '4', false],
    ['medical-today', { 'medical-today': 'yes' }, 'ed', false],
    ['abuse-child', { 'abuse-child': 'yes', 'abuse-danger-now': 'no' }, 'report', true],
    ['abuse-adult', { 'abuse-adult': 'yes', 'abuse-danger-now': 'no' }, 'report', true],
    ['abuse-danger-now', { 'abuse-child': 'yes', 'abuse-danger-now': 'yes' }, '911', true],
  ]
  for (const [id, answers, route, beside, age] of cases)
    test(`${id} goes to ${route}`, () => {
      const result = gate(answers, age)
      const found = result.stops.find((stop) => stop.id === id)
      assert.ok(found, `${id} among ${result.stops.map((stop) => stop.id).join(', ')}`)
      assert.equal(found.routeTo, route)
      assert.equal(found.iopInParallel, beside)
      assert.equal(result.outcome, 'stop')
      assert.ok(found.routeLabel.length > 2)
      assert.ok(found.doNow.length >= 2)
      assert.match(found.because, /^[A-Z].+\.$/)
      assert.ok(found.restsOn.every((question) => questions.some((known) => known.id === question)))
      assert.ok(found.source.length > 5)
      assert.ok(found.mark === 'K' || found.mark === 'V')
    })
})

describe('just below the line nothing stops', () => {
  const cases: [string, Answers, number?][] = [
    ['nothing found', {}],
    ['vital signs at their limits', { pulse: 129, systolic: 179, diastolic: 119, temperature: 102.9, oxygen: 90 }],
    ['vital signs at the lower limits', { pulse: 40, systolic: 90, temperature: 95 }],
    ['CIWA-Ar 9', { ...drinking, ciwa: 9 }],
    ['CIWA-Ar 18 with daily medical cover', { ...drinking, ciwa: 18, 'withdrawal-cover': 'yes' }],
    ['PAWSS 3', { ...drinking, pawss: 3 }],
    ['64 and heavy', { ...drinking, 'alcohol-week': 60 }, 64],
    ['70 and light', { ...drinking, 'alcohol-week': 14 }, 70],
    ['high level without signs', { ...drinking, 'alcohol-test': 'positive', 'alcohol-level': 0.2 }],
    ['past seizure, dry for more than a week', { ...drinking, 'alcohol-last': 169, 'alcohol-seizure': 'yes' }],
    ['sedative 27 days, 39 mg', { ...sedated, 'sedative-days': 27, 'sedative-dose': 39 }],
    ['COWS 12', { ...usingOpioids, cows: 12 }],
    ['overdose 31 days ago', { 'overdose-ever': 'yes', 'overdose-days': 31 }],
    ['only screener item 1', { 'cssrs-1': 'yes' }],
    ['pulse 45 in a runner', { pulse: 45 }],
    ['eating: pulse 50, BMI 16, potassium 3.5', { ...eating, pulse: 50, bmi: 16, potassium: 3.5 }],
    ['a child of 13 with BMI 15.5 at 85% of the median', { ...eating, bmi: 15.5, 'median-bmi': 85 }, 13],
    ['pregnant, nothing used', { pregnant: 'yes' }],
  ]
  for (const [name, answers, age] of cases)
    test(name, () => {
      const result = gate(answers, age)
      assert.deepEqual(result.stops, [])
      assert.deepEqual(result.unanswered, [])
      assert.notEqual(result.outcome, 'stop')
    })
})

describe('combinations', () => {
  test('alcohol with daily benzodiazepine: a hospital, and the sedative stop stands too', () => {
    const found = ids({ ...drinking, ...sedated, 'sedative-days': 200 })
    assert.deepEqual(found, ['alcohol-sedative', 'sedative-daily'])
  })
  test('opioid with benzodiazepine: round-the-clock care once either is dangerous', () => {
    const result = gate({ ...usingOpioids, ...sedated, 'sedative-days': 60 })
    assert.equal(result.stops[0]?.id, 'sedative-opioid')
    assert.equal(result.stops[0]?.routeTo, '3.7')
  })
  test('alcohol, opioid and benzodiazepine at once', () => {
    const found = ids({ ...drinking, ...sedated, ...usingOpioids, ciwa: 12, 'sedative-days': 90, cows: 14 })
    assert.deepEqual(found.toSorted(), [
      'alcohol-ciwa',
      'alcohol-sedative',
      'opioid-withdrawal',
      'sedative-daily',
      'sedative-opioid',
    ])
  })
  test('pregnant with opioids: medicine and obstetric care, never detox, and the program may run beside', () => {
    const stop = gate({ ...usingOpioids, pregnant: 'yes' }).stops.find((each) => each.id === 'opioid-pregnant')
    assert.ok(stop?.doNow.some((step) => step.includes('detox')))
    assert.equal(stop?.iopInParallel, true)
  })
  test('a negative alcohol test clears nothing', () => {
    const result = gate({ ...drinking, 'alcohol-test': 'negative', 'alcohol-level': 0, 'alcohol-seizure': 'yes' })
    assert.deepEqual(
      result.stops.map((stop) => stop.id),
      ['alcohol-seizure'],
    )
    assert.ok(result.cautions.some((caution) => caution.id === 'alcohol-test-negative'))
  })
  test('a low score taken too early does not reassure', () => {
    const result = gate({ ...drinking, 'alcohol-last': 2, ciwa: 1 })
    assert.ok(result.cautions.some((caution) => caution.id === 'alcohol-too-early'))
  })
  test('medical cover does not excuse a past seizure', () => {
    assert.deepEqual(ids({ ...drinking, ciwa: 14, 'withdrawal-cover': 'yes', 'alcohol-seizure': 'yes' }), [
      'alcohol-seizure',
    ])
  })
  test('the time since the last drink not known counts as lately', () => {
    const result = gate({ ...drinking, 'alcohol-last': 'not-known', 'alcohol-seizure': 'yes' })
    assert.ok(result.stops.some((stop) => stop.id === 'alcohol-seizure'))
    assert.deepEqual(result.unanswered, ['alcohol-last'])
  })
  test('a dangerous score stops even when the leading question says no', () => {
    assert.deepEqual(ids({ 'alcohol-30': 'no', ciwa: 22 }), ['alcohol-ciwa-severe'])
    assert.deepEqual(ids({ 'opioid-use': 'no', cows: 15 }), ['opioid-withdrawal'])
    assert.deepEqual(ids({ 'cssrs-2': 'no', 'cssrs-5': 'yes' }), ['suicide-plan'])
  })
  test('the most urgent stop comes first', () => {
    const routes = gate({
      ...usingOpioids,
      cows: 20,
      psychosis: 'yes',
      'chest-pain': 'yes',
      ...drinking,
      ciwa: 12,
    }).stops
    assert.deepEqual(
      routes.map((stop) => stop.routeTo),
      ['911', 'crisis', '3.7', '1.7'],
    )
  })
  test('naloxone already given changes the first-aid steps', () => {
    const step = (given: string) =>
      gate({ 'overdose-now': 'yes', 'naloxone-given': given }).stops[0]?.doNow.find((text) => text.includes('aloxone'))
    assert.match(step('no') ?? '', /Give naloxone now/)
    assert.match(step('yes') ?? '', /second dose/)
  })
})

describe('an unanswered question is not a no', () => {
  test('an empty gate is unfinished, with every question that is always asked', () => {
    const result = gateOf({}, { age: 30 })
    assert.equal(result.outcome, 'unfinished')
    assert.deepEqual(
      result.unanswered,
      questions.filter((question) => question.required && question.askIf.length === 0).map((question) => question.id),
    )
  })
  for (const question of questions.filter((each) => each.required && each.askIf.length === 0))
    test(`without ${question.id} the gate does not pass`, () => {
      for (const gap of [undefined, null, '', '  ', 'not-known', 'maybe', Number.NaN]) {
        const result = gate({ [question.id]: gap })
        assert.equal(result.outcome, 'unfinished')
        assert.deepEqual(result.unanswered, [question.id])
        assert.deepEqual(result.notKnown, gap === 'not-known' ? [question.id] : [])
      }
    })
  test('a yes opens its follow-ups, and those are required in their turn', () => {
    assert.deepEqual(gate({ 'cssrs-2': 'yes' }).unanswered, ['cssrs-3', 'cssrs-4', 'cssrs-5'])
    assert.deepEqual(gate({ 'cssrs-6': 'yes' }).unanswered, ['cssrs-6-recent'])
    assert.deepEqual(gate({ 'vitals-taken': 'no', pulse: null, systolic: null, diastolic: null }).unanswered, [])
    assert.ok(gate({ 'vitals-taken': 'no', 'eating-concern': 'yes', pulse: null }).unanswered.includes('pulse'))
  })
  test('an age that is not known leaves the gate unfinished', () => {
    const result = gate({}, null)
    assert.deepEqual(result.unanswered, ['age'])
    assert.equal(result.outcome, 'unfinished')
  })
  test('a stop is shown though questions are open', () => {
    assert.equal(gateOf({ 'chest-pain': 'yes' }, { age: 30 }).outcome, 'stop')
  })
})

describe('answers', () => {
  test('numbers outside their range, part numbers and words are named, not used', () => {
    for (const ciwa of [-1, 68, 4.5, Number.POSITIVE_INFINITY, 'twelve']) {
      const result = gate({ ...drinking, ciwa })
      assert.deepEqual(result.unanswered, ['ciwa'])
      assert.equal(answerProblems({ ciwa }).length, 1)
    }
  })
  test('a question that does not exist is named', () => {
    assert.deepEqual(
      answerProblems({ toString: 'yes', __proto__x: 'no' }).map((problem) => problem.question),
      ['toString', '__proto__x'],
    )
  })
  test('form text becomes answers; what is no number stays for the message', () => {
    assert.deepEqual(
      answersFrom({ pulse: ' 72 ', temperature: '98.6', ciwa: '1e3', psychosis: 'no', junk: 'x', bmi: '' }),
      {
        pulse: 72,
        temperature: 98.6,
        ciwa: '1e3',
        psychosis: 'no',
      },
    )
    assert.deepEqual(unansweredOf({ ...nothingFound, ...drinking, ...answersFrom({ ciwa: '1e3' }) }), ['ciwa'])
  })
  test('a choice takes only its own values', () => {
    const pregnant = questions.find((question) => question.id === 'pregnant')
    assert.ok(pregnant)
    assert.equal(answerProblem(pregnant, 'cannot-be'), null)
    assert.match(answerProblem(pregnant, 'perhaps') ?? '', /Choose/)
  })
  test('questions have one id each, in a group that exists, and follow only questions asked before or beside them', () => {
    assert.equal(new Set(questions.map((question) => question.id)).size, questions.length)
    for (const question of questions) {
      assert.ok(groups.some((group) => group.id === question.group))
      for (const condition of question.askIf) assert.ok(questions.some((other) => other.id === condition.question))
    }
    assert.equal(isAsked({ ...(questions[0] as (typeof questions)[0]) }, {}), true)
  })
})

describe('thresholds', () => {
  test('the clinic may set its own, and the result says which set judged', () => {
    const rows = { ...defaultThresholds.rows, ciwaNeedsCover: { ...defaultThresholds.rows.ciwaNeedsCover, value: 8 } }
    const own: GateThresholds = { id: 'river-clinic-2', rows }
    assert.deepEqual(gate({ ...drinking, ciwa: 8 }).stops, [])
    const result = gate({ ...drinking, ciwa: 8 }, 34, own)
    assert.equal(result.thresholds, 'river-clinic-2')
    assert.equal(result.stops[0]?.id, 'alcohol-ciwa')
  })
  test('every threshold is dated and sourced', () => {
    for (const row of Object.values(defaultThresholds.rows)) {
      assert.match(row.from, /^\d{4}-\d\d-\d\d$/)
      assert.ok(row.source.length > 5 && row.unit.length > 0 && row.means.length > 0)
    }
  })
})

describe('properties', () => {
  const anyAnswer = fc.oneof(
    fc.constantFrom('yes', 'no', 'not-known', 'positive', 'negative', 'cannot-be', '', 'x'),
    fc.integer({ min: -10, max: 400 }),
    fc.constant(null),
  )
  const anyAnswers = fc.dictionary(fc.constantFrom(...questions.map((question) => question.id)), anyAnswer)

  test('the gate never throws, and clear means that nothing is open', () => {
    fc.assert(
      fc.property(anyAnswers, fc.option(fc.integer({ min: 0, max: 110 })), (answers, age) => {
        const result = gateOf(answers, { age })
        if (result.outcome === 'clear' || result.outcome === 'watch')
          return result.stops.length === 0 && result.unanswered.length === 0
        return result.outcome === 'stop' ? result.stops.length > 0 : result.unanswered.length > 0
      }),
      { numRuns: 2000 },
    )
  })
  test('taking a stopping answer away is the only way to lose its stop: other answers never silence it', () => {
    const quiet = fc.dictionary(
      fc.constantFrom('psychosis', 'mania', 'opioid-use', 'alcohol-test', 'eating-concern', 'abuse-child', 'cssrs-1'),
      anyAnswer,
    )
    const loud = [{ 'chest-pain': 'yes' }, { ciwa: 19 }, { 'cssrs-5': 'yes' }, { 'ghb-stopped': 'yes' }, { cows: 37 }]
    fc.assert(
      fc.property(quiet, fc.constantFrom<Answers>(...loud), (others, danger) => {
        const together = new Set(gate({ ...others, ...danger }).stops.map((stop) => stop.id))
        return gate(danger).stops.every((stop) => together.has(stop.id))
      }),
    )
  })
  test('a higher score never lowers the most urgent route', () => {
    const urgency = ['1.7', 'otp', '2.7', '3.7', '4']
    const place = (answers: Answers) => urgency.indexOf(gate(answers).stops[0]?.routeTo ?? '')
    fc.assert(
      fc.property(fc.constantFrom('ciwa', 'cows'), fc.integer({ min: 0, max: 47 }), (score, value) => {
        const base = score === 'ciwa' ? drinking : usingOpioids
        return place({ ...base, [score]: value + 1 }) >= place({ ...base, [score]: value })
      }),
    )
  })
})
