-- Decisions on the level of care during a stay, what each did, and how it is taken back.

-- What a pause, a step or a discharge did with seats and visits, so that it can be taken back: what was taken away, with the days or
-- hours that it had, or (`was_during` null) what was given.
create table moved_seat (
  clinic_id uuid not null,
  id uuid not null,
  because_of text not null check (because_of in ('pause', 'step', 'discharge')),
  cause_id uuid not null,
  seat_id uuid not null,
  was_during daterange,
  primary key (clinic_id, id),
  foreign key (clinic_id, seat_id) references seat
);
create unique index moved_seat_of on moved_seat (clinic_id, cause_id, seat_id);
create table moved_visit (
  clinic_id uuid not null,
  id uuid not null,
  because_of text not null check (because_of in ('pause', 'step', 'discharge')),
  cause_id uuid not null,
  visit_id uuid not null,
  was_during tstzrange not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, visit_id) references visit
);
create unique index moved_visit_of on moved_visit (clinic_id, cause_id, visit_id);
-- A seat that ended stays ended; what is given back is a further row for the days that are left of it.
create table seat_restored (
  clinic_id uuid not null,
  id uuid not null,
  moved_id uuid not null,
  seat_id uuid not null,
  restored_by uuid not null,
  restored_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, moved_id) references moved_seat,
  foreign key (clinic_id, seat_id) references seat
);
create unique index seat_restored_of on seat_restored (clinic_id, moved_id);
create table visit_restored (
  clinic_id uuid not null,
  id uuid not null,
  moved_id uuid not null,
  visit_id uuid not null,
  restored_by uuid not null,
  restored_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, moved_id) references moved_visit,
  foreign key (clinic_id, visit_id) references visit
);
create unique index visit_restored_of on visit_restored (clinic_id, moved_id);

-- A decision on the level during a stay. `evidence` is what was on the card when it was decided; `did` what the act was to do, as it
-- was shown before. The decisions of one stay follow one another: whoever decides on an older card is told.
create table step_decision (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  after_id uuid,
  kind text not null check (kind in ('stay', 'step-up', 'step-down', 'elsewhere', 'leave')),
  from_level text not null,
  to_level text not null,
  to_program_id uuid,
  from_day date not null,
  payer_level text not null default '' check (length(payer_level) <= 20),
  reasons text not null check (length(reasons) between 1 and 4000),
  took_part text not null check (length(took_part) between 1 and 500),
  client_view text not null check (client_view in ('agrees', 'disagrees', 'not-asked')),
  client_words text not null default '' check (length(client_words) <= 2000),
  evidence jsonb not null check (jsonb_typeof(evidence) = 'array'),
  did jsonb not null check (jsonb_typeof(did) = 'object'),
  look_again_on date,
  decided_by uuid not null,
  name_and_credential text not null,
  decided_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, after_id) references step_decision,
  foreign key (clinic_id, to_program_id) references program,
  check ((kind in ('step-up', 'step-down')) = (to_program_id is not null))
);
create index step_decision_of on step_decision (clinic_id, episode_id, decided_at desc, id desc);
-- One decision follows another, once: two who decide at the same moment do not both decide.
create unique index step_decision_follows on step_decision (clinic_id, episode_id, (coalesce(after_id, '00000000-0000-0000-0000-000000000000')));
create trigger client_stands before insert on step_decision for each row execute function client_stands();

-- Who sees it otherwise, in their words. Nobody's dissent is taken away; they may add to it.
create table step_dissent (
  clinic_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  who text not null check (length(who) between 1 and 200),
  words text not null check (length(words) between 1 and 2000),
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, decision_id) references step_decision deferrable initially deferred
);
create index step_dissent_of on step_dissent (clinic_id, decision_id, noted_at);

-- What a decision asks of somebody by a day: an authorization, consents for a hand-off, things to do for afterwards.
create table step_task (
  clinic_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  kind text not null check (kind in ('authorization', 'consents', 'continuing-care', 'plan', 'seats')),
  what text not null check (length(what) between 1 and 300),
  due_on date not null,
  owner_id uuid not null,
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, decision_id) references step_decision deferrable initially deferred,
  foreign key (clinic_id, owner_id) references staff_member
);
create index step_task_of on step_task (clinic_id, decision_id);
create index step_task_owner on step_task (clinic_id, owner_id, due_on);
create table step_task_end (
  clinic_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  outcome text not null check (outcome in ('done', 'taken-back')),
  words text not null default '' check (length(words) <= 300),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, task_id) references step_task
);
create unique index step_task_end_of on step_task_end (clinic_id, task_id);

