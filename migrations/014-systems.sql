-- Other computer systems that may read through FHIR, and the tokens that name them.

create table outside_system (
  clinic_id uuid not null references clinic,
  id uuid not null,
  name text not null,
  recipient_class text not null check (recipient_class in ('treating-provider', 'health-plan', 'third-party-payer', 'program-operations')),
  purpose text not null check (purpose in ('treatment', 'payment', 'operations')),
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('outside_system');
call let_owner_read('outside_system');

create table system_token (
  clinic_id uuid not null,
  id uuid not null,
  system_id uuid not null,
  token_hash text not null unique,
  issued_by uuid not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, system_id) references outside_system
);
call keep('system_token');
call let_owner_read('system_token');
revoke select on system_token from stepwell_app;
grant select (clinic_id, id, system_id, issued_by, issued_at, expires_at) on system_token to stepwell_app;

create table system_token_end (
  clinic_id uuid not null,
  id uuid not null,
  token_id uuid not null,
  because text not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, token_id) references system_token
);
create unique index system_token_end_of on system_token_end (clinic_id, token_id);
call keep('system_token_end');
call let_owner_read('system_token_end');

create function begin_system_request(token text)
returns table (clinic_id uuid, system_id uuid, name text, recipient_class text, purpose text, clinic_name text, time_zone text)
language plpgsql security definer set search_path from current as $$
declare found_system record;
begin
  select s.* into found_system from system_token t
    join outside_system s on s.clinic_id = t.clinic_id and s.id = t.system_id
   where t.token_hash = token and t.expires_at > now()
     and not exists (select from system_token_end e where e.clinic_id = t.clinic_id and e.token_id = t.id);
  if not found then return; end if;
  perform set_config('app.clinic', found_system.clinic_id::text, true),
          set_config('app.person', found_system.id::text, true),
          set_config('app.role', 'system', true);
  return query select found_system.clinic_id, found_system.id, found_system.name, found_system.recipient_class, found_system.purpose, c.name, c.time_zone
    from clinic c where c.id = found_system.clinic_id;
end $$;
revoke all on function begin_system_request(text) from public;
grant execute on function begin_system_request(text) to stepwell_app;
