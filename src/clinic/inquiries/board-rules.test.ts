import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { timeAt } from '../../basics/dates.ts'
import { channels } from './first-step.ts'
import { handedInWords, selfCheckIn } from './handed-over.ts'
import { outcomes, stepAfter, stepFollowing, stepRefusal } from './next-step.ts'
import { sourceOf, sources } from './senders.ts'
import { isSettled, movesByItself, stages, type Stage } from './stages.ts'
import { mayThank, nothing, tellingInWords } from './telling-words.ts'

const zone = 'America/New_York'
/** A Monday at ten in the morning, New York. */
const monday = new Date('2026-11-23T15:00:00Z')

describe('Where an inquiry goes by itself', () => {
  const table: [Stage, Stage, boolean][] = [
    ['new', 'screening', true],
    ['new', 'waiting-for-seat', true],
    ['reached', 'benefits', true],
    ['benefits', 'screening', false],
    ['waiting-for-seat', 'benefits', false],
    ['screening', 'referred-elsewhere', true],
    ['referred-elsewhere', 'screening', true],
    ['referred-elsewhere', 'reached', false],
    ['referred-elsewhere', 'admitted', true],
    ['waiting-for-seat', 'admitted', true],
    ['closed', 'screening', false],
    ['closed', 'admitted', false],
    ['admitted', 'referred-elsewhere', false],
    ['new', 'closed', false],
  ]
  for (const [from, to, moves] of table)
    it(`${from} ${moves ? 'goes' : 'does not go'} to ${to}`, () => assert.equal(movesByItself(from, to), moves))

  it('never backwards, whatever happens in whatever order, and never out of an end', () => {
    const line = ['new', 'reached', 'screening', 'benefits', 'assessment-booked', 'waiting-for-seat']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stages), { maxLength: 30 }), (events) => {
        let at: Stage = 'new'
        for (const to of events) {
          const next: Stage = movesByItself(at, to) ? to : at
          if (isSettled(at)) assert.equal(next, at)
          if (line.includes(at) && line.includes(next)) assert.ok(line.indexOf(next) >= line.indexOf(at))
          assert.notEqual(next, 'closed')
          at = next
        }
      }),
    )
  })
})

describe('The step after a call', () => {
  it('is the screen by the end of a working day, once somebody was reached', () => {
    const { what, dueAt } = stepAfter('reached', 0, monday, zone)
    assert.equal(what, 'Screen for safety and fit')
    assert.equal(dueAt.toISOString(), '2026-11-24T15:00:00.000Z')
  })
  it('is another try, and after the third a decision', () => {
    assert.equal(stepAfter('no-answer', 0, monday, zone).what, 'Call again (try 2 of 3)')
    assert.equal(stepAfter('left-message', 1, monday, zone).what, 'Call again (try 3 of 3)')
    assert.equal(stepAfter('no-answer', 2, monday, zone).what, 'Write once more, or close')
  })
  it('is due in the desk’s hours, never in the past, and within four days of the calendar', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...outcomes),
        fc.nat(6),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        (outcome, tries, at) => {
          const step = stepAfter(outcome, tries, at, zone)
          assert.equal(stepRefusal(step, at), null)
          assert.ok(step.dueAt > at && step.dueAt.getTime() - at.getTime() <= 4 * 86_400_000)
          assert.ok(timeAt(step.dueAt, zone) >= '09:00' && timeAt(step.dueAt, zone) <= '17:00')
        },
      ),
    )
  })
  it('follows what was done elsewhere in the house, and leaves other steps alone', () => {
    assert.equal(stepFollowing('screening', 'Screen for safety and fit'), 'Ask the insurer about benefits')
    assert.equal(stepFollowing('benefits', 'Ask the insurer about benefits'), 'Book the assessment')
    assert.equal(stepFollowing('screening', 'Call her sister on Tuesday'), null)
    assert.equal(stepFollowing('admitted', 'Screen for safety and fit'), null)
  })
})

