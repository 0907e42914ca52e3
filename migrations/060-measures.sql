-- How often a program asks what, answers that clients give themselves, answers that alarm, and the plan for bad hours.

-- The latest row that has begun stands, a program's own before the whole clinic's; where there is none, the default of
-- outcomes/cadence.ts does, which is marked K. Without days it is not asked there.
create table measure_cadence (
  clinic_id uuid not null,
  id uuid not null,
  program_id uuid,
  instrument text not null,
  every_days int check (every_days between 1 and 366),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, program_id) references program
);
create index measure_cadence_of on measure_cadence (clinic_id, instrument, effective_from desc, set_at desc);
call keep('measure_cadence');

-- What a client answers on their own page is recorded by nobody of the staff.
alter table measure alter column recorded_by drop not null;
alter table measure add column page_id uuid;
alter table measure add foreign key (clinic_id, page_id) references client_page;
alter table measure add constraint measure_by_somebody check (num_nonnulls(recorded_by, page_id) = 1);
-- An answer that needs somebody before the person leaves, and what was done about it.
create table safety_alarm (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  measure_id uuid not null,
  is_imminent boolean not null,
  reasons text[] not null check (cardinality(reasons) > 0),
  raised_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, measure_id) references measure,
  constraint safety_alarm_once unique (clinic_id, measure_id)
);
create index safety_alarm_of on safety_alarm (clinic_id, client_id, raised_at desc);
call keep('safety_alarm');
create table safety_alarm_answer (
  clinic_id uuid not null,
  id uuid not null,
  alarm_id uuid not null,
  how text not null check (how in ('screened', 'talked', 'higher-care', 'emergency')),
  words text not null check (length(words) between 1 and 2000),
  answered_by uuid not null,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, alarm_id) references safety_alarm,
  constraint safety_alarm_answered_once unique (clinic_id, alarm_id)
);
call keep('safety_alarm_answer');

-- The plan for bad hours: every save is a row, the latest stands. The client and their clinicians write it together.
create table safety_plan (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  parts jsonb not null check (jsonb_typeof(parts) = 'object'),
  based_on uuid,
  written_by uuid,
  page_id uuid,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page,
  constraint safety_plan_by_somebody check (num_nonnulls(written_by, page_id) = 1)
);
create index safety_plan_of on safety_plan (clinic_id, client_id, written_at desc, id desc);
call keep('safety_plan');
call client_sees_own('safety_plan');
call from_this_page('safety_plan', 'client_id = (select own_client())');

do $$ declare name text; begin
  foreach name in array array['safety_alarm', 'safety_alarm_answer', 'safety_plan'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
  foreach name in array array['safety_alarm', 'safety_plan'] loop
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;
