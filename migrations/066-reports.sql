-- What reports need that has no place yet: what the state asks about each stay, how the state codes what the record holds, and
-- which files were made for it.

-- Asked at admission and at discharge, by codes (reports/state-fields.ts). A correction is a new row; the latest stands.
create table state_data (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  moment text not null check (moment in ('admission', 'discharge')),
  answers jsonb not null check (jsonb_typeof(answers) = 'object'),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, client_id) references client
);
create index state_data_of on state_data (clinic_id, episode_id, moment, recorded_at desc, id desc);
call keep('state_data');
create trigger client_stands before insert on state_data for each row execute function client_stands();

-- The state's own code for a value of the record, where it is not the usual one (reports/state-codes.ts). The newest that has begun stands.
create table state_code (
  clinic_id uuid not null references clinic,
  id uuid not null,
  field text not null check (field ~ '^[A-Z][A-Z0-9_]{1,29}$'),
  ours text not null check (length(ours) between 1 and 40),
  theirs text not null check (length(theirs) between 1 and 20),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index state_code_of on state_code (clinic_id, field, ours, effective_from desc, set_at desc);
call keep('state_code');

-- A file that was made for the state: for whom, on what ground, of whom. Nothing else leaves this way.
create table state_file (
  clinic_id uuid not null,
  id uuid not null,
  moment text not null check (moment in ('admission', 'discharge')),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  recipient text not null check (length(recipient) between 1 and 200),
  ground text not null check (length(ground) between 1 and 300),
  client_ids uuid[] not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id)
);
create index state_file_made on state_file (clinic_id, made_at desc);
call keep('state_file');

-- What the state asks is clinical: for nobody who bills, administers or reads from another system.
do $$ declare name text; begin
  foreach name in array array['state_data', 'state_file'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;

-- Reports read a period of the clinic's days, not a client's: one index each, so that a month costs a month.
create index attendance_of_day on attendance_mark (clinic_id, held_on) include (client_id, session_id, visit_id, mark, marked_at, id, undoes);
create index visit_note_of_day on visit_note (clinic_id, held_on);
