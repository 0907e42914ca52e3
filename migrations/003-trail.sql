-- The trail: every deed and every look, append-only, sealed afterwards into one hash chain per clinic.

create table trail (
  clinic_id uuid not null references clinic,
  id uuid not null,
  at timestamptz not null,
  by_kind text not null check (by_kind in ('staff', 'system', 'stepwell')),
  by_id uuid,
  by_name text not null,
  verb text not null,
  client_ids uuid[] not null default '{}',
  about jsonb not null default '{}',
  request_id text,
  primary key (clinic_id, id)
);
create index trail_of_client on trail using gin (client_ids);
create index trail_newest on trail (clinic_id, at desc, id desc);
call keep('trail');

create table trail_seal (
  clinic_id uuid not null references clinic,
  position bigint not null check (position > 0),
  trail_id uuid not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  sealed_at timestamptz not null,
  primary key (clinic_id, position),
  unique (clinic_id, trail_id)
);
call keep('trail_seal');
