import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { wasThere } from '../minutes.ts'
import { rosterOf, type Session } from '../queries.ts'
import { mayCancel } from '../walk-ins.ts'
import { holdSession, nothingHere } from './hold.ts'
import { whoMarks } from './mark.ts'

/** Calls one meeting off: its room and its hour are free, nobody is expected, no note is due. This stays. */
export async function cancelSession(work: Work, sessionId: string, because: string): Promise<Session | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const session = await holdSession(work, sessionId)
  if (session === undefined) return nothingHere
  const roster = await rosterOf(work, session)
  const refused = mayCancel({
    name: session.name,
    cancelled: session.cancelled,
    noteSignedAt: session.noteSignedAt,
    there: roster.filter(({ mark }) => mark !== null && wasThere(mark.kind)).length,
  })
  if (refused) return refused
  const written = await unlessRefused(
    work,
    { session_cancellation_of: `${session.name} is cancelled already.` },
    async () => {
      await work.db
        .insertInto('sessionCancellation')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          sessionId: session.id,
          because,
          cancelledBy: whoMarks(work),
          cancelledAt: work.at,
        })
        .execute()
      await work.db
        .updateTable('groupSession')
        .set({ during: sql`'empty'::tstzrange` })
        .where('id', '=', session.id)
        .execute()
    },
  )
  if (isRefusal(written)) return written
  await record(work, 'session.cancelled', {
    clients: roster.map((person) => person.id),
    about: { session: session.id },
  })
  return session
}
