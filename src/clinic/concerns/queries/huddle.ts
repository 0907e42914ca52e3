import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { therapistId, therapistName } from '../../staff/queries/therapist.ts'

/** One line of the morning: who, what, whose. */
export type Line = { key: string; clientId: string; name: string; what: string; day: Day | null; owner: string | null }
export type Huddle = { missed: Line[]; fresh: Line[]; medicine: Line[]; back: Line[] }

/** So many of a kind are read out in a morning; the boards hold the rest. */
const most = 40

/** What the morning of one program asks, or of all of them: everyone on one page, each with whose they are. One question. */
export async function huddleOf(work: Work, programId: string | null, today: Day): Promise<Huddle> {
  const zone = work.clinic.timeZone
  // Whose they are is asked for those who are read out, not for everybody in care.
  const lines = (from: ReturnType<typeof sql>) =>
    sql`coalesce((select jsonb_agg(jsonb_build_object('key', x.key, 'clientId', x.client_id, 'name', x.name, 'what', x.what, 'day', x.day,
        'owner', ${therapistName('x.clinic_id', 'x.episode_id')}))
      from (${from} limit ${most}) x), '[]')`
  const who = sql`c.clinic_id, c.episode_id, c.client_id, c.name`
  const { rows } = await sql<Huddle>`
    with c as materialized (
      select e.clinic_id, e.id as episode_id, e.client_id, lower(e.during) as began, coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name, n.family_name
      from episode e join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
      where upper_inf(e.during) and lower(e.during) <= ${today}::date ${programId === null ? sql`` : sql`and e.program_id = ${programId}`}
    )
    select
      ${lines(sql`select u.client_id as key, ${who}, u.misses_in_row || case when u.misses_in_row = 1 then ' day missed' else ' days missed in a row' end as what, u.last_missed_on as day
        from c join unreached u on u.clinic_id = c.clinic_id and u.client_id = c.client_id order by u.misses_in_row desc, u.since`)} as missed,
      ${lines(sql`select c.episode_id as key, ${who}, 'In care' as what, c.began as day from c where c.began > ${addDays(today, -7)}::date order by c.began desc, c.family_name`)} as fresh,
      ${lines(sql`select * from (
        select distinct on (c.client_id) v.id as key, ${who}, 'Did not come to the visit with the prescriber' as what, v.held_on as day
        from c join visit v on v.clinic_id = c.clinic_id and v.client_id = c.client_id and v.kind = 'medication-management' and not isempty(v.during)
          and v.held_on between ${addDays(today, -28)}::date and ${today}::date and upper(v.during) < ${work.at}
        join lateral (select mark from attendance_now where clinic_id = v.clinic_id and visit_id = v.id limit 1) a on a.mark in ('absent', 'excused')
        where not exists (select from visit w where w.clinic_id = v.clinic_id and w.client_id = v.client_id and w.kind = v.kind and not isempty(w.during) and w.held_on > v.held_on)
        union all
        select f.id, ${who}, f.because, f.due_on
        from c cross join lateral (select * from medical_follow_up f where f.clinic_id = c.clinic_id and f.client_id = c.client_id order by f.set_at desc, f.id desc limit 1) f
        where f.due_on <= ${today}::date) y order by day`)} as medicine,
      ${lines(sql`select o.hand_off_id as key, ${who}, case when o.answer = 'accepted' then 'Expected back from ' else 'No answer yet from ' end || h.to_whom as what, (o.due_at at time zone ${zone})::date as day
        from c join open_hand_off o on o.clinic_id = c.clinic_id and o.client_id = c.client_id join hand_off h on h.clinic_id = o.clinic_id and h.id = o.hand_off_id
        where (o.due_at at time zone ${zone})::date <= ${addDays(today, 1)}::date order by o.due_at`)} as back`.execute(
    work.db,
  )
  const [huddle] = rows
  if (huddle === undefined) throw new Error('one row is always answered')
  return huddle
}

export const huddlePrograms = (work: Work) =>
  work.db.selectFrom('program').select(['id', 'name']).orderBy('name').execute()

/** Whose client each of these is; nobody's are left out. */
export async function therapistsOf(work: Work, clientIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ clientId: string; name: string }>`
    select e.client_id as "clientId", s.given_name || ' ' || s.family_name as name
    from episode e
    cross join lateral ${therapistId('e.clinic_id', 'e.id')} t
    join staff_member s on s.clinic_id = e.clinic_id and s.id = t.staff_id
    where e.client_id = any(${[...clientIds]}::uuid[]) and upper_inf(e.during)`.execute(work.db)
  return new Map(rows.map(({ clientId, name }) => [clientId, name]))
}
