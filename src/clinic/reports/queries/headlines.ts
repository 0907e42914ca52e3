import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'

export type Headlines = { inCare: number; came: number; left: number; completed: number }

/** How many are in care today, and who came and left in the period. */
export async function headlines(work: Work, { from, to, today }: Asked): Promise<Headlines> {
  const { rows } = await sql<Headlines>`
    select (select count(*)::int from episode e where e.during @> ${today}::date) as "inCare",
      (select count(*)::int from episode e where not isempty(e.during) and lower(e.during) between ${from}::date and ${to}::date) as came,
      d.left, d.completed
    from (select count(*)::int as left, count(*) filter (where d.reason = 'completed')::int as completed
      from discharge d join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
      where not isempty(e.during) and d.on_day between ${from}::date and ${to}::date) d`.execute(work.db)
  return rows[0] ?? { inCare: 0, came: 0, left: 0, completed: 0 }
}
