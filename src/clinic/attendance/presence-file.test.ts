import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import { type FoundMeeting, type Known, mostRows, nearestMeeting, placeOf, readPresenceFile } from './presence-file.ts'

const header = 'event_id,meeting,person,event,at,device'
const rowsOf = (text: string) => {
  const read = readPresenceFile(text)
  assert.ok(!isRefusal(read), JSON.stringify(read))
  return read
}
const refusedFor = (text: string) => {
  const read = readPresenceFile(text)
  return isRefusal(read) ? read.refused : 'read'
}
const good: string[] = ['e1', 'm1', '1001', 'joined', '2026-03-02T09:01:30-05:00', 'Phone']

describe('A file of a video provider', () => {
  it('is read as CSV with comma, semicolon or tab, with quotes, any line end, and columns in any order', () => {
    const event = {
      eventId: 'e1',
      meeting: 'm1',
      person: '1001',
      what: 'joined',
      at: new Date('2026-03-02T14:01:30Z'),
      device: 'Phone',
    }
    for (const text of [
      `${header}\n${good.join(',')}`,
      `\uFEFF${header}\r\n${good.join(',')}\r\n`,
      `${header.replaceAll(',', ';')}\n${good.join(';')}\n\n`,
      `${header.replaceAll(',', '\t')}\r${good.join('\t')}`,
      `${header}\n${good.map((cell) => `"${cell}"`).join(',')}`,
      `Device, At ,EVENT,person,meeting,event_id,more\nPhone,${good[4] ?? ''},JOINED,1001,m1, e1 ,x`,
    ])
      assert.deepEqual(
        rowsOf(text).map((row) => row.event),
        [event],
      )
  })

  it('is read as JSON, a list or an object with events', () => {
    const one = { event_id: 7, meeting: 'm1', person: 1001, event: 'left', at: '2026-03-02 14:01:30Z' }
    for (const text of [JSON.stringify([one]), JSON.stringify({ events: [one] })])
      assert.deepEqual(
        rowsOf(text).map(({ event }) => event && [event.eventId, event.person, event.what, event.device]),
        [['7', '1001', 'left', '']],
      )
  })

  it('keeps quotes, commas and line ends that stand in quotes', () => {
    const [row] = rowsOf(`${header}\ne1,m1,1001,left,${good[4]},"Ana’s ""big"" phone,\nold"`)
    assert.equal(row?.event?.device, 'Ana’s "big" phone, old')
  })

  it('says of each bad row one sentence, and reads the others', () => {
    const bad: [number, string, RegExp][] = [
      [0, '', /no event_id/],
      [0, 'x'.repeat(201), /longer than 200/],
      [1, '', /no meeting/],
      [2, '', /no person/],
      [3, 'waved', /neither “joined” nor “left”/],
      [4, '2026-03-02T09:01:30', /no instant with an offset/],
      [4, '2026-02-30T09:01:30Z', /no instant/],
      [4, '2026-03-02T24:01:30Z', /no instant/],
      [4, '2026-03-02T09:61Z', /no instant/],
      [4, 'yesterday', /no instant/],
      [4, '', /no instant/],
    ]
    const text = [header, ...bad.map(([n, value]) => good.with(n, value).join(',')), good.join(',')].join('\n')
    const rows = rowsOf(text)
    assert.equal(rows.length, bad.length + 1)
    for (const [n, [, , words]] of bad.entries()) {
      const row = rows[n]
      assert.ok(row !== undefined && row.event === null && words.test(row.why), `${n}: ${JSON.stringify(row)}`)
      assert.equal(row.place, n + 1)
    }
    assert.ok(rows.at(-1)?.event)
  })

  it('is refused whole where it is no such file', () => {
    assert.equal(refusedFor(''), 'columns')
    assert.equal(refusedFor(header), 'empty-file')
    assert.equal(refusedFor('event_id,meeting\n1,2'), 'columns')
    assert.equal(refusedFor('[{"event_id": 1'), 'not-json')
    assert.equal(refusedFor('{"rows": []}'), 'not-json')
    assert.equal(refusedFor('[]'), 'empty-file')
    assert.equal(refusedFor(`PK\0\0`), 'not-text')
    assert.equal(refusedFor(`${header}\n"e1,m1`), 'quotes')
    assert.equal(refusedFor(JSON.stringify(Array.from({ length: mostRows + 1 }, () => 1))), 'too-long')
  })

  it('loses no row, whatever stands in it', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''))
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 8 }), (lines) => {
        const kept = lines.filter((cells) => cells.some((text) => text.trim() !== ''))
        const read = readPresenceFile([header, ...lines.map((cells) => cells.map(quoted).join(','))].join('\n'))
        if (kept.length === 0) return assert.ok(isRefusal(read))
        assert.ok(!isRefusal(read))
        assert.equal(read.length, kept.length)
        assert.ok(read.every((row) => row.event !== null || row.why !== ''))
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 8 }), (list) => {
        const read = readPresenceFile(JSON.stringify(list))
        assert.ok(!isRefusal(read) && read.length === list.length)
      }),
    )
  })
})

describe('Where a row belongs', () => {
  const starts = new Date('2026-03-02T14:00:00Z')
  const meeting: FoundMeeting = {
    id: 'm',
    what: 'group',
    heldOn: '2026-03-02',
    starts,
    ends: new Date('2026-03-02T15:20:00Z'),
    clientId: null,
  }
  const event = { eventId: 'e1', meeting: 'm', person: '1001', what: 'joined' as const, at: starts, device: '' }
  const known: Known = { isMeetingKnown: true, meeting, clients: ['ana'], before: null }
  const before = { meeting: 'm', clientId: 'ana', what: 'joined', at: starts, device: '' }

  it('is kept, came before, or is set aside with a reason', () => {
    const cases: [Partial<Known>, string][] = [
      [{}, 'keep'],
      [{ isMeetingKnown: false, meeting: null }, 'No meeting'],
      [{ meeting: null }, 'hours away'],
      [{ clients: [] }, 'Nobody here'],
      [{ clients: ['ana', 'ben'] }, 'Two people'],
      [{ meeting: { ...meeting, what: 'visit', clientId: 'ben' } }, 'another person’s'],
      [{ meeting: { ...meeting, what: 'visit', clientId: 'ana' } }, 'keep'],
      [{ before }, 'repeated'],
      [{ before: { ...before, what: 'left' } }, 'said something else'],
      [{ before: { ...before, clientId: 'ben' } }, 'said something else'],
      [{ before: { ...before, at: new Date(0) } }, 'said something else'],
    ]
    for (const [over, expected] of cases) {
      const answer = placeOf(event, { ...known, ...over })
      assert.ok((answer.put === 'aside' ? answer.why : answer.put).includes(expected), JSON.stringify([over, answer]))
    }
  })

  it('is the nearest of the meetings under one number, and none that is hours away', () => {
    const later = {
      ...meeting,
      id: 'later',
      starts: new Date('2026-03-02T17:00:00Z'),
      ends: new Date('2026-03-02T18:00:00Z'),
    }
    const at = (time: string) => nearestMeeting(new Date(`2026-03-02T${time}Z`), [later, meeting])?.id
    assert.deepEqual(['09:59', '10:00', '14:30', '15:40', '16:40', '17:10', '22:00', '22:01'].map(at), [
      undefined,
      'm',
      'm',
      'm',
      'later',
      'later',
      'later',
      undefined,
    ])
  })
})
