import { newId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'

/** Writes what was done, in the same transaction as the deed. `about` holds ids and codes, never words of a note. */
export async function record(
  work: Work,
  verb: string,
  what: { clients?: string[]; about?: Record<string, string | number | boolean | null> } = {},
): Promise<void> {
  await work.db
    .insertInto('trail')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      at: work.at,
      byKind: work.by.kind,
      byId: work.by.id,
      byName: work.by.name,
      verb,
      clientIds: what.clients ?? [],
      about: JSON.stringify(what.about ?? {}),
      requestId: work.requestId,
    })
    .execute()
}
