-- A tablet at the door: whoever comes enters a number of their own, and the screen says the same to everybody. It is a check-in like
-- the one on the own page.

-- The number a client enters at the door: five digits and one that gives slips away. The latest of a client opens; none is ever
-- given to anybody else.
create table door_number (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  number text not null check (number ~ '^[0-9]{6}$'),
  page_id uuid,
  given_by uuid,
  given_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, page_id) references client_page,
  constraint door_number_once unique (clinic_id, number),
  constraint door_number_by_somebody check (num_nonnulls(page_id, given_by) = 1)
);
create index door_number_of on door_number (clinic_id, client_id, given_at desc, id desc);
create trigger client_stands before insert on door_number for each row execute function client_stands();
call keep('door_number');
create policy clinical_only on door_number as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
call client_sees_own('door_number');
call from_this_page('door_number', 'given_by is null and client_id = (select own_client())');

-- A tablet that stands at the door of one site for one day, in this browser alone. Its role is granted no table at all (068).
create table door_tablet (
  clinic_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  token_hash text not null unique,
  secret_hash text not null,
  expires_at timestamptz not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, site_id) references site
);
create index door_tablet_newest on door_tablet (clinic_id, opened_at desc);
call keep('door_tablet');
call let_owner_read('door_tablet');
revoke select on door_tablet from stepwell_app;
grant select (clinic_id, id, site_id, expires_at, opened_by, opened_at) on door_tablet to stepwell_app;

create table door_tablet_end (
  clinic_id uuid not null,
  id uuid not null,
  door_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, door_id) references door_tablet
);
create unique index door_tablet_end_of on door_tablet_end (clinic_id, door_id);
call keep('door_tablet_end');
call let_owner_read('door_tablet_end');

-- That somebody pressed at a door, whatever they entered: how often is all that is counted.
create table door_press (
  clinic_id uuid not null,
  id uuid not null,
  door_id uuid not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, door_id) references door_tablet
);
create index door_press_of on door_press (clinic_id, door_id, at desc);
call keep('door_press');

alter table check_in add column door_id uuid;
alter table check_in add foreign key (clinic_id, door_id) references door_tablet;
do $$ declare name text; begin
  select conname into strict name from pg_constraint
    where conrelid = 'check_in'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%num_nonnulls(page_id, taken_by)%';
  execute format('alter table check_in drop constraint %I', name);
end $$;
alter table check_in add constraint check_in_by_somebody check (num_nonnulls(page_id, taken_by, door_id) = 1);

alter table trail drop constraint trail_by_kind_check;
alter table trail add constraint trail_by_kind_check check (by_kind in ('staff', 'system', 'stepwell', 'visitor', 'link', 'client', 'tablet', 'door'));

-- Opens a request of a tablet at a door: by the key in its address and the secret in its cookie, while its day lasts.
create function begin_door(token text, secret text, at_now timestamptz)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean, phone text,
               door_id uuid, site_id uuid, expires_at timestamptz)
language plpgsql security definer set search_path from current as $$
declare door record;
begin
  select d.* into door from door_tablet d
  where d.token_hash = token and d.secret_hash = secret and d.expires_at > at_now
    and not exists (select from door_tablet_end e where e.clinic_id = d.clinic_id and e.door_id = d.id);
  if not found then return; end if;
  perform set_config('app.clinic', door.clinic_id::text, true), set_config('app.person', door.id::text, true),
          set_config('app.role', 'door', true);
  return query select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, coalesce(nullif(c.phone, ''), f.phone, ''),
      door.id, door.site_id, door.expires_at
    from clinic c
    left join lateral (select x.phone from public_front x where x.clinic_id = c.id order by x.set_at desc, x.id desc limit 1) f on true
    where c.id = door.clinic_id;
end $$;
revoke all on function begin_door(text, text, timestamptz) from public;
grant execute on function begin_door(text, text, timestamptz) to stepwell_app, stepwell_tablet;
