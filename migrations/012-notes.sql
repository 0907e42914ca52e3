-- The group note, written once; each attendee's own chart note, with nobody else in it.
-- Billers and administrators read that a note is signed, never its words.

-- Drafts as typed. Every save is a row, so two devices at once lose nothing; the clock forgets old ones after signing.
create table note_draft (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  based_on uuid,
  body jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session
);
create index note_draft_of on note_draft (clinic_id, session_id, saved_at desc, id desc);
call keep('note_draft');
grant delete on note_draft to stepwell_app;

create table group_note (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  topic text not null,
  intervention text not null,
  how_it_went text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session
);
create unique index group_note_of on group_note (clinic_id, session_id);
call keep('group_note');

create table client_note (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  goal_id uuid,
  held_on date not null,
  topic text not null,
  intervention text not null,
  how_it_went text not null,
  own_words text not null,
  mark text not null,
  minutes int not null,
  number_present int not null,
  leaders text not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references group_note,
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, goal_id) references plan_goal,
  unique (clinic_id, note_id, client_id)
);
create index client_note_of on client_note (clinic_id, client_id, held_on desc);
call keep('client_note');

create table note_signature (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  session_id uuid not null,
  part text not null check (part in ('author', 'co-signer')),
  signed_by uuid not null,
  name_and_credential text not null,
  needs_cosign boolean not null default false,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references group_note,
  foreign key (clinic_id, session_id) references group_session,
  unique (clinic_id, note_id, part)
);
create index note_signature_session on note_signature (clinic_id, session_id);
call keep('note_signature');

create table note_addendum (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  client_id uuid,
  words text not null check (length(words) > 0),
  added_by uuid not null,
  name_and_credential text not null,
  added_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references group_note,
  foreign key (clinic_id, client_id) references client
);
create index note_addendum_of on note_addendum (clinic_id, note_id);
call keep('note_addendum');

create policy clinical_only on note_draft as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
create policy clinical_only on group_note as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
create policy clinical_only on client_note as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
create policy clinical_only on note_addendum as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
