import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { drinking, nothingFound, sedated, usingOpioids } from './answered.ts'
import { type Assessment, assessmentProblems, type Rated, worstOf } from './assessment.ts'
import { editionOf, editions } from './dimensions.ts'
import { gateOf } from './gate.ts'
import { type LevelCode, levels, type PlaceCode, rankOf } from './levels.ts'
import { gives, leastThatGives, together } from './needs.ts'
import type { Answers } from './question.ts'
import { type Recommendation, recommend } from './recommend.ts'

const gate = (answers: Answers = {}, age = 34) => gateOf({ ...nothingFound, ...answers }, { age })
const inParts = editionOf('stepwell-adult-2023-1')
const dimensions = inParts?.dimensions ?? []
const every = dimensions.flatMap((dimension) => (dimension.subs ?? []).map((sub) => sub.key))

/** Parts by key, the rest 0; the sixth dimension as given; a dimension set apart as [rating, why]. */
const rated = (
  parts: Record<string, number> = {},
  wants = 0,
  apart: Record<string, readonly [number, string]> = {},
): Record<string, Rated> =>
  Object.fromEntries(
    dimensions.map(({ key, subs }): [string, Rated] => {
      if (subs === undefined) return [key, { rating: wants, words: 'As told today' }]
      const own = Object.fromEntries(subs.map((sub) => [sub.key, parts[sub.key] ?? 0]))
      const [rating, because] = apart[key] ?? [worstOf(own), '']
      return [key, { rating, words: 'As told today', subs: own, because }]
    }),
  )
const assessed = (ratings: Record<string, Rated>, more: Partial<Assessment> = {}): Assessment => ({
  edition: 'stepwell-adult-2023-1',
  program: 'substance-use',
  ageGroup: 'adult',
  ratings,
  gate: gate(),
  dispositions: [],
  hasDiagnosis: true,
  supportiveHome: true,
  medicalCover: false,
  didNotHold: [],
  comingFrom: null,
  ...more,
})
const weighed = (assessment: Assessment): Recommendation => {
  const answer = recommend(assessment)
  assert.ok(!isRefusal(answer), JSON.stringify(answer))
  return answer
}

