import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type RoomPerson = { clientId: string; name: string; answeredToday: boolean }
export type Room = { id: string; name: string; day: Day; ends: Date; people: RoomPerson[] }

/** One meeting of a group: who has a seat in it that day, less those who are marked as not there. */
export async function inRoom(work: Work, sessionId: string): Promise<Room | undefined> {
  if (!isId(sessionId)) return undefined
  const { rows } = await sql<{ id: string; name: string; day: Day; ends: Date }>`
    select g.id, r.name, g.held_on::text as day, coalesce(upper(g.during), g.laid_at) as ends from group_session g
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id where g.id = ${sessionId}::uuid`.execute(
    work.db,
  )
  const [session] = rows
  if (session === undefined) return undefined
  const people = await sql<RoomPerson>`
    select s.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      exists (select from measure_now m where m.clinic_id = s.clinic_id and m.client_id = s.client_id and m.taken_on = g.held_on
        and not exists (select from tablet_answer t where t.clinic_id = m.clinic_id and t.measure_id = m.id and not t.is_whole)) as "answeredToday"
    from group_session g
    join seat s on s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on
    join client_now n on n.clinic_id = s.clinic_id and n.id = s.client_id
    left join attendance_now a on a.clinic_id = g.clinic_id and a.session_id = g.id and a.client_id = s.client_id
    where g.id = ${sessionId}::uuid and coalesce(a.mark, 'here') not in ('absent', 'excused')
    order by n.family_name, n.given_name, s.client_id`.execute(work.db)
  return { ...session, people: people.rows }
}