-- A decision that was taken back within a day, and what could not be given back.
create table step_undo (
  clinic_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  because text not null check (length(because) between 1 and 2000),
  could_not jsonb not null default '[]' check (jsonb_typeof(could_not) = 'array'),
  undone_by uuid not null,
  undone_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, decision_id) references step_decision deferrable initially deferred
);
create unique index step_undo_of on step_undo (clinic_id, decision_id);

-- The level and program of a stay from a day on. What was before stands on the row, so that every day of a stay has its level.
create table stay_level (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  from_day date not null,
  program_id uuid not null,
  level_of_care text not null,
  was_program_id uuid not null,
  was_level text not null,
  decision_id uuid not null,
  moved_by uuid not null,
  moved_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, program_id) references program,
  foreign key (clinic_id, was_program_id) references program,
  foreign key (clinic_id, decision_id) references step_decision deferrable initially deferred
);
create index stay_level_of on stay_level (clinic_id, episode_id, from_day desc, moved_at desc);
call keep('stay_level');
call let_owner_read('stay_level');
create table stay_level_undo (
  clinic_id uuid not null,
  id uuid not null,
  level_id uuid not null,
  undone_by uuid not null,
  undone_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, level_id) references stay_level
);
create unique index stay_level_undo_of on stay_level_undo (clinic_id, level_id);
call keep('stay_level_undo');
call let_owner_read('stay_level_undo');

-- Which program and level a stay is at on a day.
create function stay_level_on(p_clinic uuid, p_episode uuid, p_day date) returns table (program_id uuid, level_of_care text)
language sql stable security definer set search_path from current as $$
  select coalesce(x.program_id, f.was_program_id, e.program_id), coalesce(x.level_of_care, f.was_level, e.level_of_care)
  from episode e
  left join lateral (select l.* from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id and l.from_day <= p_day
    and not exists (select from stay_level_undo u where u.clinic_id = l.clinic_id and u.level_id = l.id)
    order by l.from_day desc, l.moved_at desc, l.id desc limit 1) x on true
  left join lateral (select l.* from stay_level l where x.id is null and l.clinic_id = e.clinic_id and l.episode_id = e.id
    order by l.from_day, l.moved_at, l.id limit 1) f on true
  where e.clinic_id = p_clinic and e.id = p_episode
$$;
-- The stay's own row says the level of today: the clock and every step ask for it.
create function stays_follow_levels(p_day date, p_only uuid default null) returns int language plpgsql security definer set search_path from current as $$
declare n int;
begin
  if current_duty() not in ('stepwell', 'director', 'therapist', 'prescriber') then return 0; end if;
  update episode e set program_id = l.program_id, level_of_care = l.level_of_care
  from (select distinct s.episode_id from stay_level s where s.clinic_id = current_clinic() and (p_only is null or s.episode_id = p_only)) who
  cross join lateral stay_level_on(current_clinic(), who.episode_id, p_day) l
  where e.clinic_id = current_clinic() and e.id = who.episode_id and not isempty(e.during)
    and (e.program_id, e.level_of_care) is distinct from (l.program_id, l.level_of_care);
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function stay_level_on(uuid, uuid, date), stays_follow_levels(date, uuid) from public;
grant execute on function stays_follow_levels(date, uuid) to stepwell_app;

create function after_levels() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in
    select n.clinic_id, array_agg(distinct e.client_id) as clients, min(l.from_day) as from_day
    from new_rows n join stay_level l on l.clinic_id = n.clinic_id and l.id = coalesce((to_jsonb(n) ->> 'level_id')::uuid, n.id)
    join episode e on e.clinic_id = l.clinic_id and e.id = l.episode_id group by 1
  loop
    perform hold_boards(one.clinic_id, one.clients);
    perform recount_weeks(one.clinic_id, one.clients, one.from_day, current_date + 49);
  end loop;
  return null;
end $$;
revoke all on function after_levels() from public;
create trigger boards_follow after insert on stay_level referencing new table as new_rows for each statement execute function after_levels();
create trigger boards_follow after insert on stay_level_undo referencing new table as new_rows for each statement execute function after_levels();

do $$ declare name text; begin
  foreach name in array array['moved_seat', 'moved_visit', 'seat_restored', 'visit_restored', 'step_decision', 'step_dissent', 'step_task',
    'step_task_end', 'step_undo'] loop
    execute format('call keep(%L)', name);
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;
