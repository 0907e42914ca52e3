-- What weeks and misses count, by pauses and by the level of each week.

create or replace function recount_weeks(p_clinic uuid, p_clients uuid[], p_from date, p_to date) returns void
language sql security definer set search_path from current as $$
  delete from episode_week where clinic_id = p_clinic and client_id = any (p_clients) and week between week_of(p_from) and week_of(p_to);

  with stays as (
    select e.clinic_id, e.client_id, e.id as episode_id, e.during, coalesce(x.level_of_care, y.was_level, e.level_of_care) as level_of_care,
           p.age_group, w.week::date as week, p.id as program_id, t.state, coalesce(k.payer_id, '00000000-0000-0000-0000-000000000000') as payer_id
    from episode e
    cross join lateral generate_series(
      week_of(greatest(lower(e.during), week_of(p_from)))::timestamp,
      week_of(least(coalesce(upper(e.during) - 1, p_to), p_to))::timestamp, interval '7 days') w(week)
    -- The level at which each week ended: of a stay that moved, the row of that day, and before the first what was before it.
    left join lateral (select l.* from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id and l.from_day <= w.week::date + 6
      and not exists (select from stay_level_undo u where u.clinic_id = l.clinic_id and u.level_id = l.id)
      order by l.from_day desc, l.moved_at desc, l.id desc limit 1) x on true
    left join lateral (select l.* from stay_level l where x.id is null and l.clinic_id = e.clinic_id and l.episode_id = e.id
      order by l.from_day, l.moved_at, l.id limit 1) y on true
    join program p on p.clinic_id = e.clinic_id and p.id = coalesce(x.program_id, y.was_program_id, e.program_id)
    join site t on t.clinic_id = p.clinic_id and t.id = p.site_id
    -- Who pays is asked only where some payer has a floor of its own.
    left join lateral (select payer_on(e.clinic_id, e.client_id, w.week::date + 6) as payer_id
      where exists (select from dose_floor d where d.clinic_id = p_clinic and d.payer_id is not null)) k on true
    where e.clinic_id = p_clinic and e.client_id = any (p_clients) and not isempty(e.during)
  ),
  -- Of floors about the same thing and from one day, the one recorded last corrects the one before.
  floors as (
    select distinct on (level_of_care, age_group, state, payer_id, program_id, effective_from) * from dose_floor where clinic_id = p_clinic
    order by level_of_care, age_group, state, payer_id, program_id, effective_from, recorded_at desc, id desc
  ),
  -- The least of a week, as floorOn of programs/dose.ts has it: the state's own floor in the place of the general one, the
  -- payer's and the program's on top, and of each figure the highest. Asked once for all weeks that ask the same.
  floor_of as (
    select q.*, (select max(minutes_per_week) from unnest(b.minutes) minutes_per_week) as floor_minutes,
           (select max(days_per_week) from unnest(b.days) days_per_week) as floor_days
    from (select distinct level_of_care, age_group, state, payer_id, program_id, week from stays) q
    cross join lateral (
      select array_agg(x.minutes_per_week) as minutes, array_agg(x.days_per_week) as days from (
        select distinct on (whose) whose, minutes_per_week, days_per_week from (
          select f.*, case when f.payer_id is not null then 'payer' when f.program_id is not null then 'program' else 'licence' end as whose
          from floors f
          where f.level_of_care = q.level_of_care and f.age_group = q.age_group
            and (f.state is null or f.state = q.state) and (f.payer_id is null or f.payer_id = q.payer_id)
            and (f.program_id is null or f.program_id = q.program_id)
            and f.effective_from <= q.week + 6 and (f.effective_to is null or f.effective_to >= q.week + 6)) s
        order by whose, state is null, effective_from desc) x) b
  ),
  -- What is expected and what was marked, side by side under one key: grouped, never joined, so that the cost follows the
  -- rows of these clients. Sessions are reached from the client's seats, not from the clinic's week.
  standing as (
    select distinct on (m.client_id, m.session_id, m.visit_id) m.client_id, m.session_id, m.visit_id, m.held_on, m.mark, m.minutes
    from attendance_mark m
    where m.clinic_id = p_clinic and m.client_id = any (p_clients) and m.held_on between week_of(p_from) and week_of(p_to) + 6
      and m.undoes is null and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
    order by m.client_id, m.session_id, m.visit_id, m.marked_at desc, m.id desc
  ),
  -- Days away (a pause) ask nothing of anybody; who came all the same counts by the mark.
  away as (
    select p.client_id, p.from_day, x.on_day as back_on
    from stay_pause p left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id
    where p.clinic_id = p_clinic and p.client_id = any (p_clients)
  ),
  sides as (
    select s.client_id, g.id as key, g.held_on, (extract(epoch from upper(g.during) - lower(g.during)) / 60)::int as minutes,
           null::text as mark, null::int as there, true as counts
    from seat s
    join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id and r.counts_toward_dose
    cross join lateral (
      select x.id, x.held_on, x.during from group_session x
      where x.clinic_id = s.clinic_id and x.series_id = s.series_id and s.during @> x.held_on and not isempty(x.during)
        and x.held_on between week_of(p_from) and week_of(p_to) + 6 offset 0) g
    where s.clinic_id = p_clinic and s.client_id = any (p_clients)
      and not exists (select from away a where a.client_id = s.client_id and g.held_on >= a.from_day and (a.back_on is null or g.held_on < a.back_on))
    union all
    select v.client_id, v.id, v.held_on, v.minutes, null, null, true
    from visit v
    where v.clinic_id = p_clinic and v.client_id = any (p_clients) and not isempty(v.during) and v.counts_toward_dose
      and v.held_on between week_of(p_from) and week_of(p_to) + 6
      and not exists (select from away a where a.client_id = v.client_id and v.held_on >= a.from_day and (a.back_on is null or v.held_on < a.back_on))
    union all
    select t.client_id, coalesce(t.session_id, t.visit_id), t.held_on, null, t.mark, t.minutes,
           t.session_id is not null and exists (
             select from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id and r.counts_toward_dose
             where g.clinic_id = p_clinic and g.id = t.session_id and not isempty(g.during))
    from standing t where t.mark <> 'cleared'
  ),
  items as (
    select client_id, key, min(held_on) as held_on, coalesce(max(minutes), max(there)) as minutes, max(mark) as mark, max(there) as there
    from sides group by client_id, key
    having max(minutes) is not null or (max(there) > 0 and bool_or(counts))
  ),
  days as (
    select client_id, held_on, sum(minutes) as expected, coalesce(sum(least(coalesce(there, 0), minutes)), 0) as attended,
           coalesce(sum(minutes - least(there, minutes)) filter (where mark is not null), 0) as missed,
           coalesce(sum(minutes) filter (where mark is null), 0) as unmarked,
           bool_and(mark is not null) and coalesce(sum(there), 0) = 0 as whole_day_missed
    from items group by client_id, held_on
  )
  insert into episode_week (clinic_id, client_id, week, episode_id, expected_minutes, attended_minutes, missed_minutes,
                            expected_days, attended_days, missed_days, floor_minutes, floor_days, is_part_week, unmarked_minutes)
  select p_clinic, y.client_id, y.week, y.episode_id,
         coalesce(sum(d.expected), 0), coalesce(sum(d.attended), 0), coalesce(sum(d.missed), 0),
         count(d.held_on), count(*) filter (where d.attended > 0), count(*) filter (where d.whole_day_missed),
         coalesce(max(f.floor_minutes), 0), coalesce(max(f.floor_days), 0),
         lower(y.during) > y.week or coalesce(upper(y.during) < y.week + 7, false)
           or exists (select from away a where a.client_id = y.client_id and daterange(a.from_day, a.back_on) && daterange(y.week, y.week + 7))
           or exists (select from stay_level l where l.clinic_id = p_clinic and l.episode_id = y.episode_id and l.from_day > y.week and l.from_day < y.week + 7
                      and not exists (select from stay_level_undo u where u.clinic_id = l.clinic_id and u.level_id = l.id)),
         array[coalesce(sum(d.unmarked) filter (where d.held_on = y.week), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 1), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 2), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 3), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 4), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 5), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 6), 0)]::int[]
  from stays y
  left join days d on d.client_id = y.client_id and d.held_on between y.week and y.week + 6 and y.during @> d.held_on
  left join floor_of f using (level_of_care, age_group, state, payer_id, program_id, week)
  group by y.client_id, y.week, y.episode_id, y.during
