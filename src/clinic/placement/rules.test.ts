import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { drinking, nothingFound, usingOpioids } from './answered.ts'
import { type Disposition, dispositionRefusal, liveStops, notKnownStop, openQuestions } from './dispositions.ts'
import { gateOf } from './gate.ts'
import { type LevelCode, levels } from './levels.ts'
import type { Answers } from './question.ts'
import {
  decisionNeeds,
  dueAtOf,
  type HandOffAnswer,
  type HandOffDraft,
  handOffAnswerRefusal,
  handOffNext,
  handOffRefusal,
  handOffState,
} from './rules.ts'
import { defaultThresholds } from './thresholds.ts'

const gate = (answers: Answers = {}) => gateOf({ ...nothingFound, ...answers }, { age: 34 })
const seen = (stop: string, more: Partial<Disposition> = {}): Disposition => ({
  stop,
  disposition: 'cleared-by-clinician',
  because: 'Seen by Dr Okafor at 14:00, no danger found',
  byClinician: true,
  decidedAt: new Date('2026-11-20T19:00:00Z'),
  ...more,
})
const decide = (
  decided: string,
  more: {
    recommended?: LevelCode
    reason?: string
    answers?: Answers
    dispositions?: Disposition[]
    blocked?: boolean
  } = {},
) =>
  decisionNeeds({
    recommendation: { level: more.recommended ?? '2.1', blocked: more.blocked ?? false },
    decided,
    reason: more.reason ?? '',
    gate: gate(more.answers),
    dispositions: more.dispositions ?? [],
  })?.refused ?? null

describe('deciding on a level', () => {
  const why = 'Asked for the evening program near work'
  const covered = { ...drinking, ciwa: 12 }
  const opioids = { ...usingOpioids, cows: 15 }
  const cases: [name: string, refused: string | null, given: ReturnType<typeof decide>][] = [
    ['as recommended', null, decide('2.1')],
    ['a level that does not exist', 'no-such-level', decide('2.2', { reason: why })],
    ['a route is not a level', 'no-such-level', decide('ed', { reason: why })],
    ['not even a name of the object', 'no-such-level', decide('toString', { reason: why })],
    ['different without a reason', 'needs-reason', decide('2.5')],
    ['different, 14 characters', 'needs-reason', decide('2.5', { reason: 'lives too far.' })],
    ['different, spaces do not count', 'needs-reason', decide('2.5', { reason: 'too     far     away' })],
    ['different, no words', 'needs-reason', decide('2.5', { reason: '................' })],
    ['different, one word', 'needs-reason', decide('2.5', { reason: 'aaaaaaaaaaaaaaaaaaaa' })],
    ['different, 15 characters', null, decide('2.5', { reason: 'lives too far x' })],
    ['blocked, without a reason', 'needs-reason', decide('2.1', { blocked: true })],
    ['blocked, with a reason', null, decide('2.1', { blocked: true, reason: 'Diagnosis follows on Thursday' })],
    ['a stop stands', 'stop-stands', decide('2.1', { reason: why, answers: covered })],
    ['a stop stands: lighter care neither', 'stop-stands', decide('1.5', { reason: why, answers: covered })],
    [
      'a stop stands: residential without nurses neither',
      'stop-stands',
      decide('3.5', { reason: why, answers: covered }),
    ],
    ['the level that answers the stop', null, decide('3.7', { recommended: '3.7', answers: covered })],
    ['a level above it, with a reason', null, decide('4', { recommended: '3.7', reason: why, answers: covered })],
    [
      'handed off is not settled',
      'stop-stands',
      decide('2.1', {
        reason: why,
        answers: covered,
        dispositions: [seen('alcohol-ciwa', { disposition: 'handed-off' })],
      }),
    ],
    ['settled by a clinician', null, decide('2.1', { answers: covered, dispositions: [seen('alcohol-ciwa')] })],
    [
      'settled by someone else',
      'stop-stands',
      decide('2.1', { answers: covered, dispositions: [seen('alcohol-ciwa', { byClinician: false })] }),
    ],
    [
      'settled without words',
      'stop-stands',
      decide('2.1', { answers: covered, dispositions: [seen('alcohol-ciwa', { because: 'ok' })] }),
    ],
    ['another stop settled', 'stop-stands', decide('2.1', { answers: covered, dispositions: [seen('psychosis')] })],
    [
      'withdrawal cannot be treated alongside',
      'stop-stands',
      decide('2.1', { answers: covered, dispositions: [seen('alcohol-ciwa', { disposition: 'treated-alongside' })] }),
    ],
    ['opioid medicine not arranged yet', 'stop-stands', decide('2.1', { answers: opioids })],
    [
      'opioid medicine arranged alongside',
      null,
      decide('2.1', {
        answers: opioids,
        dispositions: [seen('opioid-withdrawal', { disposition: 'treated-alongside' })],
      }),
    ],
    [
      'suicidal: even with a fine reason',
      'stop-stands',
      decide('2.1', {
        reason: why,
        answers: { 'cssrs-2': 'yes', 'cssrs-3': 'yes', 'cssrs-4': 'yes', 'cssrs-5': 'no' },
      }),
    ],
    ['ambulance: no level answers it', 'stop-stands', decide('4', { reason: why, answers: { unresponsive: 'yes' } })],
    ['an open question', 'gate-unfinished', decide('2.1', { answers: { psychosis: '' } })],
    ['an open question, hospital', null, decide('4', { recommended: '4', answers: { psychosis: '' } })],
    ['not known, nobody settled it', 'gate-unfinished', decide('2.1', { answers: { pregnant: 'not-known' } })],
    [
      'not known, a clinician settled it',
      null,
      decide('2.1', { answers: { pregnant: 'not-known' }, dispositions: [seen(notKnownStop('pregnant'))] }),
    ],
    [
      'a blank cannot be settled',
      'gate-unfinished',
      decide('2.1', { answers: { pregnant: '' }, dispositions: [seen(notKnownStop('pregnant'))] }),
    ],
  ]
  for (const [name, refused, given] of cases) test(`${name}: ${refused ?? 'may'}`, () => assert.equal(given, refused))

  test('no reason however long lets a standing stop into intensive outpatient care', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.constantFrom('ciwa', 'psychosis', 'homicidal', 'ghb-stopped', 'agitation', 'chest-pain', 'mania'),
        (reason, danger) =>
          decide('2.1', { reason, answers: danger === 'ciwa' ? { ...drinking, ciwa: 40 } : { [danger]: 'yes' } }) ===
          'stop-stands',
      ),
    )
  })
  test('every level can be decided on when nothing stands in the way', () => {
    for (const code of Object.keys(levels)) assert.equal(decide(code, { reason: why }), null)
  })
})

