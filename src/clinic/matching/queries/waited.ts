import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Offered } from '../../groups/queries/seating.ts'
import { mayGoFirst } from '../../groups/queries/turn.ts'
import { waitsOpen } from '../../groups/queries/waiting.ts'
import type { Stay } from '../../plans/queries.ts'

/** Of some groups with free chairs, those for which others wait who stand before this client; each with the sentence. */
export async function waitedFor(work: Work, stay: Stay, groups: readonly Offered[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  if (groups.length === 0) return found
  // Most houses have no list for most groups: one question spares the others.
  const { rows } = await sql<{ some: boolean }>`select exists (select from waitlist_entry
    where upper_inf(during) and client_id <> ${stay.clientId} and (series_id is null or series_id = any (${groups.map(({ row }) => row.id)}::uuid[]))) as some`.execute(
    work.db,
  )
  if (rows[0]?.some !== true) return found
  const everybody = await waitsOpen(work, { seriesIds: groups.map(({ row }) => row.id) })
  for (const one of groups) {
    const refused = await mayGoFirst(work, stay, one, everybody)
    if (refused !== null) found.set(one.row.id, refused.because)
  }
  return found
}
