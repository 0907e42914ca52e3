import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { daysAway, isAwayOn, pauseEndRefusal, type PauseDraft, pauseRefusal, touchRefusal } from './pauses.ts'

const today = '2026-11-22'
const stay = { from: '2026-10-01', lastDay: null }
const draft = (more: Partial<PauseDraft> = {}): PauseDraft => ({
  kind: 'hospital',
  fromDay: today,
  expectedBack: '2026-11-29',
  nextOn: '2026-11-24',
  seatsUntil: '2026-12-05',
  words: 'Hudson General, ward 4; her sister called.',
  ...more,
})
const nothing = { pauses: [], lastAttended: null }

describe('Writing a pause down', () => {
  const ended = [{ from: '2026-10-05', backOn: '2026-10-12' }]
  const cases: [
    name: string,
    more: Partial<PauseDraft>,
    known: Parameters<typeof pauseRefusal>[2],
    refused: string | null,
  ][] = [
    ['as it should be', {}, nothing, null],
    ['without a day of return', { expectedBack: null }, nothing, null],
    ['seats given back', { seatsUntil: null }, nothing, null],
    ['nowhere known', { kind: 'moon' }, nothing, 'kind'],
    ['on no day', { fromDay: '2026-02-30' }, nothing, 'from-day'],
    ['before the admission', { fromDay: '2026-09-30' }, nothing, 'from-day'],
    ['learnt after 61 days', { fromDay: '2026-09-22' }, nothing, 'from-day'],
    ['back before it began', { expectedBack: today }, nothing, 'back-before'],
    ['asked again yesterday', { nextOn: '2026-11-21' }, nothing, 'next-day'],
    ['asked again in 32 days', { nextOn: addDays(today, 32) }, nothing, 'next-day'],
    ['seats kept for ever', { seatsUntil: '2027-11-22' }, nothing, 'seats-until'],
    ['without words', { words: '  ' }, nothing, 'needs-words'],
    ['while another stands', {}, { pauses: [{ from: '2026-11-20', backOn: null }], lastAttended: null }, 'overlaps'],
    ['on days of one that ended', { fromDay: '2026-10-11' }, { pauses: ended, lastAttended: null }, 'overlaps'],
    ['from the day somebody came back', { fromDay: '2026-10-12' }, { pauses: ended, lastAttended: null }, null],
    ['after a mistake on the same day', {}, { pauses: [{ from: today, backOn: today }], lastAttended: null }, null],
    ['on a day on which they came', {}, { pauses: [], lastAttended: today }, 'was-there'],
    ['the day after they came', {}, { pauses: [], lastAttended: '2026-11-21' }, null],
  ]
  for (const [name, more, known, refused] of cases)
    it(name, () => assert.equal(pauseRefusal(stay, draft(more), known, today)?.refused ?? null, refused))
  it('of a stay that ended', () =>
    assert.equal(pauseRefusal({ ...stay, lastDay: today }, draft(), nothing, today)?.refused, 'ended-already'))
})

describe('The end of a pause', () => {
  const pause = { from: '2026-11-10', isOver: false }
  for (const [name, of, end, refused] of [
    ['came back today', pause, { onDay: today, because: 'came-back', words: '' }, null],
    ['came back on the first day away', pause, { onDay: '2026-11-10', because: 'came-back', words: '' }, null],
    ['before it began', pause, { onDay: '2026-11-09', because: 'came-back', words: '' }, 'on-day'],
    ['tomorrow', pause, { onDay: '2026-11-23', because: 'came-back', words: '' }, 'on-day'],
    ['did not come back, without words', pause, { onDay: today, because: 'not-back', words: ' ' }, 'needs-words'],
    [
      'a mistake, whatever the day',
      pause,
      { onDay: 'never', because: 'entered-in-error', words: 'The wrong Peter' },
      null,
    ],
    ['twice', { ...pause, isOver: true }, { onDay: today, because: 'came-back', words: '' }, 'ended-already'],
    ['somehow', pause, { onDay: today, because: 'vanished', words: '' }, 'end'],
  ] as const)
    it(name, () => assert.equal(pauseEndRefusal(of, end, today)?.refused ?? null, refused))

  it('asks again on a day to come', () => {
    const note = { nextOn: '2026-11-25', expectedBack: null, words: 'Still on the ward.' }
    assert.equal(touchRefusal(pause, note, today), null)
    assert.equal(touchRefusal(pause, { ...note, nextOn: today }, today)?.refused, 'next-day')
    assert.equal(touchRefusal(pause, { ...note, words: '' }, today)?.refused, 'needs-words')
    assert.equal(touchRefusal({ ...pause, isOver: true }, note, today)?.refused, 'ended-already')
  })
})

describe('Days away', () => {
  it('count whole days through a change of the clock and a leap day', () => {
    assert.equal(daysAway([{ from: '2026-10-30', backOn: '2026-11-03' }], '2026-10-01', '2026-11-30'), 4)
    assert.equal(daysAway([{ from: '2028-02-27', backOn: '2028-03-02' }], '2028-02-01', '2028-03-31'), 4)
  })
  it('are the days from the first one to before the one back, and no others', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.nat(120), fc.nat(40), (start, length, beyond) => {
        const from = addDays('2027-01-01', start)
        const backOn = addDays(from, length)
        const pauses = [{ from, backOn }]
        assert.equal(daysAway(pauses, addDays(from, -beyond), addDays(backOn, beyond)), length)
        assert.equal(isAwayOn(pauses, backOn), false)
        assert.equal(isAwayOn(pauses, from), length > 0)
        assert.equal(isAwayOn([{ from, backOn: null }], addDays(backOn, beyond)), true)
      }),
    ))
})
