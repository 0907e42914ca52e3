-- How many visitors handed something in lately, so that a flood is seen by every copy of Stepwell. An address is kept as a
-- keyed hash, for two days; the key is not here.

create table visitor_knock (
  clinic_id uuid not null references clinic,
  id uuid not null,
  address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
  proved boolean not null,
  at timestamptz not null,
  primary key (clinic_id, id)
);
create index visitor_knock_newest on visitor_knock (clinic_id, at desc);
create index visitor_knock_address on visitor_knock (clinic_id, address_hash, at desc);
call keep('visitor_knock');
call let_owner_read('visitor_knock');
grant insert on visitor_knock to stepwell_visitor;

-- Counts of the last hour; nothing about anybody.
create function visitor_pressure(address text) returns table (here bigint, everyone bigint, unproved bigint)
language sql stable security definer set search_path from current as $$
  select count(*) filter (where k.address_hash = address), count(*), count(*) filter (where not k.proved)
  from visitor_knock k where k.clinic_id = current_clinic() and k.at > now() - interval '1 hour'
$$;
create function forget_old_knocks() returns bigint language sql security definer set search_path from current as $$
  with gone as (delete from visitor_knock where at < now() - interval '2 days' returning 1) select count(*) from gone
$$;
revoke all on function visitor_pressure(text), forget_old_knocks() from public;
grant execute on function visitor_pressure(text) to stepwell_visitor;
grant execute on function forget_old_knocks() to stepwell_app;
