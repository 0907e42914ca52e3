import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { serviceKind } from '../programs/library.ts'
import { needsOf } from '../programs/needs.ts'
import {
  against,
  firstAgainst,
  type Holder,
  isTrained,
  maySupervise,
  mayHold,
  mayTakeClient,
  type Supervises,
  worksThen,
} from './credentials.ts'

const day = '2026-12-01'
const needs = (key: string) => {
  const kind = serviceKind(key)
  assert.ok(kind)
  return needsOf(kind)
}
const lee: Holder = {
  name: 'Lee Park',
  credential: 'LMHC',
  licences: [{ kind: 'LMHC', state: 'NY', from: '2024-01-01', to: '2026-12-31' }],
  trainings: [],
}
const licence = (over: Partial<Holder['licences'][number]>): Holder => ({
  ...lee,
  licences: [{ kind: 'LMHC', state: 'NY', from: '2024-01-01', to: '2026-12-31', ...over }],
})

test('who may hold what, on a day, in a state', () => {
  const table: [what: string, person: Holder, kind: string, on: string, state: string, code: string | undefined][] = [
    ['licensed', lee, 'process', day, 'NY', undefined],
    ['the last day of a licence still stands', licence({ to: day }), 'process', day, 'NY', undefined],
    ['the day after does not', licence({ to: day }), 'process', addDays(day, 1), 'NY', 'licence-ended'],
    ['the first day stands', licence({ from: day }), 'process', day, 'NY', undefined],
    ['the day before does not', licence({ from: day }), 'process', addDays(day, -1), 'NY', 'licence-not-yet'],
    ['no licence at all', { ...lee, licences: [] }, 'process', day, 'NY', 'no-licence'],
    ['no treatment asks for none', { ...lee, licences: [] }, 'mutual-aid', day, 'NY', undefined],
    ['another state', lee, 'process', day, 'NJ', 'other-state'],
    ['another state, and it has ended', licence({ to: '2026-11-01' }), 'process', day, 'NJ', 'licence-ended'],
    ['a nurse teaches', { ...licence({ kind: 'RN' }), credential: 'RN' }, 'psychoeducation', day, 'NY', undefined],
    [
      'a nurse holds no process group',
      { ...licence({ kind: 'RN' }), credential: 'RN' },
      'process',
      day,
      'NY',
      'beyond-credential',
    ],
    [
      'under another name of the licence neither',
      { ...licence({ kind: 'Nursing' }), credential: 'RN' },
      'individual',
      day,
      'NY',
      'beyond-credential',
    ],
    [
      'an unknown licence speaks for itself',
      { ...licence({ kind: 'LXYZ' }), credential: '' },
      'process',
      day,
      'NY',
      undefined,
    ],
  ]
  for (const [what, person, kind, on, state, code] of table)
    assert.equal(mayHold(person, needs(kind), on, state)?.refused, code, what)
  assert.equal(
    mayHold(licence({ to: day }), needs('process'), '2026-12-02', 'NY')?.because,
    'The NY licence of Lee Park ends on December 1, 2026. Record the new one, or choose somebody else.',
  )
})

test('a training is held by anybody in the room, and runs out', () => {
  const trained: Holder = {
    ...lee,
    name: 'Marcus Webb',
    trainings: [{ name: 'Art Therapy (ATR-BC)', from: '2020-01-01', to: day }],
  }
  const codes = (leaders: Holder[], on = day, alongside: Holder[] = []) =>
    against(leaders, needs('art'), on, ['NY'], alongside).map((one) => one.refused)
  assert.deepEqual(codes([lee]), ['no-training'])
  assert.deepEqual(codes([trained]), [])
  assert.deepEqual(codes([lee, trained]), [])
  assert.deepEqual(codes([lee], day, [trained]), [])
  assert.deepEqual(codes([lee, trained], addDays(day, 1)), ['no-training'])
  assert.deepEqual(codes([]), ['nobody-leads'])
  assert.deepEqual(against([], needs('mutual-aid'), day, ['NY']), [])
  assert.equal(
    isTrained({ ...lee, trainings: [{ name: 'Smart recovery', from: null, to: null }] }, 'art', day),
    false,
    'a word is a word',
  )
})

test('by video every state of a member asks', () => {
  const codes = (states: string[]) => against([lee], needs('process'), day, states).map((one) => one.refused)
  assert.deepEqual(codes(['NY']), [])
  assert.deepEqual(codes(['NJ', 'NY']), ['other-state'])
  assert.deepEqual(
    firstAgainst(licence({ to: '2026-12-08' }), needs('individual'), ['2026-12-01', '2026-12-08', '2026-12-15'], ['NY'])
      ?.day,
    '2026-12-15',
  )
})

