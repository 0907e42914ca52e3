import { isId } from '../../../basics/ids.ts'
import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { observationsOf, sectionsOf, type VisitSignature } from './visit-notes.ts'

export type SignedVisitNote = Awaited<ReturnType<typeof visitNotesOf>>[number]

/** The notes of a client's own hours, the latest version of each, newest first, with signatures and what was added. */
export async function visitNotesOf(work: Work, clientId: string, page: { before?: Day; limit: number }) {
  const rows = await work.db
    .selectFrom('visitNote as n')
    .innerJoin('visitNoteVersion as v', (join) =>
      join.onRef('v.clinicId', '=', 'n.clinicId').onRef('v.noteId', '=', 'n.id'),
    )
    .where('n.clientId', '=', clientId)
    .$if(page.before !== undefined, (query) => query.where('n.heldOn', '<', page.before ?? ''))
    .where(
      sql<boolean>`not exists (select from visit_note_version w where w.clinic_id = v.clinic_id and w.note_id = v.note_id and w.version > v.version)`,
    )
    .orderBy('n.heldOn', 'desc')
    .orderBy('n.startsAt', 'desc')
    .limit(page.limit)
    .select([
      'n.id',
      'n.kind',
      'n.heldOn',
      'n.startsAt',
      'n.withWhom',
      'v.id as versionId',
      'v.version',
      'v.template',
      'v.body',
      'v.observations',
    ])
    .select(['v.risk', 'v.riskWords', 'v.minutes', 'v.goalIds', 'v.arrivedAt', 'v.leftAt'])
    .select([
      sql<VisitSignature[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('part', s.part, 'by', s.signed_by, 'name', s.name_and_credential, 'needsCosign', s.needs_cosign,
          'lateHours', s.late_hours, 'lateBecause', s.late_because, 'hash', s.content_hash, 'at', s.signed_at) order by s.signed_at), '[]')
        from visit_note_signature s where s.clinic_id = v.clinic_id and s.version_id = v.id)`.as('signatures'),
      sql<{ words: string; name: string; at: string }[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('words', a.words, 'name', a.name_and_credential, 'at', a.added_at) order by a.added_at), '[]')
        from visit_note_addendum a where a.clinic_id = n.clinic_id and a.note_id = n.id)`.as('addenda'),
      sql<{ position: number; words: string }[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('position', g.position, 'words', g.words) order by g.position), '[]')
        from plan_goal g where g.clinic_id = v.clinic_id and g.id = any (v.goal_ids))`.as('goals'),
    ])
    .execute()
  return rows.map((row) => ({ ...row, body: sectionsOf(row.body), observations: observationsOf(row.observations) }))
}

/** Which of these versions went back to their author. */
export async function returnedAmong(work: Work, versionIds: readonly string[]): Promise<Set<string>> {
  if (versionIds.length === 0) return new Set()
  const rows = await work.db
    .selectFrom('visitNoteReturn')
    .where('versionId', 'in', [...versionIds])
    .select('versionId')
    .execute()
  return new Set(rows.map(({ versionId }) => versionId))
}

export type NoteKey = { clientNoteId: string | null; visitNoteId: string | null }
export type Statement = Awaited<ReturnType<typeof statementsOf>>[number]

/** What was said by or for a client to their notes, with the answers, oldest first. */
export const statementsOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('noteStatement as s')
    .leftJoin('noteStatementAnswer as a', (join) =>
      join.onRef('a.clinicId', '=', 's.clinicId').onRef('a.statementId', '=', 's.id'),
    )
    .where('s.clientId', '=', clientId)
    .orderBy('s.madeAt')
    .orderBy('s.id')
    .select(['s.id', 's.clientNoteId', 's.visitNoteId', 's.kind', 's.words', 's.byKind', 's.madeAt', 's.dueOn'])
    .select(['a.outcome', 'a.ground', 'a.words as answer', 'a.nameAndCredential as answeredBy', 'a.answeredAt'])
    .execute()

export type Withheld = Awaited<ReturnType<typeof withheldOf>>[number]

/** Notes that are not opened to a client, with who decided and the last look at it; also what is over by now. */
export const withheldOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('noteWithheld as w')
    .where('w.clientId', '=', clientId)
    .orderBy('w.withheldAt', 'desc')
    .select(['w.id', 'w.clientNoteId', 'w.visitNoteId', 'w.heldOn', 'w.ground', 'w.because', 'w.until', 'w.withheldBy'])
    .select(['w.nameAndCredential as name', 'w.withheldAt'])
    .select([
      sql<{ outcome: string; because: string; name: string; at: string } | null>`(
        select jsonb_build_object('outcome', r.outcome, 'because', r.because, 'name', r.name_and_credential, 'at', r.reviewed_at)
        from note_withheld_review r where r.clinic_id = w.clinic_id and r.withheld_id = w.id order by r.reviewed_at desc, r.id desc limit 1)`.as(
        'review',
      ),
      sql<boolean>`is_withheld(w.clinic_id, w.client_note_id, w.visit_note_id)`.as('stands'),
    ])
    .execute()

/** A signed note of one client, of either kind, by its own id: whose it is and of which day. */
export async function noteOfClient(work: Work, key: NoteKey) {
  if (key.clientNoteId !== null)
    return work.db
      .selectFrom('clientNote')
      .where('id', '=', key.clientNoteId)
      .select(['id', 'clientId', 'heldOn'])
      .executeTakeFirst()
  if (key.visitNoteId === null) return undefined
  return work.db
    .selectFrom('visitNote as n')
    .where('n.id', '=', key.visitNoteId)
    .where(sql<boolean>`exists (select from visit_note_version v where v.clinic_id = n.clinic_id and v.note_id = n.id)`)
    .select(['n.id', 'n.clientId', 'n.heldOn'])
    .executeTakeFirst()
}

export async function statementById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('noteStatement as s')
    .leftJoin('noteStatementAnswer as a', (join) =>
      join.onRef('a.clinicId', '=', 's.clinicId').onRef('a.statementId', '=', 's.id'),
    )
    .where('s.id', '=', id)
    .leftJoin('clientNote as n', (join) =>
      join.onRef('n.clinicId', '=', 's.clinicId').onRef('n.id', '=', 's.clientNoteId'),
    )
    .select([
      's.id',
      's.clientId',
      's.kind',
      's.clientNoteId',
      's.visitNoteId',
      's.madeAt',
      'a.id as answerId',
      'n.noteId as groupNoteId',
    ])
    .executeTakeFirst()
}

export async function withheldById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('noteWithheld')
    .where('id', '=', id)
    .select(['id', 'clientId', 'withheldBy', 'until'])
    .executeTakeFirst()
}

/** How many words a client sent since an instant: nobody floods a clinic from a page. */
export const statementsSince = async (work: Work, clientId: string, since: Date): Promise<number> =>
  Number(
    (
      await work.db
        .selectFrom('noteStatement')
        .where('clientId', '=', clientId)
        .where('madeAt', '>', since)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirst()
    )?.n ?? 0,
  )
