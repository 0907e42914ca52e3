-- Reports over a year of a large clinic read what changed with each row, not every row again: the score with which a stay began and
-- its last within eight weeks, kept beside the measures; and the columns that reports count by in the indexes that they walk.

create table stay_score (
  clinic_id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  instrument text not null,
  -- The first score from 14 days before the first day of the stay to 7 after, and the last of a later day up to day 56
  -- (outcomes/progress.ts: baselineBefore, baselineAfter, withinDays).
  from_on date not null,
  from_score int not null,
  to_on date,
  to_score int,
  primary key (clinic_id, instrument, episode_id) include (from_on, from_score, to_on, to_score)
);
create index stay_score_of on stay_score (clinic_id, client_id);
call keep('stay_score');
revoke insert on stay_score from stepwell_app;
call let_owner_read('stay_score');
call let_owner_read('measure');
call let_owner_read('measure_correction');
create policy clinical_only on stay_score as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

-- Whoever writes the measure (a client, a tablet, another system), everything of that person counts: the duty is laid down meanwhile.
create function recount_scores(p_clinic uuid, p_clients uuid[]) returns void
language plpgsql security definer set search_path from current as $$
declare duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  delete from stay_score where clinic_id = p_clinic and client_id = any (p_clients);

  with scored as materialized (
    select e.id as episode_id, e.client_id, lower(e.during) as first, m.instrument, m.taken_on, m.score, m.recorded_at, m.id
    from episode e
    join measure m on m.clinic_id = e.clinic_id and m.client_id = e.client_id and m.taken_on between lower(e.during) - 14 and lower(e.during) + 56
    where e.clinic_id = p_clinic and e.client_id = any (p_clients) and not isempty(e.during) and m.score is not null
      and not exists (select from measure_correction x where x.clinic_id = m.clinic_id and x.measure_id = m.id)
  ),
  began as (
    select distinct on (episode_id, instrument) episode_id, client_id, instrument, taken_on, score
    from scored where taken_on <= first + 7 order by episode_id, instrument, taken_on, recorded_at, id
  ),
  later as (
    select distinct on (s.episode_id, s.instrument) s.episode_id, s.instrument, s.taken_on, s.score
    from scored s join began b on b.episode_id = s.episode_id and b.instrument = s.instrument and s.taken_on > b.taken_on
    order by s.episode_id, s.instrument, s.taken_on desc, s.recorded_at desc, s.id desc
  )
  insert into stay_score (clinic_id, episode_id, client_id, instrument, from_on, from_score, to_on, to_score)
  select p_clinic, b.episode_id, b.client_id, b.instrument, b.taken_on, b.score, l.taken_on, l.score
  from began b left join later l on l.episode_id = b.episode_id and l.instrument = b.instrument;
  perform set_config('app.role', duty, true);
end $$;

create function scores_follow() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select clinic_id, array_agg(distinct client_id) as clients from new_rows group by 1 loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_scores(one.clinic_id, one.clients);
  end loop;
  return null;
end $$;
create trigger scores_follow after insert on measure referencing new table as new_rows for each statement execute function scores_follow();
create trigger scores_follow after insert on measure_correction referencing new table as new_rows for each statement execute function scores_follow();
create trigger scores_follow after insert on episode referencing new table as new_rows for each statement execute function scores_follow();

-- The first day of a stay never changes; that there never was one does.
create function scores_follow_stays() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in
    select n.clinic_id, array_agg(distinct n.client_id) as clients
    from new_rows n join old_rows o on o.clinic_id = n.clinic_id and o.id = n.id where lower(n.during) is distinct from lower(o.during) group by 1
  loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_scores(one.clinic_id, one.clients);
  end loop;
  return null;
end $$;
create trigger scores_follow_ended after update on episode referencing old table as old_rows new table as new_rows for each statement execute function scores_follow_stays();

create function rebuild_scores(p_clinic uuid) returns void language plpgsql security definer set search_path from current as $$
begin
  perform hold_boards(p_clinic, null);
  delete from stay_score where clinic_id = p_clinic;
  perform recount_scores(p_clinic, (select array_agg(distinct client_id) from episode where clinic_id = p_clinic));
end $$;
revoke all on function recount_scores(uuid, uuid[]), rebuild_scores(uuid), scores_follow(), scores_follow_stays() from public;
select rebuild_scores(id) from clinic_ids() id;

-- Which stays are in several parts is asked of their levels first: nearly all have one part, and asking each stay by itself was dear.
create or replace view stay_part with (security_invoker = true) as
select e.clinic_id, e.id as episode_id, e.client_id, e.program_id, e.level_of_care, e.during
from episode e
where not isempty(e.during) and not exists (select from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id)
union all
select e.clinic_id, e.id, e.client_id, p.program_id, p.level_of_care, e.during * daterange(p.from_day, p.next_day)
from (select distinct clinic_id, episode_id from stay_level) s
join episode e on e.clinic_id = s.clinic_id and e.id = s.episode_id
cross join lateral (
  select x.program_id, x.level_of_care, x.from_day, lead(x.from_day) over (order by x.from_day nulls first) as next_day
  from (
    -- Before the first decision, which one taken back does not unsay.
    (select l.was_program_id as program_id, l.was_level as level_of_care, null::date as from_day
     from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id order by l.from_day, l.moved_at, l.id limit 1)
    union all
    (select distinct on (l.from_day) l.program_id, l.level_of_care, l.from_day
     from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id
       and not exists (select from stay_level_undo u where u.clinic_id = l.clinic_id and u.level_id = l.id)
     order by l.from_day, l.moved_at desc, l.id desc)) x) p
where not isempty(e.during) and not isempty(e.during * daterange(p.from_day, p.next_day));

-- The marks of some days in the order in which the latest of each is found; a person's facts as they stand, with what they are told apart by.
drop index attendance_of_day;
create index attendance_of_day on attendance_mark (clinic_id, held_on, session_id, visit_id, client_id, marked_at desc, id desc) include (mark, undoes);
drop index client_identity_of;
create index client_identity_of on client_identity (clinic_id, client_id, recorded_at desc, id desc) include (birth_date, language);

-- What reports of a period read of each row stands in an index of its own, so that a year of a large clinic is read without the rows.
create index episode_told on episode (clinic_id, id) include (client_id, program_id, level_of_care, during);
create index discharge_of_day on discharge (clinic_id, on_day) include (episode_id, reason);
create index seat_of_stay on seat (clinic_id, episode_id) include (client_id, series_id, during);
drop index episode_week_board;
create index episode_week_board on episode_week (clinic_id, week)
  include (episode_id, client_id, attended_minutes, missed_minutes, attended_days, floor_minutes, floor_days, is_part_week);
