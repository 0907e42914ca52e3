-- What the boards show, kept beside the rows it is derived from, so that a screen costs what it shows and not what is stored.
-- Only triggers write here, as the owner; `rebuild_boards` makes it all again from the rows, and a test holds the two equal.

create table episode_week (
  clinic_id uuid not null,
  client_id uuid not null,
  week date not null,
  episode_id uuid not null,
  expected_minutes int not null,
  attended_minutes int not null,
  missed_minutes int not null,
  expected_days int not null,
  attended_days int not null,
  missed_days int not null,
  floor_minutes int not null,
  floor_days int not null,
  is_part_week boolean not null,
  -- Minutes that nobody has marked, Monday to Sunday: those of days gone by wait for a roster, those to come for the day.
  unmarked_minutes int[] not null,
  short_minutes int not null generated always as (greatest(0, floor_minutes - (expected_minutes - missed_minutes))) stored,
  short_days int not null generated always as (greatest(0, floor_days - (expected_days - missed_days))) stored,
  is_short boolean not null generated always as (
    not is_part_week and (floor_minutes > expected_minutes - missed_minutes or floor_days > expected_days - missed_days)) stored,
  primary key (clinic_id, client_id, week, episode_id)
);
create index episode_week_short on episode_week (clinic_id, week, short_minutes desc) where is_short;
create index episode_week_board on episode_week (clinic_id, week);
create index episode_week_of_episode on episode_week (clinic_id, episode_id, week);

create table note_due (
  clinic_id uuid not null,
  session_id uuid not null,
  since timestamptz not null,
  primary key (clinic_id, session_id)
);
create index note_due_since on note_due (clinic_id, since);

create table unreached (
  clinic_id uuid not null,
  client_id uuid not null,
  last_missed_on date not null,
  since timestamptz not null,
  misses_in_row int not null,
  primary key (clinic_id, client_id)
);
create index unreached_since on unreached (clinic_id, misses_in_row desc, since);

create table open_hand_off (
  clinic_id uuid not null,
  hand_off_id uuid not null,
  client_id uuid not null,
  due_at timestamptz not null,
  answer text,
  primary key (clinic_id, hand_off_id)
);
create index open_hand_off_due on open_hand_off (clinic_id, due_at);

do $$
declare board text;
begin
  foreach board in array array['episode_week', 'note_due', 'unreached', 'open_hand_off'] loop
    call keep(board);
    execute format('revoke insert on %I from stepwell_app', board);
    call let_owner_read(board);
  end loop;
  -- The owner's functions below read and write these for whichever clinic a row belongs to.
  foreach board in array array['episode', 'program', 'seat', 'group_series', 'group_session', 'visit', 'attendance_mark', 'dose_floor', 'outreach', 'hand_off', 'hand_off_answer', 'note_signature'] loop
    call let_owner_read(board);
  end loop;
end $$;

create function week_of(day date) returns date language sql immutable parallel safe
  as $$ select day - (extract(isodow from day)::int - 1) $$;

-- Two people at once may change what the same week is derived from: two rosters with one client, a seat and a cancelled
-- session. Whoever counts waits here for whoever changed before, so that nothing is counted twice or forgotten. What concerns
-- a few clients holds those clients, in one order; what concerns many (null) holds the clinic's boards.
create function hold_boards(p_clinic uuid, p_clients uuid[]) returns void
language plpgsql security definer set search_path from current as $$
declare key bigint;
begin
  if p_clients is null or cardinality(p_clients) > 200 then
    perform pg_advisory_xact_lock(hashtextextended(p_clinic::text, 7203521));
    return;
  end if;
  perform pg_advisory_xact_lock_shared(hashtextextended(p_clinic::text, 7203521));
  for key in select distinct hashtextextended(c::text, 7203521) from unnest(p_clients) c order by 1 loop
    perform pg_advisory_xact_lock(key);
  end loop;
end $$;

