import { isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/** One row of a video provider's file. `meeting`: the meeting's id here or its number there; `person`: a client's number or e-mail. */
export type FileEvent = {
  eventId: string
  meeting: string
  person: string
  what: 'joined' | 'left'
  at: Date
  device: string
}

/** A row as it came, the event in it, or one sentence why there is none. `place`: 1 for the first row of events. */
export type FileRow = { place: number; came: string } & (
  | { event: FileEvent }
  | { event: null; eventId: string; why: string }
)

const columns = ['event_id', 'meeting', 'person', 'event', 'at'] as const
/** More than a large clinic has in a month: a longer file is another one. */
export const mostRows = 50_000

/**
 * Reads the plain format of docs/integrators.md: CSV with a header line (comma, semicolon or tab), or JSON (a list, or an object with
 * `events`), with event_id, meeting, person, event ('joined' or 'left'), at (an instant with its offset) and device, which may be
 * missing. A row that cannot be read is kept with one sentence; the others count. Refuses what is no such file: 'not-text',
 * 'not-json', 'columns', 'quotes', 'empty-file', 'too-long'.
 */
export function readPresenceFile(text: string): FileRow[] | Refusal {
  const plain = text.replace(/^\uFEFF/, '')
  if (plain.includes('\0')) return refuse('not-text', 'This is not a text file. Export it as CSV or JSON.')
  const rows = /^\s*[[{]/.test(plain) ? jsonRows(plain) : csvRows(plain)
  if (!Array.isArray(rows)) return rows
  if (rows.length === 0) return refuse('empty-file', 'This file holds no events.')
  if (rows.length > mostRows) return refuse('too-long', `This file holds more than ${mostRows} events. Split it.`)
  return rows.map(({ came, fields }, n) => ({ place: n + 1, came: came.slice(0, 2000), ...readRow(fields) }))
}

type Raw = { came: string; fields: Record<string, string> }

function jsonRows(text: string): Raw[] | Refusal {
  const no = refuse('not-json', 'This JSON cannot be read: it should be a list of events.')
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return no
  }
  const list = typeof read === 'object' && read !== null && 'events' in read ? read.events : read
  if (!Array.isArray(list)) return no
  return list.map((one: unknown) => ({
    came: JSON.stringify(one) ?? '',
    fields:
      typeof one === 'object' && one !== null
        ? Object.fromEntries(
            Object.entries(one).map(([key, value]) => [
              key,
              typeof value === 'string' || typeof value === 'number' ? String(value) : '',
            ]),
          )
        : {},
  }))
}

function csvRows(text: string): Raw[] | Refusal {
  const first = text.split(/\r\n|\n|\r/, 1)[0] ?? ''
  const comma = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ','
  const read = csvLines(text, comma)
  if (read === null) return refuse('quotes', 'A quotation mark in this file is never closed. Export it again.')
  const [header, ...lines] = read
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase())
  const missing = columns.filter((name) => !names.includes(name))
  if (missing.length > 0)
    return refuse('columns', `The first line should name the columns. Missing: ${missing.join(', ')}.`)
  return lines
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ came, cells }) => ({
      came,
      fields: Object.fromEntries(names.map((name, n) => [name, cells[n] ?? ''])),
    }))
}

/** Lines and cells of RFC 4180: a quoted cell may hold commas, line ends, and quotes that are doubled. Null: one is never closed. */
function csvLines(text: string, comma: string): { came: string; cells: string[] }[] | null {
  const lines: { came: string; cells: string[] }[] = []
  let [cells, cell, isQuoted, begins]: [string[], string, boolean, number] = [[], '', false, 0]
  const endLine = (at: number) => {
    cells.push(cell)
    lines.push({ came: text.slice(begins, at), cells })
    ;[cells, cell] = [[], '']
  }
  for (let n = 0; n < text.length; n += 1) {
    const letter = text[n] ?? ''
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[n + 1] === '"') {
        cell += '"'
        n += 1
      } else isQuoted = false
    } else if (letter === '"' && cell.trim() === '') {
      ;[isQuoted, cell] = [true, '']
    } else if (letter === comma) {
      cells.push(cell)
      cell = ''
    } else if (letter === '\n' || letter === '\r') {
      endLine(n)
      if (letter === '\r' && text[n + 1] === '\n') n += 1
      begins = n + 1
    } else cell += letter
  }
  if (isQuoted) return null
  if (begins < text.length) endLine(text.length)
  return lines
}

