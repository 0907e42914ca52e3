-- What a client's own page tells and takes: notices, their week, how its entries are titled, and what they ask for. And the
-- door of 041 mended: a merged record's page stays shut, the trail is signed as the client and as nobody else, words that staff
-- wrote for themselves and the addresses of staff are not the client's to read.

-- Something about a client's week that they are to be told. Ids, codes and days, never words: the words are the reader's, in
-- their language. Whether they know it is what the rows below say.
create table notice (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('leader-changed', 'time-changed', 'meeting-cancelled', 'seat-offered', 'make-up-offered', 'week-changed')),
  about jsonb not null default '{}' check (jsonb_typeof(about) = 'object'),
  made_by uuid,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index notice_of on notice (clinic_id, client_id, made_at desc);
create index notice_newest on notice (clinic_id, made_at);
call keep('notice');

-- A member of staff told them.
create table notice_told (
  clinic_id uuid not null,
  id uuid not null,
  notice_id uuid not null,
  how text not null check (how in ('telephone', 'in person')),
  told_by uuid not null,
  told_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, notice_id) references notice
);
create unique index notice_told_once on notice_told (clinic_id, notice_id);
call keep('notice_told');

-- They pressed "I have read this" on their own page. That a page was opened says nothing about who read it.
create table notice_seen (
  clinic_id uuid not null,
  id uuid not null,
  notice_id uuid not null,
  page_id uuid not null,
  seen_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, notice_id) references notice,
  foreign key (clinic_id, page_id) references client_page
);
create unique index notice_seen_once on notice_seen (clinic_id, notice_id);
call keep('notice_seen');

call client_sees_own('notice');
call client_sees_own('notice_told', 'exists (select from notice n where n.clinic_id = notice_told.clinic_id and n.id = notice_id)');
call client_sees_own('notice_seen', 'exists (select from notice n where n.clinic_id = notice_seen.clinic_id and n.id = notice_id)');
-- What a client writes says from which page.
create procedure from_this_page(name text, more text) language plpgsql as $$
begin
  execute format('create policy from_this_page on %I as restrictive for insert with check ((select current_duty()) <> ''client'' or (page_id = (select current_person()) and %s))', name, more);
  execute format('grant insert on %I to stepwell_client', name);
end $$;
call from_this_page('notice_seen', 'true');

-- How long a link opens, and how long one visit on the page lasts: the clinic's own figures. Without a row Stepwell's defaults stand.
create table own_page_policy (
  clinic_id uuid not null references clinic,
  id uuid not null,
  link_days int not null check (link_days between 1 and 366),
  visit_minutes int not null check (visit_minutes between 2 and 240),
  effective_from date not null,
  source text not null check (length(source) between 3 and 500),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('own_page_policy');

-- The calendar that a telephone subscribes to has a key of its own, which opens nothing but times. `proof_hash` is the birth
-- date that is asked for before anything is shown; null where staff and client left it out.
alter table client_page add column feed_hash text unique,
                        add column proof_hash text,
                        add column visit_minutes int not null default 15 check (visit_minutes between 2 and 240);
revoke select on client_page from stepwell_app;
grant select (clinic_id, id, client_id, language, visit_minutes, expires_at, made_by, made_at) on client_page to stepwell_app;
create trigger client_stands before insert on client_page for each row execute function client_stands();

alter table client_page_end drop constraint client_page_end_because_check;
alter table client_page_end add constraint client_page_end_because_check check (because in ('taken back', 'replaced', 'lost', 'locked'));

-- Each try at the birth date, and each visit that a right one opened.
create table client_page_try (
  clinic_id uuid not null,
  id uuid not null,
  page_id uuid not null,
  succeeded boolean not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, page_id) references client_page
);
create index client_page_try_of on client_page_try (clinic_id, page_id, at);
call keep('client_page_try');

create table client_page_visit (
  clinic_id uuid not null,
  id uuid not null,
  page_id uuid not null,
  secret_hash text not null unique,
  began_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, page_id) references client_page
);
call keep('client_page_visit');
call let_owner_read('client_page_visit');
revoke select on client_page_visit from stepwell_app;
grant select (clinic_id, id, page_id, began_at, expires_at) on client_page_visit to stepwell_app;

call client_sees_own('client_page_try', 'page_id = (select current_person())');
call from_this_page('client_page_try', 'true');
call from_this_page('client_page_visit', 'true');
call from_this_page('client_page_end', 'because = ''locked'' and ended_by is null');

-- How entries are titled: the client's own choice, and the latest one stands. Without a row: discreet.
create table own_page_titles (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  titles text not null check (titles in ('discreet', 'plain')),
  page_id uuid not null,
  chosen_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page
);
create index own_page_titles_of on own_page_titles (clinic_id, client_id, chosen_at desc);
call keep('own_page_titles');
call client_sees_own('own_page_titles');
call from_this_page('own_page_titles', 'true');

