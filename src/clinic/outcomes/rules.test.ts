import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instrument, instruments } from '../instruments/catalog.ts'
import type { Instrument } from '../instruments/instrument.ts'
import { changeBetween, reliableChangeIndex } from './rules.ts'

const phq9 = instrument('phq-9')
const gad7 = instrument('gad-7')

test('what a change means', () => {
  const table: [Instrument, number, number, string, boolean, boolean][] = [
    // earlier, later, label, response, remission
    [phq9, 18, 18, 'unchanged', false, false],
    [phq9, 18, 13, 'unchanged', false, false],
    [phq9, 18, 12, 'improved', false, false],
    [phq9, 18, 9, 'recovered', true, false],
    [phq9, 10, 4, 'recovered', true, true],
    [phq9, 15, 10, 'unchanged', false, false],
    [phq9, 16, 10, 'improved', false, false],
    [phq9, 9, 3, 'improved', true, true],
    [phq9, 10, 15, 'unchanged', false, false],
    [phq9, 10, 16, 'deteriorated', false, false],
    [phq9, 0, 0, 'unchanged', false, true],
    [gad7, 12, 8, 'improved', false, false],
    [gad7, 12, 7, 'recovered', false, false],
    [gad7, 12, 9, 'unchanged', false, false],
    [gad7, 8, 4, 'recovered', true, true],
    [gad7, 5, 9, 'deteriorated', false, false],
  ]
  for (const [instrument, earlier, later, label, response, remission] of table) {
    const change = changeBetween(instrument, earlier, later)
    assert.deepEqual(
      [change.label, change.response, change.remission, change.points],
      [label, response, remission, later - earlier],
      `${instrument.title} ${earlier} to ${later}`,
    )
  }
})

test('an instrument whose noise nobody published says how many points, and no more', () => {
  const change = changeBetween(instrument('audit-c'), 9, 2)
  assert.deepEqual([change.points, change.reliable, change.label, change.remission], [-7, null, null, null])
})

test('a clinic may set the noise of the PCL-5 higher, as the re-analysis of 2022 says', () => {
  const pcl5 = instrument('pcl-5')
  assert.equal(changeBetween(pcl5, 50, 38).label, 'improved')
  assert.equal(changeBetween(pcl5, 50, 38, 15).label, 'unchanged')
  assert.equal(changeBetween(pcl5, 50, 32, 15).label, 'recovered')
})

test('the reliable change index of the formula', () => {
  assert.ok(Math.abs(reliableChangeIndex(5, 0.84) - 5.5437) < 0.001)
  assert.equal(reliableChangeIndex(5, 1), 0)
})

const anyInstrument = fc.constantFrom(...instruments)

test('change is even-handed: what is better one way is worse the other', () => {
  fc.assert(
    fc.property(anyInstrument, fc.nat({ max: 21 }), fc.nat({ max: 21 }), (instrument, a, b) => {
      const there = changeBetween(instrument, a, b)
      const back = changeBetween(instrument, b, a)
      assert.equal(there.points + back.points, 0)
      assert.equal(there.reliable, back.reliable)
      assert.equal(there.label === 'deteriorated', back.label === 'improved' || back.label === 'recovered')
    }),
  )
})