describe('A next step', () => {
  const said = (what: string, dueAt: Date) => stepRefusal({ what, dueAt }, monday)?.refused ?? null
  const hours = (n: number) => new Date(monday.getTime() + n * 3_600_000)
  const table: [string, Date, string | null][] = [
    ['Call again', hours(4), null],
    ['Call again', hours(0), null],
    ['   ', hours(4), 'no-step'],
    ['', hours(4), 'no-step'],
    ['x'.repeat(301), hours(4), 'step-too-long'],
    ['Call again', new Date(Number.NaN), 'no-date'],
    ['Call again', hours(-1), 'due-past'],
    ['Call again', hours(24 * 180), null],
    ['Call again', hours(24 * 181), 'due-far'],
  ]
  for (const [what, dueAt, refused] of table)
    it(`${JSON.stringify(what.slice(0, 12))} on ${String(dueAt)}: ${refused ?? 'holds'}`, () =>
      assert.equal(said(what, dueAt), refused))
})

describe('Who sends people', () => {
  it('is known of every way in', () => {
    for (const channel of channels)
      for (const whom of ['self', 'loved-one', 'someone-i-treat'])
        assert.ok(sources.includes(sourceOf(channel, whom)), channel)
    assert.equal(sourceOf('self-check', 'loved-one'), 'family')
    assert.equal(sourceOf('referral', 'self'), 'provider')
    assert.equal(sourceOf('call', 'self'), 'self')
  })
  it('is told nothing without consent, and is not thanked', () => {
    assert.equal(tellingInWords([]), nothing)
    assert.match(nothing, /not even that they came/)
    assert.equal(mayThank([]), false)
    assert.equal(mayThank([{ what: 'attendance' }]), false)
    const allowed = [
      { what: 'presence', purpose: 'treatment' },
      { what: 'attendance', purpose: 'treatment' },
    ] as const
    assert.equal(
      tellingInWords(allowed),
      'With their consent: that they are here, whether they come, for their treatment. You may thank for the referral.',
    )
  })
})

describe('What came along with an inquiry', () => {
  it('is said in words, nested or not, and ids are left out', () => {
    assert.deepEqual(
      handedInWords({
        selfCheck: {
          lastDrink: 'today',
          usesAlone: true,
          answers: [{ question: 'How often?', answer: 'Most days' }],
          reasons: ['work', 'sleep'],
          id: '0190a1b2-0000-7000-8000-000000000000',
        },
        seat: { group: 'Evening group', until: 'Tuesday' },
      }),
      [
        { term: 'Self-check: Last drink', detail: 'today' },
        { term: 'Self-check: Uses alone', detail: 'Yes' },
        { term: 'Self-check: How often?', detail: 'Most days' },
        { term: 'Self-check: Why', detail: 'work, sleep' },
        { term: 'Held seat: Group', detail: 'Evening group' },
        { term: 'Held seat: Until', detail: 'Tuesday' },
      ],
    )
  })
  it('shows a self-check as questions and answers, and not twice', () => {
    const lines = [{ question: 'How old are you?', answer: '18 to 64' }]
    const about = {
      selfCheck: { version: '1', answers: { age: '18-64' }, says: 'a day program', lines },
      seat: { until: 'Tuesday' },
    }
    assert.deepEqual(selfCheckIn(about), {
      says: 'a day program',
      lines: [{ term: 'How old are you?', detail: '18 to 64' }],
    })
    assert.deepEqual(handedInWords(about), [{ term: 'Held seat: Until', detail: 'Tuesday' }])
    for (const strange of [
      null,
      'x',
      {},
      { selfCheck: { says: 1, lines: [] } },
      { selfCheck: { says: 'x', lines: [1] } },
    ])
      assert.equal(selfCheckIn(strange), null)
  })
  it('never breaks, whatever it is, and stays short', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (about) => {
        const lines = handedInWords(about)
        assert.ok(lines.length <= 81)
        for (const { term, detail } of lines) assert.ok(typeof term === 'string' && typeof detail === 'string')
      }),
    )
  })
})
