import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { mergeDraft, readKept, settle, waiting, type Doc, type Kept, type Together } from '../../basics/draft.ts'
import { changesBetween } from './changes.ts'
import { firstDoc, nextDoc } from './first-doc.ts'
import { docFrom, isChoice, isField, planFrom } from './plan-doc.ts'
import { gapsInPlan, mayReview, maySignPlan } from './plan-rules.ts'
import { clientPartOf, doseOf, hashOf, signedServices, type SignedPlan } from './signed-plan.ts'

const today = '2026-03-02'
const whole: Doc = {
  'p1-words': 'Drinks every evening',
  'g1-words': 'Be a parent my children can count on',
  'g1-problem': 'p1',
  'g1o1-words': 'Bring the children to school',
  'g1o1-target': 'four days a week',
  'g1o1-by': '2026-04-20',
  's1-kind': 'process',
  's1-times': '3',
  's1-every': '1',
  's1-minutes': '180',
  's1-who': 'Lee Park',
  's1-for': 'g1o1',
  strengths: 'A sister who calls',
  dischargeWhen: 'Four weeks without a drink',
  days: '3',
  fromWeek: '2026-03-02',
  reviewOn: '2026-03-30',
}
const facts = { today, reviewBy: '2026-04-01', diagnoses: ['d1'] }
const gapsWithout = (change: Doc) => gapsInPlan(planFrom({ ...whole, ...change }), facts)

describe('What a plan needs before it is signed', () => {
  it('is nothing more when it is whole', () => {
    assert.deepEqual(gapsWithout({}), [])
    assert.equal(maySignPlan([], 0), null)
  })

  const table: [string, Doc, RegExp][] = [
    ['a problem', { 'p1-words': '', 'g1-problem': '' }, /at least one problem/],
    ['a diagnosis that stands', { 'p1-diagnosis': 'gone' }, /does not stand any more/],
    ['a goal', { 'g1-words': '', 'g1o1-words': '', 'g1o1-target': '' }, /at least one goal/],
    ['words of a goal', { 'g1-words': '' }, /Goal 1 has no words/],
    ['an objective', { 'g1o1-words': '', 'g1o1-target': '' }, /Goal 1 has no objective/],
    ['a target', { 'g1o1-target': ' ' }, /Objective 1\.1 has no target/],
    ['a day', { 'g1o1-by': '2026-02-30' }, /does not say by when/],
    ['a day to come', { 'g1o1-by': '2026-03-01' }, /a day that is past/],
    ['a service', { 's1-kind': '' }, /at least one service/],
    ['a kind that is offered', { 's1-kind': 'astrology' }, /not offered here/],
    ['how often', { 's1-times': '0' }, /from 1 to 14/],
    ['whole minutes', { 's1-minutes': '1.5' }, /from 5 to 480/],
    ['by whom', { 's1-who': '' }, /who gives it/],
    ['what a service is for', { 's1-for': '' }, /Service 1 is for no objective/],
    [
      'a service for each objective',
      { 'g1o2-words': 'x', 'g1o2-target': 'y', 'g1o2-by': '2026-04-01' },
      /objective 1\.2/,
    ],
    ['days', { days: '8' }, /from 1 to 7/],
    ['strengths', { strengths: '' }, /build on/],
    ['when it is enough', { dischargeWhen: '' }, /ready to leave/],
    ['a review', { reviewOn: '' }, /day of the next review/],
    ['a review to come', { reviewOn: today }, /lies in the future/],
    ['a review in time', { reviewOn: '2026-04-02' }, /due by 2026-04-01/],
    ['a week', { fromWeek: 'soon' }, /from which week/],
  ]
  for (const [what, change, sentence] of table)
    it(`asks for ${what}`, () =>
      assert.ok(
        gapsWithout(change).some((gap) => sentence.test(gap)),
        gapsWithout(change).join(' | '),
      ))

  it('stops where two wrote in one place, and lists what is missing', () => {
    assert.equal(maySignPlan([], 2)?.refused, 'words-beside')
    assert.deepEqual(maySignPlan(['a', 'b'], 0)?.refused, 'not-whole')
  })
})

