-- Safety answers that nobody has dealt with, kept beside the rows: Today reads the open ones, however many there ever were.
create table safety_alarm_open (
  clinic_id uuid not null,
  alarm_id uuid not null,
  is_imminent boolean not null,
  raised_at timestamptz not null,
  primary key (clinic_id, alarm_id)
);
create index safety_alarm_open_first on safety_alarm_open (clinic_id, is_imminent desc, raised_at desc, alarm_id);
call keep('safety_alarm_open');
revoke insert on safety_alarm_open from stepwell_app;
create policy clinical_only on safety_alarm_open as restrictive to stepwell_app using ((select current_duty()) not in ('biller', 'administrator', 'system'));

do $$
declare name text;
begin
  foreach name in array array['safety_alarm_open', 'safety_alarm', 'safety_alarm_answer'] loop
    if not exists (select from pg_policies where schemaname = current_schema() and tablename = name and policyname = 'owner_reads') then
      call let_owner_read(name);
    end if;
  end loop;
end $$;

create function alarms_follow() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if tg_table_name = 'safety_alarm' then
    insert into safety_alarm_open select clinic_id, id, is_imminent, raised_at from new_rows;
  else
    delete from safety_alarm_open o using new_rows n where o.clinic_id = n.clinic_id and o.alarm_id = n.alarm_id;
  end if;
  return null;
end $$;
revoke all on function alarms_follow() from public;
create trigger alarms_follow after insert on safety_alarm referencing new table as new_rows for each statement execute function alarms_follow();
create trigger alarms_follow after insert on safety_alarm_answer referencing new table as new_rows for each statement execute function alarms_follow();

-- What is there already.
insert into safety_alarm_open
  select a.clinic_id, a.id, a.is_imminent, a.raised_at from safety_alarm a
  where not exists (select from safety_alarm_answer w where w.clinic_id = a.clinic_id and w.alarm_id = a.id);

-- The first that are due of a state and level are read in their order, and the others are counted in the index alone.
drop index plan_wait_counted;
drop index plan_wait_midpoint;
drop index plan_wait_latest;
create index plan_wait_counted on plan_wait (clinic_id, state, level_of_care, what, counted_from, client_id) include (began_on);
create index plan_wait_midpoint on plan_wait (clinic_id, state, level_of_care, what, midpoint_on, client_id);
create index plan_wait_latest on plan_wait (clinic_id, state, level_of_care, what, latest_on, client_id) where latest_on is not null;
