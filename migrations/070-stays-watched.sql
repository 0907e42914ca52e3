-- What Today and the board of moves ask of every stay, kept beside the rows it follows from: who has not been heard from, who is away
-- and is asked about next, whose level is looked at again, which summary is owed, which task of a decision is open, and what of a
-- plan is to come. A screen then reads what it shows, however many people are in care or ever were.
-- Only triggers write here, as the owner. They see what follows from a row, whoever wrote it: while they
-- count, the duty is `boards`, and then again whatever it was.

create table stay_watch (
  clinic_id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  state text not null,
  -- The last day on which the person themself was there, answered, or used their own page; the admission where nothing was.
  heard_on date not null,
  -- Somebody looked at the silence and put it off until this day.
  put_off_until date,
  -- The pause that stands, the day on which somebody asks again, and who.
  pause_id uuid,
  ask_on date,
  asker_id uuid,
  -- The day on which the latest decision on the level that stands is looked at again.
  level_look_on date,
  primary key (clinic_id, episode_id)
);
create index stay_watch_of on stay_watch (clinic_id, client_id);
create index stay_watch_silent on stay_watch (clinic_id, state, heard_on, episode_id) include (put_off_until) where pause_id is null;
create index stay_watch_away on stay_watch (clinic_id, ask_on, episode_id) include (asker_id) where pause_id is not null;
create index stay_watch_level on stay_watch (clinic_id, level_look_on, episode_id) where level_look_on is not null;

create table summary_due (
  clinic_id uuid not null,
  discharge_id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  state text not null,
  last_day date not null,
  -- Who writes it: the last primary therapist, else who discharged.
  owner_id uuid not null,
  primary key (clinic_id, discharge_id)
);
create index summary_due_of on summary_due (clinic_id, episode_id);
create index summary_due_soonest on summary_due (clinic_id, state, last_day, discharge_id);
create index summary_due_owner on summary_due (clinic_id, owner_id, state, last_day, discharge_id);

create table step_task_open (
  clinic_id uuid not null,
  task_id uuid not null,
  owner_id uuid not null,
  due_on date not null,
  primary key (clinic_id, task_id)
);
create index step_task_open_due on step_task_open (clinic_id, due_on, task_id);
create index step_task_open_owner on step_task_open (clinic_id, owner_id, due_on, task_id);

-- What is to come of a stay's plan, with the day from which its rule counts; the rule itself speaks when somebody asks.
create table plan_wait (
  clinic_id uuid not null,
  episode_id uuid not null,
  what text not null,
  client_id uuid not null,
  program_id uuid not null,
  level_of_care text not null,
  state text not null,
  began_on date not null,
  version_id uuid,
  counted_from date not null,
  -- Not later than this, whatever the rule says: the day that the plan or its last review names.
  latest_on date,
  midpoint_on date not null,
  primary key (clinic_id, episode_id, what)
);
create index plan_wait_of on plan_wait (clinic_id, client_id);
create index plan_wait_counted on plan_wait (clinic_id, state, level_of_care, what, counted_from);
create index plan_wait_midpoint on plan_wait (clinic_id, state, level_of_care, what, midpoint_on);
create index plan_wait_latest on plan_wait (clinic_id, latest_on) where latest_on is not null;

do $$
declare name text;
begin
  foreach name in array array['stay_watch', 'summary_due', 'step_task_open', 'plan_wait'] loop
    call keep(name);
    execute format('revoke insert on %I from stepwell_app', name);
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator''%s))',
      name, case when name = 'plan_wait' then '' else ', ''system''' end);
  end loop;
  foreach name in array array['stay_watch', 'summary_due', 'step_task_open', 'plan_wait', 'clinic', 'site', 'program', 'episode', 'discharge',
    'attendance_mark', 'outreach', 'client_page', 'client_page_try', 'stay_pause', 'stay_pause_touch', 'stay_pause_end', 'silence_look',
    'step_decision', 'step_undo', 'step_task', 'step_task_end', 'primary_therapist', 'discharge_summary', 'plan_version', 'plan_signed',
    'plan_review', 'plan_signature', 'plan_client_answer'] loop
    if not exists (select from pg_policies where schemaname = current_schema() and tablename = name and policyname = 'owner_reads') then
      call let_owner_read(name);
    end if;
  end loop;
