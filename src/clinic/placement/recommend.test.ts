import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { drinking, nothingFound, sedated, usingOpioids } from './answered.ts'
import type { Assessment } from './assessment.ts'
import type { Edition } from './dimension.ts'
import { editions } from './dimensions.ts'
import type { Disposition, DispositionKind } from './dispositions.ts'
import { gateOf } from './gate.ts'
import { type LevelCode, levels, type PlaceCode, rankOf } from './levels.ts'
import type { Answers } from './question.ts'
import { type Recommendation, recommend } from './recommend.ts'

const gate = (answers: Answers = {}, age = 34) => gateOf({ ...nothingFound, ...answers }, { age })

/** Six digits: withdrawal, body, mind, readiness, relapse, home. */
const rated = (digits: string) =>
  Object.fromEntries(
    digits
      .split('')
      .map((digit, index) => [`d${index + 1}`, { rating: Number(digit), words: digit === '0' ? '' : 'As told today' }]),
  )
const assessed = (digits: string, more: Partial<Assessment> = {}): Assessment => ({
  edition: 'stepwell-adult-1',
  program: 'substance-use',
  ageGroup: 'adult',
  ratings: rated(digits),
  gate: gate(),
  dispositions: [],
  hasDiagnosis: true,
  supportiveHome: true,
  medicalCover: false,
  didNotHold: [],
  comingFrom: null,
  ...more,
})
const recommended = (digits: string, more: Partial<Assessment> = {}): Recommendation => {
  const answer = recommend(assessed(digits, more))
  assert.ok(!isRefusal(answer), JSON.stringify(answer))
  return answer
}
const settled = (stop: string, disposition: DispositionKind = 'treated-alongside'): Disposition => ({
  stop,
  disposition,
  because: 'Seen today by Dr Okafor, plan agreed',
  byClinician: true,
  decidedAt: new Date('2026-11-20T15:00:00Z'),
})

