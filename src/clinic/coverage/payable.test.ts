import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { type PaySession, payOf, payWeekOf, type WeekToPay } from './payable.ts'
import { mayRecordRule, type PayTerms, payClassOf, payUnits, ruleOn, termsFrom, usualTerms } from './payer-terms.ts'
import { publishedRule, publishedRules } from './published-rules.ts'

const monday = '2026-11-16'
let counter = 0
const session = (day: number, service: string, minutes: number, over: Partial<PaySession> = {}): PaySession => ({
  id: `s${(counter += 1)}`,
  name: service,
  service,
  day: addDays(monday, day),
  minutes,
  byVideo: false,
  people: null,
  isLicensed: null,
  isNoteSigned: null,
  ...over,
})
const week = (sessions: PaySession[], over: Partial<WeekToPay> = {}): WeekToPay => ({
  from: monday,
  sessions,
  isPart: false,
  unitsLeft: null,
  ...over,
})
const by = (key: string, sessions: PaySession[], over: Partial<WeekToPay> = {}) => {
  const rule = publishedRule(key)
  assert.ok(rule, key)
  return payOf(week(sessions, over), rule.label, rule.terms)
}
const day = (n: number, minutes = 180) => [session(n, 'process', minutes / 2), session(n, 'skills', minutes / 2)]

test('H0015: three hours on three days are three units; ten minutes less on one are two, and the week is under', () => {
  const whole = by('h0015', [...day(0), ...day(2), ...day(4)])
  assert.deepEqual([whole.verdict, whole.units, whole.paidDays, whole.authUnits], ['paid', 3, 3, 3])
  const short = by('h0015', [...day(0), ...day(2), ...day(4, 170)])
  assert.deepEqual([short.verdict, short.units], ['partly', 2])
  assert.match(short.days[2]?.because ?? '', /2 h 50 of 3 h\. .* pays nothing for it/)
  assert.deepEqual(short.lacking, { minutes: 10, days: 1, services: 0 })
  assert.match(short.alerts.join(), /10 min and 1 full day under/)
})

test('H0015: what helps and is not paid does not fill the day: a break, mutual aid, a drug test, case management', () => {
  for (const service of ['break', 'mutual-aid', 'drug-test', 'case-management', 'recreation', 'no-such-kind']) {
    const paid = by('h0015', [session(0, 'process', 90), session(0, service, 90)])
    assert.deepEqual([paid.units, paid.minutes, paid.days[0]?.sessions[1]?.counts], [0, 90, false], service)
  }
})

test('TRICARE: two hours are a treatment day, six hours a week are enough', () => {
  const paid = by('tricare', [...day(0, 120), ...day(2, 120), ...day(4, 120)])
  assert.deepEqual([paid.verdict, paid.units], ['paid', 3])
  const short = by('tricare', [...day(0, 118), ...day(2, 120)])
  assert.deepEqual([short.units, short.lacking.minutes], [1, 122])
})

test('Nebraska Blue: each attended day is one unit, however short, and the evaluation is part of it', () => {
  const paid = by('nebraska-blue', [session(0, 'process', 45), session(1, 'assessment', 60), ...day(2, 360)])
  assert.deepEqual([paid.verdict, paid.units, paid.lines.length], ['paid', 3, 3])
  assert.equal(by('nebraska-blue', [session(0, 'process', 0)]).verdict, 'not-paid')
})

test('Maryland Medicaid: a short day is one group and quarters of an hour, six at most, and never beside a whole day', () => {
  const paid = by('maryland-medicaid-2018', [
    session(0, 'process', 80),
    session(0, 'skills', 60),
    session(1, 'individual', 50),
    session(2, 'individual', 120),
    session(3, 'process', 55),
    ...day(4),
    session(4, 'individual', 30),
  ])
  assert.deepEqual(
    paid.lines.map(({ code, units }) => [code, units]),
    [
      ['H0005', 1],
      ['H0004', 3],
      ['H0004', 6],
      ['H0015', 1],
    ],
  )
  assert.match(paid.days[0]?.because ?? '', /Billed as H0005 × 1/)
  assert.equal(paid.days[3]?.isPaid, false)
  assert.equal(
    payOf(week([session(0, 'assessment', 60)]), 'MD', publishedRule('maryland-medicaid-2018')?.terms ?? usualTerms)
      .units,
    0,
  )
})

