import { sql } from 'kysely'
import { addDays, type Day, dayAt, instantAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { therapistId } from '../../staff/queries/therapist.ts'
import type { Standing, TouchKind } from '../next-touch.ts'

/** Somebody who is not to be lost, with the first day that the record itself holds for them. */
export type Held = {
  /** The client's id, or the inquiry's where nobody has said whose it is. */
  key: string
  clientId: string | null
  inquiryId: string | null
  episodeId: string | null
  name: string
  standing: Standing
  /** Whose the person is: the primary therapist, the owner of the pause, the owner of the inquiry. */
  ownerId: string | null
  day: Day | null
  what: TouchKind | null
  staffId: string | null
}

/**
 * Everyone in care, away, waiting to begin, or gone for less than a year, with the first day before them: one question for all of
 * them. Follow-ups after leaving and dates of plans are not in it: their rules speak TypeScript (queries/next-touch.ts).
 * `keys`: only these clients and inquiries.
 */
export async function heldPeople(work: Work, keys: readonly string[] | null = null): Promise<Held[]> {
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const ofClient = (column: string) => (keys === null ? sql`` : sql`and ${sql.ref(column)} = any(${[...keys]}::uuid[])`)
  const dayOf = (column: string) => sql`(${sql.ref(column)} at time zone ${zone})::date`
  const noon = instantAt(addDays(today, -120), '00:00', zone)
  const { rows } = await sql<Held>`
    with stay as materialized (
      select distinct on (e.client_id) e.clinic_id, e.client_id, e.id as episode_id, lower(e.during) as began,
        upper_inf(e.during) or upper(e.during) > ${addDays(today, 1)}::date as is_open
      from episode e
      where e.clinic_id = ${work.clinic.id} and not isempty(e.during) and (upper_inf(e.during) or upper(e.during) > ${addDays(today, -364)}::date) ${ofClient('e.client_id')}
        and not exists (select from discharge d where d.clinic_id = e.clinic_id and d.episode_id = e.id and d.reason = 'died' and d.on_day <= ${today}::date)
      order by e.client_id, lower(e.during) desc
    ), pause as materialized (
      select p.clinic_id, p.client_id, p.from_day, p.back_on, p.next_on, p.owner_id, p.end_id from stay_pause_now p
      where p.from_day <= ${addDays(today, 60)}::date and (p.end_id is null or p.back_on > ${today}::date) ${ofClient('p.client_id')}
    ), asked as materialized (
      select i.clinic_id, i.id, k.client_id, i.name, i.phone, i.email, o.staff_id, t.due_at
      from inquiry i
      cross join lateral (select y.stage from inquiry_stage y where y.clinic_id = i.clinic_id and y.inquiry_id = i.id order by y.nth desc limit 1) s
      cross join lateral (select y.staff_id from inquiry_owner y where y.clinic_id = i.clinic_id and y.inquiry_id = i.id order by y.nth desc limit 1) o
      left join lateral (select y.id, y.due_at from inquiry_step y where y.clinic_id = i.clinic_id and y.inquiry_id = i.id order by y.nth desc limit 1) t
        on not exists (select from inquiry_step_done d where d.clinic_id = i.clinic_id and d.step_id = t.id)
      left join lateral (select kept_of(y.client_id) as client_id from inquiry_client y where y.clinic_id = i.clinic_id and y.inquiry_id = i.id) k on true
      where i.clinic_id = ${work.clinic.id} and s.stage not in ('closed', 'admitted')
        and (not i.held_back or exists (select from inquiry_release r where r.clinic_id = i.clinic_id and r.inquiry_id = i.id))
        ${keys === null ? sql`` : sql`and (i.id = any(${[...keys]}::uuid[]) or k.client_id = any(${[...keys]}::uuid[]))`}
    ), person as materialized (
      select s.client_id as key, s.clinic_id, s.client_id, s.episode_id, null::uuid as inquiry_id,
        case when not s.is_open then 'gone' when s.began > ${today}::date then 'waiting'
          when p.client_id is not null then 'paused' else 'in-care' end as standing,
        coalesce(p.owner_id, ${therapistId('s.clinic_id', 's.episode_id')}) as owner_id, s.is_open, s.began
      from stay s left join lateral (select x.client_id, x.owner_id from pause x where x.client_id = s.client_id and x.from_day <= ${today}::date limit 1) p on s.is_open
      where not (not s.is_open and exists (select from asked a where a.client_id = s.client_id))
      union all
      (select distinct on (coalesce(a.client_id, a.id)) coalesce(a.client_id, a.id), a.clinic_id, a.client_id,
        (select s.episode_id from stay s where s.client_id = a.client_id), a.id, 'waiting', a.staff_id, false, null::date
      from asked a where not exists (select from stay s where s.client_id = a.client_id and s.is_open)
      order by 1, a.due_at)
    ), coming as materialized (
      -- Of everybody at once: the first meeting of each group is read once, and not for each who sits there.
      select r.clinic_id, r.id as series_id, x.held_on from group_series r
      cross join lateral (
        select g.held_on from group_session g
        where g.clinic_id = r.clinic_id and g.series_id = r.id
          and g.held_on between ${today}::date and ${addDays(today, 60)}::date and lower(g.during) > ${work.at} and not isempty(g.during)
        order by g.held_on limit 1) x
      where ${keys === null} and r.clinic_id = ${work.clinic.id}
    ), touch as (
      select p.key, g.held_on as day, 'meeting' as what, null::uuid as staff_id from person p
      -- Every chair has a number. Said here, it keeps PostgreSQL from reading the index that keeps chairs apart from end to end.
      join seat s on s.clinic_id = p.clinic_id and s.client_id = p.client_id and s.number > 0 and not isempty(s.during)
        and (upper_inf(s.during) or upper(s.during) > ${today}::date)
      -- Of each chair its first meeting, and no further.
      left join coming c on c.series_id = s.series_id
      cross join lateral (
        select c.held_on where s.during @> c.held_on and not exists (select from pause a where a.client_id = p.client_id)
        union all
        (select x.held_on from group_session x
        where ${keys === null ? sql`c.held_on is not null and not (s.during @> c.held_on and not exists (select from pause a where a.client_id = p.client_id)) and` : sql``} x.clinic_id = s.clinic_id and x.series_id = s.series_id and s.during @> x.held_on
          and x.held_on between ${today}::date and ${addDays(today, 60)}::date and lower(x.during) > ${work.at} and not isempty(x.during)
          and not exists (select from pause a where a.client_id = p.client_id and x.held_on >= a.from_day and (a.back_on is null or x.held_on < a.back_on))
        order by x.held_on limit 1)) g
      where p.is_open
      union all
      select p.key, v.held_on, 'visit', v.staff_id from person p
      join visit v on v.clinic_id = p.clinic_id and v.client_id = p.client_id and v.held_on >= ${today}::date and lower(v.during) > ${work.at} and not isempty(v.during)
        and not exists (select from pause a where a.client_id = p.client_id and v.held_on >= a.from_day and (a.back_on is null or v.held_on < a.back_on))
      union all
      select p.key, u.last_missed_on, 'call', null from person p join unreached u on u.clinic_id = p.clinic_id and u.client_id = p.client_id where p.is_open
      union all
      select p.key, o.next_on, 'call', o.made_by from person p
      cross join lateral (select * from outreach x where x.clinic_id = p.clinic_id and x.client_id = p.client_id order by x.made_at desc, x.id desc limit 1) o
      where o.next_on is not null and o.made_at >= ${noon}
      union all
      select p.key, c.due_on, 'concern', c.owner_id from person p join concern_now c on c.clinic_id = p.clinic_id and c.client_id = p.client_id and c.outcome is null
      union all
      select p.key, ${dayOf('a.due_at')}, 'alert', a.staff_id from person p
      join trouble_alert_now a on a.clinic_id = p.clinic_id and a.episode_id = p.episode_id and a.answer_id is null where p.is_open
      union all
      select p.key, ${dayOf('a.raised_at')}, 'alarm', null from safety_alarm_open o join safety_alarm a on a.clinic_id = o.clinic_id and a.id = o.alarm_id
      join person p on p.clinic_id = a.clinic_id and p.client_id = a.client_id
      union all
      select p.key, r.next_on, 'review', r.decided_by from person p
      cross join lateral (select * from stay_review x where x.clinic_id = p.clinic_id and x.episode_id = p.episode_id order by x.decided_at desc limit 1) r
      where p.is_open and r.next_on >= ${today}::date
      union all
      select p.key, d.look_again_on, 'review', d.decided_by from person p
      cross join lateral (select x.look_again_on, x.decided_by from step_decision x where x.clinic_id = p.clinic_id and x.episode_id = p.episode_id
        and not exists (select from step_undo u where u.clinic_id = x.clinic_id and u.decision_id = x.id) order by x.decided_at desc, x.id desc limit 1) d
      where p.is_open and d.look_again_on >= ${today}::date
      union all
      -- What a decision on the level asked of somebody: they sit down with the person for it, or find them their groups. To ask a
      -- payer is not that, and what is late does not hide that nobody is to meet them.
      select p.key, o.due_on, 'task', o.owner_id from step_task_open o
      join step_task t on t.clinic_id = o.clinic_id and t.id = o.task_id and t.kind <> 'authorization'
      join step_decision d on d.clinic_id = t.clinic_id and d.id = t.decision_id
      join person p on p.clinic_id = d.clinic_id and p.episode_id = d.episode_id
      where p.is_open and o.due_on >= ${today}::date
      union all
      select p.key, m.due_on, 'medical', m.set_by from person p
      cross join lateral (select * from medical_follow_up x where x.clinic_id = p.clinic_id and x.client_id = p.client_id order by x.set_at desc, x.id desc limit 1) m
      where p.is_open and m.due_on is not null
      union all
      select p.key, ${dayOf('o.due_at')}, 'hand-off', h.owner_id from person p join open_hand_off o on o.clinic_id = p.clinic_id and o.client_id = p.client_id
      join hand_off h on h.clinic_id = o.clinic_id and h.id = o.hand_off_id
      union all
      select a.client_id, coalesce(a.back_on, a.next_on), 'pause', a.owner_id from pause a where a.from_day <= ${today}::date
      union all
      -- Whoever has just begun is looked at on the working day after: it counts until then, while their week is made.
      select p.key, case when p.began > ${today}::date then p.began else f.day end, 'first-day', null from person p
      cross join lateral (select p.began + case extract(isodow from p.began)::int when 5 then 3 when 6 then 2 else 1 end as day) f
      where p.is_open and f.day > ${today}::date
      union all
      select p.key, ${dayOf('f.reply_by')}, 'offer', null from person p join seat_offer f on f.clinic_id = p.clinic_id and f.client_id = p.client_id and f.during @> ${work.at}::timestamptz
      where not exists (select from seat_offer_answer x where x.clinic_id = f.clinic_id and x.offer_id = f.id)
      union all
      select coalesce(a.client_id, a.id), ${dayOf('a.due_at')}, 'step', a.staff_id from asked a where a.due_at is not null
      union all
      select coalesce(a.client_id, a.id), ${dayOf('b.starts_at')}, 'booked-call', b.staff_id from asked a join booked_call c on c.clinic_id = a.clinic_id and c.inquiry_id = a.id
      join call_booking b on b.clinic_id = c.clinic_id and b.call_id = c.id and not isempty(b.during) and b.starts_at > ${work.at}
      union all
      select p.key, i.due_on, 'aftercare', i.owner_id from person p
      join continuing_care_item i on i.clinic_id = p.clinic_id and i.episode_id = p.episode_id and i.due_on >= ${today}::date
      where p.standing = 'gone' and not exists (select from continuing_care_done d where d.clinic_id = i.clinic_id and d.item_id = i.id)
    ), next as (
      select distinct on (key) key, day, what, staff_id from touch order by key, day, what
    )
    select p.key, p.client_id as "clientId", p.inquiry_id as "inquiryId", p.episode_id as "episodeId", p.standing, p.owner_id as "ownerId",
      n.day::text as day, n.what, n.staff_id as "staffId",
      coalesce((select coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name from client_now c where c.clinic_id = p.clinic_id and c.id = p.client_id),
               (select coalesce(nullif(a.name, ''), nullif(a.phone, ''), nullif(a.email, ''), 'Somebody who wrote') from asked a where a.id = p.inquiry_id)) as name
    from person p left join next n on n.key = p.key`.execute(work.db)
  return rows
}