describe('worked cases', () => {
  const alone: Partial<Assessment> = { supportiveHome: null }
  const teen: Partial<Assessment> = { edition: 'stepwell-adolescent-1', ageGroup: 'adolescent' }
  const mental: Partial<Assessment> = { program: 'mental-health' }
  const cases: [name: string, digits: string, more: Partial<Assessment>, level: PlaceCode, alongside?: LevelCode[]][] =
    [
      ['nothing anywhere', '000000', {}, '1.0'],
      ['one mild trouble', '000010', {}, '1.5'],
      ['everything mild', '111111', {}, '1.5'],
      ['steady on methadone, otherwise well', '100000', {}, '1.5'],
      ['likely to slip without several days a week', '000020', {}, '2.1'],
      ['in two minds', '000200', {}, '2.1'],
      ['little support at home, copes with structure', '000002', {}, '2.1'],
      ['moderate depression', '002000', {}, '2.1'],
      ['the usual intensive outpatient client', '112221', {}, '2.1'],
      ['four dimensions moderate', '102222', {}, '2.1'],
      ['steady on buprenorphine, likely to slip', '101120', {}, '2.1'],
      ['diabetes under care elsewhere', '021120', {}, '2.1'],
      ['works by day, children at home', '011121', {}, '2.1'],
      ['court sent, sees no need', '000300', {}, '2.1'],
      ['refuses', '000400', {}, '2.1'],
      ['goes on in spite of the program', '001130', {}, '2.5'],
      ['wants to stop and cannot, weekly or thrice', '000030', {}, '2.5'],
      ['wants to stop and cannot with daily support', '000040', {}, '3.5'],
      ['serious anxiety most days', '003110', {}, '2.5'],
      ['unsafe home, strong motivation', '000023', alone, '2.1', ['3.1']],
      ['unsafe home alone', '000003', alone, '2.1', ['3.1']],
      ['violent home, all else light', '000004', alone, '2.1', ['3.1']],
      ['unsafe home and goes on in spite of care', '000033', alone, '2.5', ['3.1']],
      ['dangerous home and goes on in spite of care', '000034', alone, '3.5'],
      ['dangerous home and serious trouble', '003004', alone, '3.5'],
      ['serious in three at once', '003033', alone, '3.5'],
      ['withdrawal to follow, all else light', '200000', {}, '1.7'],
      ['withdrawal to follow, likely to slip', '200020', {}, '2.7'],
      ['the same with a prescriber already there', '200020', { medicalCover: true }, '2.1', ['1.7']],
      ['partial hospital need with a prescriber there', '200030', { medicalCover: true }, '2.5', ['1.7']],
      ['withdrawal in an unsafe home', '200013', alone, '3.7'],
      ['withdrawal in an unsafe home, prescriber or not', '200013', { ...alone, medicalCover: true }, '3.7'],
      ['withdrawal and cannot stop with daily support', '200040', {}, '3.7'],
      ['nurses round the clock', '300020', {}, '3.7'],
      ['dangerous withdrawal', '400020', {}, '4'],
      ['daily nursing for the body', '030020', {}, '2.7'],
      ['daily nursing, unsafe home', '030003', alone, '3.7'],
      ['illness and withdrawal', '230000', {}, '3.7'],
      ['unstable body', '040000', {}, '4'],
      ['danger to self', '004000', {}, '4-psych'],
      ['unstable body and danger to self', '044000', {}, '4'],
      ['everything at its worst', '444444', alone, '4'],
      ['weekly therapy did not hold', '001020', { didNotHold: ['1.5'] }, '2.1'],
      ['the program did not hold', '001020', { didNotHold: ['2.1'] }, '2.5'],
      ['partial hospital did not hold', '000030', { didNotHold: ['2.5'] }, '3.5'],
      ['the program did not hold, but the trouble is gone', '000010', { didNotHold: ['2.1'] }, '1.5'],
      ['steps down from residential', '001111', { comingFrom: '3.5' }, '2.1'],
      ['steps down from residential, all well', '000000', { comingFrom: '3.5' }, '1.0'],
      ['steps up from weekly therapy', '001120', { comingFrom: '1.5' }, '2.1'],
      ['nobody at home helps, though rated mild', '000001', { supportiveHome: false }, '2.1'],
      ['mental health: moderate mood, weekly would not hold', '002120', mental, '2.1'],
      ['mental health: serious most days', '003120', mental, '2.5'],
      ['mental health: mild', '001111', mental, '1.5'],
      ['adolescent likely to slip', '011121', teen, '2.1'],
      ['adolescent, unsafe home', '001123', { ...teen, ...alone }, '2.1', ['3.1']],
      ['gate: CIWA-Ar 12 beside light ratings', '101120', { gate: gate({ ...drinking, ciwa: 12 }) }, '3.7'],
      ['gate: ambulance', '111121', { gate: gate({ 'chest-pain': 'yes' }) }, '911'],
      ['gate: psychosis', '111121', { gate: gate({ psychosis: 'yes' }) }, 'crisis'],
      ['gate: GHB stopped', '111121', { gate: gate({ 'ghb-stopped': 'yes' }) }, 'ed'],
      [
        'gate: benzodiazepine daily, likely to slip',
        '101120',
        { gate: gate({ ...sedated, 'sedative-days': 90 }) },
        '2.7',
      ],
      ['gate: the same, light ratings', '100010', { gate: gate({ ...sedated, 'sedative-days': 90 }) }, '1.7'],
      [
        'gate: alcohol with benzodiazepine',
        '111121',
        { gate: gate({ ...drinking, ...sedated, 'sedative-days': 90 }) },
        '4',
      ],
      ['gate: opioid withdrawal runs beside', '101120', { gate: gate({ ...usingOpioids, cows: 15 }) }, '2.1', ['1.7']],
      ['gate: pregnant with opioids', '111121', { gate: gate({ ...usingOpioids, pregnant: 'yes' }) }, '2.1', ['1.7']],
      [
        'gate: opioid withdrawal, care arranged',
        '101120',
        { gate: gate({ ...usingOpioids, cows: 15 }), dispositions: [settled('opioid-withdrawal')] },
        '2.1',
        ['1.7'],
      ],
      [
        'gate: past attempt, seen by a clinician',
        '002120',
        {
          gate: gate({ 'cssrs-6': 'yes', 'cssrs-6-recent': 'no' }),
          dispositions: [settled('suicide-past-act', 'cleared-by-clinician')],
        },
        '2.1',
      ],
      [
        'gate: handed off, not back yet',
        '101120',
        { gate: gate({ ...drinking, ciwa: 12 }), dispositions: [settled('alcohol-ciwa', 'handed-off')] },
        '3.7',
      ],
      [
        'gate: stop for less than the ratings ask',
        '101140',
        { gate: gate({ ...sedated, 'sedative-days': 90 }) },
        '3.7',
      ],
    ]
  for (const [name, digits, more, level, alongside = []] of cases)
    test(`${name}: ${digits} → ${[level, ...alongside].join(' + ')}`, () => {
      const answer = recommended(digits, more)
      assert.equal(answer.level, level)
      assert.deepEqual(
        answer.alongside.map((each) => each.level),
        alongside,
      )
      assert.ok(answer.levelLabel.length > 2)
    })
})

