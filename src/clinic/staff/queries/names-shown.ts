import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/** Every name that the clinic gave and that visitors see: programs, sites, groups, their themes, and for whom they are. */
export async function namesShown(work: Work): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct name from (
      select name from program
      union all select name from site
      union all select x.name from group_series r cross join lateral unnest(array[r.name, r.topic, r.affinity]) as x (name)
        where coalesce(upper(r.during), 'infinity') > ${dayAt(work.at, work.clinic.timeZone)}::date) n
    where name <> '' order by 1`.execute(work.db)
  return rows.map((row) => row.name)
}
