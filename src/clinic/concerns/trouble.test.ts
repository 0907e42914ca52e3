import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { chooseAlerts, mayAlert, answerRefusal, type Candidate } from './alerts.ts'
import { chanceOfLeaving, type KnownWeek } from './leaving.ts'
import { leavingModel } from './leaving-model.ts'
import { offCourse } from './off-course.ts'
import { defaultSettings as settings, settingRefusal, settingsOn } from './settings.ts'
import { knownWeeks, troubleOf, type TroubleFacts } from './trouble.ts'

const monday = '2026-09-07'
const today = '2026-11-22'
const week = (n: number) => addDays(monday, 7 * n)

const good: TroubleFacts = {
  startedOn: monday,
  weeks: Array.from({ length: 11 }, (_, n) => ({ week: week(n), expected: 540, attended: 540, missed: 0 })),
  tests: Array.from({ length: 11 }, (_, n) => ({ day: week(n), found: false })),
  measures: [0, 14, 28, 42, 56, 70].map((after) => ({
    title: 'PHQ-9',
    takenOn: addDays(monday, after),
    score: 16 - after / 7,
    reliable: 6,
    caseFrom: 10,
  })),
  cravings: [{ day: addDays(today, -3), yes: false }],
  prescriber: { day: addDays(today, -6), came: true },
  lastHeardOn: addDays(today, -1),
  barriers: [],
  worries: [],
}
const bad: TroubleFacts = {
  ...good,
  weeks: good.weeks.map((one, n) =>
    n < 8 ? one : { ...one, attended: n === 8 ? 270 : 0, missed: n === 8 ? 270 : 540 },
  ),
  tests: [{ day: week(9), found: true }],
  measures: [
    { title: 'PHQ-9', takenOn: monday, score: 8, reliable: 6, caseFrom: 10 },
    { title: 'PHQ-9', takenOn: week(9), score: 15, reliable: 6, caseFrom: 10 },
  ],
  cravings: [{ day: addDays(today, -3), yes: true }],
  prescriber: { day: addDays(today, -6), came: false },
  lastHeardOn: addDays(today, -15),
  barriers: [{ day: addDays(today, -4), reason: 'Work' }],
  worries: [{ day: addDays(today, -2), words: 'Sat apart' }],
}

describe('the signal of one stay', () => {
  it('is quiet for somebody who comes, is tested, measured, asked and heard', () => {
    const { points, reasons } = troubleOf(good, settings, today)
    assert.ok(points <= 4, `${points}: ${JSON.stringify(reasons)}`)
  })

  it('tells each reason with its points, its words and the days of its facts', () => {
    const { reasons, chance, points } = troubleOf(bad, settings, today)
    const of = (key: string) => reasons.find((one) => one.key === key)
    assert.deepEqual(
      new Set(reasons.map(({ key }) => key)),
      new Set(
        ['missed', 'early', 'tests', 'measures', 'cravings', 'prescriber', 'silence', 'barriers', 'worries'].filter(
          (key) => of(key) !== undefined,
        ),
      ),
    )
    for (const key of ['missed', 'tests', 'measures', 'cravings', 'prescriber', 'silence', 'barriers', 'worries'])
      assert.ok(of(key), key)
    assert.match(of('missed')?.words ?? '', /4 h 30 of 9 h, then 9 h of 9 h, then 9 h of 9 h in 3 weeks/)
    assert.deepEqual(of('missed')?.days, [week(8), week(9), week(10)])
    assert.match(of('measures')?.words ?? '', /PHQ-9: 8, then 15/)
    assert.match(of('silence')?.words ?? '', /No word for 15 days/)
    assert.equal(of('silence')?.points, settings['points-silent'])
    assert.ok(chance > 6000 && points > 80, `${chance} ${points}`)
  })

  for (const [name, change, key, points] of [
    ['no measure for three weeks', { measures: [] }, 'measures', settings['points-unmeasured']],
    [
      'a measure that did not fall',
      { measures: good.measures.map((one) => ({ ...one, score: 16 })) },
      'measures',
      settings['points-no-fall'],
    ],
    ['nobody asked about cravings', { cravings: [] }, 'cravings', settings['points-unasked']],
    ['a visit nobody marked', { prescriber: { day: today, came: null } }, 'prescriber', settings['points-unmarked']],
    ['no visit planned', { prescriber: null }, 'prescriber', 0],
    ['some quiet days', { lastHeardOn: addDays(today, -6) }, 'silence', settings['points-quiet']],
    ['nothing heard since the start', { lastHeardOn: null }, 'silence', settings['points-silent']],
  ] as [string, Partial<TroubleFacts>, string, number][])
    it(`counts ${name} as ${points}`, () => {
      assert.equal(
        troubleOf({ ...good, ...change }, settings, today).reasons.find((one) => one.key === key)?.points ?? 0,
        points,
      )
    })

  it('counts weeks that are over, and the running one once something of it is marked', () => {
    const running = { week: week(10), expected: 540, attended: 0, missed: 0 }
    assert.equal(knownWeeks({ weeks: [running], tests: null }, week(10)).length, 0)
    const [one] = knownWeeks({ weeks: [{ ...running, missed: 180 }], tests: null }, week(10))
    // What nobody marked yet counts as the average week does.
    assert.ok(Math.abs((one?.missed ?? 0) - (180 + leavingModel.typical.missed * 360) / 540) < 1e-9)
  })
})

