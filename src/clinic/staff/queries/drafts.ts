import { sql, type RawBuilder } from 'kysely'
import { readKept, type Doc, type Kept } from '../../../basics/draft.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type Draft = Kept & { id: string; at: Date; by: string }

/** What one open page of a draft sends: its own name, the save that it was shown, and every field. */
export type SentDraft = { page: string; basedOn: string | undefined; doc: Doc }

export type Drafts = ReturnType<typeof draftsIn>

/**
 * What one asks of drafts as staff typed them, whatever they are of: the note of a group meeting, of one person's hour, a plan,
 * the summary of a stay.
 * Every save is a row of its table (`id`, `body`, `saved_by`, `saved_at`); the newest holds everyone's words together.
 */
export function draftsIn(
  table: 'note_draft' | 'visit_note_draft' | 'plan_save' | 'discharge_summary_save',
  of: string,
) {
  const newest = async (work: Work, id: string, more: RawBuilder<unknown>): Promise<Draft | undefined> => {
    const { rows } = await sql<{ id: string; body: unknown; at: Date; by: string }>`
      select d.id, d.body, d.saved_at as at, coalesce(m.given_name || ' ' || m.family_name, 'Somebody') as by
      from ${sql.table(table)} d left join staff_member m on m.clinic_id = d.clinic_id and m.id = d.saved_by
      where d.${sql.ref(of)} = ${id}::uuid and ${more} order by d.saved_at desc, d.id desc limit 1`.execute(work.db)
    return rows[0] && { ...readKept(rows[0].body), id: rows[0].id, at: rows[0].at, by: rows[0].by }
  }
  return {
    table,
    of,
    /** The draft as it stands; `since`: of what was typed after the last signature. */
    latest: (work: Work, id: string, since: Date | null = null) =>
      newest(work, id, since === null ? sql`true` : sql`d.saved_at > ${since}`),
    byId: async (work: Work, id: string, draftId: string) =>
      isId(draftId) ? newest(work, id, sql`d.id = ${draftId}::uuid`) : undefined,
    /** What one open page sent last. */
    lastOfPage: (work: Work, id: string, page: string) => newest(work, id, sql`d.body->>'page' = ${page}`),
    /** Who else has saved since a page was opened: the latest of them. */
    typedBeside: (work: Work, id: string, page: string, since: string | undefined) =>
      newest(
        work,
        id,
        sql`d.body->>'page' <> ${page} and ${since === undefined ? sql`true` : sql`d.id > ${since}::uuid`}`,
      ),
  }
}
