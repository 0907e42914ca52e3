-- What a clinic offers and what each service needs; curricula by module, and what each member of a room has seen.

-- Visits of further kinds; those that are no treatment hour say so on their own row.
alter table visit drop constraint visit_kind_check;
alter table visit add constraint visit_kind_check check (kind in ('individual', 'teen-individual', 'couples', 'family', 'medication-management',
                                                                  'assessment', 'case-management', 'drug-test'));
alter table visit add column counts_toward_dose boolean not null default true;

-- What a group is about, by a key of the list of subjects; empty: nothing in particular.
alter table group_series add column subject text not null default '' check (length(subject) <= 60);
grant select (subject) on group_series to stepwell_visitor;

-- The clinic's own word on a kind of service: the latest row that has begun stands over the library's.
create table service_rule (
  clinic_id uuid not null references clinic,
  id uuid not null,
  kind text not null check (length(kind) between 1 and 60),
  is_offered boolean not null,
  usual_minutes int not null check (usual_minutes between 5 and 480),
  -- A training that somebody who leads it must hold; empty: none.
  training text not null default '' check (length(training) <= 100),
  place text not null check (place in ('room', 'video', 'either', 'outside')),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index service_rule_newest on service_rule (clinic_id, kind, effective_from desc, set_at desc);
call keep('service_rule');

create table curriculum (
  clinic_id uuid not null references clinic,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  words text not null default '' check (length(words) <= 1000),
  is_self_guided boolean not null default false,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('curriculum');

-- A module is taught as it stands; a change of its words is a new row that replaces it, and who saw the old one has seen it.
create table curriculum_module (
  clinic_id uuid not null,
  id uuid not null,
  curriculum_id uuid not null,
  position int not null check (position between 1 and 200),
  title text not null check (length(title) between 1 and 150),
  words text not null default '' check (length(words) <= 2000),
  is_core boolean not null default true,
  replaces uuid,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, curriculum_id) references curriculum,
  foreign key (clinic_id, replaces) references curriculum_module
);
create unique index curriculum_module_replaced on curriculum_module (clinic_id, replaces) where replaces is not null;
create index curriculum_module_of on curriculum_module (clinic_id, curriculum_id, position);
call keep('curriculum_module');

create table curriculum_module_end (
  clinic_id uuid not null,
  id uuid not null,
  module_id uuid not null,
  because text not null default '' check (length(because) <= 300),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, module_id) references curriculum_module
);
create unique index curriculum_module_end_of on curriculum_module_end (clinic_id, module_id);
call keep('curriculum_module_end');

-- Which curriculum a group goes through, from a day on; null ends it. The latest row that has begun stands.
create table series_curriculum (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  curriculum_id uuid,
  from_day date not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, curriculum_id) references curriculum
);
create index series_curriculum_of on series_curriculum (clinic_id, series_id, from_day desc, set_at desc);
call keep('series_curriculum');

-- What was taught in a meeting. The latest row of a meeting and module stands.
create table module_taught (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  module_id uuid not null,
  is_taught boolean not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, module_id) references curriculum_module
);
create index module_taught_of on module_taught (clinic_id, session_id, module_id, set_at desc, id desc);
create index module_taught_ever on module_taught (clinic_id, module_id);
call keep('module_taught');

-- Modules of a course that somebody goes through alone, or that were caught up with outside the room.
create table module_done (
  clinic_id uuid not null,
  id uuid not null,
  module_id uuid not null,
  client_id uuid not null,
  is_done boolean not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, module_id) references curriculum_module,
  foreign key (clinic_id, client_id) references client
);
create index module_done_of on module_done (clinic_id, client_id, module_id, set_at desc, id desc);
call keep('module_done');
