import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDays } from '../../basics/dates.ts'
import { defaultSettings } from '../concerns/settings.ts'
import { firstOf, furthestBy, lackOf, lookOn, standings } from './next-touch.ts'

const today = '2026-11-24'
const furthest = furthestBy(defaultSettings)

describe('What lies ahead of somebody', () => {
  it('is the first day of all, and on one day what comes first in the list', () => {
    const on = (day: string, what: 'meeting' | 'visit' | 'call') => ({ day, what, staffId: null })
    assert.equal(firstOf([]), null)
    assert.deepEqual(firstOf([on('2026-12-01', 'meeting'), on('2026-11-30', 'call')]), on('2026-11-30', 'call'))
    assert.deepEqual(
      firstOf([on('2026-12-01', 'call'), on('2026-12-01', 'visit'), on('2026-12-01', 'meeting')]),
      on('2026-12-01', 'meeting'),
    )
  })

  it('may be late and may not be too far ahead, and is somebody’s', () => {
    const touch = (days: number) => ({ day: addDays(today, days), what: 'call' as const, staffId: null })
    for (const standing of standings) {
      assert.equal(lackOf(standing, null, 'lee', today, furthest), 'no-day')
      assert.equal(lackOf(standing, touch(-9), 'lee', today, furthest), null)
      assert.equal(lackOf(standing, touch(furthest[standing]), 'lee', today, furthest), null)
      assert.equal(lackOf(standing, touch(furthest[standing] + 1), 'lee', today, furthest), 'too-far')
      assert.equal(lackOf(standing, touch(1), null, today, furthest), 'nobody')
    }
  })

  it('is looked at on the next working day', () => {
    for (const [on, look] of [
      ['2026-11-24', '2026-11-25'],
      ['2026-11-27', '2026-11-30'],
      ['2026-11-28', '2026-11-30'],
      ['2026-11-29', '2026-11-30'],
    ] as const)
      assert.equal(lookOn(on), look)
  })
})