describe('The week that services come to', () => {
  it('counts each kind in its part, and what is no hour of treatment in none', () => {
    const service = (kind: string, times: number, minutes: number, everyWeeks = 1) => ({
      kind,
      times,
      minutes,
      everyWeeks,
    })
    assert.deepEqual(
      doseOf(
        [
          service('process', 3, 90),
          service('skills', 2, 60),
          service('individual', 1, 50),
          service('family', 1, 60, 4),
          service('peer-support', 2, 60),
          service('medication-management', 1, 30, 2),
        ],
        3,
      ),
      { groupMinutes: 390, individualMinutes: 50, familyMinutes: 15, medicationMinutes: 15, days: 3 },
    )
  })
  it('never prescribes more than every service each week, nor less than none', () => {
    const kinds = fc.constantFrom('process', 'individual', 'family', 'medication-management', 'mutual-aid', 'unknown')
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            kind: kinds,
            times: fc.integer({ min: 1, max: 14 }),
            minutes: fc.integer({ min: 5, max: 480 }),
            everyWeeks: fc.integer({ min: 1, max: 8 }),
          }),
          { maxLength: 12 },
        ),
        (services) => {
          const dose = doseOf(services, 3)
          const all = services.reduce((sum, one) => sum + one.times * one.minutes, 0)
          const sum = dose.groupMinutes + dose.individualMinutes + dose.familyMinutes + dose.medicationMinutes
          assert.ok(sum >= 0 && sum <= all + 4)
        },
      ),
    )
  })
})

describe('A draft of two hands', () => {
  const hand = (page: string) => ({ page, by: page, at: '2026-03-02T10:00:00Z' })
  const empty = { merged: {}, hands: {}, beside: [] }

  it('loses nothing, whoever saves when', () => {
    const field = fc.constantFrom('strengths', 'barriers', 'g1-words')
    const step = fc.record({
      page: fc.constantFrom('a', 'b'),
      field,
      text: fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() !== '' && !text.includes('\n')),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const shown: Doc = {}
        let theirs: Together = empty
        const pages: Record<string, Doc> = { a: {}, b: {} }
        const last: Record<string, Doc | null> = { a: null, b: null }
        for (const one of steps) {
          const mine: Doc = { ...pages[one.page], [one.field]: one.text }
          pages[one.page] = mine
          theirs = mergeDraft({ shown, last: last[one.page] ?? null, mine, hand: hand(one.page), theirs, isChoice })
          last[one.page] = mine
        }
        // What each page shows last stands in its field, or waits beside it.
        for (const [page, doc] of Object.entries(pages))
          for (const [name, text] of Object.entries(doc))
            assert.ok(
              theirs.merged[name] === text || theirs.beside.some((each) => each.field === name && each.text === text),
              `${page} lost ${name}`,
            )
      }),
    )
  })

  it('leaves a field alone that this page did not change', () => {
    const theirs = { merged: { strengths: 'theirs' }, hands: { strengths: hand('b') }, beside: [] }
    const after = mergeDraft({
      shown: { strengths: '' },
      last: null,
      mine: { strengths: '', barriers: 'mine' },
      hand: hand('a'),
      theirs,
      isChoice,
    })
    assert.deepEqual([after.merged, after.beside], [{ strengths: 'theirs', barriers: 'mine' }, []])
  })

  it('takes words that wait into their field, or leaves them out', () => {
    const kept: Kept = {
      page: 'a',
      typed: {},
      merged: { strengths: 'one' },
      hands: {},
      beside: [{ field: 'strengths', text: 'two', ...hand('b') }],
    }
    assert.equal(waiting(kept).length, 1)
    const taken = settle(kept, 'strengths b', 'take', hand('a'))
    assert.deepEqual([taken.merged.strengths, waiting(taken).length], ['one\ntwo', 0])
    assert.equal(waiting(settle(kept, 'strengths b', 'leave', hand('a'))).length, 0)
    assert.deepEqual(readKept('nonsense').merged, {})
  })

  it('reads only fields of a plan, and boxes that nobody ticked as none', () => {
    assert.ok(isField('g8o6-by') && isField('s12-for') && !isField('g9-words') && !isField('__proto__'))
    const doc = docFrom({
      's1-kind': 'process',
      's2-kind': 'skills',
      's2-for[]': ['g1o2', 'g1o1', 'x'],
      evil: 'x',
      strengths: 'a\r\nb',
    })
    assert.deepEqual(doc, {
      's1-kind': 'process',
      's1-for': '',
      's2-kind': 'skills',
      's2-for': 'g1o1 g1o2',
      strengths: 'a\nb',
    })
  })
})