describe('worked cases, in parts', () => {
  const cover: Partial<Assessment> = { medicalCover: true }
  const unsaid: Partial<Assessment> = { supportiveHome: null }
  const why = 'Seen by me today; the other parts carry it.'
  const cases: [
    name: string,
    parts: Record<string, number>,
    more: Partial<Assessment>,
    level: PlaceCode,
    alongside?: LevelCode[],
    also?: LevelCode[],
    apart?: Record<string, readonly [number, string]>,
  ][] = [
    ['nothing anywhere', {}, {}, '1.0'],
    ['some pull', { 'p4-use': 1 }, {}, '1.5'],
    ['likely to slip', { 'p4-use': 2 }, {}, '2.1'],
    ['steady on buprenorphine, likely to slip', { 'p1-medicine': 1, 'p4-use': 2 }, {}, '2.1'],
    ['medicine to be started, nothing else', { 'p1-medicine': 2 }, {}, '1.7'],
    ['medicine to be started, likely to slip', { 'p1-medicine': 2, 'p4-use': 2 }, {}, '2.7', [], ['2.1']],
    ['the same, with a prescriber already there', { 'p1-medicine': 2, 'p4-use': 2 }, cover, '2.1', ['1.7']],
    ['serious risks, medicine to be started, with cover', { 'p1-medicine': 2, 'p4-use': 3 }, cover, '2.5', ['1.7']],
    ['daily dosing, prescriber or not', { 'p1-medicine': 3, 'p4-use': 2 }, cover, '2.7'],
    ['medicine that starts in a bed', { 'p1-medicine': 4 }, {}, '3.7'],
    ['withdrawal with nurses round the clock', { 'p1-withdrawal': 3 }, {}, '3.7'],
    ['poisoned', { 'p1-intoxication': 4 }, {}, '4'],
    ['pregnant, looked after', { 'p2-pregnancy': 1 }, {}, '1.5'],
    ['pregnant, nobody looks after it, likely to slip', { 'p2-pregnancy': 2, 'p4-use': 2 }, {}, '2.7', [], ['2.1']],
    ['pregnant with a complication', { 'p2-pregnancy': 3 }, {}, '2.7'],
    ['trauma that drives use', { 'p3-trauma': 2, 'p4-use': 1 }, {}, '2.1'],
    ['slow thinking, small steps', { 'p3-thinking': 2 }, {}, '2.1'],
    ['needs someone at hand to manage', { 'p3-lasting': 3 }, {}, '3.1', [], ['2.1']],
    ['confused', { 'p3-thinking': 4 }, {}, '4'],
    ['danger to self', { 'p3-symptoms': 4 }, {}, '4-psych'],
    ['danger to self and an unstable body', { 'p3-symptoms': 4, 'p2-illness': 4 }, {}, '4'],
    ['danger to self and dangerous withdrawal', { 'p3-symptoms': 4, 'p1-withdrawal': 4 }, {}, '4'],
    ['danger to self and nurses round the clock', { 'p3-symptoms': 4, 'p1-withdrawal': 3 }, {}, '4-psych'],
    ['unsafe home, strong motivation, likely to slip', { 'p5-safety': 3, 'p4-use': 2 }, unsaid, '3.1', [], ['2.1']],
    ['unsafe home, goes on in spite of care', { 'p5-safety': 3, 'p4-use': 3 }, unsaid, '3.5', [], ['2.5']],
    ['unsafe home and withdrawal to follow', { 'p5-safety': 3, 'p1-withdrawal': 2 }, unsaid, '3.7'],
    ['the same, prescriber or not', { 'p5-safety': 3, 'p1-withdrawal': 2 }, { ...unsaid, ...cover }, '3.7'],
    ['everyone around them uses', { 'p5-support': 3 }, {}, '2.1'],
    ['days that fall apart', { 'p5-function': 3 }, {}, '2.5'],
    ['needs an interpreter', { 'p5-belonging': 2 }, {}, '1.5'],
    ['cannot stop, and grave harm', { 'p4-behavior': 4 }, {}, '3.5'],
    [
      'seed 003: works two shifts, lost to weekly care',
      { 'p4-use': 2, 'p5-function': 1 },
      { didNotHold: ['1.5'] },
      '2.1',
    ],
    ['the program did not hold', { 'p4-use': 2 }, { didNotHold: ['2.1'] }, '2.5'],
    ['steps down from residential', { 'p4-use': 1 }, { comingFrom: '3.5' }, '2.1'],
    ['nobody at home helps', { 'p4-use': 1 }, { supportiveHome: false }, '2.1'],
    ['gate: psychosis', { 'p4-use': 2 }, { gate: gate({ psychosis: 'yes' }) }, 'crisis'],
    ['gate: CIWA-Ar 12', { 'p4-use': 2 }, { gate: gate({ ...drinking, ciwa: 12 }) }, '3.7'],
    [
      'gate: benzodiazepine daily, likely to slip',
      { 'p4-use': 2 },
      { gate: gate({ ...sedated, 'sedative-days': 90 }) },
      '2.7',
      [],
      ['2.1'],
    ],
    [
      'gate: polysubstance, alcohol and a benzodiazepine',
      { 'p4-use': 2, 'p1-medicine': 1 },
      { gate: gate({ ...drinking, ...sedated, ...usingOpioids, 'sedative-days': 90 }), ...cover },
      '4',
    ],
    [
      'gate: opioid withdrawal runs beside',
      { 'p4-use': 2 },
      { gate: gate({ ...usingOpioids, cows: 15 }) },
      '2.1',
      ['1.7'],
    ],
    ['a clinician holds a rating down', { 'p3-trauma': 3 }, {}, '2.1', [], [], { p3: [2, why] }],
    ['a clinician raises a rating', { 'p4-use': 1 }, {}, '2.5', [], [], { p4: [3, why] }],
  ]
  for (const [name, parts, more, level, alongside = [], also = [], apart] of cases)
    test(`${name} → ${[level, ...alongside].join(' + ')}`, () => {
      const answer = weighed(assessed(rated(parts, 0, apart), more))
      assert.equal(answer.level, level)
      assert.deepEqual(
        answer.alongside.map((each) => each.level),
        alongside,
      )
      assert.deepEqual(
        answer.alsoConsider.map((each) => each.level),
        also,
      )
      for (const reason of answer.reasons) assert.match(reason.sentence, /^.+\.$/)
    })

  test('one sentence a part, tied to the part; the sixth dimension shapes and never sets', () => {
    for (const wants of [0, 1, 2, 3]) {
      const answer = weighed(assessed(rated({ 'p4-use': 2, 'p3-trauma': 1 }, wants)))
      assert.equal(answer.level, '2.1')
      const sentences = answer.reasons.filter((reason) => every.includes(reason.restsOn[0] ?? ''))
      assert.deepEqual(
        sentences.map((reason) => reason.restsOn[0]),
        every,
      )
      assert.deepEqual(
        answer.reasons.filter((reason) => reason.weight === 'points-here').map((reason) => reason.restsOn[0]),
        ['p4-use'],
      )
      assert.equal(answer.reasons.find((reason) => reason.dimension === 'p6')?.weight, 'shapes')
    }
    assert.equal(weighed(assessed(rated({ 'p4-use': 2 }, 4))).blocked, true)
  })
  test('says what a clinician set beside the parts, and why', () => {
    const answer = weighed(assessed(rated({ 'p3-trauma': 3 }, 0, { p3: [2, 'Nights are quiet since October'] })))
    assert.match(answer.reasons.map((reason) => reason.sentence).join(' '), /rated 3: .* Counted as 2\./)
    assert.match(
      answer.reasons.map((reason) => reason.sentence).join(' '),
      /set at 2 beside its parts: Nights are quiet/,
    )
    assert.match(answer.notes.join(' '), /set “Mental health and thinking” at 2; its parts make 3/)
  })
})

