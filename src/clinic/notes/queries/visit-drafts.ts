import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import { readKept } from '../draft.ts'
import type { Draft } from '../queries.ts'

const draftsOf = (work: Work, noteId: string) =>
  work.db
    .selectFrom('visitNoteDraft as d')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'd.clinicId').onRef('m.id', '=', 'd.savedBy'))
    .where('d.noteId', '=', noteId)
    .select(['d.id', 'd.body', 'd.savedAt'])
    .select(sql<string>`coalesce(m.given_name || ' ' || m.family_name, 'Somebody')`.as('by'))

type Row = { id: string; body: unknown; savedAt: Date; by: string }
const draftFrom = (row: Row | undefined): Draft | undefined =>
  row && { ...readKept(row.body), id: row.id, at: row.savedAt, by: row.by }

/** The draft as it stands since the last signature: everyone's words together. */
export const latestVisitDraft = async (work: Work, noteId: string, since: Date | null): Promise<Draft | undefined> =>
  draftFrom(
    await draftsOf(work, noteId)
      .$if(since !== null, (query) => query.where('d.savedAt', '>', since ?? new Date(0)))
      .orderBy('d.savedAt', 'desc')
      .orderBy('d.id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )

export const visitDraftById = async (work: Work, noteId: string, id: string): Promise<Draft | undefined> =>
  draftFrom(await draftsOf(work, noteId).where('d.id', '=', id).executeTakeFirst())

/** What one open page sent last. */
export const lastOfVisitPage = async (work: Work, noteId: string, page: string): Promise<Draft | undefined> =>
  draftFrom(
    await draftsOf(work, noteId)
      .where(sql<boolean>`d.body->>'page' = ${page}`)
      .orderBy('d.savedAt', 'desc')
      .orderBy('d.id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )

/** Who else has saved since a page was opened: the latest of them. */
export async function visitTypedBeside(work: Work, noteId: string, page: string, since: string | undefined) {
  const row = await draftsOf(work, noteId)
    .where(sql<boolean>`d.body->>'page' <> ${page}`)
    .$if(since !== undefined, (query) => query.where('d.id', '>', since ?? ''))
    .orderBy('d.savedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { by: row.by, at: row.savedAt }
}
