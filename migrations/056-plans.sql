-- The plan of care in full: diagnoses, versions with their drafts and signatures, what is worked on and by what means, reviews, and
-- what a client practises between sessions. A signed version is never changed; the next one begins as its copy.

-- A diagnosis is a dated row with the name and licence of whoever made it; an end says why it stands no more.
create table diagnosis (
  clinic_id uuid not null, id uuid not null,
  client_id uuid not null,
  code text not null check (code ~ '^[A-TV-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$'),
  -- The clinic's own words for it.
  words text not null check (length(words) between 1 and 300),
  certainty text not null check (certainty in ('confirmed', 'provisional')),
  made_on date not null,
  made_by uuid not null, name_and_credential text not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index diagnosis_of on diagnosis (clinic_id, client_id, made_at);
create trigger client_stands before insert on diagnosis for each row execute function client_stands();
call keep('diagnosis');

create table diagnosis_end (
  clinic_id uuid not null, id uuid not null,
  diagnosis_id uuid not null,
  because text not null check (because in ('resolved', 'ruled-out', 'replaced', 'entered-in-error')),
  words text not null default '' check (length(words) <= 300),
  ended_by uuid not null, name_and_credential text not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, diagnosis_id) references diagnosis
);
create unique index diagnosis_end_of on diagnosis_end (clinic_id, diagnosis_id);
call keep('diagnosis_end');

-- Who may diagnose and who may sign a plan, where the clinic knows better than the table that came with Stepwell.
create table plan_credential (
  clinic_id uuid not null references clinic,
  id uuid not null,
  credential text not null check (length(credential) between 1 and 30),
  state text check (state ~ '^[A-Z]{2}$'),
  diagnoses text not null check (diagnoses in ('yes', 'provisional', 'no')),
  signs text not null check (signs in ('alone', 'with-cosign', 'no')),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  mark text not null check (mark in ('V', 'C', 'K')),
  set_by uuid not null, set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index plan_credential_newest on plan_credential (clinic_id, effective_from desc, set_at desc);
call keep('plan_credential');

-- By when a plan is signed, counter-signed, signed by the client and reviewed: the clinic's own rows, by state, level, program or payer.
create table plan_deadline (
  clinic_id uuid not null references clinic,
  id uuid not null,
  what text not null check (what in ('first-plan', 'client-signature', 'cosignature', 'review')),
  state text check (state ~ '^[A-Z]{2}$'),
  level_of_care text,
  program_id uuid,
  payer_id uuid,
  days int check (days between 0 and 366),
  -- Half of the length that the plan expects, in the place of a number of days.
  at_midpoint boolean not null default false,
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  mark text not null check (mark in ('V', 'C', 'K')),
  set_by uuid not null, set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, program_id) references program,
  foreign key (clinic_id, payer_id) references payer,
  check (num_nonnulls(program_id, payer_id) < 2),
  check ((days is null) = at_midpoint)
);
create index plan_deadline_newest on plan_deadline (clinic_id, what, effective_from desc, set_at desc);
call keep('plan_deadline');

-- A version: begun, typed, signed. Only the latest may be open.
create table plan_version (
  clinic_id uuid not null, id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  number int not null check (number > 0),
  kind text not null check (kind in ('first', 'review', 'amendment')),
  begun_by uuid not null, begun_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client, foreign key (clinic_id, episode_id) references episode,
  constraint plan_version_next unique (clinic_id, episode_id, number)
);
create trigger client_stands before insert on plan_version for each row execute function client_stands();
call keep('plan_version');

-- A draft as typed. Every save is a row, so that two devices at once lose nothing; signing keeps the last one.
create table plan_save (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  body jsonb not null,
  saved_by uuid not null, saved_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version
);
create index plan_save_of on plan_save (clinic_id, version_id, saved_at desc, id desc);
call keep('plan_save');
grant delete on plan_save to stepwell_app;

create table plan_signed (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  number int not null,
  -- The whole plan as it was read and signed, and the part of it that the client's own page shows.
  body jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  for_client jsonb not null,
  client_hash text not null check (client_hash ~ '^[0-9a-f]{64}$'),
  from_day date not null,
  review_on date not null,
  expected_weeks int check (expected_weeks between 1 and 104),
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, client_id) references client, foreign key (clinic_id, episode_id) references episode,
  constraint plan_signed_once unique (clinic_id, version_id)
);
create index plan_signed_newest on plan_signed (clinic_id, episode_id, number desc);
call keep('plan_signed');

-- The version that stands for each stay: the newest one that was signed.
create view plan_standing with (security_invoker = true) as
  select distinct on (clinic_id, episode_id) * from plan_signed order by clinic_id, episode_id, number desc;
grant select on plan_standing to stepwell_app;

