-- Moving through care: pauses.

-- Away for a while, and in care: in hospital, in jail, on vacation. `next_on` is the day on which `owner_id` asks again, so that a
-- pause is nobody's silence. Seats are kept until a day, or given back; either way a day says until when they are this person's.
create table stay_pause (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('hospital', 'jail', 'vacation', 'other')),
  from_day date not null,
  expected_back date check (expected_back > from_day),
  next_on date not null,
  owner_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  -- The last day on which the seats are kept; null: they were given back.
  seats_until date check (seats_until >= from_day),
  paused_by uuid not null,
  paused_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, owner_id) references staff_member
);
create index stay_pause_of on stay_pause (clinic_id, client_id, from_day desc);
create index stay_pause_of_stay on stay_pause (clinic_id, episode_id, from_day desc);
call keep('stay_pause');
call let_owner_read('stay_pause');

-- `on_day` is the first day back in care, or the day on which it was certain that they will not come back: the last day away is the
-- one before. A pause that was written down by mistake ends on its own first day.
create table stay_pause_end (
  clinic_id uuid not null,
  id uuid not null,
  pause_id uuid not null,
  on_day date not null,
  because text not null check (because in ('came-back', 'not-back', 'stay-ended', 'entered-in-error')),
  words text not null default '' check (length(words) <= 2000),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, pause_id) references stay_pause
);
create unique index stay_pause_end_of on stay_pause_end (clinic_id, pause_id);
call keep('stay_pause_end');
call let_owner_read('stay_pause_end');

-- What was heard while somebody was away, and when who asks again. The latest row stands for the pause's own.
create table stay_pause_touch (
  clinic_id uuid not null,
  id uuid not null,
  pause_id uuid not null,
  expected_back date,
  next_on date not null,
  owner_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, pause_id) references stay_pause,
  foreign key (clinic_id, owner_id) references staff_member
);
create index stay_pause_touch_of on stay_pause_touch (clinic_id, pause_id, noted_at desc, id desc);
call keep('stay_pause_touch');

-- Pauses as they stand: the latest touch, and the end where there is one.
create view stay_pause_now with (security_invoker = true) as
  select p.clinic_id, p.id, p.episode_id, p.client_id, p.kind, p.from_day, p.words, p.seats_until, p.paused_by, p.paused_at,
         case when t.id is null then p.expected_back else t.expected_back end as expected_back,
         coalesce(t.next_on, p.next_on) as next_on, coalesce(t.owner_id, p.owner_id) as owner_id,
         t.words as last_heard, t.noted_at as last_heard_at,
         x.id as end_id, x.on_day as back_on, x.because as end_because, x.words as end_words, x.ended_by, x.ended_at
  from stay_pause p
  left join lateral (select * from stay_pause_touch t where t.clinic_id = p.clinic_id and t.pause_id = p.id order by t.noted_at desc, t.id desc limit 1) t on true
  left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id;
grant select on stay_pause_now to stepwell_app;

do $$ declare name text; begin
  foreach name in array array['stay_pause', 'stay_pause_end', 'stay_pause_touch'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;
create trigger client_stands before insert on stay_pause for each row execute function client_stands();

-- One pause at a time, within the stay. Two who write at once wait for each other at the stay.
create function pause_fits() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from episode e where e.clinic_id = new.clinic_id and e.id = new.episode_id for no key update;
  if not exists (select from episode e where e.clinic_id = new.clinic_id and e.id = new.episode_id and e.client_id = new.client_id and e.during @> new.from_day) then
    raise exception 'A pause lies within the stay.' using errcode = 'check_violation', constraint = 'pause_within_stay';
  end if;
  if exists (select from stay_pause p left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id
             where p.clinic_id = new.clinic_id and p.episode_id = new.episode_id and p.id <> new.id
               and (x.on_day is null or x.on_day > new.from_day)) then
    raise exception 'There is a pause on these days.' using errcode = 'exclusion_violation', constraint = 'one_pause_at_a_time';
  end if;
  return new;
end $$;
create trigger pause_fits before insert on stay_pause for each row execute function pause_fits();
create function pause_ends_after_it_began() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select from stay_pause p where p.clinic_id = new.clinic_id and p.id = new.pause_id and new.on_day < p.from_day) then
    raise exception 'A pause ends after it began.' using errcode = 'check_violation', constraint = 'pause_ends_after_it_began';
  end if;
  return new;
end $$;
create trigger pause_ends_after_it_began before insert on stay_pause_end for each row execute function pause_ends_after_it_began();

-- The days of pauses without their reasons, for whoever may read a week and not why somebody is away.
create function away_between(p_clients uuid[], first_day date, last_day date)
returns table (client_id uuid, from_day date, back_on date)
language sql stable security definer set search_path from current as $$
  select p.client_id, p.from_day, x.on_day from stay_pause p
  left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id
  where p.clinic_id = current_clinic() and p.client_id = any (p_clients) and p.from_day <= last_day
    and (x.on_day is null or (x.on_day > first_day and x.on_day > p.from_day))
    -- On their own page somebody reads their own days.
    and (current_duty() <> 'client' or p.client_id = own_client())
$$;
revoke all on function pause_fits(), pause_ends_after_it_began(), away_between(uuid[], date, date) from public;
grant execute on function away_between(uuid[], date, date) to stepwell_app, stepwell_client;

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
           or exists (select from away a where a.client_id = y.client_id and daterange(a.from_day, a.back_on) && daterange(y.week, y.week + 7)),
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