function readRow(fields: Record<string, string>): { event: FileEvent } | { event: null; eventId: string; why: string } {
  const of = (name: string) => tidy(fields[name] ?? '')
  const [eventId, meeting, person, what, at, device] = [...columns, 'device'].map(of) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ] // as many as there are names
  const no = (why: string) => ({ event: null, eventId: eventId.slice(0, 200), why })
  if (eventId === '') return no('It has no event_id.')
  if (eventId.length > 200) return no('Its event_id is longer than 200 letters.')
  if (meeting === '' || meeting.length > 80) return no('It names no meeting.')
  if (person === '' || person.length > 200) return no('It names no person.')
  const said = what.toLowerCase()
  if (said !== 'joined' && said !== 'left') return no('Its event is neither “joined” nor “left”.')
  const instant = instantOf(at)
  if (instant === null) return no('Its time is no instant with an offset, such as 2026-03-02T09:01:30-05:00.')
  return { event: { eventId, meeting, person, what: said, at: instant, device: device.slice(0, 200) } }
}

/** Without its offset a time means another instant in another place: it is not guessed. */
function instantOf(text: string): Date | null {
  const found =
    /^(\d{4}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?) ?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/i.exec(
      text,
    )
  if (found === null || !isDay(found[1])) return null
  const offset = (found[3] ?? '').toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2')
  const at = new Date(`${found[1]}T${found[2]}${offset}`)
  return Number.isNaN(at.getTime()) ? null : at
}

const tidy = (text: string): string =>
  text
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** How far from its meeting an event may lie: whoever opens the room early or stays long is still of it. */
const nearMinutes = 240

export type FoundMeeting = {
  id: string
  what: 'group' | 'visit'
  heldOn: string
  starts: Date
  ends: Date
  clientId: string | null
}

export const isNear = (at: Date, meeting: { starts: Date; ends: Date }): boolean =>
  at.getTime() >= meeting.starts.getTime() - nearMinutes * 60_000 &&
  at.getTime() <= meeting.ends.getTime() + nearMinutes * 60_000

/** Of the meetings that share a number, the one to which an instant belongs: nearest to it, and near at all. */
export function nearestMeeting(at: Date, meetings: readonly FoundMeeting[]): FoundMeeting | null {
  const away = ({ starts, ends }: FoundMeeting) =>
    Math.max(0, starts.getTime() - at.getTime(), at.getTime() - ends.getTime())
  const near = meetings.filter((meeting) => isNear(at, meeting))
  return near.toSorted((a, b) => away(a) - away(b) || a.starts.getTime() - b.starts.getTime())[0] ?? null
}

/** What the house knows of a row: its meeting, whom it names, and the event that came before under the same id. */
export type Known = {
  isMeetingKnown: boolean
  meeting: FoundMeeting | null
  clients: readonly string[]
  before: { meeting: string; clientId: string; what: string; at: Date; device: string } | null
}

/** Where a row belongs: an event to keep, one that came before, or one sentence for a person. */
export function placeOf(
  event: FileEvent,
  { isMeetingKnown, meeting, clients, before }: Known,
): { put: 'keep'; meeting: FoundMeeting; clientId: string } | { put: 'repeated' } | { put: 'aside'; why: string } {
  const aside = (why: string) => ({ put: 'aside' as const, why })
  if (!isMeetingKnown) return aside('No meeting here has this id or number.')
  if (meeting === null) return aside('Its time lies hours away from every meeting of this id or number.')
  const [clientId, other] = clients
  if (clientId === undefined) return aside('Nobody here has this number or e-mail.')
  if (other !== undefined) return aside('Two people here have this e-mail. Use the client’s number.')
  if (meeting.clientId !== null && meeting.clientId !== clientId) return aside('This visit is another person’s.')
  if (before === null) return { put: 'keep', meeting, clientId }
  const isSame =
    before.meeting === meeting.id &&
    before.clientId === clientId &&
    before.what === event.what &&
    before.at.getTime() === event.at.getTime()
  return isSame
    ? { put: 'repeated' }
    : aside('An event with this id came before and said something else. The first one stands.')
}
