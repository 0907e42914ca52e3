-- Consents as signed, their revocations, and what was told to whom because of them (42 CFR 2.31, 2.25).

create table consent (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  scope text not null check (scope in ('treatment', 'tpo', 'specific', 'counselling-notes', 'legal')),
  document_id text not null,
  document_version text not null,
  language text not null default 'en',
  text_signed text not null,
  text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  information text[] not null default '{record}',
  recipients jsonb not null default '[]',
  purposes text[] not null default '{}',
  expires_on date,
  expires_when text,
  signer_name text not null,
  signer_capacity text not null check (signer_capacity in ('client', 'guardian', 'representative')),
  authority text not null default '',
  method text not null check (method in ('drawn', 'typed')),
  signature text not null,
  signed_at timestamptz not null,
  taken_by uuid not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index consent_of on consent (clinic_id, client_id, scope, signed_at desc);
call keep('consent');

create table consent_revocation (
  clinic_id uuid not null,
  id uuid not null,
  consent_id uuid not null,
  how text not null,
  revoked_at timestamptz not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, consent_id) references consent
);
create unique index consent_revocation_of on consent_revocation (clinic_id, consent_id);
call keep('consent_revocation');

-- The accounting of disclosures: one row for each time a record left, with the consent that allowed it.
create table disclosure (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  consent_id uuid not null,
  recipient text not null,
  what text not null,
  purpose text not null,
  notice_version text not null,
  told_by text not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, consent_id) references consent
);
create index disclosure_of on disclosure (clinic_id, client_id, at desc);
call keep('disclosure');
