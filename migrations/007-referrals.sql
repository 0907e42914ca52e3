-- What arrives about a person: kept as it came, shown as it was read, accepted by somebody or set aside.

create table referral_upload (
  clinic_id uuid not null references clinic,
  id uuid not null,
  file_name text not null,
  document bytea not null,
  document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
  what_was_read jsonb not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  primary key (clinic_id, id)
);
create index referral_upload_newest on referral_upload (clinic_id, uploaded_at desc);
call keep('referral_upload');

create table referral (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  upload_id uuid,
  source text not null,
  referrer text not null default '',
  prior_level text not null default '',
  warnings text[] not null default '{}',
  labels text[] not null default '{}',
  not_understood jsonb not null default '[]',
  accepted_by uuid not null,
  accepted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, upload_id) references referral_upload
);
create index referral_of on referral (clinic_id, client_id);
create index referral_newest on referral (clinic_id, accepted_at desc);
create unique index referral_accepted_once on referral (clinic_id, upload_id);
call keep('referral');

create table referral_set_aside (
  clinic_id uuid not null,
  id uuid not null,
  upload_id uuid not null,
  because text not null,
  set_aside_by uuid not null,
  set_aside_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, upload_id) references referral_upload
);
create unique index referral_set_aside_once on referral_set_aside (clinic_id, upload_id);
call keep('referral_set_aside');