describe('Versions', () => {
  it('begin with the goals that stood before, and go on without what was met', () => {
    const first = firstDoc({
      goals: [{ id: 'goal-1', words: 'Sleep', objective: 'Six hours' }],
      diagnoses: [{ id: 'd1', words: 'Alcohol use disorder' }],
      booked: [1, 3, 5].map((weekday) => ({
        what: 'seat' as const,
        id: `${weekday}`,
        name: 'A',
        service: 'process',
        counts: true,
        weekday,
        starts: '09:00',
        minutes: 90,
      })),
      days: 3,
      fromWeek: '2026-03-02',
      reviewOn: '2026-04-01',
    })
    assert.deepEqual(
      [
        first['g1-id'],
        first['g1-words'],
        first['g1o1-words'],
        first['p1-diagnosis'],
        first['s1-times'],
        first['s1-minutes'],
      ],
      ['goal-1', 'Sleep', 'Six hours', 'd1', '3', '90'],
    )
    const next = nextDoc(
      { ...whole, 'g1o1-id': 'o1', 'g1o2-id': 'o2', 'g1o2-words': 'x', 's1-for': 'g1o1 g1o2', because: 'once' },
      new Set(['o1']),
      { fromWeek: '2026-04-06', reviewOn: '2026-05-01' },
    )
    assert.deepEqual(
      [next['g1o1-words'], next['s1-for'], next.because, next.fromWeek],
      [undefined, 'g1o2', '', '2026-04-06'],
    )
  })

  it('say what changed between them, and nothing where they say the same', () => {
    const plan = planFrom(whole)
    const signed: SignedPlan = {
      client: { name: 'A', number: '1', birthDate: '1990-01-01' },
      number: 1,
      fromDay: today,
      reviewOn: plan.reviewOn,
      expectedWeeks: null,
      diagnoses: [],
      problems: [{ words: 'p', code: '' }],
      strengths: 's',
      barriers: '',
      dischargeWhen: 'd',
      goals: [
        {
          id: 'g',
          position: 1,
          words: 'w',
          problem: 'p',
          objectives: [
            { id: 'o', number: '1.1', words: 'x', measure: '', baseline: '', target: 't', by: '2026-04-01' },
          ],
        },
      ],
      services: signedServices(plan),
      dose: doseOf(plan.services, 3),
    }
    assert.deepEqual(changesBetween(signed, signed), [])
    const other = { ...signed, strengths: 'more', services: [] }
    assert.deepEqual(
      changesBetween(signed, other).map((one) => [one.how, one.what]),
      [
        ['ended', 'Service'],
        ['changed', 'Strengths'],
      ],
    )
    assert.ok(!JSON.stringify(clientPartOf({ ...signed, barriers: 'secret barrier' })).includes('secret'))
    // The order in which a database gives keys back changes nothing.
    assert.equal(
      hashOf(signed),
      hashOf(JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(signed).toReversed())))),
    )
    assert.notEqual(hashOf(signed), hashOf(other))
  })
})

describe('A review', () => {
  const open = [
    { id: 'o1', number: '1.1' },
    { id: 'o2', number: '1.2' },
  ]
  it('closes with a word on every objective, what was found, and the next day', () => {
    const outcomes = new Map([
      ['o1', 'kept'],
      ['o2', 'met'],
    ] as const)
    assert.equal(mayReview({ words: 'Better', nextOn: '2026-03-20', outcomes }, open, facts), null)
    const refused = mayReview({ words: '', nextOn: '', outcomes: new Map([['o1', 'kept']] as const) }, open, facts)
    assert.equal(refused?.refused, 'not-whole')
  })
})
