-- Where, what, and the numbers that a state or payer may change.

create table site (
  clinic_id uuid not null references clinic,
  id uuid not null,
  name text not null,
  address text not null default '',
  state text not null check (state ~ '^[A-Z]{2}$'),
  time_zone text not null,
  primary key (clinic_id, id)
);
call keep('site');

create table room (
  clinic_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  name text not null,
  places int not null check (places > 0),
  is_video boolean not null default false,
  primary key (clinic_id, id),
  foreign key (clinic_id, site_id) references site
);
call keep('room');

create table program (
  clinic_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  name text not null,
  kind text not null check (kind in ('substance-use', 'mental-health')),
  track text not null check (track in ('day', 'evening', 'virtual')),
  level_of_care text not null default '2.1',
  age_group text not null default 'adult' check (age_group in ('adult', 'adolescent')),
  primary key (clinic_id, id),
  foreign key (clinic_id, site_id) references site
);
call keep('program');

-- Floors of the weekly dose: the least that a level of care means. Rows with dates and a source, never constants.
create table dose_floor (
  clinic_id uuid not null references clinic,
  id uuid not null,
  level_of_care text not null,
  age_group text not null check (age_group in ('adult', 'adolescent')),
  minutes_per_week int not null check (minutes_per_week >= 0),
  days_per_week int not null check (days_per_week between 0 and 7),
  effective_from date not null,
  effective_to date,
  source text not null,
  mark text not null check (mark in ('V', 'K', 'C')),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('dose_floor');

create table group_cap (
  clinic_id uuid not null references clinic,
  id uuid not null,
  state text,
  kind text not null check (kind in ('counselling', 'education')),
  most int not null check (most > 1),
  effective_from date not null,
  effective_to date,
  source text not null,
  mark text not null check (mark in ('V', 'K', 'C')),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('group_cap');
