-- Calls with the admissions desk: when the desk is staffed, who may be called when, what is booked, and what came of it.
-- Messages out of hours: read by a private link alone.

-- When the admissions desk is staffed, in the clinic's clock. The latest row that has begun stands.
create table desk_hours (
  clinic_id uuid not null references clinic,
  id uuid not null,
  effective_from date not null,
  weekdays int[] not null check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  opens time not null,
  closes time not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  check (closes > opens)
);
create index desk_hours_newest on desk_hours (clinic_id, effective_from desc, set_at desc);
call keep('desk_hours');

-- Holidays and other days without a desk. The latest row of a day stands.
create table desk_closed_day (
  clinic_id uuid not null references clinic,
  id uuid not null,
  day date not null,
  is_closed boolean not null,
  because text not null default '' check (length(because) <= 200),
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index desk_closed_day_of on desk_closed_day (clinic_id, day, set_at desc, id desc);
call keep('desk_closed_day');

create table call_policy (
  clinic_id uuid not null references clinic,
  id uuid not null,
  effective_from date not null,
  -- The shortest time between booking and call, and how many days ahead may be booked.
  notice_minutes int not null check (notice_minutes between 0 and 10080),
  horizon_days int not null check (horizon_days between 1 and 90),
  -- A conversation by message closes after so many days of silence.
  silence_days int not null check (silence_days between 1 and 365),
  source text not null check (length(source) between 1 and 300),
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index call_policy_newest on call_policy (clinic_id, effective_from desc, set_at desc);
call keep('call_policy');
grant select on desk_hours, desk_closed_day, call_policy to stepwell_visitor;

-- When a member of staff takes calls: wall times in the clinic's clock, on one weekday, over a range of days.
create table call_hours (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  starts time not null,
  ends time not null,
  slot_minutes int not null check (slot_minutes between 10 and 90),
  during daterange not null check (isempty(during) or lower(during) is not null),
  day_minutes int4range not null generated always as
    (int4range((extract(epoch from starts) / 60)::int, (extract(epoch from ends) / 60)::int)) stored,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member,
  check (ends > starts and (extract(epoch from ends - starts) / 60) >= slot_minutes),
  constraint one_row_of_hours exclude using gist (clinic_id with =, staff_id with =, weekday with =, during with &&, day_minutes with &&)
);
create trigger call_hours_only_shorten before update on call_hours for each row execute function only_shorten_during();
call keep('call_hours');

create table call_hours_end (
  clinic_id uuid not null,
  id uuid not null,
  hours_id uuid not null,
  -- None of their days is left when it is before the first.
  last_day date not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, hours_id) references call_hours
);
create unique index call_hours_end_of on call_hours_end (clinic_id, hours_id);
call keep('call_hours_end');

create function call_hours_are_over() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update call_hours h set during = h.during * daterange(null, new.last_day + 1) where h.clinic_id = new.clinic_id and h.id = new.hours_id;
  return null;
end $$;
create trigger call_hours_are_over after insert on call_hours_end for each row execute function call_hours_are_over();

-- Why somebody is away is theirs to keep.
create table time_away (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  during tstzrange not null check (not isempty(during) and lower(during) is not null and upper(during) is not null),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index time_away_of on time_away using gist (clinic_id, staff_id, during);
call keep('time_away');

create table time_away_end (
  clinic_id uuid not null,
  id uuid not null,
  away_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, away_id) references time_away
);
create unique index time_away_end_of on time_away_end (clinic_id, away_id);
call keep('time_away_end');

-- A call that was booked, however often it is moved. Whoever holds the link may move and cancel it; only its hash is here.
create table booked_call (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  link_hash text not null check (link_hash ~ '^[0-9a-f]{64}$'),
  -- Whom to ask for on the telephone, when it should not be the name.
  ask_for text not null default '' check (length(ask_for) <= 100),
  -- The visitor's own clock: the days and times they were shown.
  time_zone text not null check (length(time_zone) between 1 and 60),
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry
);
create unique index booked_call_link on booked_call (clinic_id, link_hash);
create index booked_call_of on booked_call (clinic_id, inquiry_id);
call keep('booked_call');

-- Its time. Moving is a new row with the next number; what is over has an empty range, and starts_at keeps what it was.
create table call_booking (
  clinic_id uuid not null,
  id uuid not null,
  call_id uuid not null,
  number int not null check (number between 0 and 50),
  staff_id uuid not null,
  during tstzrange not null check (isempty(during) or (lower(during) is not null and not upper_inf(during))),
  starts_at timestamptz not null,
  minutes int not null check (minutes between 10 and 90),
  booked_by uuid,
  booked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, call_id) references booked_call,
  foreign key (clinic_id, staff_id) references staff_member,
  check (isempty(during) or (lower(during) = starts_at and upper(during) = starts_at + make_interval(mins => minutes))),
  constraint one_call_at_a_time exclude using gist (clinic_id with =, staff_id with =, during with &&)
);
create unique index one_next_time on call_booking (clinic_id, call_id, number);
create index call_booking_day on call_booking (clinic_id, starts_at);
create trigger call_booking_only_shortens before update on call_booking for each row execute function only_shorten_during();
call keep('call_booking');