create function recount_weeks(p_clinic uuid, p_clients uuid[], p_from date, p_to date) returns void
language sql security definer set search_path from current as $$
  delete from episode_week where clinic_id = p_clinic and client_id = any (p_clients) and week between week_of(p_from) and week_of(p_to);

  with stays as (
    select e.clinic_id, e.client_id, e.id as episode_id, e.during, e.level_of_care, p.age_group, w.week::date as week
    from episode e
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    cross join lateral generate_series(
      week_of(greatest(lower(e.during), week_of(p_from)))::timestamp,
      week_of(least(coalesce(upper(e.during) - 1, p_to), p_to))::timestamp, interval '7 days') w(week)
    where e.clinic_id = p_clinic and e.client_id = any (p_clients) and not isempty(e.during)
  ),
  seated as (
    select s.client_id, g.id as session_id, null::uuid as visit_id, g.held_on,
           (extract(epoch from upper(g.during) - lower(g.during)) / 60)::int as minutes
    from seat s
    join group_session g on g.clinic_id = s.clinic_id and g.series_id = s.series_id and s.during @> g.held_on
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id and r.counts_toward_dose
    where s.clinic_id = p_clinic and s.client_id = any (p_clients) and not isempty(g.during)
      and g.held_on between week_of(p_from) and week_of(p_to) + 6
  ),
  visiting as (
    select v.client_id, null::uuid as session_id, v.id as visit_id, v.held_on, v.minutes
    from visit v
    where v.clinic_id = p_clinic and v.client_id = any (p_clients) and not isempty(v.during)
      and v.held_on between week_of(p_from) and week_of(p_to) + 6
  ),
  standing as (
    select distinct on (m.client_id, m.session_id, m.visit_id) m.client_id, m.session_id, m.visit_id, m.held_on, m.mark, m.minutes
    from attendance_mark m
    where m.clinic_id = p_clinic and m.client_id = any (p_clients) and m.held_on between week_of(p_from) and week_of(p_to) + 6
      and m.undoes is null and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
    order by m.client_id, m.session_id, m.visit_id, m.marked_at desc, m.id desc
  ),
  walked_in as (
    select t.client_id, t.session_id, t.visit_id, t.held_on, t.minutes
    from standing t
    join group_session g on g.clinic_id = p_clinic and g.id = t.session_id and not isempty(g.during)
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id and r.counts_toward_dose
    where t.minutes > 0 and not exists (select from seated s where s.client_id = t.client_id and s.session_id = t.session_id)
  ),
  items as (
    select i.client_id, i.held_on, i.minutes, t.mark, t.minutes as there
    from (select * from seated union all select * from visiting union all select * from walked_in) i
    left join standing t on t.client_id = i.client_id and t.session_id is not distinct from i.session_id
      and t.visit_id is not distinct from i.visit_id and t.mark <> 'cleared'
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
         coalesce(max(f.minutes_per_week), 0), coalesce(max(f.days_per_week), 0),
         lower(y.during) > y.week or coalesce(upper(y.during) < y.week + 7, false),
         array[coalesce(sum(d.unmarked) filter (where d.held_on = y.week), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 1), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 2), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 3), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 4), 0), coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 5), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 6), 0)]::int[]
  from stays y
  left join days d on d.client_id = y.client_id and d.held_on between y.week and y.week + 6 and y.during @> d.held_on
  left join lateral (
    select minutes_per_week, days_per_week from dose_floor f
    where f.clinic_id = p_clinic and f.level_of_care = y.level_of_care and f.age_group = y.age_group
      and f.effective_from <= y.week + 6 and (f.effective_to is null or f.effective_to >= y.week + 6)
    order by f.effective_from desc, f.recorded_at desc limit 1) f on true
  group by y.client_id, y.week, y.episode_id, y.during
$$;

create function recount_unreached(p_clinic uuid, p_clients uuid[]) returns void
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
  where not exists (select from outreach o where o.clinic_id = p_clinic and o.client_id = r.client_id and o.reached and o.made_at >= r.since)
$$;

create function after_marks() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  perform hold_boards(clinic_id, array_agg(distinct client_id)) from new_rows group by clinic_id;
  for one in select clinic_id, week_of(held_on) as week, array_agg(distinct client_id) as clients from new_rows group by 1, 2 loop
    perform recount_weeks(one.clinic_id, one.clients, one.week, one.week), recount_unreached(one.clinic_id, one.clients);
  end loop;
  return null;
end $$;
create trigger boards_follow after insert on attendance_mark referencing new table as new_rows for each statement execute function after_marks();

