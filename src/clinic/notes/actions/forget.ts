import { sql } from 'kysely'
import type { Pool } from '../../../db/connect.ts'
import { asPerson } from '../../../db/work.ts'

/** Drafts outlive the signature by a day, should somebody look for words that did not make it into the note. */
export async function forgetDrafts(pool: Pool, at: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  let forgotten = 0
  for (const { id } of rows) {
    forgotten += await asPerson(pool, id, { kind: 'stepwell', id: null, name: 'Clock' }, at, async (work) => {
      const gone = await work.db
        .deleteFrom('noteDraft as d')
        .where(
          sql<boolean>`exists (select from note_signature s where s.clinic_id = d.clinic_id and s.session_id = d.session_id
                               and s.part = 'author' and s.signed_at < ${at}::timestamptz - interval '1 day')`,
        )
        .executeTakeFirst()
      return Number(gone.numDeletedRows)
    })
  }
  return forgotten
}
