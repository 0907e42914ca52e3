import { timeAt } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { type MarkKind, type SessionTimes, sessionMinutes, type TimedMark, wasThere } from './minutes.ts'

/** Why someone was not there, in the words that route help. */
export const absenceReasons = [
  { key: 'ride', label: 'No ride' },
  { key: 'childcare', label: 'Childcare' },
  { key: 'work-shift', label: 'Work shift' },
  { key: 'illness', label: 'Illness' },
  { key: 'court', label: 'Court or probation' },
  { key: 'device', label: 'Phone, computer or connection' },
  { key: 'craving-or-mood', label: 'Craving or low mood' },
  { key: 'unknown', label: 'Not known yet' },
  { key: 'other', label: 'Something else' },
] as const

export type AbsenceReason = (typeof absenceReasons)[number]['key']

export const isAbsenceReason = (key: unknown): key is AbsenceReason => absenceReasons.some((r) => r.key === key)

/** One row as it was written. Rows are never changed; taking one back is another row. */
export type MarkRow = { id: string; clientId: string; kind: MarkKind; recordedAt: Date; undoes?: string | null }

const inOrder = (a: MarkRow, b: MarkRow) =>
  a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Of rows in order and what each takes back, the last mark that nobody took back. */
function standingOf<Row extends MarkRow>(rows: readonly Row[], takesBack: readonly (string | null)[]): Row | null {
  const takenBack = new Set<string>()
  let standing: Row | null = null
  for (let i = takesBack.length - 1; i >= 0; i--) {
    const row = rows[i]
    if (row === undefined || takenBack.has(row.id)) continue
    const target = takesBack[i]
    if (target !== null && target !== undefined) takenBack.add(target)
    if (standing === null && row.kind !== 'cleared') standing = row
  }
  return standing
}

/**
 * The mark that stands for each client, from the rows of one session in any order. Rows are read by `recordedAt`, then
 * `id`. A row with `undoes` takes that earlier row of the same client back; 'cleared' without `undoes` takes back the mark
 * that stood at that moment. A row that was itself taken back takes nothing back, so an undo can be undone. The last mark
 * that nobody took back stands; whoever has none is missing from the answer. An `undoes` that names a later row, another
 * client's or none is without effect. `keyOf` reads many sessions at once: give client and session as one key.
 */
export function marksThatStand<Row extends MarkRow>(
  rows: readonly Row[],
  keyOf: (row: Row) => string = (row) => row.clientId,
): Map<string, Row> {
  const byKey = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [row])
    else known.push(row)
  }
  const standing = new Map<string, Row>()
  for (const [key, own] of byKey) {
    own.sort(inOrder)
    const takesBack: (string | null)[] = []
    const earlier = new Set<string>()
    for (const row of own) {
      const named = row.undoes ?? null
      if (named !== null) takesBack.push(earlier.has(named) ? named : null)
      else takesBack.push(row.kind === 'cleared' ? (standingOf(own, takesBack)?.id ?? null) : null)
      earlier.add(row.id)
    }
    const last = standingOf(own, takesBack)
    if (last !== null) standing.set(key, last)
  }
  return standing
}

export type Room = SessionTimes & {
  name: string
  zone: string
  cancelled: boolean
  noteSignedAt: Date | null
}

export type InTheRoom = { name: string; onRoster: boolean; walkIn: boolean }

export type MarkRequest = TimedMark & {
  reason?: string | null
  /** The person's own words, needed with 'other'. */
  reasonWords?: string | null
  /** Why a mark changes after the note was signed. */
  lateChange?: string | null
}

const half = 30

/**
 * Whether this mark may be written now. Marking opens 30 minutes before the start, so that early arrivals can be ticked
 * off; an excuse given ahead (and taking it back) may be written at any time. After the note is signed a change needs a
 * reason in words. Times must lie in the session and not in the future; `minutesIn` is whole, from 0 to the session's
 * length. Source: clinical.md §0 fact 7, §7.3 (late-entry flag).
 */