describe('dispositions', () => {
  test('the latest one stands, whatever the order of the rows', () => {
    const result = gate({ psychosis: 'yes' })
    const cleared = seen('psychosis')
    const again = seen('psychosis', { disposition: 'handed-off', decidedAt: new Date('2026-11-20T20:00:00Z') })
    for (const rows of [
      [cleared, again],
      [again, cleared],
    ])
      assert.equal(liveStops(result, rows).length, 1)
    assert.equal(liveStops(result, [cleared]).length, 0)
  })
  test('what may be recorded', () => {
    const result = gate({ psychosis: 'yes', 'cssrs-6': 'yes', 'cssrs-6-recent': 'no', pregnant: 'not-known' })
    const may = (more: Partial<Disposition> & { stop: string }) =>
      dispositionRefusal(result, seen(more.stop, more))?.refused ?? null
    assert.equal(may({ stop: 'psychosis' }), null)
    assert.equal(may({ stop: 'mania' }), 'no-such-stop')
    assert.equal(may({ stop: 'psychosis', disposition: 'treated-alongside' }), 'not-alongside')
    assert.equal(may({ stop: 'suicide-past-act', disposition: 'treated-alongside' }), null)
    assert.equal(may({ stop: 'psychosis', byClinician: false }), 'needs-clinician')
    assert.equal(may({ stop: 'psychosis', byClinician: false, disposition: 'handed-off' }), null)
    assert.equal(may({ stop: 'psychosis', because: 'fine' }), 'needs-reason')
    assert.equal(may({ stop: notKnownStop('pregnant') }), null)
    assert.equal(may({ stop: notKnownStop('pregnant'), disposition: 'handed-off' }), 'not-alongside')
    assert.equal(may({ stop: notKnownStop('psychosis') }), 'no-such-stop')
    assert.deepEqual(openQuestions(result, []), ['pregnant'])
  })
})