$$;

create or replace function recount_unreached(p_clinic uuid, p_clients uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from unreached where clinic_id = p_clinic and client_id = any (p_clients);

  -- Of the stay that is open: what somebody missed before they were discharged does not follow them into the next.
  with standing as (
    select distinct on (m.client_id, m.session_id, m.visit_id) m.client_id, m.held_on, m.mark, m.minutes,
           coalesce(lower(g.during), lower(v.during)) as began
    from attendance_mark m
    join episode e on e.clinic_id = m.clinic_id and e.client_id = m.client_id and upper_inf(e.during) and e.during @> m.held_on
    left join group_session g on g.clinic_id = m.clinic_id and g.id = m.session_id
    left join visit v on v.clinic_id = m.clinic_id and v.id = m.visit_id
    where m.clinic_id = p_clinic and m.client_id = any (p_clients) and m.held_on > current_date - 90
      and not exists (select from stay_pause p left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id
                      where p.clinic_id = m.clinic_id and p.client_id = m.client_id and m.held_on >= p.from_day and (x.on_day is null or m.held_on < x.on_day))
      and not coalesce(isempty(g.during), isempty(v.during))
      and m.undoes is null and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
    order by m.client_id, m.session_id, m.visit_id, m.marked_at desc, m.id desc
  ),
  days as (
    select client_id, held_on, bool_or(mark = 'absent') and sum(minutes) = 0 as missed, max(began) filter (where mark = 'absent') as began
    from standing where mark <> 'cleared' group by client_id, held_on
  ),
  since_seen as (
    select d.client_id, max(d.held_on) filter (where not d.missed) as last_seen from days d group by d.client_id
  ),
  runs as (
    select d.client_id, count(*)::int as misses, max(d.held_on) as last_missed_on, max(d.began) as since
    from days d join since_seen s using (client_id)
    where d.missed and (s.last_seen is null or d.held_on > s.last_seen) group by d.client_id
  )
  insert into unreached (clinic_id, client_id, last_missed_on, since, misses_in_row)
  select p_clinic, r.client_id, r.last_missed_on, r.since, r.misses
  from runs r
  -- Whoever is away is somebody's already: the pause has its own dated touch.
  where not exists (select from stay_pause p left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id
                    where p.clinic_id = p_clinic and p.client_id = r.client_id and x.id is null)
    and not exists (select from outreach o where o.clinic_id = p_clinic and o.client_id = r.client_id and o.reached and o.made_at >= r.since)
$$;

create function after_pauses() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in
    select n.clinic_id, array_agg(distinct p.client_id) as clients, min(p.from_day) as from_day
    from new_rows n join stay_pause p on p.clinic_id = n.clinic_id and p.id = coalesce((to_jsonb(n) ->> 'pause_id')::uuid, n.id) group by 1
  loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_weeks(one.clinic_id, one.clients, one.from_day, current_date + 49), recount_unreached(one.clinic_id, one.clients);
  end loop;
  return null;
end $$;
revoke all on function after_pauses() from public;
create trigger boards_follow after insert on stay_pause referencing new table as new_rows for each statement execute function after_pauses();
create trigger boards_follow after insert on stay_pause_end referencing new table as new_rows for each statement execute function after_pauses();