-- Weeks ahead are counted as far as sessions are laid: seven weeks.
create function after_seats() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select clinic_id, min(lower(during)) as from_day, array_agg(distinct client_id) as clients
             from new_rows where not isempty(during) group by 1 loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_weeks(one.clinic_id, one.clients, one.from_day, current_date + 49);
    if tg_table_name = 'episode' then perform recount_unreached(one.clinic_id, one.clients); end if;
  end loop;
  return null;
end $$;
create trigger boards_follow_taken after insert on seat referencing new table as new_rows for each statement execute function after_seats();
create trigger boards_follow_admitted after insert on episode referencing new table as new_rows for each statement execute function after_seats();

-- What ended earlier changes the weeks from its new end on; what never was changes them all.
create function after_ends() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in
    select n.clinic_id, array_agg(distinct n.client_id) as clients,
           coalesce(min(case when isempty(n.during) then lower(o.during) else least(upper(n.during), upper(o.during)) end), min(lower(n.during))) as from_day
    from new_rows n join old_rows o on o.clinic_id = n.clinic_id and o.id = n.id where not isempty(o.during) group by 1
  loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_weeks(one.clinic_id, one.clients, one.from_day, current_date + 49);
    if tg_table_name = 'episode' then perform recount_unreached(one.clinic_id, one.clients); end if;
  end loop;
  return null;
end $$;
create trigger boards_follow_released after update on seat referencing old table as old_rows new table as new_rows for each statement execute function after_ends();
create trigger boards_follow_ended after update on episode referencing old table as old_rows new table as new_rows for each statement execute function after_ends();

create function after_visits() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  perform hold_boards(clinic_id, array_agg(distinct client_id)) from new_rows group by clinic_id;
  for one in select clinic_id, week_of(held_on) as week, array_agg(distinct client_id) as clients from new_rows group by 1, 2 loop
    perform recount_weeks(one.clinic_id, one.clients, one.week, one.week), recount_unreached(one.clinic_id, one.clients);
  end loop;
  return null;
end $$;
create trigger boards_follow_booked after insert on visit referencing new table as new_rows for each statement execute function after_visits();
create trigger boards_follow_cancelled after update on visit referencing new table as new_rows for each statement execute function after_visits();

-- Concerns whoever has a seat there or was marked there, and whoever's week nobody has counted yet.
create function after_sessions() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  perform hold_boards(clinic_id, null) from (select distinct clinic_id from new_rows) n;
  insert into note_due (clinic_id, session_id, since)
    select n.clinic_id, n.id, upper(n.during) from new_rows n where not isempty(n.during)
      and not exists (select from note_signature s where s.clinic_id = n.clinic_id and s.session_id = n.id and s.part = 'author')
    on conflict (clinic_id, session_id) do update set since = excluded.since;
  delete from note_due d using new_rows n where d.clinic_id = n.clinic_id and d.session_id = n.id and isempty(n.during);
  for one in
    select w.clinic_id, w.week, array_agg(distinct x.client_id) as clients, array_agg(distinct x.client_id) filter (where x.marked) as marked
    from (select clinic_id, week_of(held_on) as week, array_agg(series_id) as series, array_agg(id) as ids, array_agg(held_on) as days
          from new_rows group by 1, 2) w
    cross join lateral (
      select s.client_id, false as marked from unnest(w.series, w.days) n(series_id, held_on)
        join seat s on s.clinic_id = w.clinic_id and s.series_id = n.series_id and s.during @> n.held_on
      union all
      select m.client_id, true from attendance_mark m where m.clinic_id = w.clinic_id and m.session_id = any (w.ids)
      union all
      select e.client_id, false from episode e
        where e.clinic_id = w.clinic_id and e.during && daterange(w.week, w.week + 7)
          and not exists (select from episode_week k where k.clinic_id = e.clinic_id and k.client_id = e.client_id and k.week = w.week and k.episode_id = e.id)
    ) x group by 1, 2
  loop
    perform recount_weeks(one.clinic_id, one.clients, one.week, one.week);
    if one.marked is not null then perform recount_unreached(one.clinic_id, one.marked); end if;
  end loop;
  return null;
end $$;
create trigger boards_follow_laid after insert on group_session referencing new table as new_rows for each statement execute function after_sessions();
create trigger boards_follow_cancelled after update on group_session referencing new table as new_rows for each statement execute function after_sessions();

