import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { type CapRow, defaultCaps } from '../programs/caps.ts'
import { serviceKind, serviceKinds } from '../programs/library.ts'
import { capOf } from './seats.ts'

const today = '2026-11-22'

test('the smallest limit binds, and says whose it is', () => {
  const table: [state: string, kind: string, payers: string[], programCap: number, seats: number, binds: string][] = [
    ['TX', 'process', [], 20, 16, 'state'],
    ['TX', 'psychoeducation', [], 40, 35, 'state'],
    ['TX', 'life-skills', [], 40, 35, 'state'],
    ['TX', 'multi-family', [], 60, 60, 'program'],
    ['TX', 'mutual-aid', [], 60, 60, 'program'],
    ['TX', 'process', [], 12, 12, 'program'],
    ['TX', 'process', [], 16, 16, 'program'],
    ['CA', 'process', [], 20, 12, 'state'],
    ['FL', 'process', [], 20, 15, 'state'],
    ['FL', 'psychoeducation', [], 20, 20, 'program'],
    ['NY', 'relapse-prevention', [], 20, 15, 'state'],
    ['FL', 'process', ['acme', 'medicare'], 20, 10, 'payer'],
    ['CA', 'process', ['masshealth'], 20, 12, 'state'],
    ['OH', 'process', [], 14, 14, 'program'],
    ['TX', 'a kind from another clinic', [], 40, 16, 'state'],
  ]
  for (const [state, kind, payersInRoom, programCap, seats, binds] of table) {
    const cap = capOf(defaultCaps, { state, kind, payersInRoom, programCap }, today)
    assert.deepEqual([cap.seats, cap.binds], [seats, binds], `${state} ${kind} ${payersInRoom.join()}`)
  }
})

test('the sentences', () => {
  const ask = (state: string, payersInRoom: string[]) =>
    capOf(defaultCaps, { state, kind: 'process', payersInRoom, programCap: 18 }, today).because
  assert.equal(ask('TX', []), 'Texas allows 16 clients in a group of this kind.')
  assert.equal(ask('OH', []), 'This program keeps its groups to 18 clients.')
  assert.equal(ask('OH', ['medicare']), 'Medicare, who pays for someone in this group, allows 10 clients.')
})

test('marks: Texas was read in its source, the rest is to be confirmed', () => {
  for (const row of defaultCaps) assert.equal(row.mark, row.key === 'TX' ? 'V' : 'K', row.label)
})

test('a rule stands on its days only, and the newest of an authority speaks, even when it is laxer', () => {
  const row: CapRow = {
    authority: 'state',
    key: 'FL',
    label: 'Florida',
    appliesTo: ['counselling'],
    cap: 15,
    from: '2020-01-01',
    to: null,
    source: 'old',
    mark: 'K',
  }
  const ask = (rows: CapRow[], day: string) =>
    capOf(rows, { state: 'FL', kind: 'process', payersInRoom: [], programCap: 30 }, day).seats
  assert.equal(ask([row], '2019-12-31'), 30)
  assert.equal(ask([row], '2020-01-01'), 15)
  assert.equal(ask([{ ...row, to: '2026-11-21' }], today), 30)
  assert.equal(ask([row, { ...row, from: '2026-01-01', cap: 18 }], today), 18)
  assert.equal(ask([row, { ...row, from: '2027-01-01', cap: 8 }], today), 15)
})

const anyRow: fc.Arbitrary<CapRow> = fc.record({
  authority: fc.constantFrom('state' as const, 'payer' as const),
  key: fc.constantFrom('FL', 'TX', 'acme', 'zenith'),
  label: fc.constant('Someone'),
  appliesTo: fc.subarray(['counselling', 'education', 'multi-family', 'open'] as const),
  cap: fc.integer({ min: 1, max: 40 }),
  from: fc.integer({ min: -300, max: 300 }).map((n) => addDays(today, n)),
  to: fc.option(fc.integer({ min: -300, max: 300 }).map((n) => addDays(today, n))),
  source: fc.constant('x'),
  mark: fc.constantFrom('V' as const, 'K' as const),
})

test('whatever the rows: no session can be booked beyond the smallest applicable cap', () => {
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 12 }),
      fc.constantFrom(...serviceKinds.map((kind) => kind.key)),
      fc.subarray(['acme', 'zenith']),
      fc.integer({ min: 1, max: 40 }),
      (rows, kind, payersInRoom, programCap) => {
        const question = { state: 'FL', kind, payersInRoom, programCap }
        const cap = capOf(rows, question, today)
        assert.ok(cap.seats >= 1 && cap.seats <= programCap)
        // The plain reading: for each authority concerned, its newest standing rows; the least of all.
        const capClass = serviceKind(kind)?.capClass ?? 'counselling'
        let least = programCap
        for (const [authority, key] of [['state', 'FL'], ...payersInRoom.map((p) => ['payer', p])]) {
          const standing = rows.filter(
            (r) =>
              r.authority === authority &&
              r.key === key &&
              r.appliesTo.includes(capClass) &&
              r.from <= today &&
              (r.to ?? '9999-12-31') >= today,
          )
          const latest = standing
            .map((r) => r.from)
            .sort()
            .at(-1)
          for (const r of standing) if (r.from === latest) least = Math.min(least, r.cap)
        }
        assert.equal(cap.seats, least)
        const more = capOf(rows, { ...question, payersInRoom: ['acme', 'zenith'] }, today)
        assert.ok(more.seats <= cap.seats, 'a payer more never adds a seat')
      },
    ),
  )
})
