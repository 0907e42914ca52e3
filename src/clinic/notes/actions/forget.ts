import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson } from '../../../db/work.ts'
import { limitOn } from '../deadlines.ts'
import { noteRuleRows } from '../queries/deadlines.ts'

/**
 * Drafts outlive the signature by the clinic's own hours (a dated rule), should somebody look for words that did not make it into
 * the note. Of a note of one person's hour goes what was typed before it was signed: a version that was sent back has its own draft.
 */
export async function forgetDrafts(pool: Pool, at: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  let forgotten = 0
  for (const { id } of rows) {
    forgotten += await asPerson(pool, id, { kind: 'stepwell', id: null, name: 'Clock' }, at, async (work) => {
      const { hours } = limitOn('drafts', dayAt(at, work.clinic.timeZone), await noteRuleRows(work))
      const before = new Date(at.getTime() - hours * 3_600_000)
      const group = await work.db
        .deleteFrom('noteDraft as d')
        .where(
          sql<boolean>`exists (select from note_signature s where s.clinic_id = d.clinic_id and s.session_id = d.session_id
                               and s.part = 'author' and s.signed_at < ${before})`,
        )
        .executeTakeFirst()
      const visit = await work.db
        .deleteFrom('visitNoteDraft as d')
        .where(
          sql<boolean>`exists (select from visit_note_version v
                               join visit_note_signature s on s.clinic_id = v.clinic_id and s.version_id = v.id and s.part = 'author'
                               where v.clinic_id = d.clinic_id and v.note_id = d.note_id and s.signed_at < ${before} and d.saved_at <= s.signed_at)`,
        )
        .executeTakeFirst()
      return Number(group.numDeletedRows) + Number(visit.numDeletedRows)
    })
  }
  return forgotten
}