const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null })
const history = fc.array(fc.record<KnownWeek>({ missed: share, positive: share }), { maxLength: 26 })
const facts = fc.record({
  startedOn: fc.constant(monday),
  weeks: fc
    .array(
      fc.record({
        expected: fc.integer({ min: 0, max: 900 }),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
        marked: fc.boolean(),
      }),
      { maxLength: 11 },
    )
    .map((some) =>
      some.map(({ expected, part, marked }, n) => {
        const missed = marked ? Math.round(expected * part) : 0
        return { week: week(n), expected, attended: marked ? expected - missed : 0, missed }
      }),
    ),
  tests: fc.option(
    fc
      .array(fc.record({ day: fc.integer({ min: 0, max: 76 }).map((n) => addDays(monday, n)), found: fc.boolean() }), {
        maxLength: 8,
      })
      .map((some) => some.toSorted((a, b) => (a.day < b.day ? -1 : 1))),
    { nil: null },
  ),
  measures: fc.array(
    fc.record({
      title: fc.constantFrom('PHQ-9', 'GAD-7'),
      takenOn: fc.integer({ min: 0, max: 76 }).map((n) => addDays(monday, n)),
      score: fc.integer({ min: 0, max: 27 }),
      reliable: fc.constant(5),
      caseFrom: fc.constant(10),
    }),
    { maxLength: 6 },
  ),
  cravings: fc.array(
    fc.record({ day: fc.integer({ min: 0, max: 13 }).map((n) => addDays(today, -n)), yes: fc.boolean() }),
    { maxLength: 3 },
  ),
  prescriber: fc.option(fc.record({ day: fc.constant(week(9)), came: fc.option(fc.boolean(), { nil: null }) }), {
    nil: null,
  }),
  lastHeardOn: fc.option(
    fc.integer({ min: 0, max: 76 }).map((n) => addDays(monday, n)),
    { nil: null },
  ),
  barriers: fc.constantFrom([], [{ day: week(10), reason: 'Work' }]),
  worries: fc.constantFrom([], [{ day: week(10), words: 'Sat apart' }]),
})