test('more licences never make somebody less able, and one of a state always says yes', () => {
  const near = fc.integer({ min: -30, max: 30 }).map((n) => addDays(day, n))
  const one = fc
    .record({ state: fc.constantFrom('NY', 'NJ', 'CT'), a: near, b: near })
    .map(({ state, a, b }) => ({ kind: 'LMHC', state, from: a < b ? a : b, to: a < b ? b : a }))
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: 6 }),
      one,
      near,
      fc.constantFrom('NY', 'NJ', 'CT'),
      (licences, more, on, state) => {
        const answer = mayHold({ ...lee, licences }, needs('process'), on, state)
        const stands = licences.some((held) => held.state === state && held.from <= on && on <= held.to)
        assert.equal(answer === null, stands)
        if (answer === null)
          assert.equal(mayHold({ ...lee, licences: [...licences, more] }, needs('process'), on, state), null)
      },
    ),
  )
})

describe('Supervision', () => {
  const link = (
    supervisorId: string,
    superviseeId: string,
    from = '2026-01-01',
    to: string | null = null,
  ): Supervises => ({
    supervisorId,
    superviseeId,
    from,
    to,
  })
  it('has no rings, over any number of steps, on any day', () => {
    const standing = [link('a', 'b'), link('b', 'c')]
    assert.equal(maySupervise(standing, link('c', 'd')), null)
    assert.equal(maySupervise(standing, link('c', 'a'))?.refused, 'ring')
    assert.equal(maySupervise(standing, link('b', 'a'))?.refused, 'ring')
    assert.equal(maySupervise(standing, link('a', 'a'))?.refused, 'themselves')
    assert.equal(maySupervise(standing, link('a', 'b', '2026-06-01'))?.refused, 'supervises-already')
    assert.equal(maySupervise(standing, link('d', 'e', '2026-06-01', '2026-05-01'))?.refused, 'dates-turned')
    assert.equal(maySupervise([link('a', 'b', '2025-01-01', '2025-12-31')], link('b', 'a')), null, 'not at one time')
    const half = [link('a', 'b', '2026-01-01', '2026-03-31'), link('b', 'c', '2026-04-01')]
    assert.equal(maySupervise(half, link('c', 'a')), null, 'never all three on one day')
  })

  it('accepted one by one, never closes a ring on any day', () => {
    const person = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const month = fc.integer({ min: 0, max: 8 }).map((n) => addDays('2026-01-01', n * 30))
    const fresh = fc
      .record({
        supervisorId: person,
        superviseeId: person,
        from: month,
        length: fc.option(fc.integer({ min: 0, max: 90 })),
      })
      .map(({ length, from, ...who }) => ({ ...who, from, to: length === null ? null : addDays(from, length) }))
    fc.assert(
      fc.property(fc.array(fresh, { maxLength: 14 }), (asked) => {
        const kept: Supervises[] = []
        for (const one of asked) if (maySupervise(kept, one) === null) kept.push(one)
        for (let n = 0; n < 360; n += 15) {
          const on = addDays('2026-01-01', n)
          const stand = kept.filter((one) => one.from <= on && (one.to === null || on <= one.to))
          // Whoever stands above nobody is taken away, again and again: without a ring nobody is left.
          let left = stand
          for (;;) {
            const fewer = left.filter((one) => left.some((two) => two.supervisorId === one.superviseeId))
            if (fewer.length === left.length) break
            left = fewer
          }
          assert.deepEqual(left, [], on)
        }
      }),
    )
  })
})

test('whether somebody works through an hour', () => {
  const hours = [
    { weekday: 2, starts: '09:00', ends: '12:00', from: '2026-01-01', to: null },
    { weekday: 2, starts: '12:00', ends: '17:00', from: '2026-01-01', to: null },
    { weekday: 3, starts: '09:00', ends: '12:00', from: '2026-12-05', to: null },
  ]
  const hour = { day, weekday: 2, starts: '11:00', ends: '13:00' }
  assert.equal(worksThen([], hour), null, 'they gave none')
  assert.equal(worksThen(hours, hour), true, 'hours that touch are one')
  assert.equal(worksThen(hours, { ...hour, ends: '17:30' }), false)
  assert.equal(worksThen(hours, { ...hour, weekday: 3 }), false, 'not yet')
})

test('a caseload has its limit', () => {
  assert.equal(mayTakeClient('Lee Park', 12, null), null)
  assert.equal(mayTakeClient('Lee Park', 11, 12), null)
  assert.equal(mayTakeClient('Lee Park', 12, 12)?.refused, 'caseload-full')
  assert.equal(mayTakeClient('Lee Park', 0, 0)?.refused, 'caseload-full')
})