describe('what cannot be weighed in parts', () => {
  const problems = (ratings: Record<string, Rated>) =>
    assessmentProblems({ edition: 'stepwell-adult-2023-1', ratings }).map(({ dimension }) => dimension)
  test('a part without a rating, a part that does not exist, no words', () => {
    const whole = rated({ 'p4-use': 2 })
    assert.deepEqual(problems(whole), [])
    assert.deepEqual(problems({ ...whole, p4: { ...whole.p4, rating: 2, words: 'x', subs: { 'p4-use': 2 } } }), [
      'p4-behavior',
    ])
    assert.deepEqual(
      problems({ ...whole, p4: { rating: 2, words: 'As told', subs: { 'p4-use': 2, 'p4-behavior': 0, 'p4-x': 1 } } }),
      ['p4-x'],
    )
    assert.deepEqual(problems({ ...whole, p4: { rating: 2, words: '', subs: { 'p4-use': 2, 'p4-behavior': 0 } } }), [
      'p4',
    ])
    assert.equal(problems({}).length, every.length + 1)
  })
  test('a rating set apart without a reason', () => {
    assert.deepEqual(problems(rated({ 'p4-use': 2 }, 0, { p4: [1, 'because'] })), ['p4-because'])
    assert.deepEqual(problems(rated({ 'p4-use': 2 }, 0, { p4: [1, 'Has not used since the summer'] })), [])
    assert.match(
      assessmentProblems({ edition: 'stepwell-adult-2023-1', ratings: rated({ 'p4-use': 2 }, 0, { p4: [1, ''] }) })[0]
        ?.because ?? '',
      /make “Risks that come with use” 2.*why you set 1/,
    )
  })
  test('keys of another edition are never read here', () => {
    assert.ok(problems({ ...rated(), d5: { rating: 2, words: 'Likely to slip' } }).includes('d5'))
  })
})

