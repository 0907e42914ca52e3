-- The admissions board: stages, steps and calls of every inquiry, who sent people, and records that are one person.

-- Rows of one instant keep the order in which they were written.
alter table inquiry_stage
  add column nth bigint generated always as identity,
  add column reason text not null default '',
  add constraint inquiry_stage_closed_for check ((stage = 'closed') = (reason <> ''));
alter table inquiry_step add column nth bigint generated always as identity;
alter table inquiry_owner add column nth bigint generated always as identity;
create index inquiry_stage_last on inquiry_stage (clinic_id, inquiry_id, nth desc);
create index inquiry_step_last on inquiry_step (clinic_id, inquiry_id, nth desc);
create index inquiry_owner_last on inquiry_owner (clinic_id, inquiry_id, nth desc);

-- Why an inquiry is closed: the clinic's own words, each from a day on.
create table closing_reason (
  clinic_id uuid not null references clinic,
  id uuid not null,
  code text not null check (code ~ '^[a-z]+(-[a-z]+)*$'),
  words text not null check (length(words) between 1 and 120),
  place int not null,
  from_day date not null,
  until_day date,
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, code, from_day)
);
call keep('closing_reason');

create function lay_closing_reasons(clinic uuid) returns void language sql security definer set search_path from current as $$
  insert into closing_reason (clinic_id, id, code, words, place, from_day, set_at)
  select clinic, gen_random_uuid(), code, words, place, '2026-01-01', now()
  from (values
    ('no-answer', 'No answer after three tries', 1), ('not-reachable', 'Cannot be reached', 2),
    ('elsewhere', 'Chose care elsewhere', 3), ('cannot-afford', 'Cannot afford it', 4),
    ('not-a-fit', 'Not a fit for this program', 5), ('changed-mind', 'Does not want care now', 6),
    ('duplicate', 'The same person asked before', 7), ('not-a-person', 'Not a real inquiry', 8),
    ('other', 'Another reason', 9)) seed (code, words, place)
$$;
create function clinic_has_closing_reasons() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform lay_closing_reasons(new.id);
  return null;
end $$;
create trigger clinic_closing_reasons after insert on clinic for each row execute function clinic_has_closing_reasons();

-- Every attempt to speak with somebody, and what came of it. `offered_for`: the appointment that was offered then.
create table inquiry_call (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  direction text not null check (direction in ('out', 'in')),
  whom text not null default '' check (length(whom) <= 200),
  outcome text not null check (outcome in ('reached', 'left-message', 'no-answer', 'wrong-number')),
  words text not null default '' check (length(words) <= 4000),
  offered_for timestamptz,
  called_by uuid not null,
  called_at timestamptz not null,
  nth bigint generated always as identity,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry,
  foreign key (clinic_id, called_by) references staff_member
);
create index inquiry_call_of on inquiry_call (clinic_id, inquiry_id, nth desc);
call keep('inquiry_call');

-- A step is done once: who comes second sees that a colleague was first.
create table inquiry_step_done (
  clinic_id uuid not null,
  id uuid not null,
  step_id uuid not null,
  done_by uuid,
  done_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, step_id) references inquiry_step
);
create unique index inquiry_step_done_once on inquiry_step_done (clinic_id, step_id);
call keep('inquiry_step_done');

-- What the flood guard held back, let onto the board by somebody who looked.
create table inquiry_release (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  released_by uuid not null,
  released_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry
);
create unique index inquiry_release_once on inquiry_release (clinic_id, inquiry_id);
call keep('inquiry_release');

-- At the end of the transaction an open inquiry has a step that is still to be done.
create function inquiry_keeps_a_step() returns trigger language plpgsql security definer set search_path from current as $$
declare of_inquiry uuid;
begin
  if tg_table_name = 'inquiry_stage' then
    of_inquiry := new.inquiry_id;
  else
    select s.inquiry_id into of_inquiry from inquiry_step s where s.clinic_id = new.clinic_id and s.id = new.step_id;
  end if;
  if (select s.stage from inquiry_stage s where s.clinic_id = new.clinic_id and s.inquiry_id = of_inquiry order by s.nth desc limit 1) in ('closed', 'admitted') then
    return null;
  end if;
  if exists (
    select from (select s.id from inquiry_step s where s.clinic_id = new.clinic_id and s.inquiry_id = of_inquiry order by s.nth desc limit 1) latest
    where exists (select from inquiry_step_done d where d.clinic_id = new.clinic_id and d.step_id = latest.id)) then
    raise exception 'An open inquiry has a next step.' using errcode = 'check_violation', constraint = 'inquiry_keeps_a_step';
  end if;
  return null;
