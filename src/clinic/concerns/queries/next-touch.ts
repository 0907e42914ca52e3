import { sql } from 'kysely'
import { addDays, type Day, dayAt, instantAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/** In care, waiting for a seat without being in care, or gone for less than a year. */
export type Standing = 'in-care' | 'gone'
export type Touch = {
  clientId: string
  name: string
  standing: Standing
  /** The next day on which somebody of the clinic is to meet, call or look at them; null: nobody is lost but this one. */
  nextOn: Day | null
  /** What that is, by its kind. */
  what: string | null
  /** Whose it is: of whoever is in care the primary therapist, else whoever the touch belongs to. */
  owner: string | null
}

/**
 * The next dated touch of everyone in care and of everyone who left within a year, and whose they are: one question for all of
 * them. A touch is a meeting with a seat, a visit, a promised call, the next step of a concern, an open alert, the next look
 * after a review, or a follow-up after leaving. `exceptionsOnly`: those without a touch or without an owner, whom the board shows.
 */
export async function nextTouchOf(
  work: Work,
  { exceptionsOnly = false, clientIds = null }: { exceptionsOnly?: boolean; clientIds?: readonly string[] | null } = {},
): Promise<Touch[]> {
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const some = clientIds === null ? sql`` : sql`and e.client_id = any(${[...clientIds]}::uuid[])`
  const horizon = addDays(today, 60)
  const { rows } = await sql<Touch>`
    with p as materialized (
      select distinct on (e.clinic_id, e.client_id) e.clinic_id, e.client_id, e.id as episode_id, upper_inf(e.during) or upper(e.during) > ${today}::date as is_in_care
      from episode e where not isempty(e.during) and (upper_inf(e.during) or upper(e.during) > ${addDays(today, -365)}::date) ${some}
      order by e.clinic_id, e.client_id, lower(e.during) desc
    ), touch as (
      select p.client_id, g.held_on as day, 'meeting' as what, null::uuid as staff_id from p
      cross join lateral (
        select min(x.held_on) as held_on from seat s join group_session x on x.clinic_id = s.clinic_id and x.series_id = s.series_id and s.during @> x.held_on
        where s.clinic_id = p.clinic_id and s.client_id = p.client_id and x.held_on between ${today}::date and ${horizon}::date and lower(x.during) > ${work.at} and not isempty(x.during)) g
      where p.is_in_care and g.held_on is not null
      union all
      select p.client_id, v.held_on, 'visit', v.staff_id from p
      join visit v on v.clinic_id = p.clinic_id and v.client_id = p.client_id and v.held_on >= ${today}::date and lower(v.during) > ${work.at} and not isempty(v.during)
      union all
      select p.client_id, o.next_on, 'call', o.made_by from p
      cross join lateral (select * from outreach x where x.clinic_id = p.clinic_id and x.client_id = p.client_id order by x.made_at desc, x.id desc limit 1) o
      where o.next_on is not null and o.made_at >= ${instantAt(addDays(today, -120), '00:00', zone)}
      union all
      select p.client_id, c.due_on, 'concern', c.owner_id from p join concern_now c on c.clinic_id = p.clinic_id and c.client_id = p.client_id and c.outcome is null
      union all
      select p.client_id, (a.due_at at time zone ${zone})::date, 'alert', a.staff_id from p
      join trouble_alert_now a on a.clinic_id = p.clinic_id and a.episode_id = p.episode_id and a.answer_id is null where p.is_in_care
      union all
      select p.client_id, r.next_on, 'review', r.decided_by from p
      cross join lateral (select * from stay_review x where x.clinic_id = p.clinic_id and x.episode_id = p.episode_id order by x.decided_at desc limit 1) r
      where r.next_on >= ${today}::date
      union all
      select p.client_id, i.due_on, 'aftercare', i.owner_id from p
      join continuing_care_item i on i.clinic_id = p.clinic_id and i.episode_id = p.episode_id
      where not exists (select from continuing_care_done d where d.clinic_id = i.clinic_id and d.item_id = i.id)
    ), next as (
      select distinct on (client_id) client_id, day, what, staff_id from touch order by client_id, day, what
    ), named as (
      select p.client_id, p.is_in_care, n.day, n.what,
        coalesce(case when p.is_in_care then (select t.staff_id from primary_therapist t where t.clinic_id = p.clinic_id and t.episode_id = p.episode_id order by t.assigned_at desc, t.id desc limit 1) end, n.staff_id) as staff_id,
        p.clinic_id
      from p left join next n on n.client_id = p.client_id
    )
    select d.client_id as "clientId", coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name,
      case when d.is_in_care then 'in-care' else 'gone' end as standing, d.day::text as "nextOn", d.what,
      (select s.given_name || ' ' || s.family_name from staff_member s where s.clinic_id = d.clinic_id and s.id = d.staff_id) as owner
    from named d join client_now c on c.clinic_id = d.clinic_id and c.id = d.client_id
    ${exceptionsOnly ? sql`where d.day is null or d.staff_id is null` : sql``}
    order by d.day nulls first, c.family_name`.execute(work.db)
  return rows
}
