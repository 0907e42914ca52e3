-- Three witnesses of a meeting: the mark on the roster, what the video provider says, and the client's own check-in. Where they
-- differ a person settles it, and what counts stays a mark like every other.

-- How far clocks may differ, from how many minutes on two witnesses disagree, and when check-in opens. The latest row that has
-- begun on a meeting's day stands; where there is none, the default of attendance/witnesses.ts does, which is marked K.
create table presence_rule (
  clinic_id uuid not null,
  id uuid not null,
  skew_seconds int not null check (skew_seconds between 0 and 600),
  differ_minutes int not null check (differ_minutes between 0 and 60),
  opens_minutes int not null check (opens_minutes between 0 and 120),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index presence_rule_of on presence_rule (clinic_id, effective_from desc, set_at desc);
call keep('presence_rule');
-- A client's own page asks when check-in opens.
grant select (clinic_id, id, skew_seconds, differ_minutes, opens_minutes, effective_from, source, set_at) on presence_rule to stepwell_client;

-- The number under which a group meets at the provider; the latest row of a number stands, null gives it up.
create table video_number (
  clinic_id uuid not null,
  id uuid not null,
  number text not null check (length(number) between 1 and 80),
  series_id uuid,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series
);
create index video_number_of on video_number (clinic_id, number, set_at desc, id desc);
call keep('video_number');

-- Which systems may bring video events: a token that reads through FHIR brings nothing by itself. The latest row stands.
create table presence_sender (
  clinic_id uuid not null,
  id uuid not null,
  system_id uuid not null,
  may_send boolean not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, system_id) references outside_system
);
create index presence_sender_of on presence_sender (clinic_id, system_id, set_at desc, id desc);
call keep('presence_sender');

-- One file that was read, or one message of a system.
create table presence_import (
  clinic_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  came_by text not null check (came_by in ('file', 'system')),
  sha256 text not null,
  rows int not null check (rows >= 0),
  kept int not null check (kept >= 0),
  repeated int not null check (repeated >= 0),
  aside int not null check (aside >= 0),
  imported_by uuid not null,
  imported_at timestamptz not null,
  primary key (clinic_id, id),
  check (rows = kept + repeated + aside)
);
create index presence_import_newest on presence_import (clinic_id, imported_at desc);
call keep('presence_import');

create table presence_event (
  clinic_id uuid not null,
  id uuid not null,
  -- The provider's own id: an event that comes again is the same event.
  event_id text not null check (length(event_id) between 1 and 200),
  session_id uuid,
  visit_id uuid,
  -- Row policies let a column through to the index, and not a coalesce.
  meeting_id uuid not null generated always as (coalesce(session_id, visit_id)) stored,
  client_id uuid not null,
  held_on date not null,
  what text not null check (what in ('joined', 'left')),
  at timestamptz not null,
  -- Tells devices apart, and says nothing of them.
  device_key text not null,
  import_id uuid not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, visit_id) references visit,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, import_id) references presence_import,
  check (num_nonnulls(session_id, visit_id) = 1)
);
create unique index presence_event_once on presence_event (clinic_id, event_id);
create index presence_event_day on presence_event (clinic_id, held_on);
create index presence_event_client on presence_event (clinic_id, client_id, held_on);
create index presence_event_of on presence_event (clinic_id, meeting_id, client_id);
create trigger client_stands before insert on presence_event for each row execute function client_stands();
call keep('presence_event');
call client_sees_own('presence_event');

-- What the device of an event is called, as its owner named it: read on their own page, and nowhere else.
create table presence_device (
  clinic_id uuid not null,
  event_id uuid not null,
  client_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  primary key (clinic_id, event_id),
  foreign key (clinic_id, event_id) references presence_event,
  foreign key (clinic_id, client_id) references client
);
create index presence_device_of on presence_device (clinic_id, client_id);
create trigger client_stands before insert on presence_device for each row execute function client_stands();
call keep('presence_device');
call client_sees_own('presence_device');
create policy only_its_owner on presence_device as restrictive for select using ((select current_duty()) = 'client');

