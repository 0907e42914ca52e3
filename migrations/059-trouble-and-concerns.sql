-- Nobody gets lost: what points to trouble and why, who looks at it and what they answer, and what anyone is worried about.

-- The clinic's own word on a threshold or a weight: the latest row that has begun stands over the library's default.
create table trouble_rule (
  clinic_id uuid not null references clinic,
  id uuid not null,
  key text not null check (key ~ '^[a-z0-9-]{1,60}$'),
  value int not null check (value between 0 and 1000),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, set_by) references staff_member
);
create index trouble_rule_newest on trouble_rule (clinic_id, key, effective_from desc, set_at desc, id desc);
call keep('trouble_rule');

-- What was known of one stay, worked out: a row when it differs from the last. The reasons add up to the points.
create table trouble_signal (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  day date not null,
  points int not null check (points between 0 and 1000),
  -- Of 10,000: the chance not to be seen in the next four weeks, from attendance and tests alone.
  chance int not null check (chance between 0 and 10000),
  reasons jsonb not null check (jsonb_typeof(reasons) = 'array'),
  model int not null,
  worked_out_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode
);
create index trouble_signal_newest on trouble_signal (clinic_id, episode_id, worked_out_at desc, id desc);
create index trouble_signal_of_client on trouble_signal (clinic_id, client_id);
call keep('trouble_signal');

-- A signal put before one person, within their budget of the day. One open alert a stay.
create table trouble_alert (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  signal_id uuid not null,
  staff_id uuid not null,
  raised_on date not null,
  raised_at timestamptz not null,
  due_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, episode_id, raised_on),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, signal_id) references trouble_signal,
  foreign key (clinic_id, staff_id) references staff_member
);
create index trouble_alert_of on trouble_alert (clinic_id, episode_id, raised_at desc, id desc);
create index trouble_alert_day on trouble_alert (clinic_id, raised_on, staff_id);
create index trouble_alert_of_client on trouble_alert (clinic_id, client_id);
call keep('trouble_alert');

-- What somebody did about it. The latest stands; watching ends on its day.
create table trouble_answer (
  clinic_id uuid not null,
  id uuid not null,
  alert_id uuid not null,
  answer text not null check (answer in ('acted', 'watching', 'not-a-concern')),
  words text not null check (length(words) between 1 and 1000),
  until_day date,
  -- The answer that was there when this one was given: two people cannot answer the same thing unseen.
  follows_id uuid,
  answered_by uuid not null,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, alert_id) references trouble_alert,
  foreign key (clinic_id, follows_id) references trouble_answer,
  foreign key (clinic_id, answered_by) references staff_member,
  check ((answer = 'watching') = (until_day is not null))
);
create unique index trouble_answer_after on trouble_answer (clinic_id, alert_id, follows_id) nulls not distinct;
create index trouble_answer_of on trouble_answer (clinic_id, alert_id, answered_at desc, id desc);
call keep('trouble_answer');

-- What anyone on the staff is worried about, and what help somebody asked for. About a client, or in words until it is known whom.
create table concern (
  clinic_id uuid not null references clinic,
  id uuid not null,
  client_id uuid,
  about text not null default '' check (length(about) <= 200),
  kind text not null check (kind in ('worry', 'help', 'review')),
  -- Which help, by the key of the list; empty for a worry.
  help text not null default '' check (length(help) <= 40),
  words text not null check (length(words) between 1 and 500),
  urgency text not null check (urgency in ('danger', 'today', 'soon', 'mention')),
  outreach_id uuid,
  alert_id uuid,
  raised_by uuid not null,
  raised_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, outreach_id) references outreach,
  foreign key (clinic_id, alert_id) references trouble_alert,
  foreign key (clinic_id, raised_by) references staff_member,
  check (client_id is not null or about <> '')
);
create index concern_of on concern (clinic_id, client_id, raised_at desc);
create index concern_newest on concern (clinic_id, raised_at desc);
call keep('concern');

