import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dischargeReasons } from '../episodes/rules.ts'
import { leavingKinds, reasonOf } from './leaving-kinds.ts'
import {
  defaultLeavingRules,
  dueProcessRefusal,
  isSilent,
  type LeavingRule,
  leavingRuleOn,
  noticeRefusal,
  type NoticeStanding,
  silenceRefusal,
  type SummaryBody,
  summaryDueOn,
  summaryParts,
  summaryRefusal,
} from './leaving-rules.ts'

const today = '2026-11-22'

describe('Days around leaving', () => {
  it('are the state’s before the general, the clinic’s own before Stepwell’s, the latest first', () => {
    const own = (days: number, state: string | null, from: string): LeavingRule => ({
      what: 'discharge-summary',
      state,
      days,
      from,
      source: 'x',
      mark: 'V',
    })
    const days = (rows: LeavingRule[], state = 'NY', on = today) =>
      leavingRuleOn(rows, 'discharge-summary', state, on).days
    assert.equal(days([]), 45)
    assert.equal(days([], 'FL'), 15)
    assert.equal(days([], 'OH'), 30)
    assert.equal(days([own(20, null, '2026-01-01')]), 20)
    assert.equal(days([own(20, null, '2026-01-01'), own(10, 'NY', '2026-01-01')]), 10)
    assert.equal(days([own(10, 'NY', '2026-01-01'), own(12, 'NY', '2026-06-01'), own(9, 'NY', '2027-01-01')]), 12)
    assert.equal(
      days([own(10, 'NY', '2026-01-01'), own(11, 'NY', '2026-01-01')]),
      11,
      'the later row of one day corrects',
    )
    assert.equal(days([own(10, 'CA', '2026-01-01')]), 45)
  })
  it('are all marked for a compliance officer, each with its source', () =>
    assert.ok(defaultLeavingRules.every(({ mark, source }) => mark === 'K' && source !== '')))
  it('count whole days through a leap day and a change of the clock', () => {
    assert.equal(summaryDueOn('2028-02-20', [], 'FL'), '2028-03-06')
    assert.equal(summaryDueOn('2026-10-30', [], 'FL'), '2026-11-14')
    assert.equal(isSilent('2026-10-23', [], 'NY', today), true)
    assert.equal(isSilent('2026-10-24', [], 'NY', today), false)
  })
  it('put the last day of who stopped coming where somebody last heard from them', () => {
    assert.equal(silenceRefusal('dropped-out', today, '2026-10-20')?.refused, 'last-contact')
    assert.equal(silenceRefusal('dropped-out', '2026-10-20', '2026-10-20'), null)
    assert.equal(silenceRefusal('moved', today, '2026-10-20'), null)
    assert.equal(silenceRefusal('dropped-out', today, null), null)
  })
  it('know a reason of the state for every way of leaving', () => {
    for (const kind of leavingKinds)
      assert.ok(
        dischargeReasons.some((one) => one === reasonOf(kind)),
        kind,
      )
    assert.equal(reasonOf('bored'), 'bored')
  })
})

describe('A discharge by the clinic', () => {
  const words = 'Threatened a member of the group twice.'
  const draft = {
    givenOn: today,
    endsOn: '2026-12-02',
    appealBy: '2026-12-02',
    reasons: words,
    offered: 'A place at Hudson Outpatient.',
    danger: '',
  }
  for (const [name, change, isOver, refused] of [
    ['as it should be', {}, false, null],
    ['of a stay that ended', {}, true, 'ended-already'],
    ['given tomorrow', { givenOn: '2026-11-23' }, false, 'given-on'],
    ['without reasons', { reasons: 'no' }, false, 'needs-words'],
    ['with nothing offered', { offered: '' }, false, 'needs-words'],
    ['with too little time to appeal', { appealBy: '2026-12-01' }, false, 'appeal-by'],
    ['ending before the appeal is over', { endsOn: '2026-11-25' }, false, 'ends-on'],
    ['sooner, for a danger', { endsOn: '2026-11-25', danger: 'Brought a knife into the building.' }, false, null],
  ] as const)
    it(`notice ${name}`, () =>
      assert.equal(noticeRefusal({ ...draft, ...change }, 10, isOver, today)?.refused ?? null, refused))

  const standing: NoticeStanding = {
    givenBy: 'lee',
    givenOn: '2026-11-01',
    endsOn: '2026-11-11',
    appealBy: '2026-11-11',
    hasDanger: false,
    reviewedBy: 'dana',
    appeal: null,
    isTakenBack: false,
  }
  for (const [name, notice, onDay, refused] of [
    ['by the book', standing, today, null],
    ['without notice', null, today, 'no-notice'],
    ['that was taken back', { ...standing, isTakenBack: true }, today, 'taken-back'],
    ['that nobody reviewed', { ...standing, reviewedBy: null }, today, 'not-reviewed'],
    ['that its writer reviewed', { ...standing, reviewedBy: 'lee' }, today, 'not-reviewed'],
    ['while an appeal is open', { ...standing, appeal: 'appealed' as const }, today, 'appeal-open'],
    ['after an appeal was granted', { ...standing, appeal: 'appeal-granted' as const }, today, 'appeal-granted'],
    ['after an appeal was turned down', { ...standing, appeal: 'appeal-stands' as const }, today, null],
    ['before the day of the notice', standing, '2026-11-10', 'before-notice'],
    ['while they may appeal', { ...standing, endsOn: '2026-11-11', appealBy: '2026-11-30' }, today, 'appeal-time'],
    ['while they may appeal, for a danger', { ...standing, appealBy: '2026-11-30', hasDanger: true }, today, null],
  ] as const)
    it(`ends the stay ${name}`, () => assert.equal(dueProcessRefusal(notice, onDay, today)?.refused ?? null, refused))
})

describe('Signing a summary', () => {
  const whole = Object.fromEntries(summaryParts.map((part) => [part, 'Known.'])) as SummaryBody // every part is a key
  it('is of a stay that ended, whole, and once', () => {
    assert.equal(summaryRefusal(whole, { isOver: true, isSigned: false }), null)
    assert.equal(summaryRefusal(whole, { isOver: false, isSigned: false })?.refused, 'not-discharged')
    assert.equal(summaryRefusal(whole, { isOver: true, isSigned: true })?.refused, 'signed-already')
    for (const part of summaryParts)
      assert.equal(
        summaryRefusal({ ...whole, [part]: ' ' }, { isOver: true, isSigned: false })?.refused,
        'part-missing',
      )
  })
})
