-- Placement, whole: other people's results, three levels side by side, stops with an owner, partners, packets, the way back.

-- What an assessment is for, and the stay it is about: the same card serves the first day, each review and the last.
alter table placement_assessment
  add column kind text not null default 'admission' check (kind in ('admission', 'continued-stay', 'step-up', 'step-down', 'discharge')),
  add column episode_id uuid;

-- A result of a licensed scale or tool: its numbers and its paper, never its text.
create table external_result (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  scale text not null,
  tool text not null default '',
  total int,
  done_on date not null,
  rater text not null,
  recommended_level text not null,
  actual_level text not null default '',
  variance_code text not null default '',
  variance_words text not null default '',
  file_id uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index external_result_of on external_result (clinic_id, client_id, done_on desc);
call keep('external_result');

-- What others call the level: the payer, the state's report. Beside the clinical decision, never in its place.
create table stated_level (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  whose text not null check (whose in ('payer', 'state-report')),
  stated_by text not null,
  code text not null,
  label text not null default '',
  reference text not null default '',
  stated_on date not null,
  words text not null default '',
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index stated_level_of on stated_level (clinic_id, client_id, whose, recorded_at desc);
call keep('stated_level');

-- Whose a stop is. Whoever went through the gate owns it until somebody takes it over; the latest row stands.
create table stop_owner (
  clinic_id uuid not null,
  id uuid not null,
  screen_id uuid not null,
  stop text not null,
  owner_id uuid not null,
  given_by uuid not null,
  given_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, screen_id) references safety_screen
);
create index stop_owner_of on stop_owner (clinic_id, screen_id, stop, given_at desc);
call keep('stop_owner');

-- A clinician lets a coordinator ask again although a stop stands.
create table screen_allowance (
  clinic_id uuid not null,
  id uuid not null,
  screen_id uuid not null,
  because text not null,
  allowed_by uuid not null,
  allowed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, screen_id) references safety_screen
);
create index screen_allowance_of on screen_allowance (clinic_id, screen_id);
call keep('screen_allowance');

-- The latest screens with stops, without walking every screen there ever was.
create index safety_screen_stopped on safety_screen (clinic_id, screened_at desc) where stops <> '[]'::jsonb;

-- Whoever a person may be handed to. What is known of them is a row for each time somebody looked; the latest stands.
create table partner (
  clinic_id uuid not null references clinic,
  id uuid not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('partner');
create table partner_facts (
  clinic_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  name text not null check (length(name) between 2 and 200),
  levels text[] not null,
  phone text not null default '',
  fax text not null default '',
  address text not null default '',
  hours text not null default '',
  payers text not null default '',
  takes_adolescents boolean,
  takes_pregnant boolean,
  takes_moud boolean,
  words text not null default '',
  is_closed boolean not null default false,
  verified_on date,
  verified_with text not null default '',
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, partner_id) references partner
);
create index partner_facts_of on partner_facts (clinic_id, partner_id, recorded_at desc, id desc);
call keep('partner_facts');

-- To which partner; and "still there": the day to check moves on, and the person stays on the board.
alter table hand_off add column partner_id uuid, add foreign key (clinic_id, partner_id) references partner;
alter table hand_off_answer add column back_on date;
alter table hand_off_answer drop constraint hand_off_answer_answer_check;
alter table hand_off_answer add constraint hand_off_answer_answer_check
  check (answer in ('accepted', 'declined', 'returned', 'did-not-arrive', 'still-there'));
alter table hand_off_answer add constraint hand_off_answer_back_on_check check ((answer = 'still-there') = (back_on is not null));

create or replace function recount_hand_offs(p_clinic uuid, p_hand_offs uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from open_hand_off where clinic_id = p_clinic and hand_off_id = any (p_hand_offs);
  insert into open_hand_off (clinic_id, hand_off_id, client_id, due_at, answer)
  select h.clinic_id, h.id, h.client_id,
         case when a.answer in ('accepted', 'still-there') then coalesce(a.back_on, h.back_on)::timestamptz else h.due_at end, a.answer
  from hand_off h
  left join lateral (select x.answer, x.back_on from hand_off_answer x where x.clinic_id = h.clinic_id and x.hand_off_id = h.id
                     order by x.recorded_at desc, x.id desc limit 1) a on true
  where h.clinic_id = p_clinic and h.id = any (p_hand_offs) and a.answer is distinct from 'returned'
$$;

-- A packet that went along: the file as it left, what was in it, and what it rested on: a consent, or an emergency.
create table packet (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  hand_off_id uuid not null,
  -- The paper, and the same as a FHIR bundle: sealed like a file, since a file is a PDF or a picture.
  file_id uuid not null,
  bundle_key_id text not null check (bundle_key_id ~ '^[0-9a-f]{12}$'),
  bundle_nonce bytea not null check (octet_length(bundle_nonce) = 12),
  bundle_sealed bytea not null,
  contents text[] not null,
  consent_id uuid,
  emergency_id uuid,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, hand_off_id) references hand_off,
  foreign key (clinic_id, file_id) references file,
  foreign key (clinic_id, consent_id) references consent,
  check ((consent_id is null) <> (emergency_id is null))
);
create index packet_of on packet (clinic_id, hand_off_id, made_at desc);
call keep('packet');

-- 42 CFR 2.51(c): told to medical personnel in an emergency without consent. Who, of where, by whom, when, and why.
create table emergency_telling (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  hand_off_id uuid,
  recipient_name text not null check (length(recipient_name) between 2 and 200),
  recipient_affiliation text not null check (length(recipient_affiliation) between 2 and 200),
  discloser text not null,
  told_at timestamptz not null,
  nature text not null check (length(nature) between 15 and 4000),
  what text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, hand_off_id) references hand_off
);
create index emergency_telling_of on emergency_telling (clinic_id, client_id, told_at desc);
call keep('emergency_telling');
alter table packet add foreign key (clinic_id, emergency_id) references emergency_telling;
