-- An episode of care: one stay, from admission to discharge, with its plan, its dose and its continuing care.

create table episode (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  program_id uuid not null,
  level_of_care text not null,
  during daterange not null check (isempty(during) or lower(during) is not null),
  residence text not null check (residence in ('home', 'sober-living', 'with-family', 'shelter', 'facility', 'other')),
  referral_source text not null default '',
  prior_level text not null default '',
  placement_decision_id uuid,
  admitted_by uuid not null,
  admitted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, program_id) references program,
  foreign key (clinic_id, placement_decision_id) references placement_decision,
  constraint one_episode_at_a_time exclude using gist (clinic_id with =, client_id with =, during with &&)
);
create index episode_of on episode (clinic_id, client_id, admitted_at desc);
create index episode_open on episode (clinic_id, program_id, level_of_care) where upper_inf(during);
create index episode_during on episode using gist (clinic_id, during);
create trigger episode_only_shortens before update on episode for each row execute function only_shorten_during();
call keep('episode');
grant update (during) on episode to stepwell_app;

create table discharge (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  on_day date not null,
  reason text not null check (reason in ('completed', 'transferred', 'dropped-out', 'terminated', 'incarcerated', 'died', 'other')),
  words text not null default '',
  discharged_by uuid not null,
  discharged_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create unique index discharge_of on discharge (clinic_id, episode_id);
call keep('discharge');

create table primary_therapist (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  staff_id uuid not null,
  from_day date not null,
  because text not null default '',
  assigned_by uuid not null,
  assigned_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, staff_id) references staff_member
);
create index primary_therapist_of on primary_therapist (clinic_id, episode_id, assigned_at desc, id desc);
create index primary_therapist_load on primary_therapist (clinic_id, staff_id);
call keep('primary_therapist');

create table continuing_care_item (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  kind text not null,
  what text not null,
  due_on date not null,
  owner_id uuid not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index continuing_care_item_of on continuing_care_item (clinic_id, episode_id);
call keep('continuing_care_item');

create table continuing_care_done (
  clinic_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  words text not null default '',
  done_by uuid not null,
  done_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, item_id) references continuing_care_item
);
create unique index continuing_care_done_of on continuing_care_done (clinic_id, item_id);
call keep('continuing_care_done');

create table plan_goal (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  position int not null check (position > 0),
  words text not null check (length(words) between 1 and 1000),
  objective text not null default '',
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, episode_id, position),
  foreign key (clinic_id, episode_id) references episode
);
call keep('plan_goal');

create table plan_goal_end (
  clinic_id uuid not null,
  id uuid not null,
  goal_id uuid not null,
  outcome text not null check (outcome in ('met', 'dropped', 'replaced')),
  words text not null default '',
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, goal_id) references plan_goal
);
create unique index plan_goal_end_of on plan_goal_end (clinic_id, goal_id);
call keep('plan_goal_end');

-- The prescribed weekly mix, in minutes a week. The latest row whose week has begun stands.
create table dose_order (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  from_week date not null check (extract(isodow from from_week) = 1),
  group_minutes int not null check (group_minutes between 0 and 2400),
  individual_minutes int not null check (individual_minutes between 0 and 600),
  family_minutes int not null check (family_minutes between 0 and 600),
  medication_minutes int not null check (medication_minutes between 0 and 600),
  days int not null check (days between 1 and 7),
  because text not null default '',
  ordered_by uuid not null,
  ordered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index dose_order_of on dose_order (clinic_id, episode_id, from_week desc, ordered_at desc);
call keep('dose_order');
