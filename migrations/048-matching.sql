-- What the matcher knows beside seats and diaries: why an hour is not free, what a client wishes, what a shortfall costs,
-- how scarce a seat is; and every week that somebody accepted.

-- Why an hour of the week is not free, or would rather be kept. It ends by a row; what was so stays.
create table client_commitment (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  -- The family's hours stand here for family visits alone.
  whose text not null default 'client' check (whose in ('client', 'family')),
  what text not null check (what in ('job', 'school', 'childcare', 'travel', 'appointment', 'other')),
  -- 'cannot': nothing is given there. 'rather-not': given only where nothing else will do.
  firmness text not null check (firmness in ('cannot', 'rather-not')),
  weekday int not null check (weekday between 1 and 7),
  from_time time not null,
  to_time time not null check (from_time < to_time),
  during daterange not null check (isempty(during) or lower(during) is not null),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_commitment_of on client_commitment (clinic_id, client_id);
create trigger client_commitment_only_shortens before update on client_commitment for each row execute function only_shorten_during();
create trigger client_stands before insert on client_commitment for each row execute function client_stands();
call keep('client_commitment');
call client_sees_own('client_commitment');

create table client_commitment_end (
  clinic_id uuid not null,
  id uuid not null,
  commitment_id uuid not null,
  -- None of its days is left when it is before the first.
  last_day date not null,
  ended_by uuid,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, commitment_id) references client_commitment
);
create unique index client_commitment_end_of on client_commitment_end (clinic_id, commitment_id);
call keep('client_commitment_end');

create function commitment_is_over() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update client_commitment c set during = c.during * daterange(null, new.last_day + 1) where c.clinic_id = new.clinic_id and c.id = new.commitment_id;
  return null;
end $$;
create trigger commitment_is_over after insert on client_commitment_end for each row execute function commitment_is_over();
revoke all on function commitment_is_over() from public;

-- What a client wishes and what is prescribed beside the dose: the latest row stands.
create table client_wish (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  place text not null check (place in ('on-site', 'video', 'either')),
  languages text[] not null default '{}' check (cardinality(languages) <= 6),
  -- Only as the client asks; empty: anybody.
  clinician_gender text not null default '' check (clinician_gender in ('', 'woman', 'man', 'nonbinary')),
  gender_is_firm boolean not null default false,
  -- Subjects of groups: what the client would like, and what is prescribed as an extra.
  wanted text[] not null default '{}' check (cardinality(wanted) <= 10),
  prescribed text[] not null default '{}' check (cardinality(prescribed) <= 10),
  -- How pressing it is, 1 to 3, as a clinician judges it.
  acuity int not null default 1 check (acuity between 1 and 3),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_wish_of on client_wish (clinic_id, client_id, recorded_at desc, id desc);
create trigger client_stands before insert on client_wish for each row execute function client_stands();
call keep('client_wish');
call client_sees_own('client_wish');

-- How long the way to a site is; null: out of reach. The latest row for each site stands.
create table client_travel (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  site_id uuid not null,
  minutes int check (minutes between 0 and 240),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, site_id) references site
);
create index client_travel_of on client_travel (clinic_id, client_id, site_id, recorded_at desc, id desc);
create trigger client_stands before insert on client_travel for each row execute function client_stands();
call keep('client_travel');
call client_sees_own('client_travel');

-- What each shortfall and each change costs, in points: policy. The latest row that has begun stands; without one, the house's own.
create table match_weights (
  clinic_id uuid not null references clinic,
  id uuid not null,
  effective_from date not null,
  points jsonb not null check (jsonb_typeof(points) = 'object'),
  because text not null check (length(because) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index match_weights_newest on match_weights (clinic_id, effective_from desc, set_at desc);
call keep('match_weights');

-- How scarce seats and hours are, worked out over the whole census at night: what one more of it would save, in points.
create table price_night (
  clinic_id uuid not null references clinic,
  id uuid not null,
  worked_out_at timestamptz not null,
  -- How it was worked out, and over how many clients.
  source text not null check (length(source) between 1 and 100),
  clients int not null check (clients >= 0),
  primary key (clinic_id, id)
);
create index price_night_newest on price_night (clinic_id, worked_out_at desc);
call keep('price_night');

create table price (
  clinic_id uuid not null,
  night_id uuid not null,
  number int not null,
  series_id uuid,
  staff_id uuid,
  weekday int check (weekday between 1 and 7),
  from_minute int check (from_minute between 0 and 1439),
  points numeric(10, 2) not null check (points >= 0),
  -- Clients who could use it and do not have it.
  wanted int not null default 0 check (wanted >= 0),
  primary key (clinic_id, night_id, number),
  foreign key (clinic_id, night_id) references price_night,
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, staff_id) references staff_member,
  check ((series_id is null) <> (staff_id is null)),
  -- A clinician without an hour: a place in their caseload.
  check ((weekday is null) = (from_minute is null) and (weekday is null or staff_id is not null))
);
call keep('price');

-- A week that somebody accepted for a client: what it was, what stood before, and what was known to be missing.
create table composed_week (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  from_day date not null,
  week jsonb not null check (jsonb_typeof(week) = 'object'),
  before jsonb check (jsonb_typeof(before) = 'object'),
  cost numeric(10, 2) not null,
  because text not null default '' check (length(because) <= 300),
  accepted_by uuid not null,
  accepted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode
);
create index composed_week_of on composed_week (clinic_id, episode_id, accepted_at desc);
create trigger client_stands before insert on composed_week for each row execute function client_stands();
call keep('composed_week');
