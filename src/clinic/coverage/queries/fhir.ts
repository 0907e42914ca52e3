import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type CoverageForFhir = Awaited<ReturnType<typeof coveragesForFhir>>[number]

/** Plans in the order of their ids, with what kind of care the client's newest stay was. */
export function coveragesForFhir(
  work: Work,
  wanted: { ids?: string[]; clientIds?: string[]; after?: string | null; limit: number },
) {
  let query = work.db
    .selectFrom('coverageNow as c')
    .select([
      'c.id',
      'c.clientId',
      'c.payerName',
      'c.payerCode',
      'c.plan',
      'c.memberNumber',
      'c.groupNumber',
      'c.relation',
    ])
    .select(['c.subscriberName', 'c.priority', 'c.startsOn', 'c.endsOn', 'c.endedOn', 'c.recordedAt'])
    .select(
      sql<
        string | null
      >`(select p.kind from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id where e.clinic_id = c.clinic_id and e.client_id = c.client_id order by e.admitted_at desc limit 1)`.as(
        'programKind',
      ),
    )
    .orderBy('c.id')
    .limit(wanted.limit)
  if (wanted.ids !== undefined) query = query.where('c.id', 'in', wanted.ids.filter(isId).concat(nobody))
  if (wanted.clientIds !== undefined)
    query = query.where('c.clientId', 'in', wanted.clientIds.filter(isId).concat(nobody))
  if (wanted.after && isId(wanted.after)) query = query.where('c.id', '>', wanted.after)
  return query.execute()
}

const nobody = '00000000-0000-0000-0000-000000000000'
