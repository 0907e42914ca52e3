-- The plan for afterwards in nine parts that hold something; meetings of mutual help, and what a client keeps for themself about
-- them; and the way back to care.

-- What a part of the plan says, in the client's own words. The client writes it on their own page, or staff with them; every
-- save is a row, and the latest stands.
create table leaving_words (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  part text not null check (part in ('appointments', 'supports', 'signs', 'medicine', 'naloxone', 'family', 'housing', 'work', 'peers')),
  words text not null check (length(words) <= 2000),
  based_on uuid,
  written_by uuid,
  page_id uuid,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, page_id) references client_page,
  constraint leaving_words_by_somebody check (num_nonnulls(written_by, page_id) = 1)
);
create index leaving_words_of on leaving_words (clinic_id, episode_id, part, written_at desc, id desc);
call keep('leaving_words');

-- What staff say of a part: it is ready, it is open again, it is not needed, or the client wants none of it. The latest stands.
create table leaving_mark (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  part text not null check (part in ('appointments', 'supports', 'signs', 'medicine', 'naloxone', 'family', 'housing', 'work', 'peers')),
  mark text not null check (mark in ('ready', 'open', 'not-needed', 'declined')),
  because text not null check (length(because) <= 500),
  marked_by uuid not null,
  marked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  constraint leaving_mark_says_why check (mark in ('ready', 'open') or length(because) >= 1)
);
create index leaving_mark_of on leaving_mark (clinic_id, episode_id, part, marked_at desc, id desc);
call keep('leaving_mark');

-- An appointment with others after the last day, and what became of it.
create table aftercare_visit (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  kind text not null check (kind in ('therapy', 'medicine', 'medical', 'group', 'peer', 'other')),
  with_whom text not null check (length(with_whom) between 1 and 200),
  place text not null default '' check (length(place) <= 300),
  phone text not null default '' check (length(phone) <= 40),
  on_day date not null,
  at_time time,
  words text not null default '' check (length(words) <= 500),
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode
);
create index aftercare_visit_of on aftercare_visit (clinic_id, episode_id, on_day);
call keep('aftercare_visit');
create table aftercare_visit_end (
  clinic_id uuid not null,
  id uuid not null,
  visit_id uuid not null,
  how text not null check (how in ('kept', 'missed', 'cancelled', 'mistake')),
  words text not null default '' check (length(words) <= 500),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, visit_id) references aftercare_visit,
  constraint aftercare_visit_ended_once unique (clinic_id, visit_id)
);
call keep('aftercare_visit_end');

-- Somebody whom the client leans on. That they wish us to speak with them is a wish: what may be told rests on a consent alone.
create table leaving_support (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  relation text not null default '' check (length(relation) <= 80),
  phone text not null default '' check (length(phone) <= 40),
  helps_with text not null default '' check (length(helps_with) <= 300),
  wishes_told boolean not null,
  written_by uuid,
  page_id uuid,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, page_id) references client_page,
  constraint leaving_support_by_somebody check (num_nonnulls(written_by, page_id) = 1)
);
create index leaving_support_of on leaving_support (clinic_id, episode_id, written_at);
call keep('leaving_support');
create table leaving_support_end (
  clinic_id uuid not null,
  id uuid not null,
  support_id uuid not null,
  ended_by uuid,
  page_id uuid,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, support_id) references leaving_support,
  foreign key (clinic_id, page_id) references client_page,
  constraint leaving_support_ended_once unique (clinic_id, support_id),
  constraint leaving_support_ended_by_somebody check (num_nonnulls(ended_by, page_id) = 1)
);
call keep('leaving_support_end');

-- Lists of meetings that others publish in the open meeting-guide format. A list is known by the name that the clinic gives it.
create table meeting_feed (
  clinic_id uuid not null references clinic,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  constraint meeting_feed_once unique (clinic_id, name)
);
call keep('meeting_feed');
create table meeting_import (
  clinic_id uuid not null,
  id uuid not null,
  feed_id uuid not null,
  file_name text not null check (length(file_name) between 1 and 200),
  sha256 text not null,
  rows int not null check (rows >= 0),
  added int not null check (added >= 0),
  changed int not null check (changed >= 0),
  ended int not null check (ended >= 0),
  unchanged int not null check (unchanged >= 0),
  imported_by uuid not null,
  imported_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, feed_id) references meeting_feed
);
create index meeting_import_newest on meeting_import (clinic_id, imported_at desc, id desc);
call keep('meeting_import');
-- Rows that could not be read, whole, each with one sentence that says why. Contacts of a meeting are left out: they are members.
create table meeting_import_aside (
  clinic_id uuid not null,
  id uuid not null,
  import_id uuid not null,
  place int not null check (place >= 1),
  why text not null check (length(why) between 1 and 500),
  held jsonb not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, import_id) references meeting_import
);
create index meeting_import_aside_of on meeting_import_aside (clinic_id, import_id, place);
call keep('meeting_import_aside');

