-- Leaving by kind, with its summary and its deadline; a discharge by the clinic itself; silence; and how a discharge is taken back.

-- Why somebody left, finer than the state's count: the reason stays what a treatment report says.
alter table discharge add column kind text not null default ''
  check (kind in ('', 'completed', 'transferred', 'against-advice', 'dropped-out', 'terminated', 'incarcerated', 'died', 'moved', 'other'));
call let_owner_read('discharge');

-- A discharge that was taken back within a day: the whole row as it stood, and who took it back and why. `undo_discharge` moves it
-- here, so that a stay has one discharge or none, and nothing of it is lost.
create table discharge_undone (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  on_day date not null,
  reason text not null,
  kind text not null,
  words text not null,
  discharged_by uuid not null,
  discharged_at timestamptz not null,
  because text not null check (length(because) between 1 and 2000),
  could_not jsonb not null default '[]' check (jsonb_typeof(could_not) = 'array'),
  undone_by uuid not null,
  undone_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index discharge_undone_of on discharge_undone (clinic_id, episode_id);
call keep('discharge_undone');
call let_owner_read('discharge_undone');
revoke insert on discharge_undone from stepwell_app;

create function undo_discharge(p_discharge uuid, p_because text, p_could_not jsonb, moment timestamptz) returns boolean
language plpgsql security definer set search_path from current as $$
begin
  if current_duty() not in ('director', 'coordinator', 'therapist') then return false; end if;
  with gone as (
    delete from discharge d where d.clinic_id = current_clinic() and d.id = p_discharge and d.discharged_at > moment - interval '1 day'
      and d.discharged_at <= moment
      and exists (select from episode e where e.clinic_id = d.clinic_id and e.id = d.episode_id and not isempty(e.during))
    returning d.*)
  insert into discharge_undone (clinic_id, id, episode_id, on_day, reason, kind, words, discharged_by, discharged_at, because, could_not, undone_by, undone_at)
    select clinic_id, id, episode_id, on_day, reason, kind, words, discharged_by, discharged_at, p_because, p_could_not, current_person(), moment from gone;
  return found;
end $$;
revoke all on function undo_discharge(uuid, text, jsonb, timestamptz) from public;
grant execute on function undo_discharge(uuid, text, jsonb, timestamptz) to stepwell_app;

-- A stay goes on where its discharge was taken back, and no other way: its first day stays.
create function stay_only_shortens() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if isempty(new.during) and lower(old.during) is not null then return new; end if;
  if lower(new.during) = lower(old.during) and upper_inf(new.during)
     and exists (select from discharge_undone u where u.clinic_id = new.clinic_id and u.episode_id = new.id)
     and not exists (select from discharge d where d.clinic_id = new.clinic_id and d.episode_id = new.id) then
    return new;
  end if;
  if lower(new.during) is distinct from lower(old.during)
     or coalesce(upper(new.during), 'infinity') > coalesce(upper(old.during), 'infinity') then
    raise exception 'A range that began stays; it can only end earlier.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function stay_only_shortens() from public;
drop trigger episode_only_shortens on episode;
create trigger episode_only_shortens before update on episode for each row execute function stay_only_shortens();

-- Within how many days a discharge summary is signed, and after how many without any contact a discharge is proposed: by state, dated.
create table leaving_rule (
  clinic_id uuid not null references clinic,
  id uuid not null,
  what text not null check (what in ('discharge-summary', 'no-contact', 'appeal')),
  state text check (state ~ '^[A-Z]{2}$'),
  days int not null check (days between 1 and 365),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  mark text not null default 'K' check (mark in ('V', 'K', 'C')),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index leaving_rule_of on leaving_rule (clinic_id, what, effective_from desc, set_at desc);
call keep('leaving_rule');

-- A discharge summary, as typed (every save a row) and as signed. It belongs to one discharge: one that was taken back keeps its own.
create table discharge_summary_save (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  discharge_id uuid not null,
  body jsonb not null check (jsonb_typeof(body) = 'object'),
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index discharge_summary_save_of on discharge_summary_save (clinic_id, discharge_id, saved_at desc, id desc);
create table discharge_summary (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  discharge_id uuid not null,
  body jsonb not null check (jsonb_typeof(body) = 'object'),
  signed_by uuid not null,
  name_and_credential text not null,
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create unique index discharge_summary_of on discharge_summary (clinic_id, discharge_id);

-- The clinic means to end somebody's stay: what they were told, and until when they may appeal. Answers are rows; the latest review
-- and the latest word on an appeal stand.
create table discharge_notice (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  given_on date not null,
  ends_on date not null check (ends_on >= given_on),
  appeal_by date not null check (appeal_by >= given_on),
  reasons text not null check (length(reasons) between 1 and 4000),
  offered text not null check (length(offered) between 1 and 2000),
  how_given text not null check (how_given in ('in-person', 'letter', 'phone', 'own-page')),
  danger text not null default '' check (length(danger) <= 2000),
  given_by uuid not null,
  given_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, client_id) references client
);
create index discharge_notice_of on discharge_notice (clinic_id, episode_id, given_at desc);
create trigger client_stands before insert on discharge_notice for each row execute function client_stands();
create table discharge_notice_answer (
  clinic_id uuid not null,
  id uuid not null,
  notice_id uuid not null,
  what text not null check (what in ('reviewed', 'appealed', 'appeal-stands', 'appeal-granted', 'taken-back')),
  words text not null check (length(words) between 1 and 2000),
  answered_by uuid not null,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, notice_id) references discharge_notice
);
create index discharge_notice_answer_of on discharge_notice_answer (clinic_id, notice_id, answered_at);

-- Nobody has heard from somebody for long, and they stay in care all the same: why, and when somebody looks again.
create table silence_look (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  words text not null check (length(words) between 1 and 1000),
  look_again_on date not null,
  looked_by uuid not null,
  looked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index silence_look_of on silence_look (clinic_id, episode_id, looked_at desc);

do $$ declare name text; begin
  foreach name in array array['discharge_summary_save', 'discharge_summary', 'discharge_notice', 'discharge_notice_answer', 'silence_look'] loop
    execute format('call keep(%L)', name);
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;
-- What is signed is a clinician's.
create policy clinicians_sign on discharge_summary as restrictive for insert to stepwell_app with check ((select current_duty()) in ('director', 'therapist', 'prescriber', 'coordinator'));
