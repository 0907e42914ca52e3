import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { arrivedAfter, type MarkKind } from './minutes.ts'
import { absenceReasons, canMark, type MarkRequest, type MarkRow, marksThatStand } from './rules.ts'

const row = (id: string, kind: MarkKind, undoes?: string, clientId = 'maya'): MarkRow => ({
  id,
  clientId,
  kind,
  recordedAt: new Date(Date.UTC(2026, 10, 24, 23, 0, id.charCodeAt(0))),
  undoes,
})
const stands = (...rows: MarkRow[]) => marksThatStand(rows).get('maya')?.id ?? null

test('which mark stands', () => {
  const table: [string, MarkRow[], string | null][] = [
    ['nothing', [], null],
    ['one mark', [row('a', 'here')], 'a'],
    ['the later of two', [row('a', 'here'), row('b', 'late')], 'b'],
    ['undo of the last', [row('a', 'here'), row('b', 'absent'), row('c', 'cleared', 'b')], 'a'],
    ['undo of the only one', [row('a', 'here'), row('b', 'cleared', 'a')], null],
    ['cleared without a name takes back what stands', [row('a', 'here'), row('b', 'absent'), row('c', 'cleared')], 'a'],
    ['undo twice', [row('a', 'here'), row('b', 'absent'), row('c', 'cleared'), row('d', 'cleared')], null],
    [
      'undo twice, by name',
      [row('a', 'here'), row('b', 'absent'), row('c', 'cleared', 'b'), row('d', 'cleared', 'a')],
      null,
    ],
    ['clearing nothing', [row('a', 'cleared'), row('b', 'here')], 'b'],
    ['an undo undone', [row('a', 'here'), row('b', 'absent'), row('c', 'cleared', 'b'), row('d', 'cleared', 'c')], 'b'],
    ['undo of an earlier one leaves the later', [row('a', 'here'), row('b', 'late'), row('c', 'cleared', 'a')], 'b'],
    [
      'then undo of the later too',
      [row('a', 'here'), row('b', 'late'), row('c', 'cleared', 'a'), row('d', 'cleared', 'b')],
      null,
    ],
    [
      'one thing undone twice is undone once',
      [row('a', 'here'), row('b', 'cleared', 'a'), row('c', 'cleared', 'a')],
      null,
    ],
    ['a mark that replaces another', [row('a', 'here'), row('b', 'late', 'a')], 'b'],
    ['and is taken back', [row('a', 'here'), row('b', 'late', 'a'), row('c', 'cleared', 'b')], 'a'],
    ['an undo cannot reach forward', [row('a', 'cleared', 'b'), row('b', 'here')], 'b'],
    ['nor to a row that is not there', [row('a', 'here'), row('b', 'cleared', 'zzz')], 'a'],
    ['a new mark after an undo', [row('a', 'here'), row('b', 'cleared'), row('c', 'excused')], 'c'],
  ]
  for (const [what, rows, id] of table) {
    assert.equal(stands(...rows), id, what)
    assert.equal(stands(...rows.toReversed()), id, `${what}, read backwards`)
  }
})

test('clients do not touch each other, and one moment is settled by the id', () => {
  const both = [row('a', 'here'), row('b', 'absent', undefined, 'sam'), row('c', 'cleared', 'a', 'sam')]
  assert.deepEqual([...marksThatStand(both)].map(([client, mark]) => [client, mark.id]).toSorted(), [
    ['maya', 'a'],
    ['sam', 'b'],
  ])
  const moment = new Date('2026-11-24T23:00:00Z')
  const twins = [
    { ...row('b', 'late'), recordedAt: moment },
    { ...row('a', 'here'), recordedAt: moment },
  ]
  assert.equal(stands(...twins), 'b')
})

test('many sessions at once, each by its own key', () => {
  const rows = [
    { ...row('a', 'here'), sessionId: '1' },
    { ...row('b', 'absent'), sessionId: '2' },
    { ...row('c', 'cleared'), sessionId: '2' },
  ]
  const standing = marksThatStand(rows, (r) => `${r.sessionId} ${r.clientId}`)
  assert.deepEqual([...standing.keys()], ['1 maya'])
})