create table call_booking_end (
  clinic_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  how text not null check (how in ('moved', 'cancelled')),
  because text not null default '' check (length(because) <= 300),
  -- Nobody's: by the link.
  ended_by uuid,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, booking_id) references call_booking
);
create unique index one_end_a_booking on call_booking_end (clinic_id, booking_id);
call keep('call_booking_end');

-- An end frees the time in the same breath.
create function call_is_free_again() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update call_booking b set during = 'empty' where b.clinic_id = new.clinic_id and b.id = new.booking_id;
  return null;
end $$;
create trigger call_is_free_again after insert on call_booking_end for each row execute function call_is_free_again();

-- What came of ringing somebody: of a booked call, or of an inquiry that asked to be called.
create table call_outcome (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  booking_id uuid,
  outcome text not null check (outcome in ('reached', 'no-answer', 'wrong-number', 'moved', 'cancelled-by-us')),
  because text not null default '' check (length(because) <= 1000),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry,
  foreign key (clinic_id, booking_id) references call_booking
);
create index call_outcome_of on call_outcome (clinic_id, inquiry_id, recorded_at desc, id desc);
create index call_outcome_of_booking on call_outcome (clinic_id, booking_id) where booking_id is not null;
call keep('call_outcome');

-- A conversation by message. Its first words are the inquiry's.
create table message_thread (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  link_hash text not null check (link_hash ~ '^[0-9a-f]{64}$'),
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry
);
create unique index message_thread_link on message_thread (clinic_id, link_hash);
create unique index message_thread_of on message_thread (clinic_id, inquiry_id);
create index message_thread_newest on message_thread (clinic_id, opened_at desc);
call keep('message_thread');

create table thread_message (
  clinic_id uuid not null,
  id uuid not null,
  thread_id uuid not null,
  by_visitor boolean not null,
  words text not null check (length(words) between 1 and 4000),
  written_by uuid,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, thread_id) references message_thread,
  check (by_visitor = (written_by is null))
);
create index thread_message_of on thread_message (clinic_id, thread_id, written_at, id);
call keep('thread_message');
grant insert on booked_call, call_booking, call_booking_end, message_thread, thread_message to stepwell_visitor;

-- What a visitor's page may know: when calls are possible. Only of those who work at the desk today; with how many calls each
-- has around now, so that the next goes to who has fewest.
create function open_call_hours(asked_at timestamptz) returns table (staff_id uuid, weekday int, starts time, ends time,
  slot_minutes int, first_day date, last_day date, calls int)
