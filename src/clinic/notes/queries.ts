import { sql } from 'kysely'
import type { Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import type { PersonOnRoster, Session } from '../attendance/queries.ts'
import { nameOf } from '../clients/queries.ts'
import { readKept, type Kept } from './draft.ts'
import { observedFrom } from './observed.ts'

export type Draft = Kept & { id: string; at: Date; by: string }

const draftsOf = (work: Work, sessionId: string) =>
  work.db
    .selectFrom('noteDraft as d')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'd.clinicId').onRef('m.id', '=', 'd.savedBy'))
    .where('d.sessionId', '=', sessionId)
    .select(['d.id', 'd.body', 'd.savedAt'])
    .select(sql<string>`coalesce(m.given_name || ' ' || m.family_name, 'Somebody')`.as('by'))

type DraftRow = { id: string; body: unknown; savedAt: Date; by: string }
const draftFrom = (row: DraftRow | undefined): Draft | undefined =>
  row && { ...readKept(row.body), id: row.id, at: row.savedAt, by: row.by }

/** The draft as it stands: everyone's words together. */
export const latestDraft = async (work: Work, sessionId: string): Promise<Draft | undefined> =>
  draftFrom(
    await draftsOf(work, sessionId).orderBy('d.savedAt', 'desc').orderBy('d.id', 'desc').limit(1).executeTakeFirst(),
  )

export const draftById = async (work: Work, sessionId: string, id: string): Promise<Draft | undefined> =>
  draftFrom(await draftsOf(work, sessionId).where('d.id', '=', id).executeTakeFirst())

/** What one open page sent last. */
export const lastOfPage = async (work: Work, sessionId: string, page: string): Promise<Draft | undefined> =>
  draftFrom(
    await draftsOf(work, sessionId)
      .where(sql<boolean>`d.body->>'page' = ${page}`)
      .orderBy('d.savedAt', 'desc')
      .orderBy('d.id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )

/** Who else has saved since a page was opened: the latest of them. */
export async function typedBeside(work: Work, sessionId: string, page: string, since: string | undefined) {
  const row = await draftsOf(work, sessionId)
    .where(sql<boolean>`d.body->>'page' <> ${page}`)
    .$if(since !== undefined, (query) => query.where('d.id', '>', since ?? ''))
    .orderBy('d.savedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { by: row.by, at: row.savedAt }
}

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
