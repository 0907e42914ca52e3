import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSigners, mayLead, mustBeCosigned, type SignerRow, signerOf } from './signers.ts'

test('whose note waits for a second signature', () => {
  const alone = [
    'MD',
    'D.O.',
    'PMHNP',
    'PA',
    'Ph.D.',
    'PsyD',
    'LCSW',
    'lcsw',
    'LICSW',
    'LMFT',
    'LPC',
    'LMHC',
    'RN',
    'LPN',
  ]
  const after = [
    'LMSW',
    'AMFT',
    'Intern',
    'LADC',
    'LCADC',
    'CADC',
    'CADC-II',
    'CASAC',
    'CASAC-T',
    'LCDC',
    'RADT',
    'CRPA',
    'CARC',
    'CPRS',
    'Student',
    'volunteer',
  ]
  for (const credential of alone) assert.equal(mustBeCosigned(credential).cosign, false, credential)
  for (const credential of after) {
    const answer = mustBeCosigned(credential)
    assert.ok(answer.cosign && answer.by !== null, credential)
    assert.equal(answer.mark, 'K')
  }
})

test('an unknown credential and none are co-signed, and may not sign alone', () => {
  for (const credential of ['', '  ', 'XYZ', 'Life coach']) {
    assert.equal(signerOf(credential), null, credential)
    assert.equal(mustBeCosigned(credential).cosign, true, credential)
  }
})

test('of several credentials the one that may do most alone speaks', () => {
  assert.equal(signerOf('LCSW, CADC-II')?.credential, 'LCSW')
  assert.equal(signerOf('CADC/LCSW')?.credential, 'LCSW')
  assert.equal(signerOf('RN and CADC')?.credential, 'CADC')
  assert.equal(signerOf('RN, ABC')?.credential, 'RN')
})

test('who may lead what', () => {
  const leads = (credential: string, kind: string) => {
    const row = signerOf(credential)
    return row !== null && mayLead(row, kind)
  }
  assert.ok(leads('LCSW', 'process') && leads('CADC', 'relapse-prevention') && leads('LMSW', 'family-group'))
  assert.ok(leads('RN', 'psychoeducation') && !leads('RN', 'process'))
  assert.ok(leads('CRPA', 'peer-support') && !leads('CRPA', 'process') && !leads('CRPA', 'psychoeducation'))
  assert.ok(!leads('Student', 'psychoeducation') && !leads('Volunteer', 'peer-support'))
})

test('a state speaks before the general row, and only for itself', () => {
  const general = defaultSigners.find((row) => row.credential === 'LADC')
  assert.ok(general !== undefined)
  const own: SignerRow = { ...general, state: 'MN', cosign: false, by: null, source: 'a state rule', mark: 'V' }
  const table = [...defaultSigners, own]
  assert.equal(mustBeCosigned('LADC', 'MN', table).cosign, false)
  assert.equal(mustBeCosigned('LADC', 'MN', table).source, 'a state rule')
  assert.equal(mustBeCosigned('LADC', 'FL', table).cosign, true)
  assert.equal(mustBeCosigned('LADC', null, table).cosign, true)
})

test('every row is general, marked K, and says who co-signs where someone must', () => {
  for (const row of defaultSigners) {
    assert.deepEqual([row.state, row.mark, row.cosign], [null, 'K', row.by !== null], row.credential)
  }
  assert.equal(new Set(defaultSigners.map((row) => row.credential)).size, defaultSigners.length)
})