end $$;
create constraint trigger inquiry_keeps_a_step after insert on inquiry_stage deferrable initially deferred
  for each row execute function inquiry_keeps_a_step();
create constraint trigger inquiry_step_done_and_next after insert on inquiry_step_done deferrable initially deferred
  for each row execute function inquiry_keeps_a_step();

-- People and organisations who send people. What is known of one is a row; the latest stands.
create table referrer (
  clinic_id uuid not null references clinic,
  id uuid not null,
  added_by uuid,
  added_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('referrer');
create table referrer_fact (
  clinic_id uuid not null,
  id uuid not null,
  referrer_id uuid not null,
  kind text not null check (kind in ('person', 'organisation')),
  -- As what a consent would name it.
  recipient_kind text not null check (recipient_kind in ('treating-provider', 'health-plan', 'person', 'court', 'law-enforcement', 'employer', 'school', 'other')),
  name text not null check (length(name) between 1 and 200),
  organisation text not null default '' check (length(organisation) <= 200),
  phone text not null default '' check (length(phone) <= 60),
  fax text not null default '' check (length(fax) <= 60),
  email text not null default '' check (length(email) <= 254),
  address text not null default '' check (length(address) <= 400),
  notes text not null default '' check (length(notes) <= 4000),
  look_up text generated always as (lower(regexp_replace(btrim(name), '\s+', ' ', 'g'))) stored,
  recorded_by uuid,
  recorded_at timestamptz not null,
  nth bigint generated always as identity,
  primary key (clinic_id, id),
  foreign key (clinic_id, referrer_id) references referrer
);
create index referrer_fact_of on referrer_fact (clinic_id, referrer_id, nth desc);
create index referrer_fact_look_up on referrer_fact (clinic_id, look_up);
call keep('referrer_fact');
create view referrer_now with (security_invoker = true) as
  select r.clinic_id, r.id, f.kind, f.recipient_kind, f.name, f.organisation, f.phone, f.fax, f.email, f.address, f.notes, f.look_up, f.recorded_at
  from referrer r
  cross join lateral (select * from referrer_fact x where x.clinic_id = r.clinic_id and x.referrer_id = r.id order by x.nth desc limit 1) f;
grant select on referrer_now to stepwell_app;

alter table referral add column referrer_id uuid, add foreign key (clinic_id, referrer_id) references referrer;
create index referral_from on referral (clinic_id, referrer_id) where referrer_id is not null;

-- Who sent an inquiry. The latest row stands; without one, the channel says it.
create table inquiry_sender (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  source text not null check (source in ('self', 'family', 'hospital', 'provider', 'court', 'employer', 'other')),
  referrer_id uuid,
  set_by uuid,
  set_at timestamptz not null,
  nth bigint generated always as identity,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry,
  foreign key (clinic_id, referrer_id) references referrer
);
create index inquiry_sender_of on inquiry_sender (clinic_id, inquiry_id, nth desc);
create index inquiry_sender_is on inquiry_sender (clinic_id, referrer_id) where referrer_id is not null;
call keep('inquiry_sender');

-- Two records that are one person: the merged one stays as it is, read only; everything new goes into the kept one.
create table client_merge (
  clinic_id uuid not null,
  id uuid not null,
  merged_id uuid not null,
  kept_id uuid not null,
  because text not null check (length(because) between 1 and 1000),
  merged_by uuid not null,
  merged_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, merged_id) references client,
  foreign key (clinic_id, kept_id) references client,
  check (merged_id <> kept_id)
);
create index client_merge_of on client_merge (clinic_id, merged_id);
create index client_merge_into on client_merge (clinic_id, kept_id);
call keep('client_merge');
create table client_unmerge (
  clinic_id uuid not null,
  id uuid not null,
  merge_id uuid not null,
  because text not null check (length(because) between 1 and 1000),
  unmerged_by uuid not null,
  unmerged_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, merge_id) references client_merge
);
create unique index client_unmerge_once on client_unmerge (clinic_id, merge_id);
call keep('client_unmerge');
create view client_merged with (security_invoker = true) as
  select m.* from client_merge m
  where not exists (select from client_unmerge u where u.clinic_id = m.clinic_id and u.merge_id = m.id);
