import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isAhead, type Leaving, leavingRefusal, withdrawalRefusal } from './rules.ts'

const today = '2026-11-20'
const stay = { from: '2026-10-01', lastDay: null }
const leaving = (more: Partial<Leaving> = {}): Leaving => ({
  stay,
  discharge: { onDay: today, reason: 'completed', words: '' },
  today,
  lastAttended: '2026-11-19',
  openItems: 0,
  sawOpenItems: false,
  ...more,
})

describe('leaving', () => {
  const cases: [name: string, more: Partial<Leaving>, refused: string | null][] = [
    ['on the last day', {}, null],
    ['on the day they last attended', { discharge: { onDay: '2026-11-19', reason: 'completed', words: '' } }, null],
    ['a day before that', { discharge: { onDay: '2026-11-18', reason: 'completed', words: '' } }, 'attended-later'],
    [
      'who never came',
      { lastAttended: null, discharge: { onDay: '2026-10-01', reason: 'dropped-out', words: '' } },
      null,
    ],
    ['with items nobody looked at', { openItems: 2 }, 'open-items'],
    ['with items that somebody looked at', { openItems: 2, sawOpenItems: true }, null],
    ['twice', { stay: { ...stay, lastDay: today } }, 'ended-already'],
    ['without a reason', { discharge: { onDay: today, reason: '', words: '' } }, 'no-reason'],
  ]
  for (const [name, more, refused] of cases)
    it(name, () => assert.equal(leavingRefusal(leaving(more))?.refused ?? null, refused))

  it('names one open item as one', () => {
    assert.match(
      leavingRefusal(leaving({ openItems: 1 }))?.because ?? '',
      /^1 item is still open\. Tick that you looked at it\.$/,
    )
  })
})

describe('taking an admission back', () => {
  const words = 'A bed elsewhere came free today.'
  const ahead = { from: '2026-11-21', lastDay: null }
  for (const [name, of, said, refused] of [
    ['the day before', ahead, words, null],
    ['on the first day', { from: today, lastDay: null }, words, 'begun'],
    ['after it ended', { from: '2026-10-01', lastDay: '2026-10-09' }, words, 'ended-already'],
    ['without words', ahead, ' no ', 'needs-words'],
  ] as const)
    it(name, () => assert.equal(withdrawalRefusal(of, said, today)?.refused ?? null, refused))

  it('is for a stay whose first day is still to come', () => {
    assert.equal(isAhead(ahead, today), true)
    assert.equal(isAhead({ from: today, lastDay: null }, today), false)
    assert.equal(isAhead({ ...ahead, lastDay: '2026-11-30' }, today), false)
  })
})