test('Medicare: three services with a primary one; two are none, four the higher rate; nothing by video', () => {
  const three = [session(0, 'process', 50), session(0, 'psychoeducation', 50), session(0, 'individual', 30)]
  assert.deepEqual([by('medicare-hospital', three).units, by('medicare-hospital', three).days[0]?.services], [1, 3])
  assert.equal(by('medicare-hospital', three.slice(1)).units, 0)
  const four = by('medicare-hospital', [...three, session(0, 'family', 30)])
  assert.match(four.days[0]?.because ?? '', /4 services: the higher rate/)
  const lessons = [0, 1, 2].map(() => session(0, 'psychoeducation', 60))
  assert.match(by('medicare-hospital', lessons).days[0]?.because ?? '', /No primary service/)
  assert.equal(
    by('medicare-hospital', [...three.slice(1), session(0, 'process', 44)]).units,
    0,
    'a group of 44 minutes',
  )
  assert.equal(
    by(
      'medicare-hospital',
      three.map((one) => ({ ...one, byVideo: true })),
    ).units,
    0,
  )
})

test('OTP: nine services in seven days are one unit of the week; eight are none', () => {
  const nine = Array.from({ length: 9 }, (_, n) => session(n % 5, 'process', 60))
  const paid = by('otp-week', nine)
  assert.deepEqual([paid.verdict, paid.units, paid.lines.map((line) => line.code)], ['paid', 1, ['G0137']])
  const eight = by('otp-week', nine.slice(1))
  assert.deepEqual([eight.verdict, eight.units, eight.lacking.services], ['not-paid', 0, 1])
})

test('Florida, day or night: three hours a day and twelve a week', () => {
  assert.equal(
    by(
      'florida-day-night',
      [0, 1, 2, 3].flatMap((n) => day(n)),
    ).verdict,
    'paid',
  )
  const nine = by(
    'florida-day-night',
    [0, 1, 2].flatMap((n) => day(n)),
  )
  assert.deepEqual([nine.verdict, nine.lacking.minutes], ['at-risk', 180])
})

test('Medicare as CHCS sums it up: nine to nineteen hours', () => {
  const at = (minutes: number) =>
    by(
      'chcs-medicare',
      [0, 1, 2, 3, 4].flatMap((n) => day(n, minutes / 5)),
    )
  assert.deepEqual([at(530).verdict, at(540).verdict, at(1140).alerts.length], ['at-risk', 'paid', 0])
  assert.match(at(1150).alerts.join(), /More than 19 h/)
})

const terms = (over: Partial<PayTerms>) => termsFrom(over)

test('partial days: the share, half a day, hours and quarters', () => {
  const units = (over: Partial<PayTerms>, minutes: number) => payOf(week(day(0, minutes)), 'P', terms(over)).units
  assert.equal(units({ partial: 'prorate' }, 100), 0.55)
  assert.equal(units({ unit: 'half-day', maxUnitsPerDay: 2 }, 180), 2)
  assert.equal(units({ unit: 'half-day', maxUnitsPerDay: 2 }, 90), 1)
  assert.equal(units({ unit: 'half-day', maxUnitsPerDay: 2 }, 88), 0)
  assert.equal(units({ unit: 'hour', minutesPerDay: null, maxUnitsPerDay: 4 }, 170), 2)
  assert.equal(units({ unit: 'hour', partial: 'prorate', maxUnitsPerDay: 4 }, 170), 2)
  assert.equal(units({ unit: 'hour', maxUnitsPerDay: 4 }, 170), 0)
  assert.equal(units({ unit: 'quarter-hour', minutesPerDay: null, maxUnitsPerDay: 96 }, 104), 6)
})

