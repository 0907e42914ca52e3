import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'

/** Whoever saves, signs or answers one note waits here for whoever came before. */
export async function holdVisitNote(work: Work, noteId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${noteId}, 7203557))`.execute(work.db)
}

/** The layout that this person signed with last. */
export const lastTemplateOf = async (work: Work): Promise<string | undefined> =>
  (
    await work.db
      .selectFrom('visitNoteVersion')
      .where('writtenBy', '=', work.by.id ?? '')
      .orderBy('id', 'desc')
      .select('template')
      .limit(1)
      .executeTakeFirst()
  )?.template
