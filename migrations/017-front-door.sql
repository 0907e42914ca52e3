-- The front door: finding out whether somebody is known already, and what of a person's contacts is no longer right.

-- What a phone or an email is compared by. A column and not an expression: under row-level security only a plain
-- comparison may go through an index.
alter table client_contact add column look_up text generated always as (
  case kind
    when 'phone' then right(regexp_replace(regexp_replace(lower(value), '(;|,|\mx|\mext).*$', ''), '[^0-9]', '', 'g'), 10)
    when 'email' then lower(value)
  end) stored;
create index client_contact_look_up on client_contact (clinic_id, look_up);

-- A contact that is no longer right stays in the record, with who said so.
create table client_contact_end (
  clinic_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  because text not null default '',
  ended_by uuid,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, contact_id) references client_contact
);
create unique index client_contact_end_of on client_contact_end (clinic_id, contact_id);
call keep('client_contact_end');

-- Numbers and earlier names under which others know the person. Of a Social Security number, the last four digits only.
create table client_identifier (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  system text not null,
  value text not null,
  label text not null default '',
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_identifier_of on client_identifier (clinic_id, client_id);
create index client_identifier_value on client_identifier (clinic_id, value, system);
call keep('client_identifier');

-- "Not on Tuesdays": a row like the others, whose hours hold no group.
alter table client_availability add column can_come boolean not null default true;

create index client_added on client (clinic_id, added_at desc);
create index referral_upload_document on referral_upload (clinic_id, document_hash);