-- One weekly meeting as it stood from a day on. What changes is ended and written anew; `feed_id` null: kept here by hand.
create table mutual_meeting (
  clinic_id uuid not null references clinic,
  id uuid not null,
  feed_id uuid,
  slug text not null check (length(slug) between 1 and 64),
  name text not null check (length(name) between 1 and 255),
  -- 0 is Sunday, as the format counts. Null: by appointment.
  weekday int check (weekday between 0 and 6),
  starts time,
  ends time,
  zone text not null,
  types text[] not null,
  languages text[] not null,
  is_in_person boolean not null,
  is_online boolean not null,
  is_on_site boolean not null,
  place text not null default '' check (length(place) <= 255),
  address text not null default '' check (length(address) <= 400),
  notes text not null default '' check (length(notes) <= 2000),
  join_url text not null default '' check (join_url = '' or join_url ~ '^https?://'),
  join_phone text not null default '' check (length(join_phone) <= 60),
  join_notes text not null default '' check (length(join_notes) <= 500),
  import_id uuid,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, feed_id) references meeting_feed,
  foreign key (clinic_id, import_id) references meeting_import,
  check ((weekday is null) = (starts is null)),
  check ((feed_id is null) = (import_id is null)),
  check (feed_id is null or not is_on_site)
);
create index mutual_meeting_of on mutual_meeting (clinic_id, feed_id, slug);
call keep('mutual_meeting');
create table mutual_meeting_end (
  clinic_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  because text not null check (because in ('changed', 'gone', 'withdrawn')),
  import_id uuid,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, meeting_id) references mutual_meeting,
  foreign key (clinic_id, import_id) references meeting_import,
  constraint mutual_meeting_ended_once unique (clinic_id, meeting_id)
);
call keep('mutual_meeting_end');

-- What a client shows their care team of what they keep for themself. The latest row stands; without one, nothing.
create table own_sharing (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  what text not null check (what in ('meetings', 'days')),
  shares boolean not null,
  page_id uuid not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page
);
create index own_sharing_of on own_sharing (clinic_id, client_id, what, at desc, id desc);
call keep('own_sharing');
create function client_shares(clinic uuid, client uuid, about text) returns boolean language sql stable as $$
  select coalesce((select s.shares from own_sharing s where s.clinic_id = clinic and s.client_id = client and s.what = about
                   order by s.at desc, s.id desc limit 1), false) $$;
revoke all on function client_shares(uuid, uuid, text) from public;
grant execute on function client_shares(uuid, uuid, text) to stepwell_app, stepwell_client;

-- A client's own log of meetings. It has no field for anybody's name. It counts for no hour of treatment.
create table meeting_log (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  meeting_id uuid,
  on_day date not null,
  how text not null check (how in ('in-person', 'online')),
  words text not null default '' check (length(words) <= 500),
  page_id uuid not null,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, meeting_id) references mutual_meeting,
  foreign key (clinic_id, page_id) references client_page
);
create unique index meeting_log_once on meeting_log (clinic_id, client_id, meeting_id, on_day, written_at) where meeting_id is not null;
create index meeting_log_of on meeting_log (clinic_id, client_id, on_day desc);
call keep('meeting_log');
create table meeting_log_end (
  clinic_id uuid not null,
  id uuid not null,
  log_id uuid not null,
  page_id uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, log_id) references meeting_log,
  foreign key (clinic_id, page_id) references client_page,
  constraint meeting_log_ended_once unique (clinic_id, log_id)
);
call keep('meeting_log_end');
-- Whether they have a sponsor, and a first name where they choose to give one: one word.
create table sponsor_word (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  has text not null check (has in ('yes', 'no', 'not-said')),
  first_name text not null default '' check (length(first_name) <= 30 and first_name !~ '[\s@0-9]' and (has = 'yes' or first_name = '')),
  page_id uuid not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page
);
create index sponsor_word_of on sponsor_word (clinic_id, client_id, at desc, id desc);
call keep('sponsor_word');
-- The day since which a client counts, by their own choice. Null: they count no more.
create table sober_start (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  since date,
  page_id uuid not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page
);
create index sober_start_of on sober_start (clinic_id, client_id, at desc, id desc);
call keep('sober_start');