describe('properties', () => {
  it('the reasons add up to the points, each above zero, the heaviest first', () => {
    fc.assert(
      fc.property(facts, (some) => {
        const { points, reasons } = troubleOf(some, settings, today)
        assert.equal(
          reasons.reduce((sum, one) => sum + one.points, 0),
          points,
        )
        for (const one of reasons) assert.ok(one.points > 0 && one.words !== '')
        assert.deepEqual(
          reasons.toSorted((a, b) => b.points - a.points),
          reasons,
        )
      }),
    )
  })

  it('the same facts in another order of tests and cravings give the same points', () => {
    fc.assert(
      fc.property(facts, (some) => {
        const other = { ...some, cravings: some.cravings.toReversed() }
        assert.equal(troubleOf(other, settings, today).points, troubleOf(some, settings, today).points)
      }),
    )
  })

  it('a week missed more never lowers the chance, nor does one more missed week', () => {
    fc.assert(
      fc.property(history, fc.nat(25), fc.double({ min: 0, max: 1, noNaN: true }), (weeks, at, more) => {
        const chance = chanceOfLeaving(weeks)
        const worse = weeks.map((one, n) =>
          n === at ? { ...one, missed: Math.max(one.missed ?? 0, leavingModel.typical.missed, more) } : one,
        )
        assert.ok(chanceOfLeaving(worse) >= chance - 1e-12)
        assert.ok(chanceOfLeaving([...weeks, { missed: 1, positive: null }]) >= chance - 1e-12)
      }),
    )
  })

  it('a test with a finding never lowers the chance below a clean one', () => {
    fc.assert(
      fc.property(history, fc.nat(25), (weeks, at) => {
        const so = (positive: number | null) =>
          chanceOfLeaving(weeks.map((one, n) => (n === at ? { ...one, positive } : one)))
        assert.ok(so(1) >= so(0) - 1e-12)
      }),
    )
  })

  it('what is not known never counts as good: never below the best it could have been', () => {
    fc.assert(
      fc.property(history, fc.nat(25), (weeks, at) => {
        const so = (missed: number | null) =>
          chanceOfLeaving(weeks.map((one, n) => (n === at ? { ...one, missed } : one)))
        assert.ok(so(null) >= so(0) - 1e-12)
        // And it is the average, neither more nor less.
        assert.ok(Math.abs(so(null) - so(leavingModel.typical.missed)) < 1e-12)
      }),
    )
    fc.assert(
      fc.property(facts, (some) => {
        const points = (change: Partial<TroubleFacts>) => troubleOf({ ...some, ...change }, settings, today).points
        const clean = some.tests?.map(({ day }) => ({ day, found: false })) ?? []
        assert.ok(points({ tests: null }) >= points({ tests: clean }))
        assert.ok(points({ tests: null }) === points({ tests: [] }))
        assert.ok(points({ cravings: [] }) >= points({ cravings: [{ day: today, yes: false }] }))
        assert.ok(
          points({ prescriber: { day: today, came: null } }) >= points({ prescriber: { day: today, came: true } }),
        )
        assert.ok(points({ lastHeardOn: null }) >= points({ lastHeardOn: today }))
        assert.ok(points({ measures: [] }) >= points({ measures: good.measures }))
        const marked = some.weeks.map((one) => ({ ...one, attended: one.expected, missed: 0 }))
        const unmarked = some.weeks.map((one) => ({ ...one, attended: 0, missed: 0 }))
        assert.ok(points({ weeks: unmarked }) >= points({ weeks: marked }) - 1)
      }),
    )
  })
})

describe('measures off the expected course', () => {
  const taken = (after: number, score: number) => ({
    title: 'PHQ-9',
    takenOn: addDays(monday, after),
    score,
    reliable: 6,
    caseFrom: 10,
  })
  for (const [name, measures, on, kind] of [
    ['worse by its noise', [taken(0, 8), taken(10, 14)], 11, 'worse'],
    ['worse by less', [taken(0, 8), taken(10, 13)], 11, 'on-course'],
    ['a case that did not fall by a fifth', [taken(0, 15), taken(21, 13)], 22, 'no-fall'],
    ['a case that fell by a fifth', [taken(0, 15), taken(21, 12)], 22, 'on-course'],
    ['no case at the start', [taken(0, 9), taken(21, 9)], 22, 'on-course'],
    ['no fall yet, after two weeks', [taken(0, 15), taken(14, 15)], 15, 'on-course'],
    ['not measured for three weeks', [taken(0, 15)], 21, 'unmeasured'],
    ['never measured, in the first weeks', [], 20, 'on-course'],
    ['never measured', [], 21, 'unmeasured'],
  ] as [string, ReturnType<typeof taken>[], number, string][])
    it(`${name}: ${kind}`, () => assert.equal(offCourse(measures, monday, addDays(monday, on)).kind, kind))
})