describe('raising a part never lowers the level', () => {
  const strength = (answer: Recommendation) => rankOf(answer.level)
  test('whatever the other parts, the gate, the history and what a clinician set', () => {
    const settings = fc.record({
      gate: fc.constantFrom(
        gate(),
        gate({ ...usingOpioids, cows: 15 }),
        gate({ ...sedated, 'sedative-days': 90 }),
        gate({ ...drinking, ciwa: 12 }),
        gate({ psychosis: 'yes' }),
      ),
      supportiveHome: fc.constantFrom(true, false, null),
      medicalCover: fc.boolean(),
      didNotHold: fc.subarray(Object.keys(levels) as LevelCode[]), // the keys of `levels` are its codes
      comingFrom: fc.option(fc.constantFrom<LevelCode>('1.5', '2.1', '3.5')),
    })
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: every.length, maxLength: every.length }),
        fc.nat(every.length - 1),
        fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', null),
        fc.integer({ min: 0, max: 4 }),
        settings,
        (ratings, index, apart, set, more) => {
          const of = (numbers: number[]) => {
            const parts = Object.fromEntries(every.map((key, at) => [key, numbers[at] ?? 0]))
            const own = apart === null ? {} : { [apart]: [set, 'Set by the clinician who saw the person'] as const }
            return strength(weighed(assessed(rated(parts, 0, own), more)))
          }
          const raised = ratings.map((rating, at) => (at === index ? Math.min(4, rating + 1) : rating))
          return of(raised) >= of(ratings)
        },
      ),
      { numRuns: 4000 },
    )
  })
  test('and the level meets the minimum of every part, and nothing lighter does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: every.length, maxLength: every.length }),
        (numbers) => {
          const parts = Object.fromEntries(every.map((key, at) => [key, numbers[at] ?? 0]))
          const { level } = weighed(assessed(rated(parts), { supportiveHome: null }))
          const asked = together(
            dimensions.flatMap(({ subs }) =>
              (subs ?? []).map((sub) => gives[sub.minimum[(parts[sub.key] ?? 0) as 0 | 1 | 2 | 3 | 4]]),
            ), // drawn from 0 to 4
          )
          const meets = (code: LevelCode) =>
            (['hours', 'medical', 'living', 'ward'] as const).every((part) => gives[code][part] >= asked[part])
          const codes = Object.keys(levels) as LevelCode[] // as above
          return (
            codes.includes(level as LevelCode) &&
            meets(level as LevelCode) &&
            !codes.some((code) => rankOf(code) < rankOf(level) && meets(code))
          )
        },
      ),
      { numRuns: 2000 },
    )
  })
  test('the lightest level that gives what one level gives is that level', () => {
    for (const code of Object.keys(levels) as LevelCode[]) assert.equal(leastThatGives(gives[code]), code)
  })
})

