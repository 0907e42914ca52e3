-- Scores over time, and the calls that keep anyone from getting lost.

create table measure (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid,
  instrument text not null,
  answers int[] not null,
  score int,
  score_status text not null default 'complete' check (score_status in ('complete', 'prorated', 'not-scored')),
  taken_on date not null,
  mode text not null default 'self' check (mode in ('self', 'clinician', 'phone')),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode
);
create index measure_of on measure (clinic_id, client_id, instrument, taken_on);
call keep('measure');

-- A call, message or visit after somebody did not come. Reached or not; the reason in the person's words.
create table outreach (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  how text not null check (how in ('phone', 'text', 'email', 'in-person', 'emergency-contact', 'letter')),
  reached boolean not null,
  reason text not null default '',
  words text not null default '',
  next_on date,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index outreach_of on outreach (clinic_id, client_id, made_at desc);
call keep('outreach');