-- A row that fits no meeting or nobody: kept as it came, with one sentence. It is settled when its event came in a better row, or
-- when somebody says that it is nobody's here.
create table presence_aside (
  clinic_id uuid not null,
  id uuid not null,
  import_id uuid not null,
  place int not null check (place >= 1),
  event_id text not null default '',
  why text not null,
  came text not null check (length(came) <= 2000),
  came_hash text not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, import_id) references presence_import
);
create unique index presence_aside_once on presence_aside (clinic_id, came_hash);
call keep('presence_aside');
create policy clinical_only on presence_aside as restrictive using ((select current_duty()) not in ('biller', 'administrator'));

create table presence_aside_end (
  clinic_id uuid not null,
  id uuid not null,
  aside_id uuid not null,
  because text not null check (length(because) between 1 and 300),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, aside_id) references presence_aside
);
create unique index presence_aside_end_once on presence_aside_end (clinic_id, aside_id);
call keep('presence_aside_end');

-- "I am here." By the client on their own page, or said to a member of staff; the latest of a meeting stands.
create table check_in (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid,
  visit_id uuid,
  -- Row policies let a column through to the index, and not a coalesce.
  meeting_id uuid not null generated always as (coalesce(session_id, visit_id)) stored,
  client_id uuid not null,
  held_on date not null,
  place text not null check (place in ('on-site', 'video')),
  page_id uuid,
  taken_by uuid,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, visit_id) references visit,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page,
  check (num_nonnulls(session_id, visit_id) = 1),
  check (num_nonnulls(page_id, taken_by) = 1)
);
create index check_in_day on check_in (clinic_id, held_on);
create index check_in_client on check_in (clinic_id, client_id, held_on);
create index check_in_of on check_in (clinic_id, meeting_id, client_id, at desc, id desc);
create trigger client_stands before insert on check_in for each row execute function client_stands();
call keep('check_in');
call client_sees_own('check_in');
call from_this_page('check_in', 'taken_by is null');

-- Where somebody is who comes by video, and whom to call today if they are in danger: for those who care for them.
create table check_in_place (
  clinic_id uuid not null,
  check_in_id uuid not null,
  client_id uuid not null,
  where_now text not null check (length(where_now) between 1 and 300),
  contact_name text not null check (length(contact_name) between 1 and 120),
  contact_phone text not null check (length(contact_phone) between 1 and 40),
  page_id uuid,
  primary key (clinic_id, check_in_id),
  foreign key (clinic_id, check_in_id) references check_in,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page
);
create index check_in_place_of on check_in_place (clinic_id, client_id);
create trigger client_stands before insert on check_in_place for each row execute function client_stands();
call keep('check_in_place');
create policy clinical_only on check_in_place as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
call client_sees_own('check_in_place');
call from_this_page('check_in_place', 'exists (select from check_in c where c.clinic_id = check_in_place.clinic_id and c.id = check_in_id)');

-- Who settled what, and why. `reading` is what the witnesses said then: new evidence opens it again. A correction is a further row.
create table presence_settlement (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid,
  visit_id uuid,
  -- Row policies let a column through to the index, and not a coalesce.
  meeting_id uuid not null generated always as (coalesce(session_id, visit_id)) stored,
  client_id uuid not null,
  held_on date not null,
  stands text not null check (stands in ('roster', 'video', 'minutes', 'nothing')),
  -- The mark that counts. Null: the meeting was called off, and nothing counts.
  mark_id uuid,
  minutes int not null check (minutes between 0 and 1440),
  because text not null check (length(because) between 1 and 300),
  reading text not null,
  corrects uuid,
  settled_by uuid not null,
  settled_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, visit_id) references visit,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, mark_id) references attendance_mark,
  foreign key (clinic_id, corrects) references presence_settlement,
  check (num_nonnulls(session_id, visit_id) = 1),
  check ((mark_id is null) = (stands = 'nothing'))
);
-- Two who settle at once: one of them is told.
create unique index presence_settlement_first on presence_settlement (clinic_id, meeting_id, client_id) where corrects is null;
create unique index presence_settlement_next on presence_settlement (clinic_id, corrects);
create index presence_settlement_client on presence_settlement (clinic_id, client_id, held_on);
create index presence_settlement_day on presence_settlement (clinic_id, held_on);
create trigger client_stands before insert on presence_settlement for each row execute function client_stands();
call keep('presence_settlement');
