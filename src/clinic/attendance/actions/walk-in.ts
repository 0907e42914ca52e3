import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { notNow } from '../../groups/offering.ts'
import { notNowFor } from '../../groups/queries/apart.ts'
import { rosterOf, sessionById, type PersonOnRoster } from '../queries.ts'
import { elsewhereOf, walkInById } from '../queries/walk-ins.ts'
import { mayWalkIn } from '../walk-ins.ts'
import { nothingHere, openSession } from './hold.ts'
import { writeMark, type Marked } from './mark.ts'

/** Adds someone who came without a seat, marked as here, or as late by so many whole minutes. */
export async function addWalkIn(
  work: Work,
  sessionId: string,
  said: { clientId: string; minutesLate: number | null; lateChange: string },
): Promise<Marked | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const door = isId(sessionId) ? await sessionById(work, sessionId) : undefined
  if (door === undefined) return nothingHere
  if (!isId(said.clientId)) return nobody
  // Two who come to one door at one moment are asked one after the other. First the group, then the meeting, as whoever changes
  // the group does.
  await holdDiaries(work, [door.seriesId])
  const session = await openSession(work, sessionId)
  if (isRefusal(session)) return session
  // One person walks into one room at a time, whoever adds them where.
  await sql`select pg_advisory_xact_lock(hashtextextended('walk-in ' || ${said.clientId}, 0))`.execute(work.db)
  const client = await walkInById(work, session, said.clientId)
  if (client === undefined) return nobody
  const roster = await rosterOf(work, session)
  const shut = await notNowFor(work, client.id, session.heldOn, session.heldOn)
  const refused = mayWalkIn(
    { name: session.name, expected: roster.filter(mayBeThere).length, chairs: session.chairs },
    {
      name: client.name,
      isActive: client.isActive,
      isOnRoster: roster.some((person) => person.id === client.id),
      elsewhere: await elsewhereOf(work, session, client.id),
    },
  )
  if (refused) return refused
  if (shut.has(session.seriesId)) return notNow(session.name)
  const isLate = said.minutesLate !== null && said.minutesLate > 0
  return writeMark(
    work,
    session,
    { ...client, isWalkIn: true, mark: null },
    {
      clientId: client.id,
      kind: isLate ? 'late' : 'here',
      minutesLate: isLate ? said.minutesLate : null,
      minutesLeftEarly: null,
      reason: '',
      reasonWords: '',
      lateChange: said.lateChange,
    },
  )
}

const mayBeThere = ({ mark }: PersonOnRoster): boolean =>
  mark === null || (mark.kind !== 'absent' && mark.kind !== 'excused')

const nobody = refuse('nobody', 'Choose somebody from the list.')