test('who is in the room, who leads it and how it is held', () => {
  const why = (over: Partial<PaySession>, rule: Partial<PayTerms> = {}) =>
    payOf(week([session(0, 'process', 180, over)]), 'P', terms(rule)).days[0]?.sessions[0]?.because ?? ''
  assert.match(why({ people: 1 }), /1 client in the group: P asks for 2/)
  assert.match(why({ people: 13 }, { groupCap: 12 }), /13 clients in the group: P allows 12/)
  assert.match(why({ isLicensed: false }), /No licensed leader/)
  assert.match(why({ byVideo: true }, { telehealth: 'none' }), /By video/)
  assert.equal(why({ people: 2, isLicensed: true, byVideo: true }), 'Counts.')
})

test('a week under the least: paid all the same, flagged, or refused; a part week is never refused', () => {
  const two = [...day(0), ...day(2)]
  const of = (underWeek: PayTerms['underWeek'], isPart = false) =>
    payOf(week(two, { isPart }), 'P', terms({ underWeek }))
  assert.deepEqual([of('bill').verdict, of('bill').alerts], ['paid', []])
  assert.deepEqual([of('alert').verdict, of('alert').units], ['at-risk', 2])
  assert.deepEqual([of('deny').verdict, of('deny').units, of('deny').lines], ['not-paid', 0, []])
  assert.match(of('deny').sentence, /3 h and 1 full day under what P asks for/)
  assert.equal(of('deny', true).units, 2)
  assert.match(of('deny', true).alerts.join(), /part week: ask/)
})

test('the most days a week, the authorization and notes that are not signed', () => {
  const six = [0, 1, 2, 3, 4, 5].flatMap((n) => day(n))
  const five = payOf(week(six), 'P', terms({}))
  assert.deepEqual([five.units, five.days[5]?.because], [5, 'P pays for 5 days a week.'])
  const left = payOf(week(six, { unitsLeft: 2 }), 'P', terms({}))
  assert.deepEqual([left.units, left.authUnits, left.verdict], [2, 2, 'partly'])
  assert.match(left.days[2]?.because ?? '', /authorization is used up/)
  const unsigned = payOf(week([session(0, 'process', 180, { isNoteSigned: false })]), 'P', terms({}))
  assert.match(unsigned.alerts.join(), /1 note is not signed yet/)
})

test("the payer's week begins on its own day, and what lies outside its seven days is left out", () => {
  assert.deepEqual(
    [payWeekOf('2026-11-18', 1), payWeekOf('2026-11-18', 7), payWeekOf('2026-11-22', 7), payWeekOf('2026-11-22', 1)],
    ['2026-11-16', '2026-11-15', '2026-11-22', '2026-11-16'],
  )
  assert.equal(payOf(week([...day(-1), ...day(7), ...day(6)]), 'P', terms({})).days.length, 1)
})

const anySession = fc
  .record({
    day: fc.integer({ min: -1, max: 7 }),
    service: fc.constantFrom(
      'process',
      'psychoeducation',
      'individual',
      'family',
      'assessment',
      'mutual-aid',
      'drug-test',
    ),
    minutes: fc.integer({ min: 0, max: 200 }),
    byVideo: fc.boolean(),
    people: fc.constantFrom(null, 1, 2, 12, 30),
  })
  .map(({ day: n, service, minutes, ...over }) => session(n, service, minutes, over))
const anyTerms = fc
  .record({
    unit: fc.constantFrom(...payUnits),
    minutesPerDay: fc.constantFrom(null, 60, 120, 180),
    servicesPerDay: fc.integer({ min: 1, max: 3 }),
    daysPerWeek: fc.integer({ min: 0, max: 4 }),
    minutesPerWeek: fc.constantFrom(0, 360, 540),
    underWeek: fc.constantFrom('bill', 'alert', 'deny'),
    maxUnitsPerDay: fc.integer({ min: 1, max: 8 }),
    maxDaysPerWeek: fc.constantFrom(null, 3, 5),
    partial: fc.constantFrom('prorate', 'downcode', 'no-bill'),
    servicesPerWeek: fc.constantFrom(0, 5, 9),
    telehealth: fc.constantFrom('none', 'video'),
  })
  .map((over) => terms({ ...over, downCodes: publishedRule('maryland-medicaid-2018')?.terms.downCodes ?? [] }))

