import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type AuthorityRow,
  type ConsentService,
  consentAuthority,
  defaultAuthority,
  signersNeeded,
  type WhoConsents,
} from './authority.ts'

const on = '2026-11-20'

describe('who consents', () => {
  const cases: [age: number | null, state: string, service: ConsentService, met: boolean, who: WhoConsents][] = [
    [18, 'NY', 'substance-use', false, 'self'],
    [77, 'ZZ', 'mental-health', false, 'self'],
    [17, 'CA', 'substance-use', false, 'self'],
    [12, 'CA', 'mental-health', false, 'self'],
    [11, 'CA', 'substance-use', false, 'both'],
    [14, 'FL', 'substance-use', false, 'self'],
    [14, 'FL', 'mental-health', false, 'both'],
    [15, 'TX', 'substance-use', false, 'self'],
    [15, 'MA', 'substance-use', false, 'both'],
    [15, 'MA', 'substance-use', true, 'self'],
    [15, 'NY', 'substance-use', false, 'both'],
    [15, 'NY', 'substance-use', true, 'self'],
    [15, 'NY', 'mental-health', true, 'both'],
    [15, 'OH', 'substance-use', false, 'both'],
    [null, 'CA', 'substance-use', true, 'both'],
  ]
  for (const [age, state, service, met, who] of cases)
    test(`${age ?? 'age unknown'}, ${state}, ${service}${met ? ', condition met' : ''}: ${who}`, () =>
      assert.equal(consentAuthority(age, state, service, on, met).who, who))

  test('a condition is named until it is met, and after', () => {
    assert.match(consentAuthority(15, 'MA', 'substance-use', on).condition ?? '', /Two physicians/)
  })
  test('the row in force on the day speaks', () => {
    const base = defaultAuthority[0]
    assert.ok(base)
    const rows: AuthorityRow[] = [{ ...base, who: 'guardian', from: '2027-01-01' }, base]
    assert.equal(consentAuthority(15, 'CA', 'substance-use', '2026-12-31', false, rows).who, 'self')
    assert.equal(consentAuthority(15, 'CA', 'substance-use', '2027-01-01', false, rows).who, 'guardian')
  })
  test('every default row cites its statute and is marked for counsel', () => {
    for (const row of defaultAuthority) assert.ok(row.citation.length > 8 && row.mark === 'K')
  })
})

test('whose signatures a document needs', () => {
  assert.deepEqual(signersNeeded('self', 'treatment'), ['client'])
  assert.deepEqual(signersNeeded('self', 'tpo'), ['client'])
  assert.deepEqual(signersNeeded('guardian', 'treatment'), ['guardian'])
  assert.deepEqual(signersNeeded('guardian', 'tpo'), ['client', 'guardian'])
  assert.deepEqual(signersNeeded('both', 'treatment'), ['client', 'guardian'])
  assert.deepEqual(signersNeeded('both', 'tpo'), ['client', 'guardian'])
})
