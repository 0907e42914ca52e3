import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/** At most this many of a list are shown; the count says how many there are. */
export const mostShown = 60

export type Due = {
  sessionId: string
  name: string
  heldOn: Day
  ends: Date
  leaders: string
  started: boolean
  total: number
}

/** Groups that are over and have no signed note, oldest first: those this person leads, or everyone's. */
export async function notesDue(work: Work, whose: 'mine' | 'everyone'): Promise<Due[]> {
  return work.db
    .selectFrom('noteDue as d')
    .innerJoin('groupSession as g', (join) =>
      join.onRef('g.clinicId', '=', 'd.clinicId').onRef('g.id', '=', 'd.sessionId'),
    )
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'g.clinicId').onRef('r.id', '=', 'g.seriesId'),
    )
    .where('d.since', '<=', work.at)
    .$if(whose === 'mine', (query) =>
      query.where(sql<boolean>`exists (select from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id
                                       and l.staff_id = ${work.by.id})`),
    )
    .select(['g.id as sessionId', 'r.name', 'g.heldOn', 'd.since as ends'])
    .select([
      sql<string>`coalesce((select string_agg(m.given_name || ' ' || m.family_name, ', ' order by l.part desc)
        from session_leader l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
        where l.clinic_id = g.clinic_id and l.session_id = g.id), '')`.as('leaders'),
      sql<boolean>`exists (select from note_draft x where x.clinic_id = g.clinic_id and x.session_id = g.id)`.as(
        'started',
      ),
      sql<number>`(count(*) over ())::int`.as('total'),
    ])
    .orderBy('d.since')
    .orderBy('g.id')
    .limit(mostShown)
    .execute()
}

export type Waiting = {
  noteId: string
  sessionId: string
  name: string
  heldOn: Day
  signedAt: Date
  signedBy: string
  authorId: string
  /** The words with which it was returned, and by whom; null: nobody asked for anything. */
  asked: { words: string; name: string; by: string } | null
  total: number
}

/**
 * Group notes that wait for a second signature, oldest first: everyone's, or this person's own and those of `below`, whom they
 * supervise.
 */
export async function notesToCosign(
  work: Work,
  whose: 'mine' | 'everyone',
  below: readonly string[] = [],
): Promise<Waiting[]> {
  return work.db
    .selectFrom('noteSignature as s')
    .innerJoin('groupSession as g', (join) =>
      join.onRef('g.clinicId', '=', 's.clinicId').onRef('g.id', '=', 's.sessionId'),
    )
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'g.clinicId').onRef('r.id', '=', 'g.seriesId'),
    )
    .where('s.part', '=', 'author')
    .where('s.needsCosign', '=', true)
    .where(
      sql<boolean>`not exists (select from note_signature c where c.clinic_id = s.clinic_id and c.note_id = s.note_id and c.part = 'co-signer')`,
    )
    .$if(whose === 'mine', (query) => query.where('s.signedBy', 'in', [work.by.id ?? '', ...below]))
    .select(['s.noteId', 's.sessionId', 'r.name', 'g.heldOn', 's.signedAt', 's.nameAndCredential as signedBy'])
    .select([
      's.signedBy as authorId',
      // The last word after signing, when it is not the author's own: see isReturned in after.ts.
      sql<Waiting['asked']>`(
        select case when a.added_by <> s.signed_by then jsonb_build_object('words', a.words, 'name', a.name_and_credential, 'by', a.added_by) end
        from note_addendum a where a.clinic_id = s.clinic_id and a.note_id = s.note_id order by a.added_at desc, a.id desc limit 1)`.as(
        'asked',
      ),
      sql<number>`(count(*) over ())::int`.as('total'),
    ])
    .orderBy('s.signedAt')
    .orderBy('s.id')
    .limit(mostShown)
    .execute()
}
