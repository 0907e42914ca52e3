-- Group series, their seats, and the appointments of one client with one clinician.

create table group_series (
  clinic_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  room_id uuid not null,
  name text not null,
  kind text not null,
  topic text not null default '',
  affinity text not null default '',
  is_open boolean not null default true,
  counts_toward_dose boolean not null default true,
  weekday int not null check (weekday between 1 and 7),
  starts time not null,
  minutes int not null check (minutes between 15 and 240),
  time_zone text not null,
  least_seats int not null default 3,
  during daterange not null,
  opened_by uuid,
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, program_id) references program,
  foreign key (clinic_id, room_id) references room,
  check (starts + make_interval(mins => minutes) > starts)
);
create index group_series_slot on group_series (clinic_id, weekday, starts);
call keep('group_series');

create table series_leader (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  staff_id uuid not null,
  part text not null check (part in ('lead', 'co-lead')),
  during daterange not null,
  assigned_by uuid,
  assigned_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, staff_id) references staff_member,
  exclude using gist (clinic_id with =, series_id with =, part with =, during with &&)
);
create index series_leader_of on series_leader (clinic_id, staff_id);
call keep('series_leader');

-- The chairs. There are as many as the cap allows; nobody can sit on one that does not exist.
create table series_chair (
  clinic_id uuid not null,
  series_id uuid not null,
  number int not null check (number between 1 and 60),
  primary key (clinic_id, series_id, number),
  foreign key (clinic_id, series_id) references group_series
);
call keep('series_chair');

-- A seat is a chair, a person and a range of days. The database has the last word: one person a chair,
-- one chair a person, and no person in two rooms at one time of the week (minutes of the week in the clinic's clock).
create table seat (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  number int not null,
  client_id uuid not null,
  episode_id uuid not null,
  during daterange not null check (isempty(during) or lower(during) is not null),
  week_minutes int4range not null,
  taken_by uuid not null,
  taken_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id, number) references series_chair,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  constraint one_person_a_chair exclude using gist (clinic_id with =, series_id with =, number with =, during with &&),
  constraint one_chair_a_person exclude using gist (clinic_id with =, series_id with =, client_id with =, during with &&),
  constraint one_room_at_a_time exclude using gist (clinic_id with =, client_id with =, during with &&, week_minutes with &&)
);
create index seat_of_series on seat (clinic_id, series_id);
create index seat_of_client on seat (clinic_id, client_id);
create trigger seat_only_shortens before update on seat for each row execute function only_shorten_during();
call keep('seat');
grant update (during) on seat to stepwell_app;

create table seat_release (
  clinic_id uuid not null,
  id uuid not null,
  seat_id uuid not null,
  last_day date not null,
  because text not null,
  released_by uuid not null,
  released_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, seat_id) references seat
);
create unique index seat_release_of on seat_release (clinic_id, seat_id);
call keep('seat_release');

-- One meeting of a series. Laid some weeks ahead by the clock; a room holds one at a time.
create table group_session (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  room_id uuid not null,
  held_on date not null,
  during tstzrange not null check (isempty(during) or (lower(during) is not null and not upper_inf(during))),
  laid_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, room_id) references room,
  unique (clinic_id, series_id, held_on),
  constraint one_group_in_a_room exclude using gist (clinic_id with =, room_id with =, during with &&)
);
create index group_session_day on group_session (clinic_id, held_on);
create trigger group_session_only_shortens before update on group_session for each row execute function only_shorten_during();
call keep('group_session');
grant update (during) on group_session to stepwell_app;

create table session_cancellation (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  because text not null,
  cancelled_by uuid not null,
  cancelled_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session
);
create unique index session_cancellation_of on session_cancellation (clinic_id, session_id);
call keep('session_cancellation');

-- Individual, family and medication visits. Cancelling empties the range; the cancellation keeps what it was.
create table visit (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  kind text not null check (kind in ('individual', 'family', 'medication-management')),
  staff_id uuid not null,
  held_on date not null,
  during tstzrange not null check (isempty(during) or (lower(during) is not null and not upper_inf(during))),
  minutes int not null check (minutes between 5 and 240),
  by_video boolean not null default false,
  booked_by uuid not null,
  booked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, staff_id) references staff_member,
  constraint clinician_in_one_visit exclude using gist (clinic_id with =, staff_id with =, during with &&),
  constraint client_in_one_visit exclude using gist (clinic_id with =, client_id with =, during with &&)
);
create index visit_of_client on visit (clinic_id, client_id, held_on desc);
create index visit_of_staff on visit (clinic_id, staff_id, held_on);
create index visit_day on visit (clinic_id, held_on);
create trigger visit_only_shortens before update on visit for each row execute function only_shorten_during();
call keep('visit');
grant update (during) on visit to stepwell_app;

create table visit_cancellation (
  clinic_id uuid not null,
  id uuid not null,
  visit_id uuid not null,
  was_during tstzrange not null,
  because text not null,
  cancelled_by uuid not null,
  cancelled_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, visit_id) references visit
);
create unique index visit_cancellation_of on visit_cancellation (clinic_id, visit_id);
call keep('visit_cancellation');
