-- Clinics, their staff, and how staff come in.

create table clinic (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  state text not null check (state ~ '^[A-Z]{2}$'),
  time_zone text not null,
  client_word text not null default 'client' check (client_word in ('client', 'patient')),
  phone text,
  is_demo boolean not null default false,
  created_at timestamptz not null
);
alter table clinic enable row level security;
alter table clinic force row level security;
create policy one_clinic on clinic using (id = (select current_clinic())) with check (id = (select current_clinic()));
grant select, insert on clinic to stepwell_app;
call let_owner_read('clinic');

create table staff_member (
  clinic_id uuid not null references clinic,
  id uuid not null,
  given_name text not null check (length(given_name) between 1 and 100),
  family_name text not null check (length(family_name) between 1 and 100),
  credential text not null default '',
  email text not null check (email = lower(email) and email like '%_@_%'),
  npi text check (npi ~ '^\d{10}$'),
  added_by uuid,
  added_at timestamptz not null,
  primary key (clinic_id, id)
);
create unique index staff_member_email on staff_member (email);
call keep('staff_member');
call let_owner_read('staff_member');

-- A role is a dated row; the latest one stands.
create table staff_role (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  role text not null check (role in ('administrator', 'director', 'coordinator', 'therapist', 'prescriber', 'biller', 'none')),
  because text not null default '',
  given_by uuid,
  given_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index staff_role_of on staff_role (clinic_id, staff_id, given_at desc, id desc);
call keep('staff_role');
call let_owner_read('staff_role');

create table staff_license (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  kind text not null,
  number text not null,
  state text not null check (state ~ '^[A-Z]{2}$'),
  issued_on date,
  expires_on date not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index staff_license_of on staff_license (clinic_id, staff_id, expires_on desc);
call keep('staff_license');

-- Passwords: the latest row stands.
create table staff_password (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  hash text not null,
  must_change boolean not null default false,
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index staff_password_of on staff_password (clinic_id, staff_id, set_at desc, id desc);
call keep('staff_password');
revoke select on staff_password from stepwell_app;
call let_owner_read('staff_password');

create table session (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  token_hash text not null unique,
  device text not null default '',
  began_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz,
  ended_because text,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index session_of on session (clinic_id, staff_id) where ended_at is null;
call keep('session');
call let_owner_read('session');
grant update (ended_at, ended_because) on session to stepwell_app;
revoke select on session from stepwell_app;
grant select (clinic_id, id, staff_id, device, began_at, last_seen_at, ended_at, ended_because) on session to stepwell_app;

-- Sign-in attempts belong to no clinic: an attacker names no clinic either. Hashes only; read by the owner's functions alone.
create table sign_in_attempt (
  id uuid primary key,
  account_hash text not null,
  address_hash text not null,
  known_device boolean not null,
  succeeded boolean not null,
  at timestamptz not null
);
create index sign_in_attempt_account on sign_in_attempt (account_hash, at);
create index sign_in_attempt_address on sign_in_attempt (address_hash, at);
alter table sign_in_attempt enable row level security;
alter table sign_in_attempt force row level security;
call let_owner_read('sign_in_attempt');

-- Devices from which somebody signed in before: floods from elsewhere cannot lock them out there.
create table known_device (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  token_hash text not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create unique index known_device_token on known_device (clinic_id, staff_id, token_hash);
call keep('known_device');
revoke select on known_device from stepwell_app;
call let_owner_read('known_device');

create function clinic_ids() returns setof uuid language sql security definer set search_path from current
  as $$ select id from clinic order by id $$;

-- What sign-in needs to judge an attempt, and nothing more. Counts are of failures in the last 15 minutes.
create function sign_in_facts(wanted_email text, account text, address text, device_hash text)
returns table (clinic_id uuid, staff_id uuid, hash text, role text, known boolean, failed_here bigint, failed_address bigint, failed_account bigint)
language sql security definer set search_path from current as $$
  with who as (select s.clinic_id, s.id from staff_member s where s.email = wanted_email)
  select w.clinic_id, w.id, p.hash, r.role,
    k.known,
    (select count(*) from sign_in_attempt a where a.account_hash = account and a.known_device = k.known
       and (k.known or a.address_hash = address) and not a.succeeded and a.at > now() - interval '15 minutes'),
    (select count(*) from sign_in_attempt a where a.address_hash = address and not a.succeeded and a.at > now() - interval '15 minutes'),
    (select count(*) from sign_in_attempt a where a.account_hash = account and not a.known_device and not a.succeeded and a.at > now() - interval '15 minutes')
  from (select 1) one
  left join who w on true
  cross join lateral (select exists (select from known_device d where d.clinic_id = w.clinic_id and d.staff_id = w.id and d.token_hash = device_hash) as known) k
  left join lateral (select x.hash from staff_password x where x.clinic_id = w.clinic_id and x.staff_id = w.id order by x.set_at desc, x.id desc limit 1) p on true
  left join lateral (select x.role from staff_role x where x.clinic_id = w.clinic_id and x.staff_id = w.id order by x.given_at desc, x.id desc limit 1) r on true
$$;

create function record_sign_in_attempt(attempt uuid, account text, address text, known boolean, ok boolean) returns void
language sql security definer set search_path from current as $$
  insert into sign_in_attempt (id, account_hash, address_hash, known_device, succeeded, at) values (attempt, account, address, known, ok, now())
$$;

create function forget_old_sign_in_attempts() returns bigint language sql security definer set search_path from current as $$
  with gone as (delete from sign_in_attempt where at < now() - interval '30 days' returning 1) select count(*) from gone
$$;

-- Opens a request: one round trip that checks the session, tells row-level security who asks, and says who it is.
-- Idle limit 15 minutes, absolute limit 12 hours. `last_seen_at` moves at most once in 20 seconds to spare writes.
create function begin_request(token text)
returns table (clinic_id uuid, session_id uuid, staff_id uuid, role text, given_name text, family_name text, credential text,
               clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean, must_change boolean)
language plpgsql security definer set search_path from current as $$
declare found_session record; found_role text;
begin
  select s.* into found_session from session s
   where s.token_hash = token and s.ended_at is null
     and s.last_seen_at > now() - interval '15 minutes' and s.began_at > now() - interval '12 hours';
  if not found then return; end if;
  select r.role into found_role from staff_role r
   where r.clinic_id = found_session.clinic_id and r.staff_id = found_session.staff_id order by r.given_at desc, r.id desc limit 1;
  if found_role is null or found_role = 'none' then return; end if;
  if found_session.last_seen_at < now() - interval '20 seconds' then
    update session s set last_seen_at = now() where s.clinic_id = found_session.clinic_id and s.id = found_session.id;
  end if;
  perform set_config('app.clinic', found_session.clinic_id::text, true),
          set_config('app.person', found_session.staff_id::text, true),
          set_config('app.role', found_role, true);
  return query
    select m.clinic_id, found_session.id, m.id, found_role, m.given_name, m.family_name, m.credential,
           c.name, c.state, c.time_zone, c.client_word, c.is_demo,
           coalesce((select p.must_change from staff_password p where p.clinic_id = m.clinic_id and p.staff_id = m.id order by p.set_at desc, p.id desc limit 1), false)
    from staff_member m join clinic c on c.id = m.clinic_id
    where m.clinic_id = found_session.clinic_id and m.id = found_session.staff_id;
end $$;

revoke all on function clinic_ids(), sign_in_facts(text, text, text, text), record_sign_in_attempt(uuid, text, text, boolean, boolean),
  forget_old_sign_in_attempts(), begin_request(text) from public;
grant execute on function clinic_ids(), sign_in_facts(text, text, text, text), record_sign_in_attempt(uuid, text, text, boolean, boolean),
  forget_old_sign_in_attempts(), begin_request(text) to stepwell_app;
