import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { FirstTimes } from '../timing.ts'

/**
 * When each inquiry of the last months was first answered, offered an appointment, assessed and in a session. The first of
 * several rows that say so counts; what came before the inquiry does not. What the flood guard holds back is no inquiry yet.
 */
export async function firstTimes(work: Work, since: Date): Promise<FirstTimes[]> {
  const zone = work.clinic.timeZone
  const { rows } = await sql<FirstTimes>`
    select coalesce(x.source, case when i.channel = 'referral' then 'provider' when i.for_whom = 'loved-one' then 'family'
        when i.for_whom = 'someone-i-treat' then 'provider' when i.channel = 'by-hand' then 'other' else 'self' end) as "source",
      to_char(i.came_at at time zone ${zone}, 'YYYY-MM') as "month", i.came_at as "cameAt",
      least(
        (select min(a.called_at) from inquiry_call a where a.clinic_id = i.clinic_id and a.inquiry_id = i.id and a.outcome = 'reached'),
        (select min(s.set_at) from inquiry_stage s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id and s.stage not in ('new', 'closed')),
        sc.at) as "contactAt",
      least(
        (select min(a.called_at) from inquiry_call a where a.clinic_id = i.clinic_id and a.inquiry_id = i.id and a.offered_for is not null),
        (select min(s.set_at) from inquiry_stage s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id
           and s.stage in ('assessment-booked', 'waiting-for-seat', 'admitted')), pa.at) as "offerAt",
      pa.at as "assessmentAt", am.at as "sessionAt", case when z.stage = 'closed' then z.set_at end as "closedAt"
    from inquiry i
    cross join lateral (select q.stage, q.set_at from inquiry_stage q where q.clinic_id = i.clinic_id and q.inquiry_id = i.id order by q.nth desc limit 1) z
    left join lateral (select y.source from inquiry_sender y where y.clinic_id = i.clinic_id and y.inquiry_id = i.id order by y.nth desc limit 1) x on true
    left join inquiry_client k on k.clinic_id = i.clinic_id and k.inquiry_id = i.id
    left join lateral (select min(q.screened_at) as at from safety_screen q where q.clinic_id = i.clinic_id and q.client_id = k.client_id and q.screened_at >= i.came_at) sc on true
    left join lateral (select min(q.assessed_at) as at from placement_assessment q where q.clinic_id = i.clinic_id and q.client_id = k.client_id and q.assessed_at >= i.came_at) pa on true
    left join lateral (select min(coalesce(lower(g.during), lower(v.during), q.marked_at)) as at from attendance_now q
        left join group_session g on g.clinic_id = q.clinic_id and g.id = q.session_id
        left join visit v on v.clinic_id = q.clinic_id and v.id = q.visit_id
        where q.clinic_id = i.clinic_id and q.client_id = k.client_id and q.minutes > 0 and q.held_on >= (i.came_at at time zone ${zone})::date) am on true
    where i.clinic_id = ${work.clinic.id} and i.came_at >= ${since}
      and (not i.held_back or exists (select from inquiry_release r where r.clinic_id = i.clinic_id and r.inquiry_id = i.id))
      and not (z.stage = 'closed' and exists (select from inquiry_stage w where w.clinic_id = i.clinic_id and w.inquiry_id = i.id and w.reason in ('not-a-person', 'duplicate')))
    order by i.came_at limit 20000`.execute(work.db)
  return rows.map((row) => ({
    ...row,
    sessionAt: row.sessionAt === null || row.sessionAt > work.at ? null : row.sessionAt,
  }))
}
