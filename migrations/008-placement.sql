-- The safety gate, the six dimensions, the decision, and the warm hand-off when this is not the place.

create table safety_screen (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  answers jsonb not null,
  thresholds jsonb not null,
  stops jsonb not null,
  cautions jsonb not null default '[]',
  screened_by uuid not null,
  screened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index safety_screen_of on safety_screen (clinic_id, client_id, screened_at desc);
call keep('safety_screen');

-- A clinician who saw the person says what became of a stop.
create table stop_disposition (
  clinic_id uuid not null,
  id uuid not null,
  screen_id uuid not null,
  stop text not null,
  disposition text not null check (disposition in ('handed-off', 'cleared-by-clinician', 'treated-alongside')),
  because text not null,
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, screen_id) references safety_screen
);
create index stop_disposition_of on stop_disposition (clinic_id, screen_id);
call keep('stop_disposition');

create table hand_off (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  screen_id uuid,
  to_level text not null,
  to_whom text not null,
  because text not null,
  due_at timestamptz not null,
  back_on date not null,
  owner_id uuid not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, screen_id) references safety_screen
);
create index hand_off_of on hand_off (clinic_id, client_id, made_at desc);
call keep('hand_off');

-- Accepted by whom, declined, or the person came back. The latest row stands.
create table hand_off_answer (
  clinic_id uuid not null,
  id uuid not null,
  hand_off_id uuid not null,
  answer text not null check (answer in ('accepted', 'declined', 'returned', 'did-not-arrive')),
  by_whom text not null,
  words text not null default '',
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, hand_off_id) references hand_off
);
create index hand_off_answer_of on hand_off_answer (clinic_id, hand_off_id, recorded_at desc);
call keep('hand_off_answer');

create table placement_assessment (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  screen_id uuid not null,
  edition text not null,
  ratings jsonb not null,
  facts jsonb not null default '{}',
  recommended_level text not null,
  recommendation jsonb not null,
  assessed_by uuid not null,
  assessed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, screen_id) references safety_screen
);
create index placement_assessment_of on placement_assessment (clinic_id, client_id, assessed_at desc);
call keep('placement_assessment');

create table placement_decision (
  clinic_id uuid not null,
  id uuid not null,
  assessment_id uuid not null,
  client_id uuid not null,
  level_of_care text not null,
  because text not null default '',
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, assessment_id) references placement_assessment
);
create index placement_decision_of on placement_decision (clinic_id, client_id, decided_at desc);
call keep('placement_decision');
