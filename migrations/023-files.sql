-- Files: cards, court papers, summaries, results, and the papers that Stepwell makes. What a file says is sealed with a key
-- that is not in the database; here stand its name, its kind and who kept it.

create table file (
  clinic_id uuid not null references clinic,
  id uuid not null,
  kind text not null check (kind in ('insurance-card', 'identity', 'court', 'discharge-summary', 'tool-result', 'financial',
                                     'signed', 'estimate', 'packet', 'other')),
  name text not null check (char_length(name) between 1 and 160),
  type text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
  size integer not null check (size between 1 and 26214400),
  -- Of the bytes as they are kept: a picture is kept as it was drawn again, without what was hidden in it.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- True for a paper that Stepwell made itself.
  made_here boolean not null,
  client_id uuid,
  -- The inquiry it came with. Its table comes later in the journey.
  inquiry_id uuid,
  kept_by uuid,
  kept_by_name text not null,
  kept_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index file_of_client on file (clinic_id, client_id, kept_at desc);
create index file_of_inquiry on file (clinic_id, inquiry_id, kept_at desc) where inquiry_id is not null;
call keep('file');

-- AES-256-GCM. The seal names the clinic and the file, so that bytes moved to another row do not open.
create table file_content (
  clinic_id uuid not null,
  file_id uuid not null,
  key_id text not null check (key_id ~ '^[0-9a-f]{12}$'),
  nonce bytea not null check (octet_length(nonce) = 12),
  sealed bytea not null,
  primary key (clinic_id, file_id),
  foreign key (clinic_id, file_id) references file
);
create index file_content_key on file_content (key_id);
call keep('file_content');
call let_owner_read('file_content');
-- Sealed bytes look like chance: packing them is work for nothing.
alter table file_content alter column sealed set storage external;

-- What the malware scanner said. The newest row stands; a file that waits or is infected is not given to anyone.
create table file_scan (
  clinic_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  verdict text not null check (verdict in ('clean', 'not-scanned', 'waiting', 'infected', 'made-here')),
  found text not null default '',
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, file_id) references file
);
create index file_scan_of on file_scan (clinic_id, file_id, id desc);
call keep('file_scan');

-- Files are not deleted: one is set aside with a reason, and may be brought back. The newest row stands.
create table file_standing (
  clinic_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  is_aside boolean not null,
  because text not null default '' check (not is_aside or char_length(because) between 1 and 500),
  said_by uuid,
  said_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, file_id) references file
);
create index file_standing_of on file_standing (clinic_id, file_id, id desc);
call keep('file_standing');

-- An inquiry becomes a client: its files go along.
create table file_given (
  clinic_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  client_id uuid not null,
  given_by uuid,
  given_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, file_id),
  foreign key (clinic_id, file_id) references file,
  foreign key (clinic_id, client_id) references client
);
create index file_given_to on file_given (clinic_id, client_id);
call keep('file_given');

-- Which keys sealed anything here, so that a start can say which one is missing.
create function file_key_ids() returns setof text language sql stable security definer set search_path from current
  as $$ select distinct key_id from file_content $$;
revoke all on function file_key_ids() from public;
grant execute on function file_key_ids() to stepwell_app;
