import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { exceptionOf, type SaidMark } from '../exceptions.ts'
import { minutesOf } from '../minutes.ts'
import { rosterOf, type PersonOnRoster, type Session } from '../queries.ts'
import { reasonLine } from '../reasons.ts'
import { canMark, type MarkRequest } from '../rules.ts'
import { openSession, placeOf, roomOf } from './hold.ts'

export type MarkSaid = SaidMark & { clientId: string; reason: string; reasonWords: string; lateChange: string }

/** Someone to be marked: on the roster, or just through the door. */
export type Markable = Pick<PersonOnRoster, 'id' | 'name' | 'isWalkIn' | 'mark'>

export type Marked = {
  /** The mark that was written. */
  id: string
  session: Session
  person: Markable
  minutes: number
  /** Whose mark stood before, when it was somebody else's. */
  instead: string | null
}

/** Marks one person of a session. Rows are only ever added: the latest that nobody took back stands. */
export async function markClient(work: Work, sessionId: string, said: MarkSaid): Promise<Marked | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const session = await openSession(work, sessionId)
  if (isRefusal(session)) return session
  const person = (await rosterOf(work, session)).find((one) => one.id === said.clientId)
  if (person === undefined) {
    return refuse('not-on-roster', 'This person has no seat in this session any more. Add them as a walk-in.')
  }
  return writeMark(work, session, person, said)
}

/** Asks the rules, and writes the mark of someone on the roster, or of someone who has just walked in. */
export async function writeMark(
  work: Work,
  session: Session,
  person: Markable,
  said: MarkSaid,
): Promise<Marked | Refusal> {
  const times = exceptionOf(session, said, work.at)
  const isAway = said.kind === 'absent' || said.kind === 'excused'
  const request: MarkRequest = {
    kind: said.kind,
    arrivedAt: times.arrivedAt,
    leftAt: times.leftAt,
    reason: isAway ? said.reason : null,
    reasonWords: isAway ? said.reasonWords : null,
    lateChange: said.lateChange,
  }
  const refused = canMark(roomOf(session), placeOf(person), request, work.at)
  if (refused) return refused
  const id = newId()
  const minutes = minutesOf(session, request)
  await work.db
    .insertInto('attendanceMark')
    .values({
      clinicId: work.clinic.id,
      id,
      sessionId: session.id,
      clientId: person.id,
      heldOn: session.heldOn,
      mark: said.kind,
      minutes,
      minutesLate: times.minutesLate,
      minutesLeftEarly: times.minutesLeftEarly,
      reason: reasonLine({
        key: isAway ? said.reason : '',
        words: isAway ? said.reasonWords : '',
        lateChange: session.noteSignedAt === null ? '' : said.lateChange,
      }),
      isWalkIn: person.isWalkIn,
      markedBy: whoMarks(work),
      markedAt: work.at,
    })
    .execute()
  await record(work, session.noteSignedAt === null ? 'attendance.marked' : 'attendance.corrected', {
    clients: [person.id],
    about: { session: session.id, mark: said.kind, minutes },
  })
  const instead = person.mark !== null && person.mark.by !== work.by.name ? person.mark.by : null
  return { id, session, person, minutes, instead }
}

/** One press: everyone whom the schedule expects and whom nobody has marked yet was there from start to end. */
export async function markAllHere(
  work: Work,
  sessionId: string,
): Promise<{ id: string | null; session: Session; marked: number } | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const session = await openSession(work, sessionId)
  if (isRefusal(session)) return session
  const unmarked = (await rosterOf(work, session)).filter((person) => person.mark === null)
  for (const person of unmarked) {
    const refused = canMark(roomOf(session), placeOf(person), { kind: 'here' }, work.at)
    if (refused) return refused
  }
  const minutes = minutesOf(session, { kind: 'here' })
  const rows = unmarked.map((person) => ({
    clinicId: work.clinic.id,
    id: newId(),
    sessionId: session.id,
    clientId: person.id,
    heldOn: session.heldOn,
    mark: 'here',
    minutes,
    isWalkIn: person.isWalkIn,
    markedBy: whoMarks(work),
    markedAt: work.at,
  }))
  const [first] = rows
  if (first === undefined) return { id: null, session, marked: 0 }
  await work.db.insertInto('attendanceMark').values(rows).execute()
  await record(work, 'attendance.all-here', {
    clients: rows.map((row) => row.clientId),
    about: { session: session.id, marked: rows.length },
  })
  return { id: first.id, session, marked: rows.length }
}

/** Marks name the person who made them: Stepwell's own clock marks nobody. */
export function whoMarks(work: Work): string {
  if (work.by.id === null) throw new Error('A mark is made by a person.')
  return work.by.id
}