-- "I would like another group, or another therapist." It lands with the coordinator, who answers it with a row.
create table switch_request (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  wants text not null check (wants in ('group', 'therapist', 'times')),
  -- The group it is about, where they said which.
  series_id uuid,
  words text not null default '' check (length(words) <= 1000),
  -- Null: they said it to staff.
  page_id uuid,
  asked_by uuid,
  asked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, page_id) references client_page,
  check (num_nonnulls(page_id, asked_by) = 1)
);
create index switch_request_of on switch_request (clinic_id, client_id, asked_at desc);
create index switch_request_newest on switch_request (clinic_id, asked_at);
create trigger client_stands before insert on switch_request for each row execute function client_stands();
call keep('switch_request');
call client_sees_own('switch_request');
call from_this_page('switch_request', 'asked_by is null');

create table switch_answer (
  clinic_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  outcome text not null check (outcome in ('changed', 'stays', 'withdrawn')),
  -- For staff; the client is told by a person.
  words text not null default '' check (length(words) <= 1000),
  answered_by uuid,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, request_id) references switch_request
);
create unique index switch_answer_once on switch_answer (clinic_id, request_id);
call keep('switch_answer');
call client_sees_own('switch_answer', 'exists (select from switch_request r where r.clinic_id = switch_answer.clinic_id and r.id = request_id)');
revoke select on switch_answer from stepwell_client;
grant select (clinic_id, id, request_id, outcome, answered_at) on switch_answer to stepwell_client;
create policy client_withdraws on switch_answer as restrictive for insert
  with check ((select current_duty()) <> 'client' or (outcome = 'withdrawn' and answered_by is null and words = ''));
grant insert on switch_answer to stepwell_client;

-- What 041 granted too widely: addresses and numbers of staff, and the reasons that staff wrote for each other, in which another
-- client may be named.
revoke select on staff_member, session_cancellation, visit_cancellation from stepwell_client;
grant select (clinic_id, id, given_name, family_name, credential) on staff_member to stepwell_client;
grant select (clinic_id, id, session_id, cancelled_at) on session_cancellation to stepwell_client;
grant select (clinic_id, id, visit_id, was_during, cancelled_at) on visit_cancellation to stepwell_client;

-- Whoever came through the client's door signs the trail as that page and as nobody else.
create policy clients_sign_their_own on trail as restrictive for insert
  with check (current_user <> 'stepwell_client' or (by_kind = 'client' and by_id = (select current_person())));

-- A record that was merged has no page of its own any more.
create function merge_ends_pages() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into client_page_end (clinic_id, id, page_id, because, ended_by, ended_at)
    select p.clinic_id, gen_random_uuid(), p.id, 'taken back', new.merged_by, new.merged_at
    from client_page p where p.clinic_id = new.clinic_id and p.client_id = new.merged_id and p.expires_at > new.merged_at
    on conflict do nothing;
  return null;
end $$;
revoke all on function merge_ends_pages() from public;
create trigger merge_ends_pages after insert on client_merge for each row execute function merge_ends_pages();

-- Opens a request on a client's own page, by the page's key or, for its times alone, by the calendar's. A link that ended, ran
-- out, or whose record was merged opens nothing. Where a birth date is asked for, the role sees nobody until it was given.
drop function begin_own(text, timestamptz);
create function begin_own(token text, by_feed boolean, visit_secret text, at_now timestamptz)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean, phone text,
               page_id uuid, client_id uuid, language text, is_in boolean, proof_hash text, visit_minutes int)
language plpgsql security definer set search_path from current as $$
declare page record; entered boolean;
begin
  select p.* into page from client_page p
  where case when by_feed then p.feed_hash = token else p.token_hash = token end and p.expires_at > at_now
    and not exists (select from client_page_end e where e.clinic_id = p.clinic_id and e.page_id = p.id);
  if not found then return; end if;
  -- The clinic first: what follows reads under its row-level security.
  perform set_config('app.clinic', page.clinic_id::text, true), set_config('app.person', page.id::text, true),
          set_config('app.role', 'client', true), set_config('app.own_client', '', true);
  if exists (select from client_merged m where m.clinic_id = page.clinic_id and m.merged_id = page.client_id) then return; end if;
  entered := by_feed or page.proof_hash is null
    or exists (select from client_page_visit v where v.clinic_id = page.clinic_id and v.page_id = page.id
                 and v.secret_hash = visit_secret and v.expires_at > at_now);
  if entered then perform set_config('app.own_client', page.client_id::text, true); end if;
  return query select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, coalesce(nullif(c.phone, ''), f.phone, ''),
      page.id, page.client_id, page.language, entered, case when entered then null else page.proof_hash end, page.visit_minutes
    from clinic c
    left join lateral (select x.phone from public_front x where x.clinic_id = c.id order by x.set_at desc, x.id desc limit 1) f on true
    where c.id = page.clinic_id;
end $$;
revoke all on function begin_own(text, boolean, text, timestamptz) from public;
grant execute on function begin_own(text, boolean, text, timestamptz) to stepwell_app, stepwell_client;
