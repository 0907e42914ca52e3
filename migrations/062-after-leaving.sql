-- After somebody has left: who asks how they are, on which days, and what came of it; and who wants to stay in touch.

-- Days after the last one on which somebody calls, and how often each is tried. The latest row that has begun stands; where there
-- is none, the default of aftercare/follow-ups.ts does, which is marked K.
create table follow_up_policy (
  clinic_id uuid not null,
  id uuid not null,
  days int[] not null check (cardinality(days) between 1 and 20 and 1 <= all (days) and 366 >= all (days)),
  tries int[] not null check (cardinality(tries) = cardinality(days) and 1 <= all (tries) and 9 >= all (tries)),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index follow_up_policy_of on follow_up_policy (clinic_id, effective_from desc, set_at desc);
call keep('follow_up_policy');

-- One call, or try to call. `day_after` names the follow-up it belongs to: so many days after the last one.
create table follow_up (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  day_after int not null check (day_after between 1 and 366),
  how text not null check (how in ('phone', 'text', 'email', 'in-person', 'emergency-contact', 'letter')),
  outcome text not null check (outcome in ('not-reached', 'well', 'struggling', 'wants-back', 'in-care', 'declines', 'died')),
  words text not null default '' check (length(words) <= 2000),
  made_on date not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index follow_up_of on follow_up (clinic_id, episode_id, day_after, made_at);
-- A follow-up is settled once; tries may be many.
create unique index follow_up_settled on follow_up (clinic_id, episode_id, day_after) where outcome <> 'not-reached';
call keep('follow_up');

-- Alumni by their own word, each word a row; the latest stands.
create table alumni_choice (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  wants boolean not null,
  how text not null default '' check (length(how) <= 300),
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index alumni_choice_of on alumni_choice (clinic_id, client_id, noted_at desc, id desc);
call keep('alumni_choice');

-- How somebody is after leaving is nobody's who bills, administers or reads from another system.
do $$ declare name text; begin
  foreach name in array array['follow_up', 'alumni_choice'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;