end $$;

create function recount_watch(p_clinic uuid, p_clients uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from stay_watch where clinic_id = p_clinic and client_id = any (p_clients);

  insert into stay_watch (clinic_id, episode_id, client_id, state, heard_on, put_off_until, pause_id, ask_on, asker_id, level_look_on)
  select e.clinic_id, e.id, e.client_id, t.state, greatest(lower(e.during), a.day, o.day, v.day, x.day), l.day, q.id, q.next_on, q.owner_id, d.day
  from episode e
  join clinic c on c.id = e.clinic_id
  join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
  join site t on t.clinic_id = p.clinic_id and t.id = p.site_id
  cross join lateral (
    select max(s.held_on) as day from (
      select distinct on (m.session_id, m.visit_id) m.held_on, m.minutes, m.mark from attendance_mark m
      where m.clinic_id = e.clinic_id and m.client_id = e.client_id and m.held_on >= lower(e.during) and m.undoes is null
        and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
      order by m.session_id, m.visit_id, m.marked_at desc, m.id desc) s
    where s.minutes > 0 or s.mark = 'excused') a
  cross join lateral (select max((w.made_at at time zone c.time_zone)::date) as day from outreach w
    where w.clinic_id = e.clinic_id and w.client_id = e.client_id and w.reached) o
  cross join lateral (select max((w.at at time zone c.time_zone)::date) as day from client_page g
    join client_page_try w on w.clinic_id = g.clinic_id and w.page_id = g.id and w.succeeded
    where g.clinic_id = e.clinic_id and g.client_id = e.client_id) v
  -- Who came back from a pause was there on that day.
  cross join lateral (select max(y.on_day) as day from stay_pause b join stay_pause_end y on y.clinic_id = b.clinic_id and y.pause_id = b.id
    where b.clinic_id = e.clinic_id and b.episode_id = e.id and y.because = 'came-back') x
  cross join lateral (select max(k.look_again_on) as day from silence_look k where k.clinic_id = e.clinic_id and k.episode_id = e.id) l
  left join lateral (select n.id, n.next_on, n.owner_id from stay_pause_now n
    where n.clinic_id = e.clinic_id and n.episode_id = e.id and n.end_id is null order by n.from_day limit 1) q on true
  left join lateral (select s.look_again_on as day from step_decision s where s.clinic_id = e.clinic_id and s.episode_id = e.id
      and not exists (select from step_undo u where u.clinic_id = s.clinic_id and u.decision_id = s.id)
    order by s.decided_at desc, s.id desc limit 1) d on true
  where e.clinic_id = p_clinic and e.client_id = any (p_clients) and upper_inf(e.during)
$$;

create function recount_plan_waits(p_clinic uuid, p_clients uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from plan_wait where clinic_id = p_clinic and client_id = any (p_clients);

  insert into plan_wait (clinic_id, episode_id, what, client_id, program_id, level_of_care, state, began_on, version_id, counted_from, latest_on, midpoint_on)
  select k.clinic_id, k.id, w.what, k.client_id, k.program_id, k.level_of_care, k.state, k.began_on, k.version_id, w.counted_from, w.latest_on,
    w.counted_from + case when k.expected_weeks is null then 30 else (k.expected_weeks * 7) / 2 end
  from (
    select e.clinic_id, e.id, e.client_id, e.program_id, e.level_of_care, t.state, lower(e.during) as began_on, s.version_id, s.from_day, s.review_on,
      s.expected_weeks, (s.signed_at at time zone c.time_zone)::date as signed_on, (r.reviewed_at at time zone c.time_zone)::date as reviewed_on, r.next_on
    from episode e
    join clinic c on c.id = e.clinic_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    join site t on t.clinic_id = p.clinic_id and t.id = p.site_id
    left join lateral (select x.version_id, x.from_day, x.review_on, x.expected_weeks, x.signed_at from plan_signed x
      where x.clinic_id = e.clinic_id and x.episode_id = e.id order by x.number desc limit 1) s on true
    left join lateral (select x.reviewed_at, x.next_on from plan_review x
      where x.clinic_id = e.clinic_id and x.episode_id = e.id and x.reviewed_at > s.signed_at order by x.reviewed_at desc limit 1) r on true
    where e.clinic_id = p_clinic and e.client_id = any (p_clients) and upper_inf(e.during)
  ) k
  cross join lateral (
    select 'first-plan' as what, k.began_on as counted_from, null::date as latest_on where k.version_id is null
    union all
    select 'review', coalesce(k.reviewed_on, k.from_day), coalesce(k.next_on, k.review_on) where k.version_id is not null
    union all
    select 'cosignature', k.signed_on, null
      where exists (select from plan_signature g where g.clinic_id = k.clinic_id and g.version_id = k.version_id and g.review_id is null and g.needs_cosign)
        and not exists (select from plan_signature g where g.clinic_id = k.clinic_id and g.version_id = k.version_id and g.review_id is null and g.part = 'co-signer')
    union all
    select 'client-signature', k.signed_on, null
      where k.version_id is not null and not exists (select from plan_client_answer a where a.clinic_id = k.clinic_id and a.version_id = k.version_id)
  ) w
$$;

create function recount_summaries(p_clinic uuid, p_episodes uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from summary_due where clinic_id = p_clinic and episode_id = any (p_episodes);
  insert into summary_due (clinic_id, discharge_id, episode_id, client_id, state, last_day, owner_id)
  select d.clinic_id, d.id, e.id, e.client_id, t.state, d.on_day, coalesce((select k.staff_id from primary_therapist k
    where k.clinic_id = e.clinic_id and k.episode_id = e.id order by k.assigned_at desc, k.id desc limit 1), d.discharged_by)
  from discharge d
  join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id and not isempty(e.during)
  join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
  join site t on t.clinic_id = p.clinic_id and t.id = p.site_id
  where d.clinic_id = p_clinic and d.episode_id = any (p_episodes)
    and not exists (select from discharge_summary x where x.clinic_id = d.clinic_id and x.discharge_id = d.id)
$$;

-- Whose stay a row speaks of, by whichever it names. What was not reached, and a birth date that was wrong, was no word.
create function stays_spoken_of(p_rows jsonb[]) returns table (clinic_id uuid, clients uuid[])
language sql stable security definer set search_path from current as $$
  select n.clinic_id, array_agg(distinct coalesce(n.client_id, e.client_id, p.client_id, d.client_id, g.client_id, v.client_id))
  from (
    select (j ->> 'clinic_id')::uuid as clinic_id, (j ->> 'client_id')::uuid as client_id, (j ->> 'episode_id')::uuid as episode_id,
      (j ->> 'pause_id')::uuid as pause_id, (j ->> 'decision_id')::uuid as decision_id, (j ->> 'page_id')::uuid as page_id, (j ->> 'version_id')::uuid as version_id
    from unnest(p_rows) j
    where coalesce((j ->> 'reached')::boolean, true) and coalesce((j ->> 'succeeded')::boolean, true)
  ) n
  left join lateral (select x.client_id from episode x where n.client_id is null and x.clinic_id = n.clinic_id and x.id = n.episode_id) e on true
  left join lateral (select x.client_id from stay_pause x where n.client_id is null and x.clinic_id = n.clinic_id and x.id = n.pause_id) p on true
  left join lateral (select x.client_id from step_decision x where n.client_id is null and x.clinic_id = n.clinic_id and x.id = n.decision_id) d on true
  left join lateral (select x.client_id from client_page x where n.client_id is null and x.clinic_id = n.clinic_id and x.id = n.page_id) g on true
  left join lateral (select x.client_id from plan_version x where n.client_id is null and x.clinic_id = n.clinic_id and x.id = n.version_id) v on true
  group by n.clinic_id
$$;

create function watch_follows() returns trigger language plpgsql security definer set search_path from current as $$
declare one record; duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  for one in select * from stays_spoken_of((select array_agg(to_jsonb(n)) from new_rows n)) loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_watch(one.clinic_id, one.clients);
  end loop;
  perform set_config('app.role', duty, true);
  return null;
end $$;

-- Most marks change nothing of it: a second one of a day, an absence after a day on which they were there.
create function watch_follows_marks() returns trigger language plpgsql security definer set search_path from current as $$
declare one record; duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  for one in
    select n.clinic_id, array_agg(distinct n.client_id) as clients
    from new_rows n join stay_watch w on w.clinic_id = n.clinic_id and w.client_id = n.client_id
    where n.undoes is not null or case when n.minutes > 0 or n.mark = 'excused' then n.held_on > w.heard_on else n.held_on = w.heard_on end
    group by 1
  loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_watch(one.clinic_id, one.clients);
  end loop;
  perform set_config('app.role', duty, true);
  return null;
end $$;

create function plan_waits_follow() returns trigger language plpgsql security definer set search_path from current as $$
declare one record; duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  for one in select * from stays_spoken_of((select array_agg(to_jsonb(n) - 'page_id') from new_rows n)) loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_plan_waits(one.clinic_id, one.clients);
  end loop;
  perform set_config('app.role', duty, true);
  return null;
end $$;

create function stays_follow() returns trigger language plpgsql security definer set search_path from current as $$
declare one record; duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  for one in select n.clinic_id, array_agg(distinct n.client_id) as clients, array_agg(n.id) as ids from new_rows n group by 1 loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_watch(one.clinic_id, one.clients), recount_plan_waits(one.clinic_id, one.clients);
    if tg_op = 'UPDATE' then perform recount_summaries(one.clinic_id, one.ids); end if;
  end loop;
  perform set_config('app.role', duty, true);
  return null;
end $$;

-- The rows that came, or the one that was taken back.
create function summaries_follow() returns trigger language plpgsql security definer set search_path from current as $$
declare one record; duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  for one in select n.clinic_id, array_agg(distinct n.episode_id) as ids from changed_rows n group by 1 loop
    perform hold_boards(one.clinic_id, one.ids);
    perform recount_summaries(one.clinic_id, one.ids);
  end loop;
  perform set_config('app.role', duty, true);
  return null;
end $$;

create function step_tasks_follow() returns trigger language plpgsql security definer set search_path from current as $$
declare duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  if tg_table_name = 'step_task' then
    insert into step_task_open select clinic_id, id, owner_id, due_on from new_rows;
  else
    delete from step_task_open t using new_rows n where t.clinic_id = n.clinic_id and t.task_id = n.task_id;
  end if;
  perform set_config('app.role', duty, true);
  return null;
end $$;

do $$
declare name text;
begin
  foreach name in array array['outreach', 'client_page_try', 'stay_pause', 'stay_pause_touch', 'stay_pause_end', 'silence_look', 'step_decision', 'step_undo'] loop
    execute format('create trigger boards_follow_watch after insert on %I referencing new table as new_rows for each statement execute function watch_follows()', name);
  end loop;
  foreach name in array array['plan_signed', 'plan_review', 'plan_signature', 'plan_client_answer'] loop
    execute format('create trigger boards_follow_plans after insert on %I referencing new table as new_rows for each statement execute function plan_waits_follow()', name);
  end loop;
  foreach name in array array['discharge', 'discharge_summary', 'primary_therapist'] loop
    execute format('create trigger boards_follow_summaries after insert on %I referencing new table as changed_rows for each statement execute function summaries_follow()', name);
  end loop;
  foreach name in array array['step_task', 'step_task_end'] loop
    execute format('create trigger boards_follow_tasks after insert on %I referencing new table as new_rows for each statement execute function step_tasks_follow()', name);
  end loop;
end $$;
create trigger boards_follow_watch after insert on attendance_mark referencing new table as new_rows for each statement execute function watch_follows_marks();
create trigger boards_follow_stays_in after insert on episode referencing new table as new_rows for each statement execute function stays_follow();
create trigger boards_follow_stays_on after update on episode referencing new table as new_rows for each statement execute function stays_follow();
create trigger boards_follow_summaries_back after delete on discharge referencing old table as changed_rows for each statement execute function summaries_follow();

create function rebuild_stay_boards(p_clinic uuid) returns void language plpgsql security definer set search_path from current as $$
declare everybody uuid[]; left_stays uuid[]; duty text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'boards', true);
  perform hold_boards(p_clinic, null);
  delete from stay_watch where clinic_id = p_clinic;
  delete from plan_wait where clinic_id = p_clinic;
  delete from summary_due where clinic_id = p_clinic;
  delete from step_task_open where clinic_id = p_clinic;
  select coalesce(array_agg(client_id), '{}') into everybody from episode where clinic_id = p_clinic and upper_inf(during);
  select coalesce(array_agg(episode_id), '{}') into left_stays from discharge where clinic_id = p_clinic;
  perform recount_watch(p_clinic, everybody), recount_plan_waits(p_clinic, everybody), recount_summaries(p_clinic, left_stays);
  insert into step_task_open select t.clinic_id, t.id, t.owner_id, t.due_on from step_task t
    where t.clinic_id = p_clinic and not exists (select from step_task_end x where x.clinic_id = t.clinic_id and x.task_id = t.id);
  perform set_config('app.role', duty, true);
end $$;

-- These boards are made again with the others.
create or replace function rebuild_boards(p_clinic uuid) returns void language plpgsql security definer set search_path from current as $$
declare everybody uuid[]; first_day date;
begin
  perform hold_boards(p_clinic, null);
  delete from episode_week where clinic_id = p_clinic;
  delete from unreached where clinic_id = p_clinic;
  delete from note_due where clinic_id = p_clinic;
  delete from open_hand_off where clinic_id = p_clinic;
  delete from census where clinic_id = p_clinic;
  select array_agg(distinct client_id), min(lower(during)) into everybody, first_day from episode where clinic_id = p_clinic;
  if everybody is not null then
    perform recount_weeks(p_clinic, everybody, first_day, current_date + 49), recount_unreached(p_clinic, everybody);
  end if;
  insert into note_due (clinic_id, session_id, since)
    select g.clinic_id, g.id, upper(g.during) from group_session g
    where g.clinic_id = p_clinic and not isempty(g.during)
      and not exists (select from note_signature s where s.clinic_id = g.clinic_id and s.session_id = g.id and s.part = 'author');
  perform recount_hand_offs(p_clinic, (select array_agg(id) from hand_off where clinic_id = p_clinic));
  insert into census
    select clinic_id, program_id, level_of_care, count(*) from episode where clinic_id = p_clinic and upper_inf(during) group by 1, 2, 3;
  perform rebuild_stay_boards(p_clinic);
end $$;

revoke all on function recount_watch(uuid, uuid[]), recount_plan_waits(uuid, uuid[]), recount_summaries(uuid, uuid[]), stays_spoken_of(jsonb[]),
  watch_follows(), watch_follows_marks(), plan_waits_follow(), stays_follow(), summaries_follow(), step_tasks_follow(), rebuild_stay_boards(uuid) from public;

-- What is there already.
select rebuild_stay_boards(id) from clinic_ids() as c(id);