describe('every recommendation explains itself', () => {
  test('one sentence a dimension, tied to its rating, in the order of the edition', () => {
    const answer = recommended('012324')
    const own = answer.reasons.filter((reason) => reason.restsOn.length === 1 && reason.restsOn[0] === reason.dimension)
    const first = own.filter((reason) => /rated \d:/.test(reason.sentence))
    assert.deepEqual(
      first.map((reason) => [reason.dimension, /rated (\d):/.exec(reason.sentence)?.[1]]),
      '012324'.split('').map((digit, index) => [`d${index + 1}`, digit]),
    )
    for (const reason of answer.reasons) assert.match(reason.sentence, /^.+\.$/)
  })
  test('something always points here, unless the gate alone decides', () => {
    for (const digits of ['000000', '112221', '000030', '200020', '444444'])
      assert.ok(recommended(digits).reasons.some((reason) => reason.weight === 'points-here'))
  })
  test('an unsafe home points higher than the program alone', () => {
    const home = recommended('000023', { supportiveHome: null }).reasons.find((reason) => reason.dimension === 'd6')
    assert.equal(home?.weight, 'points-here')
    const higher = recommended('000033', { supportiveHome: null }).reasons.find((reason) => reason.dimension === 'd6')
    assert.equal(higher?.weight, 'points-higher')
  })
  test('a standing stop blocks, says where to, and rests on its question', () => {
    const answer = recommended('111121', {
      gate: gate({ 'cssrs-2': 'yes', 'cssrs-3': 'no', 'cssrs-4': 'yes', 'cssrs-5': 'no' }),
    })
    const block = answer.reasons.find((reason) => reason.weight === 'blocks')
    assert.match(block?.sentence ?? '', /item 4.*hospital/i)
    assert.deepEqual(block?.restsOn, ['cssrs-4'])
    assert.equal(answer.blocked, true)
  })
  test('what blocks: an open gate, no diagnosis, a refusal of care', () => {
    const blocks = (more: Partial<Assessment>, digits = '111121') =>
      recommended(digits, more)
        .reasons.filter((reason) => reason.weight === 'blocks')
        .map((reason) => reason.sentence)
    assert.deepEqual(blocks({}), [])
    assert.match(blocks({ gate: gate({ psychosis: '' }) })[0] ?? '', /1 open question\./)
    assert.match(blocks({ hasDiagnosis: false })[0] ?? '', /diagnosis/)
    assert.match(blocks({ hasDiagnosis: null })[0] ?? '', /diagnosis/)
    assert.match(blocks({}, '000400')[0] ?? '', /against their will/)
  })
  test('contradictions are said, not smoothed', () => {
    const notes = (digits: string, more: Partial<Assessment> = {}) => recommended(digits, more).notes.join(' ')
    assert.match(notes('400000'), /found no danger/)
    assert.match(notes('004000'), /found no danger/)
    assert.match(notes('000000', { gate: gate({ ...drinking, ciwa: 12 }) }), /rated 0/)
    assert.match(notes('000003', { supportiveHome: true }), /yet/)
    assert.match(notes('000040'), /being willing/)
    assert.match(notes('111121', { supportiveHome: null }), /Nobody has said/)
    assert.match(notes('011121', { ageGroup: 'adolescent' }), /another age group/)
    assert.equal(notes('111121'), '')
  })
  test('also consider', () => {
    const also = (digits: string, more: Partial<Assessment> = {}) =>
      recommended(digits, more).alsoConsider.map((each) => each.level)
    assert.deepEqual(also('002222'), ['2.5'])
    assert.deepEqual(also('000020'), ['1.5'])
    assert.deepEqual(also('000030'), ['2.1'])
    assert.deepEqual(also('200020'), ['2.1'])
    assert.deepEqual(also('000040'), ['2.5'])
    assert.deepEqual(also('000000', { comingFrom: '3.5' }), ['2.1'])
    assert.deepEqual(also('000003', { supportiveHome: null }), ['3.5'])
  })
})