/** A history as a person would act it out: mark, take back the last, take back any row by name. */
const anyHistory = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom<MarkKind>('here', 'late', 'left-early', 'absent', 'excused') }),
    fc.record({ kind: fc.constant<MarkKind>('cleared') }),
    fc.record({ kind: fc.constantFrom<MarkKind>('cleared', 'cleared', 'late'), at: fc.nat({ max: 12 }) }),
  ),
  { maxLength: 12 },
)
const rowsOf = (history: { kind: MarkKind; at?: number }[]) =>
  history.map(({ kind, at }, i) =>
    row(String.fromCharCode(65 + i), kind, at === undefined ? undefined : String.fromCharCode(65 + at)),
  )

test('marks and plain undos behave like a pile of papers', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const plain = rowsOf(history.map(({ kind }) => ({ kind })))
      const pile: string[] = []
      for (const mark of plain) {
        if (mark.kind === 'cleared') pile.pop()
        else pile.push(mark.id)
      }
      assert.equal(stands(...plain), pile.at(-1) ?? null)
    }),
    { numRuns: 500 },
  )
})

test('with undos by name: agrees with the definition read literally', () => {
  /** A row counts unless a later row that counts takes it back; the last mark that counts stands. */
  const literally = (rows: MarkRow[]): string | null => {
    const target = (i: number): string | null => {
      const own = rows[i]
      if (own === undefined) return null
      if (own.undoes) return rows.slice(0, i).some((r) => r.id === own.undoes) ? own.undoes : null
      return own.kind === 'cleared' ? literally(rows.slice(0, i)) : null
    }
    const counts = (i: number): boolean => !rows.some((_, j) => j > i && target(j) === rows[i]?.id && counts(j))
    return rows.findLast((mark, i) => mark.kind !== 'cleared' && counts(i))?.id ?? null
  }
  fc.assert(
    fc.property(anyHistory, (history) => {
      const rows = rowsOf(history.slice(0, 8))
      assert.equal(stands(...rows), literally(rows))
    }),
    { numRuns: 600 },
  )
})

test('undo is exact: whatever stood before a mark stands again after taking the mark back', () => {
  fc.assert(
    fc.property(anyHistory, fc.constantFrom<MarkKind>('here', 'absent', 'late'), (history, kind) => {
      const rows = rowsOf(history)
      const before = stands(...rows)
      const mark = row('x', kind)
      assert.equal(stands(...rows, mark), 'x')
      assert.equal(stands(...rows, mark, row('y', 'cleared', 'x')), before)
      assert.equal(stands(...rows, mark, row('y', 'cleared')), before)
      assert.equal(stands(...rows, mark, row('y', 'cleared', 'x'), row('z', 'cleared', 'y')), 'x')
    }),
    { numRuns: 300 },
  )
})

test('rows with real ids, written in one millisecond, still have one order', () => {
  const at = new Date('2026-11-24T23:00:00Z')
  const rows = Array.from({ length: 20 }, () => ({ ...row('a', 'here'), id: newId(at.getTime()), recordedAt: at }))
  const last = rows
    .map((r) => r.id)
    .toSorted()
    .at(-1)
  assert.equal(stands(...rows), last)
})

const zone = 'America/New_York'
const at = (time: string) => instantAt('2026-11-24', time, zone)
const room = { name: 'DBT skills', zone, starts: at('18:00'), ends: at('19:20'), cancelled: false, noteSignedAt: null }
const sam = { name: 'Sam', onRoster: true, walkIn: false }
const now = at('19:25')

test('marks that may be written', () => {
  const table: [string, MarkRequest, Date?][] = [
    ['here at the start', { kind: 'here' }, at('18:00')],
    ['here half an hour ahead', { kind: 'here' }, at('17:30')],
    ['12 minutes late', { kind: 'late', arrivedAt: arrivedAfter(room, 12) }],
    ['late and left', { kind: 'late', arrivedAt: at('18:20'), leftAt: at('19:00') }],
    ['late, only minutes', { kind: 'late', minutesIn: 50 }],
    ['left early', { kind: 'left-early', leftAt: at('19:00') }],
    ['left early, spans', { kind: 'left-early', spans: [{ arrivedAt: null, leftAt: at('18:30') }] }],
    ['absent, no reason yet', { kind: 'absent' }],
    ['absent, unknown', { kind: 'absent', reason: 'unknown' }],
    ['excused the day before', { kind: 'excused', reason: 'court' }, instantAt('2026-11-23', '10:00', zone)],
    ['and taken back', { kind: 'cleared' }, instantAt('2026-11-23', '10:05', zone)],
    ['other, in words', { kind: 'excused', reason: 'other', reasonWords: 'Funeral of an uncle' }],
  ]
  for (const [what, request, when] of table) assert.equal(canMark(room, sam, request, when ?? now), null, what)
  for (const reason of absenceReasons) {
    assert.equal(canMark(room, sam, { kind: 'absent', reason: reason.key, reasonWords: 'x' }, now), null, reason.key)
  }
  assert.equal(canMark(room, { ...sam, onRoster: false, walkIn: true }, { kind: 'here' }, now), null)
  assert.equal(
    canMark({ ...room, noteSignedAt: now }, sam, { kind: 'here', lateChange: 'Was in the hallway' }, now),
    null,
  )
})

