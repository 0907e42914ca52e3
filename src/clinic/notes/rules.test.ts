import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type ClientNote,
  canSign,
  copiesIn,
  type Draft,
  type InRoom,
  leaksIn,
  noteForClient,
  type Part,
  type SignedNote,
} from './rules.ts'

const ends = new Date('2026-11-25T00:20:00Z')
const now = new Date('2026-11-25T00:30:00Z')
const inRoom = (clientId: string, called: string, family: string, more: Partial<InRoom> = {}): InRoom => ({
  clientId,
  called,
  names: { given: called, family },
  mark: 'here',
  goals: [`goal-${clientId}`],
  ...more,
})
const words = {
  maya: 'Named two triggers at work and practiced urge surfing; will call her sponsor before Friday.',
  sam: 'Quiet at first, then offered feedback on the role play and set a bedtime for the week.',
}
const part = (clientId: string, text: string, goalId: string | null = `goal-${clientId}`): Part => ({
  clientId,
  words: text,
  goalId,
  observed: {},
})
const draft: Draft = {
  groupName: 'DBT skills',
  kind: 'skills',
  ends,
  signed: false,
  room: [
    inRoom('maya', 'Maya', 'Alvarez'),
    inRoom('sam', 'Sam', 'Okafor'),
    inRoom('lee', 'Lee', 'Novak', { mark: 'absent' }),
  ],
  shared: {
    topic: 'Distress tolerance',
    intervention: 'Taught and practiced the TIP skill',
    howItWent: 'Members took part with energy; two shared examples.',
  },
  parts: [part('maya', words.maya), part('sam', words.sam)],
}
const leader = { name: 'Dana Reyes', credential: 'LCSW', leads: 'lead' as const }
const ask = (change: Partial<Draft>, signer: Partial<typeof leader> | { leads: null } = {}, at = now) =>
  canSign({ ...draft, ...change }, { ...leader, ...signer }, at)

test('a note that may be signed', () => {
  assert.equal(ask({}), null)
  assert.equal(ask({}, { credential: 'CADC', name: 'Ana' }), null)
  assert.equal(ask({ kind: 'psychoeducation' }, { credential: 'RN' }), null)
  assert.equal(ask({}, {}, ends), null)
  assert.equal(
    ask({ parts: [part('maya', `Maya Alvarez ${words.maya}`), part('sam', words.sam), part('lee', '  ')] }),
    null,
  )
})

test('each reason why not, in a sentence with what to do', () => {
  const shared = { ...draft.shared, howItWent: 'Maya shared first, then Sam; Lee was missed.' }
  const table: [string, ReturnType<typeof ask>, string][] = [
    ['signed', ask({ signed: true }), 'This note is signed and locked. Add an addendum instead.'],
    [
      'not-over',
      ask({}, {}, new Date(ends.getTime() - 1)),
      'DBT skills is not over yet. Sign when it has ended; the draft is kept.',
    ],
    [
      'not-leader',
      ask({}, { leads: null }),
      'Whoever led DBT skills signs its note. Ask the director to change the leader.',
    ],
    [
      'credential',
      ask({}, { credential: '' }),
      'No credential is on file for Dana Reyes. Ask the director to sign, or an administrator to add it.',
    ],
    [
      'credential',
      ask({}, { credential: 'Life coach' }),
      'Dana Reyes’s credential, Life coach, is not in the signing table. Ask the director to sign.',
    ],
    [
      'not-this-kind',
      ask({}, { credential: 'RN' }),
      'A registered nurse does not sign for a group of this kind. Ask the lead facilitator or the director to sign.',
    ],
    [
      'unmarked',
      ask({
        room: [
          ...draft.room,
          inRoom('jo', 'Jo', 'Park', { mark: null }),
          inRoom('al', 'Al', 'Ito', { mark: 'cleared' }),
        ],
      }),
      'Mark Jo and Al on the roster first.',
    ],
    [
      'nobody-there',
      ask({ room: [inRoom('lee', 'Lee', 'Novak', { mark: 'excused' })] }),
      'Nobody attended DBT skills, so there is no group note to sign.',
    ],
    [
      'shared-empty',
      ask({ shared: { topic: ' ', intervention: 'x', howItWent: '' } }),
      'Fill in Topic and How it went before you sign.',
    ],
    ['part-short', ask({ parts: [part('maya', words.maya)] }), 'Write at least 40 characters about Sam.'],
    [
      'part-short',
      ask({ parts: [part('maya', 'Good.'), part('sam', `Did well.${' '.repeat(60)}Yes.`)] }),
      'Write at least 40 characters about Maya and Sam.',
    ],
    [
      'no-goal',
      ask({ room: [inRoom('maya', 'Maya', 'Alvarez', { goals: [] }), inRoom('sam', 'Sam', 'Okafor')] }),
      'Maya has no open goal. Add one to the plan first.',
    ],
    [
      'goal',
      ask({ parts: [part('maya', words.maya, null), part('sam', words.sam, 'goal-maya')] }),
      'Choose one of their goals for Maya and Sam.',
    ],
    [
      'part-of-absent',
      ask({ parts: [...draft.parts, part('lee', 'Was missed by everyone in the room today, as usual.')] }),
      'Lee did not attend. Remove that part, or correct the roster.',
    ],
    ['name-in-shared', ask({ shared }), 'Every chart shows the shared part. Put it without “Maya”, “Sam” and “Lee”.'],
    [
      'name-in-part',
      ask({ parts: [part('maya', `${words.maya} Supported Sam.`), part('sam', words.sam)] }),
      'Maya’s part names someone else. Put it without “Sam”.',
    ],
  ]
  for (const [code, refusal, because] of table) {
    assert.equal(refusal?.refused, code)
    assert.equal(refusal?.because, because)
  }
})

