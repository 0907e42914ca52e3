import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { ageGroupOn, defaultFloors, type FloorRow, floorOn } from './dose.ts'

const today = '2026-11-22'

test('the floors a new clinic starts with', () => {
  const table = [
    ['2.1', 'adult', null, 540, 3, 'V'],
    ['2.1', 'adolescent', null, 360, 3, 'V'],
    ['2.5', 'adult', null, 1200, 5, 'K'],
    ['2.5', 'adolescent', null, 1200, 5, 'K'],
    ['2.7', 'adult', null, 1200, 5, 'K'],
    ['2.1', 'adult', 'medicare', 540, 3, 'V'],
  ] as const
  for (const [levelOfCare, ageGroup, payer, minutes, days, mark] of table) {
    const floor = floorOn(defaultFloors, { levelOfCare, ageGroup, state: 'FL', payer }, today)
    assert.deepEqual(
      [floor?.minutesPerWeek, floor?.daysPerWeek, floor?.mark],
      [minutes, days, mark],
      `${levelOfCare} ${ageGroup} ${payer}`,
    )
    assert.match(floor?.source ?? '', /at least \d+ h a week/)
  }
})

test('no floor where nobody set one: outpatient, an unknown level, a day before the rows', () => {
  for (const levelOfCare of ['1.5', '1.7', '3.1', '']) {
    assert.equal(floorOn(defaultFloors, { levelOfCare, ageGroup: 'adult', state: 'FL' }, today), null)
  }
  assert.equal(floorOn(defaultFloors, { levelOfCare: '2.1', ageGroup: 'adult', state: 'FL' }, '2010-01-01'), null)
  assert.equal(floorOn([], { levelOfCare: '2.1', ageGroup: 'adult', state: 'FL' }, today), null)
})

const row = (over: Partial<FloorRow>): FloorRow => ({
  levelOfCare: '2.1',
  ageGroup: 'adult',
  state: null,
  payer: null,
  minutesPerWeek: 540,
  daysPerWeek: 3,
  from: '2020-01-01',
  to: null,
  source: 'general',
  mark: 'V',
  ...over,
})
const ask = (rows: FloorRow[], payer?: string, day = today) =>
  floorOn(rows, { levelOfCare: '2.1', ageGroup: 'adult', state: 'FL', payer }, day)

test('the state replaces the general row, up or down; another state does not', () => {
  assert.equal(ask([row({}), row({ state: 'FL', minutesPerWeek: 720, source: 'Florida' })])?.minutesPerWeek, 720)
  assert.equal(ask([row({}), row({ state: 'FL', minutesPerWeek: 480, source: 'Florida' })])?.minutesPerWeek, 480)
  assert.equal(ask([row({}), row({ state: 'TX', minutesPerWeek: 720 })])?.minutesPerWeek, 540)
})

test('a payer comes on top: the higher figure binds, minutes and days each for itself, and both sources are named', () => {
  const rows = [row({}), row({ payer: 'acme', minutesPerWeek: 480, daysPerWeek: 4, source: 'Acme', mark: 'K' })]
  assert.deepEqual(ask(rows, 'acme'), { minutesPerWeek: 540, daysPerWeek: 4, source: 'general; Acme', mark: 'K' })
  assert.deepEqual(ask(rows), { minutesPerWeek: 540, daysPerWeek: 3, source: 'general', mark: 'V' })
  assert.deepEqual(ask([row({}), row({ payer: 'lax', minutesPerWeek: 360, mark: 'K' })], 'lax')?.source, 'general')
  assert.deepEqual(
    ask([row({}), row({ payer: 'strict', minutesPerWeek: 600, source: 'Strict' })], 'strict')?.source,
    'Strict',
  )
  assert.equal(ask([row({ payer: 'acme', minutesPerWeek: 480 })], 'acme')?.minutesPerWeek, 480)
})

test('a row stands from its first to its last day, both included; of two that stand the newest speaks', () => {
  const old = row({ to: '2026-06-30' })
  const next = row({ from: '2026-07-01', minutesPerWeek: 600, source: 'new rule' })
  assert.equal(ask([old, next], undefined, '2026-06-30')?.minutesPerWeek, 540)
  assert.equal(ask([old, next], undefined, '2026-07-01')?.minutesPerWeek, 600)
  assert.equal(ask([old], undefined, '2026-07-01'), null)
  assert.equal(ask([row({}), next], undefined, today)?.source, 'new rule')
  assert.equal(ask([row({ minutesPerWeek: 600 }), row({})])?.minutesPerWeek, 600)
})

test('an adolescent is under 18 on the day itself', () => {
  assert.equal(ageGroupOn('2008-11-23', today), 'adolescent')
  assert.equal(ageGroupOn('2008-11-22', today), 'adult')
  assert.equal(ageGroupOn('2008-02-29', '2026-02-28'), 'adolescent')
  assert.equal(ageGroupOn('2008-02-29', '2026-03-01'), 'adult')
})

const anyRow = fc.record({
  levelOfCare: fc.constantFrom('2.1', '2.5'),
  ageGroup: fc.constantFrom('adult' as const, 'adolescent' as const),
  state: fc.constantFrom(null, 'FL', 'TX'),
  payer: fc.constantFrom(null, 'acme', 'zenith'),
  minutesPerWeek: fc.integer({ min: 0, max: 2400 }),
  daysPerWeek: fc.integer({ min: 1, max: 7 }),
  from: fc.integer({ min: -400, max: 400 }).map((n) => addDays(today, n)),
  to: fc.option(fc.integer({ min: -400, max: 400 }).map((n) => addDays(today, n))),
  source: fc.string(),
  mark: fc.constantFrom('V' as const, 'C' as const, 'K' as const),
})

test('whatever the rows: naming a payer never lowers the floor, and the order of rows does not matter', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 14 }), (rows) => {
      const question = { levelOfCare: '2.1', ageGroup: 'adult', state: 'FL' } as const
      const without = floorOn(rows, question, today)
      const withPayer = floorOn(rows, { ...question, payer: 'acme' }, today)
      if (without !== null) {
        assert.ok(withPayer !== null)
        assert.ok(withPayer.minutesPerWeek >= without.minutesPerWeek && withPayer.daysPerWeek >= without.daysPerWeek)
      }
      const turned = floorOn([...rows].reverse(), { ...question, payer: 'acme' }, today)
      assert.deepEqual(
        [turned?.minutesPerWeek, turned?.daysPerWeek],
        [withPayer?.minutesPerWeek, withPayer?.daysPerWeek],
      )
    }),
  )
})
