import { sql } from 'kysely'
import type { Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import type { PersonOnRoster, Session } from '../attendance/queries.ts'
import { nameOf } from '../clients/queries.ts'
import { observedFrom } from './observed.ts'

export type SignatureOnNote = {
  part: 'author' | 'co-signer'
  by: string
  name: string
  needsCosign: boolean
  hash: string
  at: string
}
export type Addendum = { id: string; clientId: string | null; words: string; by: string; name: string; at: string }
export type Note = NonNullable<Awaited<ReturnType<typeof noteOf>>>

/** The signed note of a session, with its signatures and what was added afterwards; by session or by its own id. */
export async function noteOf(work: Work, which: { sessionId: string } | { noteId: string }) {
  const id = 'noteId' in which ? which.noteId : which.sessionId
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('groupNote as n')
    .where('noteId' in which ? 'n.id' : 'n.sessionId', '=', id)
    .select(['n.id', 'n.sessionId', 'n.topic', 'n.intervention', 'n.howItWent', 'n.writtenAt'])
    .select([
      sql<SignatureOnNote[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('part', s.part, 'by', s.signed_by, 'name', s.name_and_credential,
                 'needsCosign', s.needs_cosign, 'hash', s.content_hash, 'at', s.signed_at) order by s.signed_at), '[]')
        from note_signature s where s.clinic_id = n.clinic_id and s.note_id = n.id)`.as('signatures'),
      sql<Addendum[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'clientId', a.client_id, 'words', a.words, 'by', a.added_by,
                 'name', a.name_and_credential, 'at', a.added_at) order by a.added_at, a.id), '[]')
        from note_addendum a where a.clinic_id = n.clinic_id and a.note_id = n.id)`.as('addenda'),
    ])
    .executeTakeFirst()
}

export type PartOfNote = Awaited<ReturnType<typeof partsOf>>[number]

/** Each attendee's own part of a signed note. */
export async function partsOf(work: Work, noteId: string) {
  const rows = await work.db
    .selectFrom('clientNote as n')
    .innerJoin('clientNow as p', (join) => join.onRef('p.clinicId', '=', 'n.clinicId').onRef('p.id', '=', 'n.clientId'))
    .leftJoin('planGoal as g', (join) => join.onRef('g.clinicId', '=', 'n.clinicId').onRef('g.id', '=', 'n.goalId'))
    .where('n.noteId', '=', noteId)
    .select([
      'n.clientId',
      'n.goalId',
      'n.ownWords',
      'n.mark',
      'n.minutes',
      'n.numberPresent',
      'n.leaders',
      'n.heldOn',
      'n.observations',
    ])
    .select(['p.givenName', 'p.familyName', 'p.preferredName', 'p.middleNames', 'p.pronouns'])
    .select(['g.position as goalPosition', 'g.words as goalWords', 'n.objectiveId'])
    .orderBy(sql`lower(p.family_name)`)
    .orderBy(sql`lower(p.given_name)`)
    .orderBy('p.id')
    .execute()
  return rows.map(({ observations, ...row }) => ({ ...row, observed: observedFrom(observations), name: nameOf(row) }))
}

/** The last two parts in each chart before this session: a part that repeats them is pointed out. */
export async function earlierParts(
  work: Work,
  session: Session,
  people: readonly PersonOnRoster[],
): Promise<{ clientId: string; day: Day; words: string }[]> {
  const ids = people.map((person) => person.id)
  if (ids.length === 0) return []
  const { rows } = await sql<{ clientId: string; day: Day; words: string }>`
    select c.id as "clientId", n.held_on as day, n.own_words as words
    from unnest(${ids}::uuid[]) c(id)
    cross join lateral (
      select x.held_on, x.own_words from client_note x
      where x.client_id = c.id and x.clinic_id = ${work.clinic.id} and x.session_id <> ${session.id} and x.held_on <= ${session.heldOn}
      order by x.held_on desc limit 2) n`.execute(work.db)
  return rows
}
