import { isId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import { actsNow, type Work } from '../../../db/work.ts'
import type { InTheRoom, Room } from '../rules.ts'
import { sessionById, type PersonOnRoster, type Session } from '../queries.ts'

export const nothingHere: Refusal = refuse('not-found', 'This session does not exist, or it is not yours to see.')

/**
 * Takes hold of a session until the transaction ends, so that two leaders who mark at once follow one another: what the
 * first wrote, the second sees. Reading needs no hold.
 */
export async function holdSession(work: Work, id: string): Promise<Session | undefined> {
  if (!isId(id)) return undefined
  await work.db.selectFrom('groupSession').where('id', '=', id).select('id').forNoKeyUpdate().execute()
  actsNow(work)
  return sessionById(work, id)
}

/** A session that may still be marked: it exists and was not called off. A cancelled meeting does not come back. */
export async function openSession(work: Work, id: string): Promise<Session | Refusal> {
  const session = await holdSession(work, id)
  if (session === undefined) return nothingHere
  return session.cancelled ? refuse('cancelled', `${session.name} was cancelled, so nobody is marked.`) : session
}

export const roomOf = (session: Session): Room => ({
  name: session.name,
  starts: session.starts,
  ends: session.ends,
  zone: session.zone,
  cancelled: session.cancelled,
  noteSignedAt: session.noteSignedAt,
})

export const placeOf = (person: Pick<PersonOnRoster, 'name' | 'isWalkIn'>): InTheRoom => ({
  name: person.name,
  onRoster: !person.isWalkIn,
  walkIn: person.isWalkIn,
})
