import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

export type Tested = { day: Day; found: boolean }

/** Drug tests of these clients since a day, oldest first; found: what stands on no list of their medicine. Null: none are kept. */
export async function testsOf(
  work: Work,
  clientIds: readonly string[],
  since: Day,
): Promise<Map<string, Tested[]> | null> {
  if (clientIds.length === 0) return new Map()
  const { rows } = await sql<{ clientId: string; day: Day; found: boolean }>`
    with newest as (
      select distinct on (r.order_id) r.clinic_id, r.id, r.client_id, r.status,
        (coalesce(r.collected_at, r.reported_at) at time zone ${work.clinic.timeZone})::date as day
      from tox_report r where r.client_id = any(${[...clientIds]}::uuid[]) and r.reported_at > ${since}::date
      order by r.order_id, r.recorded_at desc, r.id desc
    )
    select n.client_id as "clientId", n.day::text as day, bool_or(x.value = 'positive' and not exists (
        select from medication m where m.clinic_id = n.clinic_id and m.client_id = n.client_id and m.ingredient <> '' and m.ingredient = x.substance)) as found
    from newest n join tox_result x on x.clinic_id = n.clinic_id and x.report_id = n.id and x.value in ('positive', 'negative')
    where n.status in ('final', 'corrected')
    group by n.client_id, n.id, n.day order by n.day`.execute(work.db)
  return Map.groupBy(rows, ({ clientId }) => clientId)
}