export function canMark(session: Room, client: InTheRoom, request: MarkRequest, now: Date): Refusal | null {
  if (session.cancelled) {
    return refuse('cancelled', `${session.name} was cancelled, so nobody is marked.`)
  }
  if (!client.onRoster && !client.walkIn) {
    return refuse('not-on-roster', `${client.name} has no seat in ${session.name}. Add ${client.name} as a walk-in.`)
  }
  if (!client.onRoster && !wasThere(request.kind) && request.kind !== 'cleared') {
    return refuse('walk-in-absent', `${client.name} had no seat in ${session.name}, so there is nothing to miss.`)
  }
  const opens = new Date(session.starts.getTime() - half * 60_000)
  if (now < opens && request.kind !== 'excused' && request.kind !== 'cleared') {
    return refuse(
      'too-early',
      `Marking opens at ${timeAt(opens, session.zone)}, ${half} minutes before ${session.name} starts.`,
    )
  }
  if (session.noteSignedAt !== null && !request.lateChange?.trim()) {
    return refuse('note-signed', `The note for ${session.name} is signed. Say why the attendance changes now.`)
  }
  return wasThere(request.kind) ? badTimes(session, client, request, now) : badReason(client, request)
}

function badTimes(session: Room, { name }: InTheRoom, request: MarkRequest, now: Date): Refusal | null {
  const { kind, minutesIn } = request
  const clock = (at: Date) => timeAt(at, session.zone)
  if (minutesIn !== undefined && minutesIn !== null) {
    const length = sessionMinutes(session)
    return Number.isInteger(minutesIn) && minutesIn >= 0 && minutesIn <= length
      ? null
      : refuse('minutes', `Minutes for ${name} must be a whole number from 0 to ${length}.`)
  }
  const given = request.spans ?? []
  const spans = given.length > 0 ? given : [{ arrivedAt: request.arrivedAt ?? null, leftAt: request.leftAt ?? null }]
  const [first] = spans
  if (kind === 'late' && given.length === 0 && !first?.arrivedAt) {
    return refuse('when-arrived', `Say when ${name} arrived, or how many minutes late.`)
  }
  if (kind === 'left-early' && given.length === 0 && !first?.leftAt) {
    return refuse('when-left', `Say when ${name} left.`)
  }
  for (const { arrivedAt, leftAt } of spans) {
    const latest = [arrivedAt, leftAt].find((at) => at !== null && at > now)
    if (latest) return refuse('future', `${clock(latest)} is still to come. Mark ${name} when it has happened.`)
    if (arrivedAt && arrivedAt >= session.ends) {
      return refuse(
        'after-end',
        `${session.name} ended at ${clock(session.ends)}, before ${name} arrived. Mark absent.`,
      )
    }
    if (leftAt && leftAt <= session.starts) {
      return refuse(
        'before-start',
        `${session.name} began at ${clock(session.starts)}, after ${name} left. Mark absent.`,
      )
    }
    if (arrivedAt && leftAt && leftAt <= arrivedAt) {
      return refuse(
        'times',
        `${name} left at ${clock(leftAt)}, before arriving at ${clock(arrivedAt)}. Correct one time.`,
      )
    }
  }
  if (kind === 'late' && first?.arrivedAt && given.length === 0 && first.arrivedAt <= session.starts) {
    return refuse('not-late', `${clock(first.arrivedAt)} is not late for ${session.name}. Mark ${name} here.`)
  }
  if (kind === 'left-early' && first?.leftAt && given.length === 0 && first.leftAt >= session.ends) {
    return refuse('not-early', `${clock(first.leftAt)} is the end of ${session.name}. Mark ${name} here.`)
  }
  return null
}

function badReason({ name }: InTheRoom, { kind, reason, reasonWords }: MarkRequest): Refusal | null {
  if (kind === 'cleared') return null
  if (reason && !isAbsenceReason(reason)) return refuse('reason', 'Choose one of the reasons in the list.')
  if (kind === 'excused' && (!reason || reason === 'unknown')) {
    return refuse('reason-needed', `Choose why ${name} is excused, or mark absent.`)
  }
  if (reason === 'other' && !reasonWords?.trim()) {
    return refuse('reason-words', `Say in a few words why ${name} did not attend.`)
  }
  return null
}
