import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/** Whoever stands above somebody on a day, over any number of steps, nearest first. */
export async function chainAbove(work: Work, staffId: string, day: Day): Promise<{ id: string; name: string }[]> {
  if (!isId(staffId)) return []
  const { rows } = await sql<{ id: string; name: string }>`
    with recursive above as (
      select s.supervisor_id as id, 1 as step from supervision s where s.supervisee_id = ${staffId}::uuid and s.during @> ${day}::date
      union
      select s.supervisor_id, a.step + 1 from above a join supervision s on s.supervisee_id = a.id and s.during @> ${day}::date where a.step < 12)
    select m.id, m.given_name || ' ' || m.family_name as name from (select id, min(step) as step from above group by id) a
    join staff_member m on m.clinic_id = ${work.clinic.id}::uuid and m.id = a.id order by a.step, m.family_name, m.id`.execute(
    work.db,
  )
  return rows
}

/** Everybody below somebody on a day: whose notes they co-sign. */
export async function chainBelow(work: Work, staffId: string | null, day: Day): Promise<string[]> {
  if (!isId(staffId ?? '')) return []
  const { rows } = await sql<{ id: string }>`
    with recursive below as (
      select s.supervisee_id as id, 1 as step from supervision s where s.supervisor_id = ${staffId}::uuid and s.during @> ${day}::date
      union
      select s.supervisee_id, b.step + 1 from below b join supervision s on s.supervisor_id = b.id and s.during @> ${day}::date where b.step < 12)
    select distinct id from below`.execute(work.db)
  return rows.map(({ id }) => id)
}
