-- A tablet that goes round a room, measures that are corrected by rows, an instrument in a clinic's own translation, and
-- the addendum that follows from an accepted wish.

-- A tablet that the leader of a group handed round: good for one meeting and for this browser alone. Who opens it is nobody of the
-- staff any more, and no client either: it comes through a door of its own, as a role that is granted no table at all.
do $$ begin
  if not exists (select from pg_roles where rolname = 'stepwell_tablet') then create role stepwell_tablet nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant usage on schema %I to stepwell_tablet', current_schema());
  -- The application steps down to it for one transaction.
  grant stepwell_tablet to stepwell_app;
exception when duplicate_object or unique_violation then null;
end $$;

create table tablet_round (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  -- Only hashes are here: who reads the database cannot open the round. The second one is of a cookie in that browser.
  token_hash text not null unique,
  secret_hash text not null,
  expires_at timestamptz not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session
);
create index tablet_round_of on tablet_round (clinic_id, session_id, opened_at desc);
call keep('tablet_round');
call let_owner_read('tablet_round');
revoke select on tablet_round from stepwell_app;
grant select (clinic_id, id, session_id, expires_at, opened_by, opened_at) on tablet_round to stepwell_app;

create table tablet_round_end (
  clinic_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, round_id) references tablet_round
);
create unique index tablet_round_end_of on tablet_round_end (clinic_id, round_id);
call keep('tablet_round_end');
call let_owner_read('tablet_round_end');

-- A place on the tablet: what the leader called it, and whose it is. The room sees the first and never the second.
create table tablet_place (
  clinic_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  client_id uuid not null,
  label text not null check (length(label) between 1 and 12),
  primary key (clinic_id, id),
  foreign key (clinic_id, round_id) references tablet_round,
  foreign key (clinic_id, client_id) references client,
  constraint tablet_place_once unique (clinic_id, round_id, client_id),
  constraint tablet_place_label unique (clinic_id, round_id, label)
);
call keep('tablet_place');

-- One sending from a place. `turn` is the one page it came from, so that a second press is no second answer. What is whole is
-- answered once for each person and meeting, however many tablets go round; what was left halfway is kept beside it, unscored.
create table tablet_answer (
  clinic_id uuid not null,
  id uuid not null,
  place_id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  instrument text not null,
  turn uuid not null,
  is_whole boolean not null,
  measure_id uuid not null,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, place_id) references tablet_place,
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, measure_id) references measure,
  constraint tablet_answer_turn unique (clinic_id, place_id, turn)
);
create unique index tablet_answer_once on tablet_answer (clinic_id, session_id, client_id, instrument) where is_whole;
create index tablet_answer_measure on tablet_answer (clinic_id, measure_id) where not is_whole;
call keep('tablet_answer');

alter table measure add column place_id uuid;
alter table measure add foreign key (clinic_id, place_id) references tablet_place;
alter table measure drop constraint measure_by_somebody;
alter table measure add constraint measure_by_somebody check (num_nonnulls(recorded_by, page_id, place_id) = 1);

-- A measure that says something wrong: which one says it right, or none where it should not be there at all. Both stay readable.
create table measure_correction (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  measure_id uuid not null,
  by_measure_id uuid,
  because text not null check (length(because) between 3 and 500),
  corrected_by uuid not null,
  corrected_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, measure_id) references measure,
  foreign key (clinic_id, by_measure_id) references measure,
  constraint measure_corrected_once unique (clinic_id, measure_id),
  check (measure_id <> by_measure_id)
);
create index measure_correction_of on measure_correction (clinic_id, client_id);
call keep('measure_correction');

-- What stands: no later row corrects it or takes it back.
create view measure_now with (security_invoker = true) as
  select m.* from measure m
  where not exists (select from measure_correction x where x.clinic_id = m.clinic_id and x.measure_id = m.id);
grant select on measure_now to stepwell_app;

-- Words of an instrument in another language that a clinic has leave to use. The latest row stands; without words it is taken back.
create table instrument_translation (
  clinic_id uuid not null,
  id uuid not null,
  instrument text not null,
  language text not null check (language in ('es')),
  form_version text not null,
  words jsonb check (jsonb_typeof(words) = 'object'),
  source text not null check (length(source) between 3 and 300),
  leave text not null default '' check (length(leave) <= 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  check (words is null or length(leave) >= 3)
);
create index instrument_translation_of on instrument_translation (clinic_id, instrument, language, set_at desc, id desc);
call keep('instrument_translation');

-- An addendum that follows from a client's wish says from which.
alter table note_addendum add column answer_id uuid;
alter table note_addendum add foreign key (clinic_id, answer_id) references note_statement_answer;
alter table visit_note_addendum add column answer_id uuid;
alter table visit_note_addendum add foreign key (clinic_id, answer_id) references note_statement_answer;

-- drafts: hours after its signature for which the drafts of a note are kept.
alter table note_rule drop constraint note_rule_rule_check;
alter table note_rule add constraint note_rule_rule_check check (rule in ('sign', 'cosign', 'amendment', 'visit-notes', 'drafts'));

do $$ declare name text; begin
  foreach name in array array['tablet_place', 'tablet_answer', 'measure_correction'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;

alter table trail drop constraint trail_by_kind_check;
alter table trail add constraint trail_by_kind_check check (by_kind in ('staff', 'system', 'stepwell', 'visitor', 'link', 'client', 'tablet'));

-- Opens a request of a tablet that goes round: by the key in its address and the secret in its cookie, while the round lasts.
create function begin_round(token text, secret text, at_now timestamptz)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean, phone text,
               round_id uuid, session_id uuid, expires_at timestamptz)
language plpgsql security definer set search_path from current as $$
declare found_round record;
begin
  select r.* into found_round from tablet_round r
  where r.token_hash = token and r.secret_hash = secret and r.expires_at > at_now
    and not exists (select from tablet_round_end e where e.clinic_id = r.clinic_id and e.round_id = r.id);
  if not found then return; end if;
  perform set_config('app.clinic', found_round.clinic_id::text, true), set_config('app.person', found_round.id::text, true),
          set_config('app.role', 'tablet', true);
  return query select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, coalesce(nullif(c.phone, ''), f.phone, ''),
      found_round.id, found_round.session_id, found_round.expires_at
    from clinic c
    left join lateral (select x.phone from public_front x where x.clinic_id = c.id order by x.set_at desc, x.id desc limit 1) f on true
    where c.id = found_round.clinic_id;
end $$;
revoke all on function begin_round(text, text, timestamptz) from public;
grant execute on function begin_round(text, text, timestamptz) to stepwell_app, stepwell_tablet;
