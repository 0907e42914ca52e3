-- People in care: who they are, how to reach them, when they can come, what they bring.

create table client (
  clinic_id uuid not null references clinic,
  id uuid not null,
  number text not null,
  added_by uuid,
  added_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, number)
);
call keep('client');

-- Who the person is. A correction is a new row; the latest one stands.
create table client_identity (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  given_name text not null check (length(given_name) between 1 and 200),
  family_name text not null check (length(family_name) between 1 and 200),
  middle_names text not null default '',
  preferred_name text not null default '',
  birth_date date not null,
  sex text not null check (sex in ('female', 'male', 'other', 'unknown')),
  pronouns text not null default '',
  language text not null default '',
  search_name text not null,
  because text not null default '',
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_identity_of on client_identity (clinic_id, client_id, recorded_at desc, id desc);
create index client_identity_born on client_identity (clinic_id, birth_date);
create index client_identity_name on client_identity using gin (search_name gin_trgm_ops);
call keep('client_identity');

create view client_now with (security_invoker = true) as
  select c.clinic_id, c.id, c.number, c.added_at,
         i.given_name, i.family_name, i.middle_names, i.preferred_name, i.birth_date, i.sex, i.pronouns, i.language, i.search_name
  from client c
  cross join lateral (
    select * from client_identity x where x.clinic_id = c.clinic_id and x.client_id = c.id order by x.recorded_at desc, x.id desc limit 1
  ) i;
grant select on client_now to stepwell_app;

create table client_contact (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('phone', 'email', 'address', 'emergency')),
  value text not null,
  label text not null default '',
  name text not null default '',
  relationship text not null default '',
  may_leave_message boolean,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_contact_of on client_contact (clinic_id, client_id);
create index client_contact_value on client_contact (clinic_id, value);
call keep('client_contact');

-- Problems, medications, allergies, coverage, past care and results, as told or imported. Coded where the source was.
create table client_history (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('problem', 'medication', 'allergy', 'coverage', 'encounter', 'result')),
  code_system text,
  code text,
  label text not null,
  status text not null default 'unknown' check (status in ('active', 'resolved', 'unknown')),
  started_on date,
  ended_on date,
  detail text,
  source text not null default 'staff',
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_history_of on client_history (clinic_id, client_id, kind, started_on desc);
call keep('client_history');

-- When the person can come. A later row for the same weekday replaces the earlier ones from its day on.
create table client_availability (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  from_time time not null,
  to_time time not null,
  from_day date not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  check (from_time < to_time)
);
create index client_availability_of on client_availability (clinic_id, client_id, weekday, from_day desc);
call keep('client_availability');