describe('what cannot be weighed is refused', () => {
  const refused = (more: Partial<Assessment>) => {
    const answer = recommend(assessed('111111', more))
    assert.ok(isRefusal(answer))
    return answer
  }
  test('a dimension without a rating, without words, out of range, between numbers, or unknown', () => {
    const one = (rated: { rating: number | null; words: string }) => ({ ...assessed('111111').ratings, d3: rated })
    for (const rating of [null, -1, 5, 2.5, Number.NaN])
      assert.equal(refused({ ratings: one({ rating, words: 'Low mood' }) }).details?.length, 1)
    assert.match(refused({ ratings: one({ rating: 2, words: ' - ' }) }).details?.[0] ?? '', /why/)
    assert.match(
      refused({ ratings: { ...assessed('111111').ratings, d7: { rating: 1, words: 'More' } } }).details?.[0] ?? '',
      /d7/,
    )
    assert.equal(refused({ ratings: {} }).details?.length, 6)
  })
  test('an edition that does not exist, or that these rules do not weigh', () => {
    assert.equal(refused({ edition: 'other' }).refused, 'assessment-unfinished')
    const five: Edition = {
      id: 'other-5',
      label: 'Five dimensions of another edition',
      family: 'other',
      program: null,
      follows: 'Another structure',
      ageGroup: 'adult',
      dimensions: (editions[0]?.dimensions ?? []).filter((dimension) => dimension.role !== 'readiness'),
    }
    const answer = recommend(
      assessed('111111', {
        edition: 'other-5',
        ratings: Object.fromEntries(five.dimensions.map(({ key }) => [key, { rating: 1, words: 'Mild' }])),
      }),
      [five],
    )
    assert.ok(isRefusal(answer))
    assert.equal(answer.refused, 'edition-without-rules')
  })
})

describe('raising a rating never lowers the level', () => {
  const strength = (answer: Recommendation) =>
    rankOf(answer.level) * 100 + Math.max(0, ...answer.alongside.map((each) => rankOf(each.level)))

  test('for every one of the 15,625 ratings, each dimension raised by one', () => {
    const strengths = new Map<string, number>()
    const all = (length: number): string[] =>
      length === 0 ? [''] : all(length - 1).flatMap((rest) => ['0', '1', '2', '3', '4'].map((digit) => rest + digit))
    for (const digits of all(6)) strengths.set(digits, strength(recommended(digits)))
    for (const [digits, before] of strengths)
      for (let index = 0; index < 6; index++) {
        const rating = Number(digits[index])
        if (rating === 4) continue
        const raised = `${digits.slice(0, index)}${rating + 1}${digits.slice(index + 1)}`
        const after = strengths.get(raised) ?? -1
        assert.ok(after >= before, `${digits} → ${raised}: ${before} → ${after}`)
      }
    assert.equal(strengths.size, 15_625)
  })

  test('whatever the gate, the history and the facts', () => {
    const codes = Object.keys(levels) as LevelCode[] // the keys of `levels` are its codes
    const gates = [
      gate(),
      gate({ ...usingOpioids, cows: 15 }),
      gate({ ...sedated, 'sedative-days': 90 }),
      gate({ ...drinking, ciwa: 12 }),
      gate({ psychosis: 'yes' }),
      gate({ 'cssrs-2': '' }),
    ]
    const settings = fc.record({
      gate: fc.constantFrom(...gates),
      program: fc.constantFrom<Assessment['program']>('substance-use', 'mental-health'),
      supportiveHome: fc.constantFrom(true, false, null),
      medicalCover: fc.boolean(),
      hasDiagnosis: fc.constantFrom(true, false, null),
      didNotHold: fc.subarray(codes),
      comingFrom: fc.option(fc.constantFrom(...codes)),
      dispositions: fc.subarray([settled('opioid-withdrawal'), settled('sedative-daily', 'cleared-by-clinician')]),
    })
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 0, max: 5 }),
        settings,
        (ratings, index, more) => {
          const raised = ratings.map((rating, at) => (at === index ? Math.min(4, rating + 1) : rating))
          return strength(recommended(raised.join(''), more)) >= strength(recommended(ratings.join(''), more))
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('editions', () => {
  test('each dimension has a role once, prompts to ask and five different anchors', () => {
    for (const edition of editions) {
      assert.equal(new Set(edition.dimensions.map((dimension) => dimension.key)).size, 6)
      assert.equal(new Set(edition.dimensions.map((dimension) => dimension.role)).size, 6)
      for (const dimension of edition.dimensions) {
        assert.ok(dimension.prompts.length >= 3)
        assert.equal(new Set(dimension.anchors).size, 5)
      }
    }
  })
})