grant select on client_merged to stepwell_app;

-- Somebody looked at two records that are alike, and they are two people.
create table client_distinct (
  clinic_id uuid not null,
  id uuid not null,
  one_id uuid not null,
  other_id uuid not null,
  because text not null default '' check (length(because) <= 1000),
  said_by uuid not null,
  said_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, one_id) references client,
  foreign key (clinic_id, other_id) references client,
  check (one_id < other_id)
);
create unique index client_distinct_once on client_distinct (clinic_id, one_id, other_id);
call keep('client_distinct');

-- The record that stands for this one, and all records of the person it stands for.
create function kept_of(client uuid) returns uuid language sql stable as $$
  with recursive up (id, n) as (
    select client, 0
    union all
    select m.kept_id, up.n + 1 from up join client_merged m on m.clinic_id = (select current_clinic()) and m.merged_id = up.id where up.n < 50
  ) select id from up order by n desc limit 1
$$;
create function person_ids(client uuid) returns setof uuid language sql stable as $$
  with recursive down (id, n) as (
    select client, 0
    union all
    select m.merged_id, down.n + 1 from down join client_merged m on m.clinic_id = (select current_clinic()) and m.kept_id = down.id where down.n < 50
  ) select id from down
$$;
grant execute on function kept_of(uuid), person_ids(uuid) to stepwell_app;

-- Only a record that stands by itself is kept, only one without care in it is merged away, and neither while somebody writes there.
create function client_merge_holds() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from client c where c.clinic_id = new.clinic_id and c.id in (new.merged_id, new.kept_id) order by c.id for update;
  if exists (select from client_merged m where m.clinic_id = new.clinic_id and m.merged_id = new.merged_id) then
    raise exception 'Merged already.' using errcode = 'check_violation', constraint = 'client_merge_once';
  end if;
  if exists (select from client_merged m where m.clinic_id = new.clinic_id and m.merged_id = new.kept_id) then
    raise exception 'The kept record is merged itself.' using errcode = 'check_violation', constraint = 'client_merge_kept_stands';
  end if;
  if exists (select from episode e where e.clinic_id = new.clinic_id and e.client_id = new.merged_id and upper_inf(e.during))
     or exists (select from seat s where s.clinic_id = new.clinic_id and s.client_id = new.merged_id and upper_inf(s.during)) then
    raise exception 'A record with care in it is kept.' using errcode = 'check_violation', constraint = 'client_merge_in_care';
  end if;
  return new;
end $$;
create trigger client_merge_holds before insert on client_merge for each row execute function client_merge_holds();

create function client_stands() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from client c where c.clinic_id = new.clinic_id and c.id = new.client_id for key share;
  if exists (select from client_merged m where m.clinic_id = new.clinic_id and m.merged_id = new.client_id) then
    raise exception 'This record was merged into another.' using errcode = 'check_violation', constraint = 'client_stands';
  end if;
  return new;
end $$;
do $$ declare name text; begin
  foreach name in array array['episode', 'seat', 'consent', 'safety_screen', 'placement_assessment', 'hand_off', 'referral', 'client_identity',
    'client_contact', 'coverage', 'inquiry_client'] loop
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;
revoke all on function lay_closing_reasons(uuid), clinic_has_closing_reasons(), inquiry_keeps_a_step(), client_merge_holds(), client_stands() from public;