test('marks that may not, each with what to do', () => {
  const stranger = { name: 'Sam', onRoster: false, walkIn: false }
  const table: [string, ReturnType<typeof canMark>, string][] = [
    [
      'cancelled',
      canMark({ ...room, cancelled: true }, sam, { kind: 'here' }, now),
      'DBT skills was cancelled, so nobody is marked.',
    ],
    [
      'not-on-roster',
      canMark(room, stranger, { kind: 'here' }, now),
      'Sam has no seat in DBT skills. Add Sam as a walk-in.',
    ],
    [
      'walk-in-absent',
      canMark(room, { ...stranger, walkIn: true }, { kind: 'absent' }, now),
      'Sam had no seat in DBT skills, so there is nothing to miss.',
    ],
    [
      'too-early',
      canMark(room, sam, { kind: 'here' }, at('17:29')),
      'Marking opens at 17:30, 30 minutes before DBT skills starts.',
    ],
    [
      'too-early',
      canMark(room, sam, { kind: 'absent' }, at('12:00')),
      'Marking opens at 17:30, 30 minutes before DBT skills starts.',
    ],
    [
      'note-signed',
      canMark({ ...room, noteSignedAt: now }, sam, { kind: 'here', lateChange: '  ' }, now),
      'The note for DBT skills is signed. Say why the attendance changes now.',
    ],
    ['when-arrived', canMark(room, sam, { kind: 'late' }, now), 'Say when Sam arrived, or how many minutes late.'],
    ['when-left', canMark(room, sam, { kind: 'left-early' }, now), 'Say when Sam left.'],
    [
      'future',
      canMark(room, sam, { kind: 'late', arrivedAt: at('18:40') }, at('18:20')),
      '18:40 is still to come. Mark Sam when it has happened.',
    ],
    [
      'after-end',
      canMark(room, sam, { kind: 'late', arrivedAt: at('19:20') }, now),
      'DBT skills ended at 19:20, before Sam arrived. Mark absent.',
    ],
    [
      'before-start',
      canMark(room, sam, { kind: 'left-early', leftAt: at('17:50') }, now),
      'DBT skills began at 18:00, after Sam left. Mark absent.',
    ],
    [
      'times',
      canMark(room, sam, { kind: 'late', arrivedAt: at('19:00'), leftAt: at('18:30') }, now),
      'Sam left at 18:30, before arriving at 19:00. Correct one time.',
    ],
    [
      'not-late',
      canMark(room, sam, { kind: 'late', arrivedAt: at('18:00') }, now),
      '18:00 is not late for DBT skills. Mark Sam here.',
    ],
    [
      'not-early',
      canMark(room, sam, { kind: 'left-early', leftAt: at('19:20') }, now),
      '19:20 is the end of DBT skills. Mark Sam here.',
    ],
    [
      'minutes',
      canMark(room, sam, { kind: 'here', minutesIn: 81 }, now),
      'Minutes for Sam must be a whole number from 0 to 80.',
    ],
    [
      'minutes',
      canMark(room, sam, { kind: 'here', minutesIn: 1.5 }, now),
      'Minutes for Sam must be a whole number from 0 to 80.',
    ],
    ['reason', canMark(room, sam, { kind: 'absent', reason: 'lazy' }, now), 'Choose one of the reasons in the list.'],
    ['reason-needed', canMark(room, sam, { kind: 'excused' }, now), 'Choose why Sam is excused, or mark absent.'],
    [
      'reason-needed',
      canMark(room, sam, { kind: 'excused', reason: 'unknown' }, now),
      'Choose why Sam is excused, or mark absent.',
    ],
    [
      'reason-words',
      canMark(room, sam, { kind: 'absent', reason: 'other' }, now),
      'Say in a few words why Sam did not attend.',
    ],
  ]
  for (const [code, refusal, because] of table) assert.deepEqual(refusal, { refused: code, because }, code)
})
