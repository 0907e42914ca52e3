-- Instruments beyond the first two, and the biopsychosocial assessment.

-- What a clinic decided about an instrument: whether it is used (some need the clinic's own confirmation), which set of
-- bands speaks, which change counts as reliable. The latest row of each stands.
create table instrument_choice (
  clinic_id uuid not null,
  id uuid not null,
  instrument text not null,
  setting text not null check (setting in ('in-use', 'bands', 'reliable-change')),
  value text not null check (length(value) between 1 and 40),
  because text not null default '',
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (clinic_id, id)
);
create index instrument_choice_newest on instrument_choice (clinic_id, instrument, setting, decided_at desc, id desc);
call keep('instrument_choice');

-- Of every set of answers: the form as it was worded, the language, the level of a triage, the bands that spoke, and the
-- answers to questions that are asked and not scored.
alter table measure add column form_version text not null default '1';
alter table measure add column language text not null default 'en' check (language in ('en', 'es'));
alter table measure add column triage text check (triage in ('none', 'low', 'moderate', 'high'));
alter table measure add column band_set text not null default '';
alter table measure add column asides int[] not null default '{}';
alter table measure add column intake_id uuid;

-- One assessment of one person. Its draft belongs to it, and to nobody: whoever may write goes on where the last one stopped.
create table intake (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  started_by uuid not null,
  started_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index intake_of on intake (clinic_id, client_id, started_at desc);
call keep('intake');
alter table measure add foreign key (clinic_id, intake_id) references intake;
create index measure_of_intake on measure (clinic_id, intake_id) where intake_id is not null;

-- A section as somebody saved it. Every save is a row. What came in while somebody else had saved stands beside (stands is
-- false) until a later row, which has read it, settles it. While the same page goes on typing, its own last row gives way.
create table intake_section (
  clinic_id uuid not null,
  id uuid not null,
  intake_id uuid not null,
  section text not null,
  page uuid not null,
  based_on uuid,
  stands boolean not null,
  settles uuid[] not null default '{}',
  body jsonb not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, intake_id) references intake
);
create index intake_section_of on intake_section (clinic_id, intake_id, section, written_at desc, id desc);
call keep('intake_section');
grant delete on intake_section to stepwell_app;

-- What was signed, whole, as it stood; the hash is of these words.
create table intake_signed (
  clinic_id uuid not null,
  id uuid not null,
  intake_id uuid not null,
  body jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, intake_id) references intake,
  unique (clinic_id, intake_id)
);
call keep('intake_signed');

create table intake_signature (
  clinic_id uuid not null,
  id uuid not null,
  intake_id uuid not null,
  part text not null check (part in ('author', 'co-signer')),
  signed_by uuid not null,
  name_and_credential text not null,
  needs_cosign boolean not null default false,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, intake_id) references intake,
  constraint intake_signed_once unique (clinic_id, intake_id, part)
);
create index intake_signature_to_cosign on intake_signature (clinic_id, signed_at) where part = 'author' and needs_cosign;
call keep('intake_signature');

create table intake_addendum (
  clinic_id uuid not null,
  id uuid not null,
  intake_id uuid not null,
  words text not null check (length(words) > 0),
  added_by uuid not null,
  name_and_credential text not null,
  added_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, intake_id) references intake
);
create index intake_addendum_of on intake_addendum (clinic_id, intake_id);
call keep('intake_addendum');

-- What is signed is not typed over, whatever the application does: a section of a signed assessment takes no row.
create function intake_is_open() returns trigger language plpgsql as $$
begin
  if exists (select from intake_signed s where s.clinic_id = new.clinic_id and s.intake_id = new.intake_id) then
    raise exception 'A signed assessment takes no further words: add an addendum.'
      using errcode = 'check_violation', constraint = 'intake_is_open';
  end if;
  return new;
end $$;
create trigger intake_section_open before insert on intake_section for each row execute function intake_is_open();

create policy clinical_only on intake_section as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
create policy clinical_only on intake_signed as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
create policy clinical_only on intake_addendum as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
