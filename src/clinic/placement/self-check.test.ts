import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { selfCheck, selfQuestions, usable, type Family, type SelfAnswers, type SelfResult } from './self-check.ts'
import { selfCheckWords } from './self-check-words.ts'

const mild: SelfAnswers = {
  who: 'self',
  'body-now': 'no',
  thoughts: 'no',
  others: 'no',
  'mind-now': 'no',
  age: '18-64',
  about: 'both',
  alcohol: 'some',
  'alcohol-signs': 'no',
  sedatives: 'none',
  'sudden-stop': 'no',
  opioids: 'none',
  overdose: 'no',
  pregnant: 'no',
  doctor: 'no',
  mood: 'none',
  want: 'ready',
  return: 'unlikely',
  tried: 'nothing',
  home: 'supports',
  time: 'yes',
}
const said = (result: SelfResult): string =>
  result.kind === 'danger' ? result.danger : result.kind === 'result' ? result.family : result.kind

const cases: [string, SelfAnswers, string][] = [
  ['holds between visits', {}, 'less'],
  ['weekly visits were not enough', { tried: 'weekly', return: 'likely', mood: 'little' }, 'iop'],
  ['likely to come back, with doubts', { return: 'likely', want: 'torn' }, 'iop'],
  ['coming home from residential care', { tried: 'residential', return: 'likely' }, 'iop'],
  ['people at home drink', { home: 'against', return: 'likely' }, 'iop'],
  ['a program of several days was not enough', { tried: 'intensive', return: 'likely' }, 'day'],
  ['a shadow of a wish', { thoughts: 'wish' }, 'suicide'],
  ['thoughts', { thoughts: 'thoughts' }, 'suicide'],
  ['acted', { thoughts: 'acted' }, 'suicide'],
  ['an overdose now', { 'body-now': 'yes' }, 'emergency'],
  ['about to hurt someone', { others: 'yes' }, 'others'],
  ['voices', { 'mind-now': 'yes' }, 'mind'],
  ['shaking when it wears off', { 'alcohol-signs': 'yes' }, 'withdrawal'],
  ['tranquilizers every day', { sedatives: 'daily' }, 'withdrawal'],
  ['GHB', { 'sudden-stop': 'yes' }, 'withdrawal'],
  ['65 and drinking most days', { age: '65-up', alcohol: 'most-days' }, 'withdrawal'],
  ['64 and drinking most days', { alcohol: 'most-days', return: 'likely' }, 'iop'],
  ['an overdose this month', { overdose: 'yes', opioids: 'some' }, 'overdose'],
  ['pregnant, with opioids', { pregnant: 'yes', opioids: 'some' }, 'pregnancy'],
  ['needs a doctor today', { doctor: 'today' }, 'medical'],
  ['a child', { age: 'under-12' }, 'too-young'],
  ['sixteen, mood', { age: '12-17', about: 'mood', mood: 'much', return: 'likely' }, 'iop'],
  [
    'mood has stopped nearly everything, and home is unsafe',
    { mood: 'hardly', home: 'unsafe', return: 'daily' },
    'residential',
  ],
]

describe('The self-check', () => {
  for (const [name, change, expected] of cases)
    it(`${name}: ${expected}`, () => assert.equal(said(selfCheck({ ...mild, ...change })), expected))

  it('leaves at once with any sign of danger, whatever else was answered or left open', () => {
    const danger = fc.constantFrom(
      ...Object.entries({
        'body-now': 'yes',
        thoughts: 'wish',
        others: 'yes',
        'mind-now': 'yes',
      }),
    )
    fc.assert(
      fc.property(danger, answers, ([question, answer], [others]) => {
        assert.equal(selfCheck({ ...others, [question]: answer }).kind, 'danger')
      }),
    )
  })

  it('asks for no less care when an answer gets worse', () => {
    const order: Family[] = ['less', 'iop', 'day', 'residence', 'residential', 'hospital']
    const scales = {
      mood: ['none', 'little', 'much', 'hardly'],
      return: ['unlikely', 'likely', 'daily'],
      want: ['ready', 'torn'],
    }
    const rank = (result: SelfResult) => (result.kind === 'result' ? order.indexOf(result.family) : 9)
    fc.assert(
      fc.property(answers, fc.constantFrom(...Object.entries(scales)), ([given], [question, scale]) => {
        const ranks = scale.map((answer) => rank(selfCheck({ ...mild, ...harmless(given), [question]: answer })))
        assert.deepEqual(
          ranks,
          ranks.toSorted((a, b) => a - b),
        )
      }),
    )
  })

  it('ends for every way through, and asks nothing twice', () => {
    fc.assert(
      fc.property(answers, ([given]) => {
        let now: SelfAnswers = {}
        for (let step = 0; step <= selfQuestions.length; step += 1) {
          const result = selfCheck(now)
          if (result.kind !== 'ask') return
          assert.equal(now[result.question.id], undefined)
          now = { ...now, [result.question.id]: given[result.question.id] ?? result.question.choices[0] ?? '' }
        }
        assert.fail('it asked more questions than there are')
      }),
    )
  })

  it('drops what is no choice of a question that is asked', () => {
    assert.deepEqual(usable({ who: 'self', about: 'mood', alcohol: 'most-days', mood: 'dreadful', extra: 'x' }), {
      who: 'self',
      about: 'mood',
    })
  })

  it('has words for every question, choice and explanation in both languages, and the same blanks in them', () => {
    const { en, es } = selfCheckWords.texts
    for (const { id, choices } of selfQuestions) {
      assert.ok(`q.${id}` in en, id)
      for (const choice of choices) assert.ok(`a.${id}.${choice}` in en, `${id} ${choice}`)
    }
    const explained = ['return', 'mood', 'home', 'want', 'tried', 'time'] as const
    for (const id of explained)
      for (const choice of selfQuestions.find((question) => question.id === id)?.choices ?? [])
        assert.ok(`r.${id}.${choice}` in en, `${id} ${choice}`)
    const blanks = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[},]/g)].map((match) => match[1]))].sort()
    for (const key of Object.keys(en)) {
      const [a = '', b = ''] = [en[key], es[key]]
      assert.ok(
        blanks(b).every((blank) => blanks(a).includes(blank) || blank === 'who'),
        key,
      )
    }
  })
})

const answers = fc.tuple(
  fc.record(Object.fromEntries(selfQuestions.map(({ id, choices }) => [id, fc.constantFrom(...choices)]))),
)
/** The same answers without those that end the questions. */
const harmless = (given: SelfAnswers): SelfAnswers => ({
  home: given.home ?? 'supports',
  tried: given.tried ?? 'nothing',
  age: given.age === 'under-12' ? '18-64' : (given.age ?? '18-64'),
})