test('the places to mark on the page: field or part, range, and whose name it is', () => {
  const leaks = leaksIn({
    ...draft,
    shared: { ...draft.shared, topic: 'What Maya asked' },
    parts: [part('maya', 'Maya thanked Sam.'), part('sam', words.sam)],
  })
  assert.deepEqual(
    leaks.map(({ in: where, clientId, start, end, nameOf }) => ({ where, clientId, start, end, nameOf })),
    [
      { where: 'topic', clientId: null, start: 5, end: 9, nameOf: 'maya' },
      { where: 'part', clientId: 'maya', start: 13, end: 16, nameOf: 'sam' },
    ],
  )
})

test('copies are warned of, between clients and with earlier notes', () => {
  const copied = words.maya.replace('her', 'his')
  const copies = copiesIn(
    [part('maya', words.maya), part('sam', copied), part('lee', words.sam)],
    [
      { clientId: 'lee', day: '2026-11-17', words: words.sam },
      { clientId: 'maya', day: '2026-11-17', words: words.sam },
    ],
  )
  assert.deepEqual(
    copies.map(({ clientId, of }) => ({ clientId, of })),
    [
      { clientId: 'maya', of: { clientId: 'sam' } },
      { clientId: 'lee', of: { day: '2026-11-17' } },
    ],
  )
  assert.deepEqual(copiesIn(draft.parts), [])
})

const signed: SignedNote = {
  sessionId: 's1',
  groupName: draft.groupName,
  day: '2026-11-24',
  starts: new Date('2026-11-24T23:00:00Z'),
  ends,
  shared: draft.shared,
  facilitators: ['Dana Reyes, LCSW'],
  attendance: [
    { clientId: 'maya', mark: 'late', minutes: 68, arrivedAt: new Date('2026-11-24T23:12:00Z'), leftAt: null },
    { clientId: 'sam', mark: 'here', minutes: 80, arrivedAt: null, leftAt: null },
    { clientId: 'lee', mark: 'absent', minutes: 0, arrivedAt: null, leftAt: null },
  ],
  parts: draft.parts,
  signatures: [{ name: 'Dana Reyes', credential: 'LCSW', signedAt: now, part: 'author' }],
}

test('the chart note: own words and minutes, a count, no other person', () => {
  const note = noteForClient(signed, 'maya')
  const { words: own, minutes, numberPresent, mark, goalId, topic } = note ?? ({} as Partial<ClientNote>)
  assert.deepEqual(
    [own, minutes, numberPresent, mark, goalId, topic],
    [words.maya, 68, 2, 'late', 'goal-maya', 'Distress tolerance'],
  )
  assert.ok(!JSON.stringify(note).includes('sam'))
  assert.equal(noteForClient(signed, 'lee'), null)
  assert.equal(noteForClient(signed, 'nobody'), null)
})