create function plan_is_open() returns trigger language plpgsql as $$
begin
  if exists (select from plan_signed s where s.clinic_id = new.clinic_id and s.version_id = new.version_id) then
    raise exception 'A signed plan takes no further words: begin the next version.'
      using errcode = 'check_violation', constraint = 'plan_is_open';
  end if;
  return new;
end $$;
create trigger plan_save_open before insert on plan_save for each row execute function plan_is_open();

-- What a signed version holds, as rows: the thread is asked of them.
create table plan_problem (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  position int not null,
  words text not null,
  diagnosis_id uuid,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, diagnosis_id) references diagnosis,
  unique (clinic_id, version_id, position)
);
call keep('plan_problem');

create table plan_version_goal (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  goal_id uuid not null,
  -- The problem that it answers.
  problem_id uuid,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, goal_id) references plan_goal,
  foreign key (clinic_id, problem_id) references plan_problem,
  unique (clinic_id, version_id, goal_id)
);
call keep('plan_version_goal');
-- A goal that is put in other words is another row, which says whose place it takes.
alter table plan_goal add column replaces uuid, add foreign key (clinic_id, replaces) references plan_goal;

-- An objective keeps its row through every version, so that each note about it is found; its words belong to the version.
create table plan_objective (
  clinic_id uuid not null, id uuid not null,
  episode_id uuid not null,
  opened_by uuid not null, opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index plan_objective_of on plan_objective (clinic_id, episode_id);
call keep('plan_objective');

create table plan_objective_words (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  objective_id uuid not null,
  goal_id uuid not null,
  position int not null,
  words text not null,
  instrument text not null default '',
  baseline text not null default '',
  target text not null,
  due_on date not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, objective_id) references plan_objective,
  foreign key (clinic_id, goal_id) references plan_goal,
  unique (clinic_id, version_id, objective_id)
);
create index plan_objective_words_of on plan_objective_words (clinic_id, objective_id);
call keep('plan_objective_words');

-- What is done for it: a kind of service, how often, how long, by whom. Together they are the week that is prescribed.
create table plan_service (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  position int not null,
  kind text not null,
  times int not null check (times between 1 and 14),
  every_weeks int not null default 1 check (every_weeks between 1 and 8),
  minutes int not null check (minutes between 5 and 480),
  who text not null,
  objective_ids uuid[] not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version,
  unique (clinic_id, version_id, position)
);
call keep('plan_service');
-- The ledger of prescribed weeks: which plan wrote this one; null: somebody changed the week beside the plan, and it is still to be signed.
alter table dose_order add column plan_version_id uuid, add foreign key (clinic_id, plan_version_id) references plan_version;

create table plan_review (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  words text not null check (length(words) between 1 and 4000),
  next_on date not null,
  reviewed_by uuid not null, name_and_credential text not null,
  needs_cosign boolean not null,
  reviewed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, client_id) references client, foreign key (clinic_id, episode_id) references episode
);
create index plan_review_of on plan_review (clinic_id, episode_id, reviewed_at desc);
call keep('plan_review');

create table plan_review_objective (
  clinic_id uuid not null, id uuid not null,
  review_id uuid not null,
  objective_id uuid not null,
  outcome text not null check (outcome in ('kept', 'changed', 'met')),
  words text not null default '' check (length(words) <= 1000),
  primary key (clinic_id, id),
  foreign key (clinic_id, review_id) references plan_review,
  foreign key (clinic_id, objective_id) references plan_objective,
  unique (clinic_id, review_id, objective_id)
);
create index plan_review_objective_of on plan_review_objective (clinic_id, objective_id);
call keep('plan_review_objective');

create table plan_signature (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  -- Null: under the version itself.
  review_id uuid,
  part text not null check (part in ('author', 'co-signer')),
  signed_by uuid not null, name_and_credential text not null,
  needs_cosign boolean not null default false,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, review_id) references plan_review
);
create unique index plan_signature_once on plan_signature (clinic_id, version_id, coalesce(review_id, '00000000-0000-0000-0000-000000000000'), part);
call keep('plan_signature');

-- Staff lay a signed version before the client on their own page.
create table plan_request (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  client_id uuid not null,
  asked_by uuid not null, asked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, client_id) references client,
  constraint plan_request_once unique (clinic_id, version_id)
);
create index plan_request_of on plan_request (clinic_id, client_id);
call keep('plan_request');