-- A stay that took up where an earlier one had ended: what was asked again, and what stood.
create table stay_return (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  from_episode_id uuid not null,
  episode_id uuid not null,
  still_so text[] not null,
  words text not null default '' check (length(words) <= 1000),
  returned_by uuid not null,
  returned_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, from_episode_id) references episode,
  foreign key (clinic_id, episode_id) references episode,
  constraint stay_return_once unique (clinic_id, episode_id)
);
call keep('stay_return');

do $$ declare name text; begin
  foreach name in array array['leaving_words', 'leaving_mark', 'aftercare_visit', 'aftercare_visit_end', 'leaving_support', 'leaving_support_end',
    'own_sharing', 'meeting_log', 'meeting_log_end', 'sponsor_word', 'sober_start', 'stay_return'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
  foreach name in array array['leaving_words', 'leaving_mark', 'aftercare_visit', 'leaving_support', 'own_sharing', 'meeting_log', 'sponsor_word',
    'sober_start', 'stay_return'] loop
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;

-- What a client keeps for themself, nobody of the staff reads unless the client shows it.
create policy shown_only on meeting_log as restrictive for select
  using ((select current_duty()) in ('client', 'stepwell') or client_shares(clinic_id, client_id, 'meetings'));
create policy shown_only on meeting_log_end as restrictive for select
  using (exists (select from meeting_log l where l.clinic_id = meeting_log_end.clinic_id and l.id = log_id));
create policy shown_only on sponsor_word as restrictive for select
  using ((select current_duty()) in ('client', 'stepwell') or client_shares(clinic_id, client_id, 'meetings'));
create policy shown_only on sober_start as restrictive for select
  using ((select current_duty()) in ('client', 'stepwell') or client_shares(clinic_id, client_id, 'days'));

call client_sees_all('mutual_meeting');
call client_sees_all('mutual_meeting_end');
do $$ declare name text; begin
  foreach name in array array['leaving_words', 'aftercare_visit', 'leaving_support', 'own_sharing', 'meeting_log', 'sponsor_word', 'sober_start'] loop
    call client_sees_own(name);
  end loop;
end $$;
call client_sees_own('aftercare_visit_end', 'exists (select from aftercare_visit v where v.clinic_id = aftercare_visit_end.clinic_id and v.id = visit_id)');
call client_sees_own('leaving_support_end', 'exists (select from leaving_support s where s.clinic_id = leaving_support_end.clinic_id and s.id = support_id)');
call client_sees_own('meeting_log_end', 'exists (select from meeting_log l where l.clinic_id = meeting_log_end.clinic_id and l.id = log_id)');
-- What staff noted for each other about an appointment is not the client's to read.
revoke select on aftercare_visit_end from stepwell_client;
grant select (clinic_id, id, visit_id, how, ended_at) on aftercare_visit_end to stepwell_client;

call from_this_page('leaving_words', 'client_id = (select own_client()) and exists (select from episode e where e.clinic_id = leaving_words.clinic_id and e.id = episode_id and e.client_id = (select own_client()))');
call from_this_page('leaving_support', 'client_id = (select own_client()) and exists (select from episode e where e.clinic_id = leaving_support.clinic_id and e.id = episode_id and e.client_id = (select own_client()))');
call from_this_page('leaving_support_end', 'exists (select from leaving_support s where s.clinic_id = leaving_support_end.clinic_id and s.id = support_id and s.client_id = (select own_client()))');
call from_this_page('own_sharing', 'client_id = (select own_client())');
call from_this_page('meeting_log', 'client_id = (select own_client())');
call from_this_page('meeting_log_end', 'exists (select from meeting_log l where l.clinic_id = meeting_log_end.clinic_id and l.id = log_id and l.client_id = (select own_client()))');
call from_this_page('sponsor_word', 'client_id = (select own_client())');
call from_this_page('sober_start', 'client_id = (select own_client())');
