-- Hours that a closure is going to take are offered before it: a closed day, a meeting that is called off, a leader who is away and
-- nobody covers. And an hour with a clinician can make up as well as a chair in a group. A client takes back an appointment of theirs.

-- How far ahead, and how often. Without a row Stepwell's own figures stand.
create table make_up_rule (
  clinic_id uuid not null,
  id uuid not null,
  -- Days before a closed day or a meeting that is called off. Nought: nothing is offered ahead.
  days_ahead int not null check (days_ahead between 0 and 28),
  -- Days before a meeting that nobody leads yet: until then somebody may still cover it.
  uncovered_days int not null check (uncovered_days between 0 and 28),
  -- Hours for which an offer made ahead stands.
  stands_hours int not null check (stands_hours between 1 and 168),
  -- How often the clock asks one client for one week.
  most_times int not null check (most_times between 1 and 5),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index make_up_rule_of on make_up_rule (clinic_id, effective_from desc, set_at desc);
call keep('make_up_rule');

-- An offer is a chair in a meeting, or an hour with somebody. Who is asked by the clock is asked by nobody.
alter table make_up_offer alter column series_id drop not null;
alter table make_up_offer alter column session_id drop not null;
alter table make_up_offer alter column offered_by drop not null;
alter table make_up_offer add column staff_id uuid;
alter table make_up_offer add column kind text not null default '' check (length(kind) <= 40);
alter table make_up_offer add column begins timestamptz;
alter table make_up_offer add column minutes int check (minutes between 5 and 240);
alter table make_up_offer add column by_video boolean not null default false;
alter table make_up_offer add column ahead boolean not null default false;
alter table make_up_offer add foreign key (clinic_id, staff_id) references staff_member;
alter table make_up_offer add constraint make_up_offer_of_one check (num_nonnulls(session_id, staff_id) = 1
  and (session_id is null) = (series_id is null)
  and case when staff_id is null then num_nonnulls(begins, minutes) = 0 and kind = '' else num_nonnulls(begins, minutes) = 2 and kind <> '' end);
create index make_up_offer_with on make_up_offer (clinic_id, staff_id, begins) where staff_id is not null;
create index make_up_offer_ahead on make_up_offer (clinic_id, episode_id, held_on) where ahead;

-- What the clock takes back, because the hours came back, nobody takes back.
alter table make_up_answer alter column answered_by drop not null;
alter table make_up_answer add column visit_id uuid;
alter table make_up_answer add foreign key (clinic_id, visit_id) references visit;
alter table make_up_answer drop constraint make_up_answer_check;
alter table make_up_answer add constraint make_up_answer_is_kept check (num_nonnulls(seat_id, visit_id) = (answer = 'accepted')::int);

-- When the clock looked at a stay for a week that loses hours, and what came of it: nobody is looked at anew each time.
create table make_up_look (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  week date not null,
  offered int not null check (offered >= 0),
  looked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode
);
create index make_up_look_of on make_up_look (clinic_id, episode_id, week, looked_at desc);
call keep('make_up_look');
create trigger client_stands before insert on make_up_look for each row execute function client_stands();

-- Which meetings lie in the way of somebody's time away is asked from the person's groups on.
create index if not exists series_leader_by on series_leader (clinic_id, staff_id);

-- The end of an appointment is noted by somebody of the staff, or by the client on their own page of what they wrote themself.
alter table aftercare_visit_end alter column ended_by drop not null;
alter table aftercare_visit_end add column page_id uuid;
alter table aftercare_visit_end add foreign key (clinic_id, page_id) references client_page;
alter table aftercare_visit_end add constraint aftercare_visit_end_by_somebody check (num_nonnulls(ended_by, page_id) = 1 and (page_id is null or how in ('cancelled', 'mistake')));
call from_this_page('aftercare_visit_end', 'exists (select from aftercare_visit v where v.clinic_id = aftercare_visit_end.clinic_id and v.id = visit_id and v.client_id = (select own_client()) and v.page_id is not null)');

-- A planned change that others follow can be withdrawn: what follows stays. The row that stands instead leads into what follows, so
-- a row of a group may have a second way out, and in, that was made `again`.
alter table series_change add column again boolean not null default false;
drop index series_change_of;
create unique index series_change_of on series_change (clinic_id, series_id) where not again;
create index series_change_from on series_change (clinic_id, series_id);
drop index series_change_to;
create unique index series_change_to on series_change (clinic_id, successor_id) where not again;
create index series_change_into on series_change (clinic_id, successor_id);
alter table seat_carry add column again boolean not null default false;
drop index seat_carry_of;
create unique index seat_carry_of on seat_carry (clinic_id, seat_id) where not again;
create index seat_carry_from on seat_carry (clinic_id, seat_id);
drop index seat_carry_to;
create unique index seat_carry_to on seat_carry (clinic_id, carried_to) where not again;
create index seat_carry_into on seat_carry (clinic_id, carried_to);
