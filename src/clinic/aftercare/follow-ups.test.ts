import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, type Day } from '../../basics/dates.ts'
import { mayNote, nextFollowUp, outcomes, stepsOn, type Tried, usualSteps, stepsRefusal } from './follow-ups.ts'

const left = '2026-03-31'
const after = (days: number): Day => addDays(left, days)
const tried = (dayAfter: number, outcome: Tried['outcome'], on = after(dayAfter)): Tried => ({ dayAfter, outcome, on })
const next = (list: Tried[], today: Day, isBack = false) => nextFollowUp(left, usualSteps, list, today, isBack)

describe('What comes next for somebody who left', () => {
  const cases: [string, Tried[], number, number | string, number?][] = [
    ['the first call on the day after tomorrow', [], 0, 2, 2],
    ['still the first, a day late', [], 3, 2, 2],
    ['not reached: tomorrow again', [tried(2, 'not-reached')], 2, 2, 3],
    ['reached: the next is in a week', [tried(2, 'well')], 2, 7, 7],
    ['three tries, then the week', [2, 3, 4].map((day) => tried(2, 'not-reached', after(day))), 4, 7, 7],
    ['nobody called in the first week: the week’s call takes over', [], 7, 7, 7],
    ['forgotten for a month: one call is due, not four', [], 31, 30, 30],
    ['the last stays for a month', [], 380, 365, 365],
    ['and then it is over', [], 395, 'done'],
    ['who declines is asked no more', [tried(2, 'declines')], 7, 'declines'],
    ['who died is asked no more', [tried(30, 'died')], 90, 'died'],
    ['a try on the eve of the next step is the last of its step', [tried(2, 'not-reached', after(6))], 6, 7, 7],
  ]
  for (const [name, list, today, what, on] of cases)
    it(name, () => {
      const found = next(list, after(today))
      if (typeof what === 'string') assert.deepEqual(found, { state: 'over', because: what })
      else {
        assert.ok(found.state === 'due', JSON.stringify(found))
        assert.deepEqual([found.dayAfter, found.on], [what, after(on ?? what)])
      }
    })

  it('is nothing while they are in care again', () => {
    assert.deepEqual(next([], after(7), true), { state: 'over', because: 'in-care' })
  })

  it('has a dated next touch on every day of the year until it is over, whatever was tried, and ends', () => {
    const anyTry = fc.record({
      days: fc.integer({ min: 0, max: 3 }),
      outcome: fc.constantFrom('not-reached' as const, 'well' as const, 'struggling' as const),
    })
    fc.assert(
      fc.property(fc.array(anyTry, { maxLength: 40 }), (list) => {
        const done: Tried[] = []
        let day = left
        for (const { days, outcome } of list) {
          const one = next(done, day)
          if (one.state === 'over') return
          assert.ok(one.triesLeft > 0)
          day = addDays(one.on > day ? one.on : day, days)
          const still = next(done, day)
          if (still.state === 'over') return
          if (still.on <= day) {
            assert.equal(mayNote(still, { dayAfter: still.dayAfter, how: 'phone', outcome, words: 'x' }, day), null)
            done.push({ dayAfter: still.dayAfter, outcome, on: day })
          }
          const settled = done.filter((other) => other.outcome !== 'not-reached').map((other) => other.dayAfter)
          assert.equal(new Set(settled).size, settled.length)
        }
      }),
    )
    assert.equal(next([], after(400)).state, 'over')
  })
})

describe('Noting a call', () => {
  const due = next([], after(2))
  it('wants words from whoever reached somebody', () => {
    assert.equal(mayNote(due, { dayAfter: 2, how: 'phone', outcome: 'well', words: ' ' }, after(2))?.refused, 'words')
    assert.equal(mayNote(due, { dayAfter: 2, how: 'phone', outcome: 'not-reached', words: '' }, after(2)), null)
  })
  it('refuses what is not due, what a colleague noted, and a second try on one day', () => {
    assert.equal(mayNote(due, { dayAfter: 2, how: 'phone', outcome: 'well', words: 'x' }, after(1))?.refused, 'not-yet')
    assert.equal(
      mayNote(due, { dayAfter: 7, how: 'phone', outcome: 'well', words: 'x' }, after(2))?.refused,
      'no-such-step',
    )
    const again = next([tried(2, 'not-reached')], after(2))
    assert.equal(
      mayNote(again, { dayAfter: 2, how: 'phone', outcome: 'well', words: 'x' }, after(2))?.refused,
      'tried-today',
    )
    assert.equal(
      mayNote({ state: 'over', because: 'done' }, { dayAfter: 2, how: 'phone', outcome: 'well', words: 'x' }, left)
        ?.refused,
      'over',
    )
  })
})

describe('The call at two weeks', () => {
  it('is settled by a voice alone; the others by any way', () => {
    const due = next([], after(14))
    assert.equal(due.state === 'due' && due.dayAfter, 14)
    const said = (how: string, outcome: (typeof outcomes)[number] = 'well') =>
      mayNote(due, { dayAfter: 14, how, outcome, words: 'x' }, after(14))?.refused ?? null
    for (const how of ['text', 'email', 'letter', 'emergency-contact']) {
      assert.equal(said(how), 'needs-voice', how)
      assert.equal(said(how, 'not-reached'), null, how)
    }
    assert.deepEqual([said('phone'), said('in-person')], [null, null])
    const first = next([], after(2))
    assert.equal(mayNote(first, { dayAfter: 2, how: 'text', outcome: 'well', words: 'x' }, after(2)), null)
  })

  it('stands in every policy, and effort never grows', () => {
    assert.equal(stepsRefusal(usualSteps), null)
    const refused = (...steps: [number, number][]) =>
      stepsRefusal(steps.map(([dayAfter, tries]) => ({ dayAfter, tries })))?.refused ?? null
    assert.equal(refused(), 'days')
    assert.equal(refused([14, 1], [14, 1]), 'days')
    assert.equal(refused([2, 3], [30, 1]), 'two-weeks')
    assert.equal(refused([12, 1]), null)
    assert.equal(refused([16, 1]), null)
    assert.equal(refused([11, 1], [17, 1]), 'two-weeks')
    assert.equal(refused([14, 1], [90, 2]), 'effort-grows')
    assert.equal(refused([90, 2], [14, 1]), 'effort-grows', 'in any order')
  })
})

describe('The policy', () => {
  it('is the one that had begun when they left', () => {
    const policies = [
      { steps: [{ dayAfter: 5, tries: 1 }], from: '2026-01-01', source: 'a' },
      { steps: [{ dayAfter: 6, tries: 1 }], from: '2026-04-01', source: 'b' },
    ]
    assert.equal(stepsOn(policies, left)[0]?.dayAfter, 5)
    assert.equal(stepsOn(policies, '2025-12-31'), usualSteps)
    assert.ok(outcomes.includes('wants-back'))
  })
})