create function after_signature() returns trigger language plpgsql security definer set search_path from current as $$
begin
  delete from note_due d using new_rows n where d.clinic_id = n.clinic_id and d.session_id = n.session_id and n.part = 'author';
  return null;
end $$;
create trigger boards_follow after insert on note_signature referencing new table as new_rows for each statement execute function after_signature();

create function after_outreach() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select clinic_id, array_agg(distinct client_id) as clients from new_rows group by 1 loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_unreached(one.clinic_id, one.clients);
  end loop;
  return null;
end $$;
create trigger boards_follow after insert on outreach referencing new table as new_rows for each statement execute function after_outreach();

-- An accepted hand-off stays open until the day on which somebody looks whether the person comes back.
create function recount_hand_offs(p_clinic uuid, p_hand_offs uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from open_hand_off where clinic_id = p_clinic and hand_off_id = any (p_hand_offs);
  insert into open_hand_off (clinic_id, hand_off_id, client_id, due_at, answer)
  select h.clinic_id, h.id, h.client_id, case when a.answer = 'accepted' then h.back_on::timestamptz else h.due_at end, a.answer
  from hand_off h
  left join lateral (select x.answer from hand_off_answer x where x.clinic_id = h.clinic_id and x.hand_off_id = h.id
                     order by x.recorded_at desc, x.id desc limit 1) a on true
  where h.clinic_id = p_clinic and h.id = any (p_hand_offs) and a.answer is distinct from 'returned'
$$;

create function after_hand_offs() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select n.clinic_id, array_agg(distinct coalesce(to_jsonb(n)->>'hand_off_id', to_jsonb(n)->>'id')::uuid) as ids from new_rows n group by 1 loop
    perform hold_boards(one.clinic_id, one.ids);
    perform recount_hand_offs(one.clinic_id, one.ids);
  end loop;
  return null;
end $$;
create trigger boards_follow after insert on hand_off referencing new table as new_rows for each statement execute function after_hand_offs();
create trigger boards_follow after insert on hand_off_answer referencing new table as new_rows for each statement execute function after_hand_offs();

create function after_floors() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select n.clinic_id, min(n.effective_from) as from_day,
               (select array_agg(distinct e.client_id) from episode e where e.clinic_id = n.clinic_id and e.during && daterange(week_of(min(n.effective_from)), null)) as clients
             from new_rows n group by n.clinic_id loop
    if one.clients is not null then
      perform hold_boards(one.clinic_id, null);
      perform recount_weeks(one.clinic_id, one.clients, one.from_day, current_date + 49);
    end if;
  end loop;
  return null;
end $$;
create trigger boards_follow after insert on dose_floor referencing new table as new_rows for each statement execute function after_floors();

create function rebuild_boards(p_clinic uuid) returns void language plpgsql security definer set search_path from current as $$
declare everybody uuid[]; first_day date;
begin
  perform hold_boards(p_clinic, null);
  delete from episode_week where clinic_id = p_clinic;
  delete from unreached where clinic_id = p_clinic;
  delete from note_due where clinic_id = p_clinic;
  delete from open_hand_off where clinic_id = p_clinic;
  select array_agg(distinct client_id), min(lower(during)) into everybody, first_day from episode where clinic_id = p_clinic;
  if everybody is not null then
    perform recount_weeks(p_clinic, everybody, first_day, current_date + 49), recount_unreached(p_clinic, everybody);
  end if;
  insert into note_due (clinic_id, session_id, since)
    select g.clinic_id, g.id, upper(g.during) from group_session g
    where g.clinic_id = p_clinic and not isempty(g.during)
      and not exists (select from note_signature s where s.clinic_id = g.clinic_id and s.session_id = g.id and s.part = 'author');
  perform recount_hand_offs(p_clinic, (select array_agg(id) from hand_off where clinic_id = p_clinic));
end $$;
revoke all on function rebuild_boards(uuid), hold_boards(uuid, uuid[]), recount_weeks(uuid, uuid[], date, date), recount_unreached(uuid, uuid[]), recount_hand_offs(uuid, uuid[]),
  after_marks(), after_seats(), after_ends(), after_visits(), after_sessions(), after_signature(), after_outreach(), after_hand_offs(), after_floors() from public;