describe('alerts', () => {
  const one = (episodeId: string, points: number, change: Partial<Candidate> = {}): Candidate => ({
    episodeId,
    staffId: 'lee',
    points,
    last: null,
    ...change,
  })
  const last = (change: Partial<NonNullable<Candidate['last']>> = {}) => ({
    raisedOn: addDays(today, -3),
    points: 40,
    answer: null,
    answeredOn: null,
    untilDay: null,
    ...change,
  })

  it('go to the highest first, three a day for each person, and the rest waits', () => {
    const some = [31, 60, 45, 50, 33].map((points, n) => one(`e${n}`, points))
    assert.deepEqual(
      chooseAlerts(some, new Map(), settings, today).map(({ points }) => points),
      [60, 50, 45],
    )
    assert.deepEqual(
      chooseAlerts(some, new Map([['lee', 2]]), settings, today).map(({ points }) => points),
      [60],
    )
    assert.equal(
      chooseAlerts([...some, one('x', 30, { staffId: 'sam' })], new Map([['lee', 3]]), settings, today)[0]?.episodeId,
      'x',
    )
    assert.deepEqual(chooseAlerts([one('n', 90, { staffId: null })], new Map(), settings, today), [])
  })

  for (const [name, candidate, may] of [
    ['below the mark', one('e', settings['alert-from'] - 1), false],
    ['at the mark', one('e', settings['alert-from']), true],
    ['one is open', one('e', 90, { last: last() }), false],
    ['answered today', one('e', 90, { last: last({ raisedOn: today, answer: 'acted', answeredOn: today }) }), false],
    ['acted three days ago', one('e', 41, { last: last({ answer: 'acted', answeredOn: addDays(today, -3) }) }), false],
    ['acted, and rose since', one('e', 52, { last: last({ answer: 'acted', answeredOn: addDays(today, -3) }) }), true],
    [
      'the rest is over',
      one('e', 41, { last: last({ answer: 'not-a-concern', answeredOn: addDays(today, -8) }) }),
      true,
    ],
    [
      'watched until tomorrow',
      one('e', 41, {
        last: last({ answer: 'watching', answeredOn: addDays(today, -20), untilDay: addDays(today, 1) }),
      }),
      false,
    ],
    [
      'the watch is over',
      one('e', 41, {
        last: last({ answer: 'watching', answeredOn: addDays(today, -2), untilDay: addDays(today, -1) }),
      }),
      true,
    ],
  ] as [string, Candidate, boolean][])
    it(`${name}: ${may ? 'an alert' : 'none'}`, () => assert.equal(mayAlert(candidate, settings, today), may))

  for (const [draft, code] of [
    [{ answer: '', words: 'x' }, 'no-answer'],
    [{ answer: 'acted', words: ' ' }, 'no-words'],
    [{ answer: 'watching', words: 'x' }, 'no-until'],
    [{ answer: 'watching', words: 'x', untilDay: today }, 'no-until'],
    [{ answer: 'watching', words: 'x', untilDay: addDays(today, 29) }, 'no-until'],
    [{ answer: 'watching', words: 'x', untilDay: addDays(today, 28) }, null],
    [{ answer: 'not-a-concern', words: 'On vacation' }, null],
  ] as const)
    it(`answer ${JSON.stringify(draft)}: ${code}`, () =>
      assert.equal(answerRefusal(draft, today)?.refused ?? null, code))
})

describe('settings', () => {
  const row = (value: number, effectiveFrom: string, setAt: string) => ({
    key: 'alert-from',
    value,
    effectiveFrom,
    setAt: new Date(setAt),
    source: 'x',
    by: 'Dana',
  })
  it('take the row that began last; a later correction of the same day stands', () => {
    const rows = [
      row(40, '2026-10-01', '2026-10-01'),
      row(45, '2026-11-01', '2026-11-01T08:00Z'),
      row(44, '2026-11-01', '2026-11-01T09:00Z'),
      row(60, '2026-12-01', '2026-11-02'),
    ]
    assert.equal(settingsOn(rows, '2026-09-30')['alert-from'], settings['alert-from'])
    assert.equal(settingsOn(rows, '2026-10-15')['alert-from'], 40)
    assert.equal(settingsOn(rows, today)['alert-from'], 44)
  })
  for (const [key, value, source, code] of [
    ['alert-from', 30, 'Board, May 3', null],
    ['alert-from', 4, 'x', 'out-of-range'],
    ['alerts-a-day', 2.5, 'x', 'out-of-range'],
    ['alerts-a-day', 2, ' ', 'no-source'],
    ['constructor', 2, 'x', 'unknown-setting'],
  ] as const)
    it(`${key} ${value}: ${code}`, () => assert.equal(settingRefusal(key, value, source)?.refused ?? null, code))
})