describe('young people, and people who come for their mental health', () => {
  const plain = (id: string, digits: string, more: Partial<Assessment> = {}) =>
    weighed(
      assessed(
        Object.fromEntries(
          (editionOf(id)?.dimensions ?? []).map(({ key }, index) => [
            key,
            { rating: Number(digits[index]), words: digits[index] === '0' ? '' : 'As told today' },
          ]),
        ),
        {
          edition: id,
          ageGroup: editionOf(id)?.ageGroup ?? 'adult',
          program: id.includes('mind') ? 'mental-health' : 'substance-use',
          supportiveHome: null,
          ...more,
        },
      ),
    )
  const young = 'stepwell-adolescent-2'
  const cases: [string, string, string, Partial<Assessment>, PlaceCode, LevelCode[]?][] = [
    ['14, weekends only, family that helps', young, '011111', {}, '1.5'],
    ['15, likely to slip, school goes on', young, '011121', {}, '2.1'],
    ['16, stays away from school most days', young, '003220', {}, '2.5'],
    ['16, in two minds, parents want it', young, '000201', {}, '2.1'],
    ['17, use at home and moves from place to place', young, '000013', {}, '2.5', ['3.1']],
    ['13, hurt at home', young, '000004', {}, '2.5', ['3.1']],
    ['15, goes on in spite of care, unsafe home', young, '001133', {}, '2.5', ['3.1']],
    ['17, withdrawal to follow, likely to slip', young, '200020', {}, '2.7'],
    ['16, pressed pills, withdrawal in an unsafe home', young, '200013', {}, '3.7'],
    [
      '17, alcohol with a benzodiazepine',
      young,
      '101120',
      { gate: gate({ ...drinking, ...sedated, 'sedative-days': 40 }, 17) },
      '4',
    ],
    [
      '17, pregnant and uses opioids',
      young,
      '111121',
      { gate: gate({ ...usingOpioids, pregnant: 'yes' }, 17) },
      '2.1',
      ['1.7'],
    ],
    [
      '16, thinks of a way to die',
      young,
      '002120',
      { gate: gate({ 'cssrs-2': 'yes', 'cssrs-3': 'yes', 'cssrs-4': 'no', 'cssrs-5': 'no' }, 16) },
      '2.1',
    ],
    ['mental health: mild', 'stepwell-mind-adult-1', '001111', {}, '1.5'],
    ['mental health: moderate, weekly would not hold', 'stepwell-mind-adult-1', '002120', {}, '2.1'],
    [
      'mental health: just left a hospital, steps down',
      'stepwell-mind-adult-1',
      '001111',
      { comingFrom: '4-psych' },
      '2.1',
    ],
    ['mental health: serious most days', 'stepwell-mind-adult-1', '003120', {}, '2.5'],
    ['mental health: in crisis again and again', 'stepwell-mind-adult-1', '003140', {}, '3.5'],
    ['mental health: danger to self', 'stepwell-mind-adult-1', '004120', {}, '4-psych'],
    ['mental health: a sedative stopped last week', 'stepwell-mind-adult-1', '202120', {}, '2.7'],
    ['mental health: unsafe home', 'stepwell-mind-adult-1', '002113', {}, '2.1', ['3.1']],
    ['mental health, 15: harms itself most days', 'stepwell-mind-adolescent-1', '003110', {}, '2.5'],
    ['mental health, 15: no safe home', 'stepwell-mind-adolescent-1', '001113', {}, '2.5', ['3.1']],
  ]
  for (const [name, id, digits, more, level, alongside = []] of cases)
    test(`${name}: ${digits} → ${[level, ...alongside].join(' + ')}`, () => {
      const answer = plain(id, digits, more)
      assert.equal(answer.level, level)
      assert.deepEqual(
        answer.alongside.map((each) => each.level),
        alongside,
      )
    })
  test('a young person’s safe place is sought with the guardian, never a recovery residence', () => {
    const answer = plain(young, '000013')
    assert.match(answer.alongside[0]?.because ?? '', /guardian/)
    assert.doesNotMatch(JSON.stringify(answer), /recovery residence/i)
  })
  test('which adult comes to family sessions is asked until someone has said', () => {
    const notes = (adultComes: boolean | null) => plain(young, '011121', { adultComes }).notes.join(' ')
    assert.match(notes(null), /Nobody has said yet which adult/)
    assert.match(notes(false), /No adult comes/)
    assert.doesNotMatch(notes(true), /adult comes/)
  })
  test('raising a rating never lowers the level, in any edition', () => {
    for (const { id, dimensions: of } of editions.filter((edition) =>
      edition.dimensions.every(({ subs }) => subs === undefined),
    ))
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 0, max: 4 }), { minLength: of.length, maxLength: of.length }),
          fc.nat(of.length - 1),
          fc.record({ medicalCover: fc.boolean(), supportiveHome: fc.constantFrom(true, false, null) }),
          (numbers, index, more) => {
            const strength = (digits: number[]) => {
              const answer = plain(id, digits.join(''), more)
              return rankOf(answer.level) * 100 + Math.max(0, ...answer.alongside.map((each) => rankOf(each.level)))
            }
            return strength(numbers.map((one, at) => (at === index ? Math.min(4, one + 1) : one))) >= strength(numbers)
          },
        ),
        { numRuns: 800 },
      )
  })
})
