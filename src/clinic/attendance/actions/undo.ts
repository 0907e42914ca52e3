import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { deedIn } from '../queries/deeds.ts'
import { rosterOf, type Session } from '../queries.ts'
import { canMark } from '../rules.ts'
import { openSession, placeOf, roomOf } from './hold.ts'
import { whoMarks } from './mark.ts'

export type TakenBack = { session: Session; marks: number; mark: string; clientIds: string[] }

/**
 * Takes back what one press did: the press that made `markId`, or else this person's own last press in the session. Each
 * mark is answered by a row that names it; the mark before it stands again. Pressed again, the press before goes too.
 */
export async function takeBack(
  work: Work,
  sessionId: string,
  markId: string | undefined,
): Promise<TakenBack | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const session = await openSession(work, sessionId)
  if (isRefusal(session)) return session
  const deed = await deedIn(work, session.id, markId === undefined ? { by: work.by.id } : { markId })
  if (deed === undefined) {
    return markId === undefined || !isId(markId)
      ? refuse('nothing-to-undo', 'You have no mark here to take back.')
      : refuse('already-undone', 'This mark was taken back already.')
  }
  const roster = await rosterOf(work, session)
  for (const person of roster.filter((one) => deed.clientIds.includes(one.id))) {
    const refused = canMark(roomOf(session), placeOf(person), { kind: 'cleared' }, work.at)
    if (refused) return refused
  }
  const written = await unlessRefused(
    work,
    { attendance_mark_clinic_id_undoes_key: 'This mark was taken back already.' },
    () =>
      work.db
        .insertInto('attendanceMark')
        .values(
          deed.ids.map((id, n) => ({
            clinicId: work.clinic.id,
            id: newId(),
            sessionId: session.id,
            clientId: deed.clientIds[n] ?? '',
            heldOn: session.heldOn,
            mark: 'cleared',
            minutes: 0,
            undoes: id,
            markedBy: whoMarks(work),
            markedAt: work.at,
          })),
        )
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'attendance.taken-back', {
    clients: deed.clientIds,
    about: { session: session.id, mark: deed.mark, marks: deed.ids.length },
  })
  return { session, marks: deed.ids.length, mark: deed.mark, clientIds: deed.clientIds }
}
