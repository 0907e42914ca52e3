import type { Work } from '../../../db/work.ts'
import type { Place, ServiceRule } from '../library.ts'

/** The clinic's own dated words on kinds of services, the newest first, with who said so. */
export async function serviceRules(work: Work) {
  const rows = await work.db
    .selectFrom('serviceRule as r')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'r.clinicId').onRef('m.id', '=', 'r.setBy'))
    .select(['r.kind', 'r.isOffered', 'r.usualMinutes', 'r.training', 'r.place', 'r.effectiveFrom', 'r.source'])
    .select(['r.setAt', 'm.givenName', 'm.familyName'])
    .orderBy('r.kind')
    .orderBy('r.effectiveFrom', 'desc')
    .orderBy('r.setAt', 'desc')
    .execute()
  return rows.map((row): ServiceRule & { source: string; setByName: string } => ({
    kind: row.kind,
    isOffered: row.isOffered,
    usualMinutes: row.usualMinutes,
    training: row.training,
    // The check on the table allows these.
    place: row.place as Place,
    from: row.effectiveFrom,
    setAt: row.setAt,
    source: row.source,
    setByName: `${row.givenName ?? ''} ${row.familyName ?? ''}`.trim(),
  }))
}
