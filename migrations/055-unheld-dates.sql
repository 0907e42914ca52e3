-- The dates of the coming weeks that nobody may hold as they stand. Asking every meeting and visit whether whoever leads it may
-- takes seconds in a large house, so that the clock asks and this board keeps the answer: every copy of Stepwell shows the same.
-- It is derived, as the other boards are: the clock alone writes it, and may make it all again at any moment.

create table unheld_date (
  clinic_id uuid not null references clinic,
  -- A meeting with its series, or a visit with whoever it is booked with.
  session_id uuid,
  series_id uuid,
  visit_id uuid,
  staff_id uuid,
  held_on date not null,
  ends_at timestamptz not null,
  check (num_nonnulls(session_id, visit_id) = 1 and (session_id is null) = (series_id is null))
);
create unique index unheld_date_of on unheld_date (clinic_id, coalesce(session_id, visit_id));
create index unheld_date_soon on unheld_date (clinic_id, held_on, ends_at);
call keep('unheld_date');
grant delete on unheld_date to stepwell_app;

-- When everything was asked last.
create table unheld_asked (
  clinic_id uuid primary key references clinic,
  asked_at timestamptz not null
);
call keep('unheld_asked');
grant update (asked_at) on unheld_asked to stepwell_app;

-- What changed since: whose credentials or visits, and which group. Rows of their own, so that nobody who writes waits for another;
-- the clock takes them away as it asks anew.
create table unheld_change (
  clinic_id uuid not null references clinic,
  id uuid not null default gen_random_uuid(),
  staff_id uuid,
  series_id uuid,
  primary key (clinic_id, id),
  check (num_nonnulls(staff_id, series_id) = 1)
);
call keep('unheld_change');
call let_owner_read('unheld_change');
call let_owner_read('unheld_asked');
grant delete on unheld_change to stepwell_app;

do $$
declare
  name text;
begin
  foreach name in array array['staff_license', 'staff_training', 'group_session'] loop
    if not exists (select from pg_policies where tablename = name and policyname = 'owner_reads') then
      execute format('call let_owner_read(%L)', name);
    end if;
  end loop;
end $$;

create function unheld_of_staff() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into unheld_change (clinic_id, staff_id) select distinct clinic_id, staff_id from new_rows;
  return null;
end $$;
create function unheld_of_license() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into unheld_change (clinic_id, staff_id)
    select distinct l.clinic_id, l.staff_id from new_rows n join staff_license l on l.clinic_id = n.clinic_id and l.id = n.license_id;
  return null;
end $$;
create function unheld_of_training() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into unheld_change (clinic_id, staff_id)
    select distinct t.clinic_id, t.staff_id from new_rows n join staff_training t on t.clinic_id = n.clinic_id and t.id = n.training_id;
  return null;
end $$;
create function unheld_of_series() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into unheld_change (clinic_id, series_id) select distinct clinic_id, series_id from new_rows;
  return null;
end $$;
create function unheld_of_cover() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into unheld_change (clinic_id, series_id)
    select distinct g.clinic_id, g.series_id from new_rows n join group_session g on g.clinic_id = n.clinic_id and g.id = n.session_id;
  return null;
end $$;

create trigger boards_follow_unheld after insert on staff_license referencing new table as new_rows for each statement execute function unheld_of_staff();
create trigger boards_follow_unheld after insert on staff_training referencing new table as new_rows for each statement execute function unheld_of_staff();
create trigger boards_follow_unheld after insert on staff_license_end referencing new table as new_rows for each statement execute function unheld_of_license();
create trigger boards_follow_unheld after insert on staff_training_end referencing new table as new_rows for each statement execute function unheld_of_training();
create trigger boards_follow_unheld after insert on session_cover referencing new table as new_rows for each statement execute function unheld_of_cover();
create trigger boards_follow_unheld_in after insert on series_leader referencing new table as new_rows for each statement execute function unheld_of_series();
create trigger boards_follow_unheld_on after update on series_leader referencing new table as new_rows for each statement execute function unheld_of_series();
-- Meetings that are laid lie beyond what is asked; one that is called off, or comes back, may lie within.
create trigger boards_follow_unheld after update on group_session referencing new table as new_rows for each statement execute function unheld_of_series();
create trigger boards_follow_unheld_in after insert on visit referencing new table as new_rows for each statement execute function unheld_of_staff();
create trigger boards_follow_unheld_on after update on visit referencing new table as new_rows for each statement execute function unheld_of_staff();

-- The clinics that the clock should ask: never asked, asked long ago, or something changed.
create function unheld_waiting(moment timestamptz, longest interval)
returns table (clinic_id uuid) language sql stable security definer set search_path from current as $$
  select c.id from clinic_ids() as c(id)
  where not exists (select from unheld_asked a where a.clinic_id = c.id and a.asked_at > moment - longest and a.asked_at < moment + longest)
     or exists (select from unheld_change x where x.clinic_id = c.id)
$$;

revoke all on function unheld_of_staff(), unheld_of_license(), unheld_of_training(), unheld_of_series(), unheld_of_cover(), unheld_waiting(timestamptz, interval) from public;
grant execute on function unheld_waiting(timestamptz, interval) to stepwell_app;

-- What nobody has marked on a day that is over counts for nothing, on Today as in the week: nobody knows yet. How many days of the
-- week must be over for it to fall short with nothing more marked (0: it is short whatever comes; null: it never is) is kept
-- with the week, so that the days that pass need no one to count again.
alter table episode_week add short_once int generated always as (
  case
    when is_part_week then null
    when floor_days > expected_days - missed_days or floor_minutes > expected_minutes - missed_minutes then 0
    when floor_minutes > expected_minutes - missed_minutes - unmarked_minutes[1] then 1
    when floor_minutes > expected_minutes - missed_minutes - unmarked_minutes[1] - unmarked_minutes[2] then 2
    when floor_minutes > expected_minutes - missed_minutes - unmarked_minutes[1] - unmarked_minutes[2] - unmarked_minutes[3] then 3
    when floor_minutes > expected_minutes - missed_minutes - unmarked_minutes[1] - unmarked_minutes[2] - unmarked_minutes[3]
      - unmarked_minutes[4] then 4
    when floor_minutes > expected_minutes - missed_minutes - unmarked_minutes[1] - unmarked_minutes[2] - unmarked_minutes[3]
      - unmarked_minutes[4] - unmarked_minutes[5] then 5
    when floor_minutes > expected_minutes - missed_minutes - unmarked_minutes[1] - unmarked_minutes[2] - unmarked_minutes[3]
      - unmarked_minutes[4] - unmarked_minutes[5] - unmarked_minutes[6] then 6
    when floor_minutes > expected_minutes - missed_minutes - unmarked_minutes[1] - unmarked_minutes[2] - unmarked_minutes[3]
      - unmarked_minutes[4] - unmarked_minutes[5] - unmarked_minutes[6] - unmarked_minutes[7] then 7
  end) stored;
create index episode_week_short_once on episode_week (clinic_id, week, short_once) where short_once is not null;
-- Those who are short whatever comes stand first, and whoever lacks most of all first among them.
drop index episode_week_short;
create index episode_week_short on episode_week (clinic_id, week, short_minutes desc, client_id) where short_once is not null;
