-- What changed in a house since it was read. One client's week is composed from the groups of a program, who leads them, who works
-- when, what stands in everybody's diary, who sits where and how many somebody treats: thousands of rows that hardly change from one
-- page to the next. Each copy of Stepwell keeps what it read, beside the word of this table at that moment, and reads again whatever
-- another word stands beside now. Nobody's free chair is older than the last commit.

-- A row for each change, so that nobody who writes waits for another. What: 'timetable' (groups, leaders, rooms, programs, people and
-- their hours), 'caseload' (who treats whom), 'diary' of one person, 'seats' of one series.
create table house_change (
  clinic_id uuid not null references clinic,
  id uuid not null default gen_random_uuid(),
  what text not null check (what in ('timetable', 'caseload', 'diary', 'seats')),
  about uuid,
  made_at timestamptz not null default clock_timestamp(),
  primary key (clinic_id, id),
  check ((what in ('diary', 'seats')) = (about is not null))
);
create index house_change_lately on house_change (clinic_id, made_at) include (what, about, id);
call keep('house_change');
call let_owner_read('house_change');

do $$
begin
  if not exists (select from pg_policies where tablename = 'time_away' and policyname = 'owner_reads') then
    call let_owner_read('time_away');
  end if;
end $$;

create function house_timetable() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into house_change (clinic_id, what) select distinct clinic_id, 'timetable' from new_rows;
  return null;
end $$;
create function house_caseload() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into house_change (clinic_id, what) select distinct clinic_id, 'caseload' from new_rows;
  return null;
end $$;
create function house_diary() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into house_change (clinic_id, what, about) select distinct clinic_id, 'diary', staff_id from new_rows where staff_id is not null;
  return null;
end $$;
create function house_diary_again() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into house_change (clinic_id, what, about)
    select distinct t.clinic_id, 'diary', t.staff_id from new_rows n join time_away t on t.clinic_id = n.clinic_id and t.id = n.away_id;
  return null;
end $$;
create function house_seats() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into house_change (clinic_id, what, about) select distinct clinic_id, 'seats', series_id from new_rows;
  return null;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['group_series', 'series_leader', 'series_chair', 'site', 'room', 'program', 'staff_member', 'staff_role',
    'staff_license', 'staff_license_end', 'staff_gender', 'public_profile', 'caseload_cap', 'working_hours'] loop
    execute format('create trigger boards_follow_house_in after insert on %I referencing new table as new_rows for each statement execute function house_timetable()', name);
    execute format('create trigger boards_follow_house_on after update on %I referencing new table as new_rows for each statement execute function house_timetable()', name);
  end loop;
  foreach name in array array['primary_therapist', 'episode'] loop
    execute format('create trigger boards_follow_house_in after insert on %I referencing new table as new_rows for each statement execute function house_caseload()', name);
    execute format('create trigger boards_follow_house_on after update on %I referencing new table as new_rows for each statement execute function house_caseload()', name);
  end loop;
  foreach name in array array['visit', 'call_booking', 'time_away'] loop
    execute format('create trigger boards_follow_house_in after insert on %I referencing new table as new_rows for each statement execute function house_diary()', name);
    execute format('create trigger boards_follow_house_on after update on %I referencing new table as new_rows for each statement execute function house_diary()', name);
  end loop;
  create trigger boards_follow_house_in after insert on time_away_end referencing new table as new_rows for each statement execute function house_diary_again();
  create trigger boards_follow_house_in after insert on seat referencing new table as new_rows for each statement execute function house_seats();
  create trigger boards_follow_house_on after update on seat referencing new table as new_rows for each statement execute function house_seats();
end $$;

-- What changed long ago nobody keeps anything beside any more: whatever is kept is read again within a quarter of an hour.
create function forget_house_changes() returns void language sql security definer set search_path from current
  as $$ delete from house_change where made_at < clock_timestamp() - interval '3 hours' $$;

revoke all on function house_timetable(), house_caseload(), house_diary(), house_diary_again(), house_seats(), forget_house_changes() from public;
grant execute on function forget_house_changes() to stepwell_app;

-- A change of a group that was planned and is not to be: which change, and the one that brings everything back on the same day.
create table series_change_withdrawal (
  clinic_id uuid not null,
  id uuid not null,
  change_id uuid not null,
  back_id uuid not null,
  because text not null check (length(because) between 1 and 300),
  withdrawn_by uuid not null,
  withdrawn_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, change_id) references series_change,
  foreign key (clinic_id, back_id) references series_change
);
create unique index series_change_withdrawal_of on series_change_withdrawal (clinic_id, change_id);
create unique index series_change_withdrawal_by on series_change_withdrawal (clinic_id, back_id);
call keep('series_change_withdrawal');

-- Who leads a group is asked by the group far more often than by the person.
create index series_leader_of_series on series_leader (clinic_id, series_id);

-- In which groups a person is not given a seat now: as before, but the attendance of those whom they must not meet is read by
-- person. Read through the whole house, the answer took a hundred times as long for whoever has a rule, and its time told of it.
create or replace function not_now(person uuid, first_day date, last_day date) returns setof uuid
language sql stable security definer set search_path from current as $$
  with others as materialized (
    select o.id from apart_rule r
    cross join lateral person_ids(kept_of(case when r.client_a in (select person_ids(person)) then r.client_b else r.client_a end)) as o(id)
    where r.clinic_id = (select current_clinic())
      and (r.client_a in (select person_ids(person)) or r.client_b in (select person_ids(person)))
      and coalesce(r.last_day, 'infinity') >= first_day
      and not exists (select from apart_end e where e.clinic_id = r.clinic_id and e.rule_id = r.id)
  ), rooms as (
    select t.series_id from others o join seat t on t.clinic_id = (select current_clinic()) and t.client_id = o.id
      where t.during && daterange(first_day - still_there(), last_day, '[]')
    union
    select f.series_id from others o join seat_offer f on f.clinic_id = (select current_clinic()) and f.client_id = o.id
      where upper(f.during) > (first_day - still_there())::timestamptz
    union
    select g.series_id from others o
      cross join lateral (select a.session_id from attendance_now a
                          where a.clinic_id = (select current_clinic()) and a.client_id = o.id and a.minutes > 0) a
      join group_session g on g.clinic_id = (select current_clinic()) and g.id = a.session_id
      where g.held_on >= first_day - still_there()
    union
    select d.series_id from room_decision d
      where d.clinic_id = (select current_clinic()) and (d.client_id is null or d.client_id in (select person_ids(person)))
        and d.days && daterange(first_day, last_day, '[]')
        and not exists (select from room_decision_end e where e.clinic_id = d.clinic_id and e.decision_id = d.id)
  )
  -- Every row of a group's line: what holds for it today holds for how it goes on.
  select distinct x.id from rooms o
  join group_series r on r.clinic_id = (select current_clinic()) and r.id = o.series_id
  join group_series x on x.clinic_id = r.clinic_id and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id)
$$;
