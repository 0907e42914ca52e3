import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, daysBetween, weekdayOf } from '../../basics/dates.ts'
import { evidenceOf, parts, type SinceFacts } from './evidence.ts'
import { doseFrom, type StepDraft, type StepGround, stepRefusal, tasksOf, undoRefusal } from './steps.ts'

const today = '2026-11-22'
const draft: StepDraft = {
  kind: 'step-down',
  toProgramId: 'low',
  fromDay: '2026-11-23',
  reasons: 'Goals of this level are met by now.',
  tookPart: 'The team',
  clientView: 'agrees',
  clientWords: '',
  lookAgainOn: null,
}
const ground: StepGround = {
  stay: { from: '2026-10-01', lastDay: null, levelOfCare: '2.1', programId: 'iop' },
  to: { id: 'low', levelOfCare: '1.5', ageGroup: 'adult' },
  ageGroup: 'adult',
  isAway: false,
}
const up = { id: 'day', levelOfCare: '2.5', ageGroup: 'adult' }

describe('A decision on the level', () => {
  const cases: [name: string, draft: Partial<StepDraft>, ground: Partial<StepGround>, refused: string | null][] = [
    ['down', {}, {}, null],
    ['up', { kind: 'step-up' }, { to: up }, null],
    ['up to less', { kind: 'step-up' }, {}, 'not-higher'],
    ['down to more', {}, { to: up }, 'not-lower'],
    ['to nowhere', {}, { to: null }, 'no-program'],
    ['to the same program', {}, { to: { id: 'iop', levelOfCare: '1.5', ageGroup: 'adult' } }, 'same-program'],
    ['to adolescents', {}, { to: { id: 'low', levelOfCare: '1.5', ageGroup: 'adolescent' } }, 'other-age-group'],
    ['while they are away', {}, { isAway: true }, 'is-away'],
    ['elsewhere while they are away', { kind: 'elsewhere' }, { isAway: true, to: null }, null],
    ['29 days ahead', { fromDay: '2026-12-21' }, {}, 'from-day'],
    ['28 days ahead', { fromDay: '2026-12-20' }, {}, null],
    ['on no day', { fromDay: '' }, {}, 'from-day'],
    ['without reasons', { reasons: 'so' }, {}, 'needs-words'],
    ['by nobody', { tookPart: ' ' }, {}, 'took-part'],
    ['unheard', { clientView: '' }, {}, 'client-view'],
    ['against their unquoted view', { clientView: 'disagrees' }, {}, 'client-words'],
    ['to stay without a next look', { kind: 'stay' }, {}, 'look-again'],
    ['to stay, looked at in 32 days', { kind: 'stay', lookAgainOn: '2026-12-24' }, {}, 'look-again'],
    ['to stay, looked at in 31 days', { kind: 'stay', lookAgainOn: '2026-12-23' }, {}, null],
    ['of another kind', { kind: 'sideways' }, {}, 'kind'],
    ['of a stay that ended', {}, { stay: { ...ground.stay, lastDay: today } }, 'ended-already'],
    ['of a stay that has not begun', {}, { stay: { ...ground.stay, from: '2026-11-23' } }, 'not-begun'],
  ]
  for (const [name, one, two, refused] of cases)
    it(name, () =>
      assert.equal(stepRefusal({ ...draft, ...one }, { ...ground, ...two }, today)?.refused ?? null, refused),
    )

  it('is taken back within 24 hours of the act, also through a change of the clock', () => {
    const at = (text: string) => new Date(text)
    const one = {
      decidedAt: at('2026-11-01T04:30:00Z'),
      isUndone: false,
      isLatest: true,
      isOver: false,
      words: 'She is not ready for it.',
    }
    assert.equal(undoRefusal(one, at('2026-11-02T04:30:00Z')), null)
    assert.equal(undoRefusal(one, at('2026-11-02T04:30:00.001Z'))?.refused, 'too-late')
    assert.equal(undoRefusal({ ...one, isUndone: true }, one.decidedAt)?.refused, 'undone-already')
    assert.equal(undoRefusal({ ...one, isLatest: false }, one.decidedAt)?.refused, 'not-latest')
    assert.equal(undoRefusal({ ...one, isOver: true }, one.decidedAt)?.refused, 'ended-already')
    assert.equal(undoRefusal({ ...one, words: 'no' }, one.decidedAt)?.refused, 'needs-words')
  })
  it('prescribes from a Monday, never before the step and less than a week after', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), (n) => {
        const from = addDays('2026-01-01', n)
        assert.equal(weekdayOf(doseFrom(from)), 1)
        assert.ok(daysBetween(from, doseFrom(from)) >= 0 && daysBetween(from, doseFrom(from)) < 7)
      }),
    ))
  it('asks a payer where there is one, and for seats where the week lacks them', () => {
    const about = { level: '1.5', fromDay: '2026-11-25', today, payer: 'Empire', minutes: 180, seated: 90 }
    const kinds = (more = {}) => tasksOf('step-down', { ...about, ...more }).map(({ kind }) => kind)
    assert.deepEqual(kinds(), ['authorization', 'plan', 'continuing-care', 'seats'])
    assert.deepEqual(kinds({ payer: null, seated: 180 }), ['plan', 'continuing-care'])
    assert.equal(tasksOf('step-down', about)[0]?.dueOn, '2026-11-24')
    assert.deepEqual(tasksOf('stay', about), [])
    assert.deepEqual(
      tasksOf('elsewhere', about).map(({ kind }) => kind),
      ['consents', 'continuing-care'],
    )
  })
})

describe('The evidence of a step card', () => {
  const nothing: SinceFacts = {
    attended: [],
    away: 0,
    tests: null,
    measures: [],
    alarms: [],
    concerns: [],
    barriers: [],
    objectives: null,
    medicine: null,
    readings: 0,
    signal: null,
  }
  it('has every part in its order, and calls nothing that is missing good', () => {
    const found = evidenceOf(nothing)
    assert.deepEqual(
      found.map(({ part }) => part),
      [...parts],
    )
    assert.ok(found.every(({ lines }) => lines.length > 0 && lines.every(({ tone }) => tone === 'calm')))
  })
  it('tells change from chance, and counts missed sessions', () => {
    const tones = (facts: Partial<SinceFacts>, part: string) =>
      evidenceOf({ ...nothing, ...facts })
        .find((one) => one.part === part)
        ?.lines.map(({ tone }) => tone)
    const measure = (change: 'better' | 'worse' | 'noise') => ({
      measures: [{ title: 'PHQ-9', score: 8, before: 15, change }],
    })
    assert.deepEqual(tones(measure('better'), 'mind'), ['good'])
    assert.deepEqual(tones(measure('noise'), 'mind'), ['calm'])
    assert.deepEqual(tones(measure('worse'), 'mind'), ['danger'])
    const came = (n: number, missed: number) => ({ attended: [{ kind: 'group', came: n, missed, minutes: 90 * n }] })
    assert.equal(tones(came(8, 0), 'taking-part')?.[0], 'good')
    assert.equal(tones(came(8, 2), 'taking-part')?.[0], 'warning')
    assert.equal(tones(came(6, 2), 'taking-part')?.[0], 'danger')
    assert.deepEqual(tones({ tests: [{ day: today, found: true }] }, 'use'), ['danger'])
  })
})
