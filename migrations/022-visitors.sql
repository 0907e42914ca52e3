-- Visitors of the public pages. They come through a door of their own, as a role that may read what the clinic shows the
-- world and add what they hand over, and nothing else: a mistake in a public page cannot show a client.

do $$ begin
  if not exists (select from pg_roles where rolname = 'stepwell_visitor') then create role stepwell_visitor nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant usage on schema %I to stepwell_visitor', current_schema());
  -- The application steps down to it for one transaction.
  grant stepwell_visitor to stepwell_app;
exception when duplicate_object or unique_violation then null;
end $$;

-- What a clinic shows the world. The latest row stands; a clinic without one has no public pages.
create table public_front (
  clinic_id uuid not null references clinic,
  id uuid not null,
  -- The name in the address bar, when several clinics share this Stepwell. Empty: any.
  host text not null default '',
  is_open boolean not null,
  phone text not null default '',
  crisis_phone text not null default '',
  email text not null default '',
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index public_front_newest on public_front (clinic_id, set_at desc, id desc);
call keep('public_front');
call let_owner_read('public_front');
grant select on public_front to stepwell_visitor;
grant select on clinic to stepwell_visitor;

-- Opens a visit: which clinic's pages these are, by the name in the address bar or the oldest that is open.
create function begin_visit(asked_host text)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean,
               phone text, crisis_phone text, email text)
language plpgsql security definer set search_path from current as $$
declare front record;
begin
  select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, f.phone, f.crisis_phone, f.email into front
  from clinic c
  cross join lateral (select x.* from public_front x where x.clinic_id = c.id order by x.set_at desc, x.id desc limit 1) f
  where f.is_open and (f.host = asked_host or f.host = '')
  order by f.host = asked_host desc, c.created_at, c.id limit 1;
  if not found then return; end if;
  perform set_config('app.clinic', front.id::text, true), set_config('app.person', '', true), set_config('app.role', 'visitor', true);
  return query select front.id, front.name, front.state, front.time_zone, front.client_word, front.is_demo,
                      front.phone, front.crisis_phone, front.email;
end $$;
revoke all on function begin_visit(text) from public;
grant execute on function begin_visit(text) to stepwell_app, stepwell_visitor;

alter table trail drop constraint trail_by_kind_check;
alter table trail add constraint trail_by_kind_check check (by_kind in ('staff', 'system', 'stepwell', 'visitor', 'link'));
grant insert on trail to stepwell_visitor;
