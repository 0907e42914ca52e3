import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { nothingFound } from './answered.ts'
import { liveStops } from './dispositions.ts'
import { gateOf } from './gate.ts'
import { nextStep, type Story } from './next.ts'
import type { Answers } from './question.ts'
import { questions } from './questions.ts'
import { dueRefusal, type HandOffState } from './rules.ts'
import { defaultThresholds } from './thresholds.ts'

const story = (answers: Answers, more: Partial<Story> = {}): Story => {
  const gate = gateOf(answers, { age: 40 })
  const dispositions = more.screen?.dispositions ?? []
  return {
    screen: { id: 's2', gate, dispositions },
    liveStops: liveStops(gate, dispositions),
    handOffs: [],
    assessment: null,
    decision: null,
    ownLevels: ['2.1'],
    ...more,
  }
}
const danger = { ...nothingFound, 'chest-pain': 'yes' }
const handedOff = {
  stop: 'chest-pain',
  disposition: 'handed-off' as const,
  because: 'Ambulance called at once.',
  byClinician: false,
  decidedAt: new Date('2026-11-21T15:00:00Z'),
}
const made = (state: HandOffState, screenId = 's2') => ({ handOffs: [{ id: 'h', screenId, state }] })
const away = (state: HandOffState) => ({
  ...made(state),
  screen: { id: 's2', gate: gateOf(danger, { age: 40 }), dispositions: [handedOff] },
})
const assessed = { assessment: { id: 'a', screenId: 's2' } }
const decided = (level: string, used = false) => ({ ...assessed, decision: { assessmentId: 'a', level, used } })

describe('The next step of a placement', () => {
  const ways: [string, Story, ReturnType<typeof nextStep>][] = [
    ['nobody asked yet', { ...story(nothingFound), screen: null }, { step: 'screen' }],
    ['a stop stands', story(danger), { step: 'act', stop: 'chest-pain' }],
    ['a stop stands although a level was decided', story(danger, decided('2.1')), { step: 'act', stop: 'chest-pain' }],
    ['handed off for another stop only', story(danger, made('open')), { step: 'act', stop: 'chest-pain' }],
    ['handed off', story(danger, away('open')), { step: 'follow', handOff: 'h' }],
    ['handed off, and late', story(danger, away('overdue')), { step: 'follow', handOff: 'h' }],
    ['declined there', story(danger, away('declined')), { step: 'act', stop: 'chest-pain' }],
    ['never arrived there', story(danger, away('did-not-arrive')), { step: 'act', stop: 'chest-pain' }],
    ['handed off for an older screen', story(danger, made('accepted', 's1')), { step: 'act', stop: 'chest-pain' }],
    [
      'back from one place, still away in another',
      story(danger, {
        ...away('returned'),
        handOffs: [
          { id: 'h', screenId: 's2', state: 'returned' },
          { id: 'g', screenId: 's2', state: 'accepted' },
        ],
      }),
      { step: 'follow', handOff: 'g' },
    ],
    ['back again', story(danger, away('returned')), { step: 'screen-again' }],
    ['a question is blank', story({ ...nothingFound, psychosis: null }), { step: 'finish-gate' }],
    ['a question was asked in vain', story({ ...nothingFound, psychosis: 'not-known' }), { step: 'settle' }],
    ['nothing found', story(nothingFound), { step: 'assess' }],
    [
      'assessed on an older screen',
      story(nothingFound, { assessment: { id: 'a', screenId: 's1' } }),
      { step: 'assess' },
    ],
    ['assessed', story(nothingFound, assessed), { step: 'decide', assessment: 'a' }],
    ['decided on a level of this house', story(nothingFound, decided('2.1')), { step: 'admit', level: '2.1' }],
    ['decided on another level', story(nothingFound, decided('3.5')), { step: 'elsewhere', level: '3.5' }],
    ['in care', story(nothingFound, decided('2.1', true)), { step: 'in-care' }],
    [
      'screened again after a stay',
      story(nothingFound, { ...decided('2.1', true), assessment: { id: 'a', screenId: 's1' } }),
      { step: 'assess' },
    ],
    [
      'assessed again after a decision',
      story(nothingFound, { ...decided('2.1'), assessment: { id: 'b', screenId: 's2' } }),
      { step: 'decide', assessment: 'b' },
    ],
  ]
  for (const [name, given, step] of ways) it(`${name}: ${step.step}`, () => assert.deepEqual(nextStep(given), step))
})

describe('The time by which somebody takes over', () => {
  const now = new Date('2026-11-21T15:00:00Z')
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
  const due = (minutes: number, ...within: ('now' | number)[]) =>
    dueRefusal(
      inMinutes(minutes),
      within.map((each) => ({ within: each, routeLabel: 'Crisis team' })),
      now,
      defaultThresholds,
    )?.refused ?? null

  it('is no later than the most pressing stop allows', () => {
    assert.equal(due(15, 'now', 240), null)
    assert.equal(due(16, 'now', 240), 'due-too-late')
    assert.equal(due(240, 240), null)
    assert.equal(due(241, 240), 'due-too-late')
  })
  it('is within 14 days without a stop, and may have just passed', () => {
    assert.equal(due(14 * 1440), null)
    assert.equal(due(14 * 1440 + 1), 'due-too-late')
    assert.equal(due(-1440, 'now'), null)
    assert.equal(due(-1441), 'due-no-time')
    assert.equal(due(Number.NaN), 'due-no-time')
  })
})

describe('The style of the safety gate', () => {
  const style = readFileSync(new URL('./gate.css', import.meta.url), 'utf8')

  it('shows every follow-up by the answers that ask for it', () => {
    const conditions = new Set(
      questions
        .filter(({ askIf }) => askIf.length > 0)
        .map(({ askIf }) => askIf.map(({ question, is }) => `${question}=${is.join('|')}`).join(' ')),
    )
    assert.ok(conditions.size > 8)
    for (const one of conditions) {
      const rule = style.split('}').find((part) => part.includes(`[data-when="${one}"]`)) ?? ''
      for (const each of one.split(' ')) {
        const [name, value] = each.split('=')
        const asks = `[name="${name}"][value="${value}"]:checked`
        assert.ok(rule.replace(/\s+/g, '').includes(asks), `${one} is not shown by ${asks}`)
      }
    }
  })

  it('names only questions that exist', () => {
    const ids = new Set(questions.map(({ id }) => id))
    for (const [, name = ''] of style.matchAll(/\[name="([^"]+)"\]/g)) assert.ok(ids.has(name), name)
  })
})
