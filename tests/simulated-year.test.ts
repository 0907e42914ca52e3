// A year of the clinic in which nobody gets lost: everything through its verbs, the clock driven day by day, and after every event
// the question whether whoever it concerns still has a next day and one owner who is here on it. At each day's end, for everybody.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { live } from './simulated-year-life.ts'

const shown = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([what, n]) => `${what} ${n}`)
    .join(', ')
const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0)

describe('A simulated year', () => {
  it('loses nobody: 52 weeks, everybody asked after every event and at each day’s end', {
    timeout: 600_000,
  }, async (t) => {
    const { counts, refusals, exceptions, gaps, looks, standing } = await live(52)
    t.diagnostic(
      `${total(counts)} events, ${exceptions.length} exceptions; somebody got a day ${looks} times in the act that took theirs, ${gaps} times from the clock; ${standing} people at the end`,
    )
    t.diagnostic(shown(counts))
    t.diagnostic(`refused: ${shown(refusals)}`)
    assert.deepEqual(exceptions.slice(0, 20), [])
    // A year in which too little happened would prove little.
    assert.ok(total(counts) > 1000, `${total(counts)} events`)
    for (const what of [
      'pause',
      'therapist left',
      'handed over',
      'staff sick',
      'waitlist joined',
      'step: step-up',
      'step: step-down',
      'step taken back',
      'discharge taken back',
      'left: terminated',
      'closed',
      'opened again',
      'return',
      'mark taken back',
      'left: completed',
      'left: dropped-out',
      'known at the door',
    ])
      assert.ok((counts.get(what) ?? 0) > 0, `${what} never happened`)
  })

  it('would lose people without the step that the clock puts before whoever they belong to', {
    timeout: 120_000,
  }, async (t) => {
    const { exceptions } = await live(3, 'looks')
    t.diagnostic(`${exceptions.length} exceptions in three weeks, the first: ${exceptions[0]}`)
    assert.ok(exceptions.some((one) => one.includes('lacks no-day')))
  })

  it('would leave people with somebody absent without the rule of who answers', { timeout: 120_000 }, async (t) => {
    const { exceptions } = await live(3, 'stand-ins')
    t.diagnostic(`${exceptions.length} exceptions in three weeks, the first: ${exceptions[0]}`)
    assert.ok(exceptions.some((one) => /who is away on|somebody who left/.test(one)))
  })
})