const anyWords = fc.string({ minLength: 6, maxLength: 60, unit: 'grapheme' }).filter((text) => text.trim().length > 5)
const anyAttendee = fc.record({
  own: anyWords,
  participation: anyWords,
  mark: fc.constantFrom('here' as const, 'late' as const, 'left-early' as const, 'absent' as const, 'excused' as const),
  minutes: fc.integer({ min: 0, max: 80 }),
  arrived: fc.integer({ min: 0, max: 79 }),
})

test('whoever is in the room: no chart note carries another client’s id, goal, words or times', () => {
  fc.assert(
    fc.property(fc.array(anyAttendee, { minLength: 1, maxLength: 12 }), (people) => {
      const tag = (i: number) => `#${String(i).padStart(3, '0')}#`
      const note: SignedNote = {
        ...signed,
        attendance: people.map(({ mark, minutes, arrived }, i) => ({
          clientId: `client${tag(i)}`,
          mark,
          minutes,
          arrivedAt: new Date(Date.UTC(2026, 10, 24, 23, arrived, i, 500)),
          leftAt: null,
        })),
        parts: people.map(({ own, participation }, i) => ({
          clientId: `client${tag(i)}`,
          words: `${own} ${tag(i)}`,
          goalId: `goal${tag(i)}`,
          observed: { participation: `${participation} ${tag(i)}` },
        })),
      }
      people.forEach(({ mark, own }, i) => {
        const chart = noteForClient(note, `client${tag(i)}`)
        if (mark === 'absent' || mark === 'excused') return assert.equal(chart, null)
        const text = JSON.stringify(chart)
        assert.ok(chart !== null && chart.words.startsWith(own))
        assert.equal(chart.numberPresent, people.filter((p) => p.mark !== 'absent' && p.mark !== 'excused').length)
        people.forEach((_, j) => {
          if (j === i) return
          assert.ok(!text.includes(tag(j)), `client ${i} sees client ${j}`)
          assert.ok(!text.includes(`:${String(j).padStart(2, '0')}.500Z`), `client ${i} sees the times of ${j}`)
        })
      })
    }),
    { numRuns: 150 },
  )
})

test('what the guard lets through names nobody: a signed note holds no name of another member', () => {
  const names = ['Maya', 'Tyrell', 'Deshawn', 'Zeynep', 'Olga', 'Priya', 'Yusuf', 'Ingrid']
  const families = ['Alvarez', 'Okafor', 'Kowalczyk', 'Nguyen', 'Papadopoulos', 'Rahman', 'Osei', 'Begaye']
  const anySentence = fc.array(
    fc.constantFrom(
      ...names,
      ...families,
      'the group practiced',
      'a skill for cravings',
      'and',
      'supported peers,',
      'named two triggers.',
    ),
    { minLength: 4, maxLength: 14 },
  )
  fc.assert(
    fc.property(anySentence, anySentence, anySentence, (topic, first, other) => {
      const room = [inRoom('a', names[0] ?? '', families[0] ?? ''), inRoom('b', names[1] ?? '', families[1] ?? '')]
      const pad = 'Took part in the exercise and set one goal for the week.'
      const attempt: Draft = {
        ...draft,
        room,
        shared: { ...draft.shared, topic: topic.join(' ') },
        parts: [part('a', `${first.join(' ')} ${pad}`), part('b', `${other.join(' ')} ${pad}`)],
      }
      if (canSign(attempt, leader, now) !== null) return
      const note: SignedNote = {
        ...signed,
        shared: attempt.shared,
        parts: attempt.parts,
        attendance: room.map(({ clientId }) => ({
          clientId,
          mark: 'here' as const,
          minutes: 80,
          arrivedAt: null,
          leftAt: null,
        })),
      }
      for (const [own, stranger] of [
        ['a', 1],
        ['b', 0],
      ] as const) {
        const text = JSON.stringify(noteForClient(note, own))
        assert.ok(!text.includes(names[stranger] ?? '-') && !text.includes(families[stranger] ?? '-'), text)
      }
    }),
    { numRuns: 300 },
  )
})