-- Who is on the way in already, and who sent them, get their rows. One clinic at a time: row-level security holds here too.
do $$ declare one record; begin
  for one in select id from clinic loop
    perform set_config('app.clinic', one.id::text, true);
    perform lay_closing_reasons(one.id);

    create temporary table sent on commit drop as
      select distinct on (lower(regexp_replace(btrim(r.referrer), '\s+', ' ', 'g'))) gen_random_uuid() as id,
        left(btrim(r.referrer), 200) as name, lower(regexp_replace(btrim(r.referrer), '\s+', ' ', 'g')) as look_up, r.source, r.accepted_at
      from referral r where r.clinic_id = one.id and btrim(r.referrer) <> ''
      order by lower(regexp_replace(btrim(r.referrer), '\s+', ' ', 'g')), r.accepted_at;
    insert into referrer (clinic_id, id, added_at) select one.id, id, accepted_at from sent;
    insert into referrer_fact (clinic_id, id, referrer_id, kind, recipient_kind, name, recorded_at)
      select one.id, gen_random_uuid(), id, 'organisation',
        case source when 'court' then 'court' when 'employer' then 'employer' when 'family' then 'person' when 'other' then 'other' else 'treating-provider' end,
        name, accepted_at from sent;
    update referral r set referrer_id = s.id from sent s
      where r.clinic_id = one.id and s.look_up = lower(regexp_replace(btrim(r.referrer), '\s+', ' ', 'g'));

    create temporary table on_the_way on commit drop as
      select gen_random_uuid() as id, c.id as client_id, r.referrer_id, coalesce(r.source, '') as source,
        case when r.upload_id is null then 'by-hand' else 'referral' end as channel,
        coalesce(r.accepted_at, c.added_at) as came_at,
        (select case when exists (select from staff_member m where m.clinic_id = one.id and m.id = coalesce(r.accepted_by, c.added_by))
                then coalesce(r.accepted_by, c.added_by) end) as taken_by,
        exists (select from safety_screen s where s.clinic_id = one.id and s.client_id = c.id and s.screened_at >= coalesce(r.accepted_at, c.added_at)) as screened
      from client c
      left join lateral (select * from referral x where x.clinic_id = c.clinic_id and x.client_id = c.id order by x.accepted_at desc limit 1) r on true
      where c.clinic_id = one.id and coalesce(r.accepted_at, c.added_at) > now() - interval '180 days'
        and not exists (select from inquiry_client k where k.clinic_id = c.clinic_id and k.client_id = c.id)
        and not exists (select from episode e where e.clinic_id = c.clinic_id and e.client_id = c.id and not isempty(e.during)
                        and (e.admitted_at >= coalesce(r.accepted_at, c.added_at) or upper_inf(e.during)));
    delete from on_the_way where taken_by is null and admissions_duty() is null;
    insert into inquiry (clinic_id, id, channel, name, phone, email, may_leave_message, came_at, entered_by)
      select one.id, w.id, w.channel, left(coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name, 200),
        coalesce((select '+1' || k.look_up from client_contact k where k.clinic_id = one.id and k.client_id = w.client_id and k.kind = 'phone'
                  and k.look_up ~ '^[2-9][0-9]{9}$' order by k.recorded_at desc limit 1), ''),
        coalesce((select k.look_up from client_contact k where k.clinic_id = one.id and k.client_id = w.client_id and k.kind = 'email'
                  and k.look_up like '%_@_%' order by k.recorded_at desc limit 1), ''),
        (select k.may_leave_message from client_contact k where k.clinic_id = one.id and k.client_id = w.client_id and k.kind = 'phone'
           order by k.recorded_at desc limit 1),
        w.came_at, w.taken_by
      from on_the_way w join client_now n on n.clinic_id = one.id and n.id = w.client_id;
    insert into inquiry_owner (clinic_id, id, inquiry_id, staff_id, given_at) select one.id, gen_random_uuid(), id, coalesce(taken_by, admissions_duty()), now() from on_the_way;
    insert into inquiry_stage (clinic_id, id, inquiry_id, stage, set_at) select one.id, gen_random_uuid(), id, 'new', came_at from on_the_way;
    insert into inquiry_stage (clinic_id, id, inquiry_id, stage, because, set_at)
      select one.id, gen_random_uuid(), id, 'screening', 'The safety screen is done', now() from on_the_way where screened;
    insert into inquiry_step (clinic_id, id, inquiry_id, what, due_at, set_at)
      select one.id, gen_random_uuid(), id, 'Look where this person stands, and set the next step', now(), now() from on_the_way;
    insert into inquiry_client (clinic_id, id, inquiry_id, client_id, linked_at) select one.id, gen_random_uuid(), id, client_id, now() from on_the_way;
    insert into inquiry_sender (clinic_id, id, inquiry_id, source, referrer_id, set_at)
      select one.id, gen_random_uuid(), id,
        case when source in ('self', 'family', 'hospital', 'provider', 'court', 'employer', 'other') then source when channel = 'referral' then 'provider' else 'other' end,
        referrer_id, now() from on_the_way;
    -- The checks at the end of a transaction run here, while row-level security knows the clinic.
    set constraints all immediate;
    set constraints all deferred;
    drop table sent, on_the_way;
  end loop;
  perform set_config('app.clinic', '', true);
end $$;