test('never more units a day or days a week than the payer allows, and no minute that nobody spent', () => {
  fc.assert(
    fc.property(fc.array(anySession, { maxLength: 20 }), anyTerms, (sessions, rule) => {
      const paid = payOf(week(sessions), 'P', rule)
      for (const one of paid.days) {
        assert.ok(one.units <= rule.maxUnitsPerDay)
        assert.ok(one.minutes <= sessions.filter((s) => s.day === one.day).reduce((sum, s) => sum + s.minutes, 0))
        assert.ok(one.isPaid || (one.units === 0 && one.lines.length === 0))
        assert.equal(
          one.minutes,
          one.sessions.reduce((sum, s) => sum + s.minutes, 0),
        )
        for (const line of one.lines.filter((l) => l.code === rule.code)) assert.equal(line.units, one.units)
      }
      const withUnits = paid.days.filter((one) => one.units > 0).length
      assert.ok(rule.maxDaysPerWeek === null || rule.unit === 'week' || withUnits <= rule.maxDaysPerWeek)
      assert.ok(rule.unit !== 'week' || paid.units <= 1)
    }),
    { numRuns: 2000 },
  )
})

test('more time never pays less: with one session more, or one that lasted longer', () => {
  fc.assert(
    fc.property(fc.array(anySession, { maxLength: 15 }), anySession, anyTerms, fc.nat(), (sessions, more, rule, at) => {
      const before = payOf(week(sessions), 'P', rule)
      for (const after of [
        payOf(week([...sessions, more]), 'P', rule),
        payOf(
          week(
            sessions.map((s, n) =>
              n === at % Math.max(1, sessions.length) ? { ...s, minutes: s.minutes + more.minutes } : s,
            ),
          ),
          'P',
          rule,
        ),
      ]) {
        assert.ok(after.units >= before.units - 1e-9, `${after.units} < ${before.units}`)
        assert.ok(after.paidDays >= before.paidDays)
        assert.ok(after.minutes >= before.minutes)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a kind of session is part of the day, apart, or paid by nobody', () => {
  assert.deepEqual(
    [
      'process',
      'psychoeducation',
      'individual',
      'multi-family',
      'medication-management',
      'drug-test',
      'break',
      'x',
    ].map(payClassOf),
    ['group', 'education', 'individual', 'family', 'medication', 'toxicology', null, null],
  )
})

test('the rule that stands: the own program before any, the latest first day, a correction before what it corrects', () => {
  const row = (id: string, program: 'any' | 'substance-use', from: string, at: number, to: string | null = null) => ({
    id,
    program,
    from,
    to,
    recordedAt: new Date(at),
  })
  const rows = [
    row('a', 'any', '2026-01-01', 1),
    row('b', 'substance-use', '2026-03-01', 2, '2026-06-30'),
    row('c', 'any', '2026-05-01', 3),
    row('d', 'any', '2026-05-01', 4, '2026-09-30'),
  ]
  const at = (on: string) => ruleOn(rows, 'substance-use', on)?.id
  assert.deepEqual(['2025-12-31', '2026-02-01', '2026-04-01', '2026-07-01', '2026-10-01'].map(at), [
    undefined,
    'a',
    'b',
    'd',
    'a',
  ])
})

test('every published rule can be recorded as it is, and names what it states', () => {
  for (const rule of publishedRules) {
    assert.equal(mayRecordRule({ from: monday, to: null, terms: rule.terms }), null, rule.key)
    assert.ok(rule.stated.length > 0 && rule.source !== '')
  }
  const refused = (over: Partial<PayTerms>) => mayRecordRule({ from: monday, to: null, terms: terms(over) })?.refused
  assert.deepEqual(
    [
      refused({ counts: [] }),
      refused({ separate: ['group'] }),
      refused({ unit: 'half-day', minutesPerDay: null }),
      refused({ daysPerWeek: 6 }),
      mayRecordRule({ from: monday, to: '2026-01-01', terms: usualTerms })?.refused,
    ],
    ['nothing-counts', 'counted-twice', 'no-minutes', 'days-turned', 'dates-turned'],
  )
})
