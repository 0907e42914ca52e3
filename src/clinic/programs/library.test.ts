import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countsTowardDose, isServiceKind, serviceKind, serviceKinds } from './library.ts'

test('every group that the seed articles name is there', () => {
  for (const key of [
    'process',
    'skills',
    'psychoeducation',
    'relapse-prevention',
    'refusal-skills',
    'emotional-support',
    'family-group',
    'multi-family',
    'art',
    'music',
    'outdoor',
    'mutual-aid',
    'individual',
    'family',
    'couples',
    'medication-management',
    'self-guided',
  ]) {
    assert.ok(isServiceKind(key), key)
  }
})

test('what fills the week, and what is only good for people', () => {
  const counts = ['process', 'art', 'psychoeducation', 'individual', 'family', 'multi-family', 'medication-management']
  const apart = ['recreation', 'mutual-aid', 'break', 'meal', 'drug-test', 'outdoor', 'self-guided', 'case-management']
  for (const key of counts) assert.equal(countsTowardDose(key), true, key)
  for (const key of apart) assert.equal(countsTowardDose(key), false, key)
  assert.equal(countsTowardDose('no such kind'), false)
  assert.equal(serviceKind('no such kind'), null)
  assert.equal(isServiceKind('toString'), false)
})

test('keys and labels are unique; what counts has its place in the prescription, and what is apart has none', () => {
  assert.equal(new Set(serviceKinds.map((k) => k.key)).size, serviceKinds.length)
  assert.equal(new Set(serviceKinds.map((k) => k.label)).size, serviceKinds.length)
  for (const kind of serviceKinds) assert.equal(kind.mix !== null, kind.countsTowardDose, kind.key)
})

test('the two facts differ where they must: a drug test is paid and is no treatment hour', () => {
  assert.deepEqual(
    [serviceKind('drug-test')?.countsTowardDose, serviceKind('drug-test')?.countsTowardClaim],
    [false, 'payer'],
  )
  assert.equal(serviceKind('mutual-aid')?.countsTowardClaim, 'never')
  assert.equal(serviceKind('art')?.training, 'art therapy')
})
