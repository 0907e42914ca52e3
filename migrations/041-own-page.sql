-- A client's own page: a private link that staff give, which shows their week and takes their answers. It comes through a door
-- of its own, as a role that may read what is granted here and in later migrations, and of that only what is theirs.

do $$ begin
  if not exists (select from pg_roles where rolname = 'stepwell_client') then create role stepwell_client nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant usage on schema %I to stepwell_client', current_schema());
  -- The application steps down to it for one transaction.
  grant stepwell_client to stepwell_app;
exception when duplicate_object or unique_violation then null;
end $$;

create table client_page (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  -- Only the hash of the link is here: who reads the database cannot open the page.
  token_hash text not null unique,
  language text not null default 'en' check (language in ('en', 'es')),
  expires_at timestamptz not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_page_of on client_page (clinic_id, client_id, made_at desc);
call keep('client_page');
call let_owner_read('client_page');

create table client_page_end (
  clinic_id uuid not null,
  id uuid not null,
  page_id uuid not null,
  because text not null check (because in ('taken back', 'replaced', 'lost')),
  ended_by uuid,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, page_id) references client_page
);
create unique index client_page_end_of on client_page_end (clinic_id, page_id);
call keep('client_page_end');
call let_owner_read('client_page_end');

create function own_client() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.own_client', true), '')::uuid $$;

-- What a client may read of a table: rows that are theirs, or all of a table that tells nothing about anybody.
-- The role is granted nothing else, so that a table which nobody thought of stays shut.
create procedure client_sees_own(name text, which text default 'client_id = (select own_client())') language plpgsql as $$
begin
  execute format('create policy client_sees on %I as restrictive using ((select current_duty()) <> ''client'' or (%s))', name, which);
  execute format('grant select on %I to stepwell_client', name);
end $$;
create procedure client_sees_all(name text) language plpgsql as $$
begin execute format('grant select on %I to stepwell_client', name); end $$;

do $$ declare name text; begin
  foreach name in array array['clinic', 'site', 'room', 'program', 'group_series', 'series_leader', 'series_chair', 'group_session',
                              'session_cancellation', 'staff_member', 'dose_floor', 'group_cap'] loop
    call client_sees_all(name);
  end loop;
  foreach name in array array['client_identity', 'client_availability', 'client_affinity', 'episode', 'seat', 'visit', 'attendance_mark'] loop
    call client_sees_own(name);
  end loop;
end $$;
call client_sees_own('client', 'id = (select own_client())');
call client_sees_own('dose_order', 'exists (select from episode e where e.clinic_id = dose_order.clinic_id and e.id = episode_id)');
call client_sees_own('primary_therapist', 'exists (select from episode e where e.clinic_id = primary_therapist.clinic_id and e.id = episode_id)');
call client_sees_own('visit_cancellation', 'exists (select from visit v where v.clinic_id = visit_cancellation.clinic_id and v.id = visit_id)');
grant select on client_now, attendance_now to stepwell_client;
grant execute on function own_client() to stepwell_app, stepwell_client;

-- Opens a request on a client's own page. A link that ended, ran out, or whose record was merged opens nothing.
create function begin_own(token text, at_now timestamptz)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean, phone text,
               page_id uuid, client_id uuid, language text)
language plpgsql security definer set search_path from current as $$
declare page record;
begin
  select p.* into page from client_page p
  where p.token_hash = token and p.expires_at > at_now
    and not exists (select from client_page_end e where e.clinic_id = p.clinic_id and e.page_id = p.id);
  if not found then return; end if;
  perform set_config('app.clinic', page.clinic_id::text, true), set_config('app.person', page.id::text, true),
          set_config('app.role', 'client', true), set_config('app.own_client', page.client_id::text, true);
  return query select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, coalesce(f.phone, ''), page.id, page.client_id, page.language
    from clinic c
    left join lateral (select x.phone from public_front x where x.clinic_id = c.id order by x.set_at desc, x.id desc limit 1) f on true
    where c.id = page.clinic_id;
end $$;
revoke all on function begin_own(text, timestamptz) from public;
grant execute on function begin_own(text, timestamptz) to stepwell_app, stepwell_client;

alter table trail drop constraint trail_by_kind_check;
alter table trail add constraint trail_by_kind_check check (by_kind in ('staff', 'system', 'stepwell', 'visitor', 'link', 'client'));
grant insert on trail to stepwell_client;