language sql stable security definer set search_path from current as $$
  select h.staff_id, h.weekday, h.starts, h.ends, h.slot_minutes, lower(h.during), upper(h.during) - 1,
    (select count(*)::int from call_booking b where b.clinic_id = h.clinic_id and b.staff_id = h.staff_id
       and not isempty(b.during) and b.starts_at > asked_at - interval '14 days')
  from call_hours h
  cross join lateral (select r.role from staff_role r where r.clinic_id = h.clinic_id and r.staff_id = h.staff_id
                      order by r.given_at desc, r.id desc limit 1) r
  where h.clinic_id = (select current_clinic()) and not isempty(h.during) and r.role in ('coordinator', 'director')
$$;

-- When those who take calls are busy; never with what or with whom.
create function busy_ranges(from_at timestamptz, until_at timestamptz) returns table (staff_id uuid, begins timestamptz, ends timestamptz)
language sql stable security definer set search_path from current as $$
  with desk as (select distinct h.staff_id from call_hours h where h.clinic_id = (select current_clinic())),
  asked as (select tstzrange(from_at, until_at) as span)
  select b.staff_id, lower(b.during), upper(b.during)
  from asked, desk d
  cross join lateral (
    select c.staff_id, c.during from call_booking c
    where c.clinic_id = (select current_clinic()) and c.staff_id = d.staff_id and c.during && asked.span
    union all
    select v.staff_id, v.during from visit v
    where v.clinic_id = (select current_clinic()) and v.staff_id = d.staff_id and v.during && asked.span
    union all
    select l.staff_id, s.during from series_leader l
    join group_session s on s.clinic_id = l.clinic_id and s.series_id = l.series_id and l.during @> s.held_on
    where l.clinic_id = (select current_clinic()) and l.staff_id = d.staff_id and s.during && asked.span
    union all
    select a.staff_id, a.during from time_away a
    where a.clinic_id = (select current_clinic()) and a.staff_id = d.staff_id and a.during && asked.span
      and not exists (select from time_away_end e where e.clinic_id = a.clinic_id and e.away_id = a.id)
  ) b
$$;

-- What the holder of a link may know of their call: its time. No name and no number comes with it.
create function call_by_link(hash text) returns table (call_id uuid, inquiry_id uuid, time_zone text, booking_id uuid, number int,
  staff_id uuid, starts_at timestamptz, minutes int, ended text, ended_by_us boolean)
language sql stable security definer set search_path from current as $$
  select c.id, c.inquiry_id, c.time_zone, b.id, b.number, b.staff_id, b.starts_at, b.minutes, coalesce(e.how, ''), e.ended_by is not null
  from booked_call c
  cross join lateral (select x.* from call_booking x where x.clinic_id = c.clinic_id and x.call_id = c.id order by x.number desc limit 1) b
  left join call_booking_end e on e.clinic_id = b.clinic_id and e.booking_id = b.id
  where c.clinic_id = (select current_clinic()) and c.link_hash = hash
$$;

create function thread_by_link(hash text) returns table (thread_id uuid, inquiry_id uuid, by_visitor boolean, words text, written_at timestamptz)
language sql stable security definer set search_path from current as $$
  select t.id, t.inquiry_id, w.by_visitor, w.words, w.written_at
  from message_thread t
  cross join lateral (
    select true as by_visitor, i.words, i.came_at as written_at, null::uuid as id from inquiry i
    where i.clinic_id = t.clinic_id and i.id = t.inquiry_id
    union all
    select m.by_visitor, m.words, m.written_at, m.id from thread_message m where m.clinic_id = t.clinic_id and m.thread_id = t.id
  ) w
  where t.clinic_id = (select current_clinic()) and t.link_hash = hash
  order by w.written_at, w.id nulls first
$$;

revoke all on function open_call_hours(timestamptz), busy_ranges(timestamptz, timestamptz), call_by_link(text), thread_by_link(text),
  call_is_free_again(), call_hours_are_over() from public;
grant execute on function open_call_hours(timestamptz), busy_ranges(timestamptz, timestamptz), call_by_link(text), thread_by_link(text)
  to stepwell_app, stepwell_visitor;
