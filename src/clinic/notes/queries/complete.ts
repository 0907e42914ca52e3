import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { noteKind } from '../templates.ts'

export type CompleteNote = { id: string; kind: 'group' | 'visit'; title: string; heldOn: Day; completeAt: Date }

/** A client's finished notes of both kinds, newest first, forty at most: signed, and co-signed where that was due. */
export async function completeNotes(work: Work, clientId: string): Promise<CompleteNote[]> {
  const { rows } = await sql<CompleteNote>`
    select * from (
      select n.id, 'group' as kind, r.name as title, n.held_on, group_note_complete(n.clinic_id, n.note_id) as complete_at
      from client_note n
      join group_session g on g.clinic_id = n.clinic_id and g.id = n.session_id
      join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      where n.client_id = ${clientId}::uuid
      union all
      select n.id, 'visit', n.kind, n.held_on, visit_version_complete(v.clinic_id, v.id)
      from visit_note n join visit_note_version v on v.clinic_id = n.clinic_id and v.note_id = n.id
      where n.client_id = ${clientId}::uuid
        and not exists (select from visit_note_version w where w.clinic_id = v.clinic_id and w.note_id = v.note_id and w.version > v.version)
    ) x where complete_at is not null order by held_on desc, complete_at desc limit 40`.execute(work.db)
  return rows.map((row) => ({
    ...row,
    title: row.kind === 'visit' ? (noteKind(row.title)?.label ?? row.title) : row.title,
  }))
}