-- Whom an unnamed concern is about, said once.
create table concern_person (
  clinic_id uuid not null,
  id uuid not null,
  concern_id uuid not null,
  client_id uuid not null,
  said_by uuid not null,
  said_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, concern_id),
  foreign key (clinic_id, concern_id) references concern,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, said_by) references staff_member
);
create index concern_person_of on concern_person (clinic_id, client_id);
call keep('concern_person');

-- Whose it is and what comes next, by when. The latest stands; a step up to a supervisor or director says so.
create table concern_step (
  clinic_id uuid not null,
  id uuid not null,
  concern_id uuid not null,
  owner_id uuid not null,
  step text not null check (length(step) between 1 and 300),
  due_on date not null,
  is_escalation boolean not null default false,
  because text not null default '' check (length(because) <= 500),
  follows_id uuid,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, concern_id) references concern,
  foreign key (clinic_id, owner_id) references staff_member,
  foreign key (clinic_id, follows_id) references concern_step,
  foreign key (clinic_id, set_by) references staff_member,
  check (not is_escalation or because <> '')
);
create unique index concern_step_after on concern_step (clinic_id, concern_id, follows_id) nulls not distinct;
create index concern_step_of on concern_step (clinic_id, concern_id, set_at desc, id desc);
call keep('concern_step');

create table concern_end (
  clinic_id uuid not null,
  id uuid not null,
  concern_id uuid not null,
  outcome text not null check (outcome in ('settled', 'helped', 'care-changed', 'handed-off', 'not-reached', 'no-cause')),
  words text not null check (length(words) between 1 and 1000),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, concern_id),
  foreign key (clinic_id, concern_id) references concern,
  foreign key (clinic_id, ended_by) references staff_member
);
call keep('concern_end');

-- After the third miss, or two weeks without a word: what was decided about the stay, and by whom.
create table stay_review (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  decision text not null check (decision in ('goes-on', 'goes-on-changed', 'other-care', 'ends')),
  words text not null check (length(words) between 1 and 2000),
  next_on date not null,
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, decided_by) references staff_member
);
create index stay_review_of on stay_review (clinic_id, episode_id, decided_at desc);
create index stay_review_of_client on stay_review (clinic_id, client_id);
call keep('stay_review');

-- A concern as it stands: about whom, whose, what next, and how it ended. Policies are those of whoever asks.
create view concern_now with (security_invoker = true) as
select c.clinic_id, c.id, coalesce(c.client_id, p.client_id) as client_id, c.about, c.kind, c.help, c.words, c.urgency, c.raised_by, c.raised_at,
  s.id as step_id, s.owner_id, s.step, s.due_on, s.is_escalation, e.outcome, e.words as end_words, e.ended_by, e.ended_at
from concern c
left join concern_person p on p.clinic_id = c.clinic_id and p.concern_id = c.id
left join lateral (select * from concern_step x where x.clinic_id = c.clinic_id and x.concern_id = c.id order by x.set_at desc, x.id desc limit 1) s on true
left join concern_end e on e.clinic_id = c.clinic_id and e.concern_id = c.id;
grant select on concern_now to stepwell_app;

-- An alert as it stands.
create view trouble_alert_now with (security_invoker = true) as
select a.clinic_id, a.id, a.client_id, a.episode_id, a.signal_id, a.staff_id, a.raised_on, a.raised_at, a.due_at,
  t.id as answer_id, t.answer, t.words, t.until_day, t.answered_by, t.answered_at
from trouble_alert a
left join lateral (select * from trouble_answer x where x.clinic_id = a.clinic_id and x.alert_id = a.id order by x.answered_at desc, x.id desc limit 1) t on true;
grant select on trouble_alert_now to stepwell_app;

-- Whether there was craving, where somebody was reached and asked; null: not asked.
alter table outreach add column craving boolean check (reached or craving is null);