describe('hand-off', () => {
  const draft: HandOffDraft = {
    toLevel: '3.7',
    toWhom: 'Harbor Detox, nurse Lee',
    because: 'CIWA-Ar 14',
    backOn: '2026-11-30',
    owner: 's1',
  }
  test('what must be recorded', () => {
    const refused = (more: Partial<HandOffDraft>) =>
      handOffRefusal({ ...draft, ...more }, '2026-11-20')?.refused ?? null
    assert.equal(refused({}), null)
    assert.equal(refused({ toLevel: 'report' }), null)
    assert.equal(refused({ toLevel: 'somewhere' }), 'no-such-place')
    assert.equal(refused({ toWhom: ' 1 ' }), 'needs-whom')
    assert.equal(refused({ because: '' }), 'needs-reason')
    assert.equal(refused({ owner: null }), 'needs-owner')
    for (const backOn of ['', '2026-11-19', '2026-02-30', '2027-02-19', 'soon'])
      assert.equal(refused({ backOn }), 'needs-way-back', backOn)
    assert.equal(refused({ backOn: '2026-11-20' }), null)
    assert.equal(refused({ backOn: '2027-02-18' }), null)
  })

  const handOff = { dueAt: new Date('2026-11-20T18:00:00Z'), backOn: '2026-11-30' }
  const said = (answer: HandOffAnswer['answer'], at = '2026-11-20T17:00:00Z'): HandOffAnswer => ({
    answer,
    byWhom: 'Nurse Lee',
    words: 'By phone',
    recordedAt: new Date(at),
  })
  const cases: [name: string, answers: HandOffAnswer[], now: string, today: string, state: string][] = [
    ['nobody has answered', [], '2026-11-20T17:59:59.999Z', '2026-11-20', 'open'],
    ['at the due instant', [], '2026-11-20T18:00:00Z', '2026-11-20', 'open'],
    ['past it', [], '2026-11-20T18:00:00.001Z', '2026-11-20', 'overdue'],
    ['accepted in time', [said('accepted')], '2026-11-21T00:00:00Z', '2026-11-20', 'accepted'],
    ['accepted late', [said('accepted', '2026-11-20T19:00:00Z')], '2026-11-21T00:00:00Z', '2026-11-20', 'accepted'],
    ['on the day to check', [said('accepted')], '2026-11-30T20:00:00Z', '2026-11-30', 'accepted'],
    ['the day after', [said('accepted')], '2026-12-01T06:00:00Z', '2026-12-01', 'overdue'],
    ['declined', [said('declined')], '2026-12-09T06:00:00Z', '2026-12-09', 'declined'],
    [
      'did not arrive',
      [said('accepted'), said('did-not-arrive', '2026-11-21T17:00:00Z')],
      '2026-11-22T06:00:00Z',
      '2026-11-22',
      'did-not-arrive',
    ],
    [
      'back, long after',
      [said('returned', '2026-11-29T17:00:00Z'), said('accepted')],
      '2027-01-01T06:00:00Z',
      '2027-01-01',
      'returned',
    ],
    [
      'declined, then accepted after all',
      [said('declined'), said('accepted', '2026-11-20T17:30:00Z')],
      '2026-11-20T17:40:00Z',
      '2026-11-20',
      'accepted',
    ],
  ]
  for (const [name, answers, now, today, state] of cases)
    test(`${name}: ${state}`, () => {
      assert.equal(handOffState(handOff, answers, new Date(now), today), state)
      assert.equal(handOffNext(handOff, answers, new Date(now), today) === null, state === 'returned')
    })

  test('an overdue hand-off says which of the two is overdue', () => {
    const late = new Date('2026-12-05T12:00:00Z')
    assert.match(handOffNext(handOff, [], late, '2026-12-05') ?? '', /nobody has accepted/)
    assert.match(handOffNext(handOff, [said('accepted')], late, '2026-12-05') ?? '', /way back/)
  })
  test('what an answer must say', () => {
    const may = (more: Partial<HandOffAnswer>, before: HandOffAnswer[] = []) =>
      handOffAnswerRefusal({ ...said('accepted'), ...more }, before)?.refused ?? null
    assert.equal(may({}), null)
    assert.equal(may({ byWhom: '' }), 'needs-whom')
    assert.equal(may({ words: '' }), 'needs-words')
    assert.equal(may({ answer: 'declined', words: '' }), 'needs-words')
    assert.equal(may({ answer: 'returned', words: '' }), null)
    assert.equal(may({}, [said('accepted')]), 'said-already')
    assert.equal(may({}, [said('declined')]), null)
    assert.equal(may({ answer: 'accepted' }, [said('returned')]), 'hand-off-closed')
  })
  test('due: now is the set’s own minutes, else the stop’s', () => {
    const at = new Date('2026-11-20T12:00:00Z')
    assert.equal(dueAtOf('now', at, defaultThresholds).toISOString(), '2026-11-20T12:15:00.000Z')
    assert.equal(dueAtOf(240, at, defaultThresholds).toISOString(), '2026-11-20T16:00:00.000Z')
  })
})
