-- Boards count the visits that fill the week's hours, and no others: a toxicology visit or an assessment is outside them.

create or replace function recount_weeks(p_clinic uuid, p_clients uuid[], p_from date, p_to date) returns void
language sql security definer set search_path from current as $$
  delete from episode_week where clinic_id = p_clinic and client_id = any (p_clients) and week between week_of(p_from) and week_of(p_to);

  with stays as (
    select e.clinic_id, e.client_id, e.id as episode_id, e.during, e.level_of_care, p.age_group, w.week::date as week,
           e.program_id, t.state, coalesce(k.payer_id, '00000000-0000-0000-0000-000000000000') as payer_id
    from episode e
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    join site t on t.clinic_id = p.clinic_id and t.id = p.site_id
    cross join lateral generate_series(
      week_of(greatest(lower(e.during), week_of(p_from)))::timestamp,
      week_of(least(coalesce(upper(e.during) - 1, p_to), p_to))::timestamp, interval '7 days') w(week)
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
    union all
    select v.client_id, v.id, v.held_on, v.minutes, null, null, true
    from visit v
    where v.clinic_id = p_clinic and v.client_id = any (p_clients) and not isempty(v.during) and v.counts_toward_dose
      and v.held_on between week_of(p_from) and week_of(p_to) + 6
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
         lower(y.during) > y.week or coalesce(upper(y.during) < y.week + 7, false),
         array[coalesce(sum(d.unmarked) filter (where d.held_on = y.week), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 1), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 2), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 3), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 4), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 5), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 6), 0)]::int[]
  from stays y
  left join days d on d.client_id = y.client_id and d.held_on between y.week and y.week + 6 and y.during @> d.held_on
  left join floor_of f using (level_of_care, age_group, state, payer_id, program_id, week)
  group by y.client_id, y.week, y.episode_id, y.during
$$;