-- The client's word on a version: signed, or declined with why. Who declined may still sign; who signed has signed.
create table plan_client_answer (
  clinic_id uuid not null, id uuid not null,
  version_id uuid not null,
  client_id uuid not null,
  answer text not null check (answer in ('signed', 'declined')),
  signer_name text not null default '',
  capacity text not null default 'client' check (capacity in ('client', 'guardian', 'representative')),
  authority text not null default '',
  signature text not null default '',
  because text not null default '' check (length(because) <= 1000),
  text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  -- On a device of the clinic, with a member of staff beside; or on their own page.
  page_id uuid,
  beside uuid,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, version_id) references plan_version, foreign key (clinic_id, client_id) references client, foreign key (clinic_id, page_id) references client_page,
  check (num_nonnulls(page_id, beside) = 1),
  check (answer <> 'signed' or (signature <> '' and signer_name <> '')),
  check (answer <> 'declined' or page_id is not null or because <> '')
);
create unique index plan_client_signed_once on plan_client_answer (clinic_id, version_id) where answer = 'signed';
create index plan_client_answer_of on plan_client_answer (clinic_id, version_id, answered_at desc);
call keep('plan_client_answer');

-- From a note to what it is about.
alter table client_note add column objective_id uuid, add foreign key (clinic_id, objective_id) references plan_objective;
create index client_note_objective on client_note (clinic_id, objective_id, held_on desc) where objective_id is not null;

-- Something to practise until next time, given from a plan or after a session; in the client's words and language.
create table homework (
  clinic_id uuid not null, id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  objective_id uuid,
  session_id uuid,
  -- A sheet of the list, by its key; empty: words of the therapist's own.
  sheet text not null default '' check (length(sheet) <= 60),
  title text not null check (length(title) between 1 and 150),
  words text not null default '' check (length(words) <= 2000),
  rhythm text not null check (rhythm in ('once', 'daily')),
  from_day date not null,
  due_on date not null check (due_on >= from_day),
  given_by uuid not null, given_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client, foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, objective_id) references plan_objective,
  foreign key (clinic_id, session_id) references group_session
);
create index homework_of on homework (clinic_id, client_id, due_on desc);
create trigger client_stands before insert on homework for each row execute function client_stands();
call keep('homework');

create table homework_end (
  clinic_id uuid not null, id uuid not null,
  homework_id uuid not null,
  because text not null default '' check (length(because) <= 300),
  ended_by uuid not null, ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, homework_id) references homework
);
create unique index homework_end_of on homework_end (clinic_id, homework_id);
call keep('homework_end');

-- Done on a day. `how` says how it went; a row with `undone` takes the one before back.
create table homework_done (
  clinic_id uuid not null, id uuid not null,
  homework_id uuid not null,
  client_id uuid not null,
  on_day date not null,
  undone boolean not null default false,
  how text not null default '' check (how in ('', 'helped', 'so-so', 'hard')),
  page_id uuid,
  recorded_by uuid,
  done_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, homework_id) references homework,
  foreign key (clinic_id, client_id) references client, foreign key (clinic_id, page_id) references client_page,
  check (num_nonnulls(page_id, recorded_by) = 1)
);
create index homework_done_of on homework_done (clinic_id, homework_id, on_day, done_at desc);
call keep('homework_done');

-- A member of staff has seen what was done up to here.
create table homework_seen (
  clinic_id uuid not null, id uuid not null,
  homework_id uuid not null,
  seen_by uuid not null, seen_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, homework_id) references homework
);
create index homework_seen_of on homework_seen (clinic_id, homework_id, seen_at desc);
call keep('homework_seen');

-- Billers need codes; the plan itself is for those who treat. A draft leaves through no door.
do $$ declare name text; begin
  foreach name in array array['plan_version', 'plan_signed', 'plan_problem', 'plan_version_goal', 'plan_objective', 'plan_objective_words', 'plan_service',
      'plan_review', 'plan_review_objective', 'plan_signature', 'plan_request', 'plan_client_answer', 'homework', 'homework_end', 'homework_done', 'homework_seen'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator''))', name);
  end loop;
end $$;
create policy clinical_only on plan_save as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
create policy clinical_only on diagnosis as restrictive using ((select current_duty()) <> 'administrator');
create policy clinical_only on diagnosis_end as restrictive using ((select current_duty()) <> 'administrator');

-- On their own page a client sees what was laid before them, and what they practise.
call client_sees_own('plan_request');
call client_sees_own('plan_signed', 'client_id = (select own_client()) and exists (select from plan_request q where q.clinic_id = plan_signed.clinic_id and q.version_id = plan_signed.version_id)');
revoke select on plan_signed from stepwell_client;
grant select (clinic_id, id, version_id, client_id, episode_id, number, for_client, client_hash, from_day, review_on, signed_at) on plan_signed to stepwell_client;
call client_sees_own('plan_client_answer');
call from_this_page('plan_client_answer', 'client_id = (select own_client()) and beside is null');
call client_sees_own('homework');
call client_sees_own('homework_end', 'exists (select from homework h where h.clinic_id = homework_end.clinic_id and h.id = homework_id)');
revoke select on homework_end from stepwell_client;
grant select (clinic_id, id, homework_id, ended_at) on homework_end to stepwell_client;
call client_sees_own('homework_done');
call from_this_page('homework_done', 'client_id = (select own_client()) and recorded_by is null');
