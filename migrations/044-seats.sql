-- Seats through a year: groups that meet every second or fourth week, closed days and breaks, changes of a group's hour that
-- keep its past and its members, transfers, limits of payers, and how far along those are who sit together.

-- Every 1, 2 or 4 weeks, counted from the week of `anchor`. A group whose day, hour or room changes goes on as a further row of
-- one line: `line_id` is the first row's id, and null on the first row itself.
alter table group_series add column every_weeks int not null default 1 check (every_weeks in (1, 2, 4)),
                         add column anchor date,
                         add column line_id uuid,
                         add check (every_weeks = 1 or anchor is not null),
                         add foreign key (clinic_id, line_id) references group_series;
create index group_series_line on group_series (clinic_id, (coalesce(line_id, id)));
create trigger group_series_only_shortens before update on group_series for each row execute function only_shorten_during();
grant update (during) on group_series to stepwell_app;
grant select (every_weeks, anchor, line_id) on group_series to stepwell_visitor;

-- Whether a group that meets every so many weeks has its turn in the week of a day.
create function meets_in_week(every_weeks int, anchor date, on_day date) returns boolean language sql immutable parallel safe
  as $$ select every_weeks = 1 or ((week_of(on_day) - week_of(anchor)) / 7) % every_weeks = 0 $$;

create table series_change (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  successor_id uuid not null,
  from_day date not null,
  because text not null check (length(because) between 1 and 300),
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, successor_id) references group_series
);
create unique index series_change_of on series_change (clinic_id, series_id);
create unique index series_change_to on series_change (clinic_id, successor_id);
call keep('series_change');

create table series_end (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  last_day date not null,
  because text not null check (length(because) between 1 and 300),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series
);
create index series_end_of on series_end (clinic_id, series_id);
call keep('series_end');

-- A seat that goes on in the next row of its group: nobody entered it again, and it is given back as one.
create table seat_carry (
  clinic_id uuid not null,
  id uuid not null,
  seat_id uuid not null,
  carried_to uuid not null,
  change_id uuid not null,
  carried_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, seat_id) references seat,
  foreign key (clinic_id, carried_to) references seat,
  foreign key (clinic_id, change_id) references series_change
);
create unique index seat_carry_of on seat_carry (clinic_id, seat_id);
create unique index seat_carry_to on seat_carry (clinic_id, carried_to);
call keep('seat_carry');

create table seat_transfer (
  clinic_id uuid not null,
  id uuid not null,
  seat_id uuid not null,
  to_seat_id uuid not null,
  because text not null check (length(because) between 1 and 300),
  transferred_by uuid not null,
  transferred_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, seat_id) references seat,
  foreign key (clinic_id, to_seat_id) references seat
);
create index seat_transfer_of on seat_transfer (clinic_id, seat_id);
create unique index seat_transfer_to on seat_transfer (clinic_id, to_seat_id);
call keep('seat_transfer');

-- Days on which nothing meets: everywhere, at one site, or one group alone (a break). An end opens them again.
create table closed_day (
  clinic_id uuid not null references clinic,
  id uuid not null,
  site_id uuid,
  series_id uuid,
  first_day date not null,
  last_day date not null,
  because text not null check (length(because) between 1 and 200),
  closed_by uuid not null,
  closed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, site_id) references site,
  foreign key (clinic_id, series_id) references group_series,
  check (site_id is null or series_id is null),
  check (last_day between first_day and first_day + 365)
);
create index closed_day_first on closed_day (clinic_id, first_day);
call keep('closed_day');

create table closed_day_end (
  clinic_id uuid not null,
  id uuid not null,
  closed_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, closed_id) references closed_day
);
create unique index closed_day_end_of on closed_day_end (clinic_id, closed_id);
call keep('closed_day_end');

-- The meetings that stood in the calendar already when a day was closed, and were called off with it.
create table closed_day_meeting (
  clinic_id uuid not null,
  closed_id uuid not null,
  session_id uuid not null,
  primary key (clinic_id, session_id),
  foreign key (clinic_id, closed_id) references closed_day,
  foreign key (clinic_id, session_id) references group_session
);
call keep('closed_day_meeting');
call client_sees_all('closed_day');
call client_sees_all('closed_day_end');

-- A meeting that was called off keeps its row for good; when its day opens again, it comes back as a further row.
alter table group_session drop constraint group_session_clinic_id_series_id_held_on_key;
create unique index group_session_once on group_session (clinic_id, series_id, held_on) where not isempty(during);
create index group_session_of_series on group_session (clinic_id, series_id, held_on);

-- Limits that a payer sets for any group in which somebody sits for whom it pays.
alter table group_cap add column payer_id uuid,
                      add foreign key (clinic_id, payer_id) references payer,
                      add constraint one_authority check (state is null or payer_id is null);
grant select (payer_id) on group_cap to stepwell_visitor;

-- How far along somebody is: by days of stay under the clinic's own policy, unless a clinician says otherwise of a stay.
create table phase_policy (
  clinic_id uuid not null references clinic,
  id uuid not null,
  newcomer_days int not null check (newcomer_days between 1 and 365),
  further_days int not null check (further_days between 2 and 730),
  -- Newcomers in a group, of a hundred, above which the group's page warns.
  most_newcomers int not null check (most_newcomers between 1 and 100),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  check (further_days > newcomer_days)
);
create index phase_policy_newest on phase_policy (clinic_id, effective_from desc, set_at desc);
call keep('phase_policy');

-- The latest row whose day has come speaks; 'by-days' goes back to the count of days.
create table stay_phase (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  phase text not null check (phase in ('newcomer', 'under-way', 'further', 'by-days')),
  from_day date not null,
  because text not null default '' check (length(because) <= 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode
);
create index stay_phase_of on stay_phase (clinic_id, episode_id, from_day desc, set_at desc);
call keep('stay_phase');

-- A peer mentor in one group, whatever row of it they sit in. The latest row whose day has come speaks.
create table seat_mentor (
  clinic_id uuid not null,
  id uuid not null,
  line_id uuid not null,
  episode_id uuid not null,
  is_mentor boolean not null,
  from_day date not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, line_id) references group_series,
  foreign key (clinic_id, episode_id) references episode
);
create index seat_mentor_of on seat_mentor (clinic_id, line_id, episode_id, from_day desc, set_at desc);
call keep('seat_mentor');

-- A chair is one chair through every row of its group: who sits or holds in one of them is in the way in all.
create function line_of(p_clinic uuid, p_series uuid) returns setof uuid language sql stable parallel safe as $$
  select x.id from group_series r
  join group_series x on x.clinic_id = r.clinic_id and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id)
  where r.clinic_id = p_clinic and r.id = p_series
$$;

create or replace function hold_needs_a_free_chair() returns trigger language plpgsql security definer set search_path from current as $$
declare line uuid[] := array(select line_of(new.clinic_id, new.series_id));
begin
  perform from series_chair c where c.clinic_id = new.clinic_id and c.series_id = any (line) and c.number = new.number
    order by c.series_id for no key update;
  if exists (select from seat t where t.clinic_id = new.clinic_id and t.series_id = any (line) and t.number = new.number
             and t.during && daterange(new.first_day, null))
     or exists (select from seat_hold h where h.clinic_id = new.clinic_id and h.series_id = any (line) and h.number = new.number
                and h.series_id <> new.series_id and h.token_hash <> new.token_hash and upper(h.during) > new.held_at) then
    raise exception 'Somebody sits on this chair.' using errcode = 'exclusion_violation', constraint = 'chair_is_taken';
  end if;
  return new;
end $$;

create or replace function seat_needs_an_unheld_chair() returns trigger language plpgsql security definer set search_path from current as $$
declare line uuid[] := array(select line_of(new.clinic_id, new.series_id));
begin
  perform from series_chair c where c.clinic_id = new.clinic_id and c.series_id = any (line) and c.number = new.number
    order by c.series_id for no key update;
  if exists (select from seat_hold h where h.clinic_id = new.clinic_id and h.series_id = any (line) and h.number = new.number
             -- Whoever waited for this chair may have begun before the hold did: what counts is that it has not ended.
             and upper(h.during) > new.taken_at and new.during && daterange(h.first_day, null)) then
    raise exception 'This chair is held.' using errcode = 'exclusion_violation', constraint = 'chair_is_held';
  end if;
  return new;
end $$;

create or replace function chairs_open(moment timestamptz, on_day date, only_series uuid)
returns table (series_id uuid, number int, free_from date, held boolean)
language sql stable security definer set search_path from current as $$
  select c.series_id, c.number,
    case when bool_or(t.series_id is not null and upper_inf(t.during)) then null
         else greatest(on_day, coalesce(max(upper(t.during)), on_day)) end,
    bool_or(exists (select from seat_hold h where h.clinic_id = c.clinic_id and h.series_id = x.id and h.number = c.number
                    and upper(h.during) > moment))
  from series_chair c
  join group_series r on r.clinic_id = c.clinic_id and r.id = c.series_id
  join group_series x on x.clinic_id = r.clinic_id and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id)
  left join seat t on t.clinic_id = x.clinic_id and t.series_id = x.id and t.number = c.number
    and t.during && daterange(on_day, null)
  where c.clinic_id = current_clinic() and r.during && daterange(on_day, null)
    and (only_series is null or c.series_id = only_series)
  group by c.clinic_id, c.series_id, c.number
$$;

-- A hold that moved along with its group: what the link shows is where it is now.
create or replace function hold_by_token(token text)
returns table (series_id uuid, first_day date, held_at timestamptz, until timestamptz, because text)
language sql stable security definer set search_path from current as $$
  select h.series_id, h.first_day, min(h.held_at), max(upper(h.during)),
         (array_agg(x.because order by x.released_at desc) filter (where x.because is not null))[1]
  from seat_hold h left join seat_hold_release x on x.clinic_id = h.clinic_id and x.hold_id = h.id
  where h.clinic_id = current_clinic() and h.token_hash = token
  group by h.series_id, h.first_day order by max(h.held_at) desc
$$;

-- Which payers have somebody in a group between two days: ids of payers, and nothing of whom they pay for.
create function payers_seated(from_day date, to_day date, only_series uuid)
returns table (series_id uuid, payer_id uuid)
language sql stable security definer set search_path from current as $$
  select distinct t.series_id, f.payer_id
  from seat t
  join coverage c on c.clinic_id = t.clinic_id and c.client_id = t.client_id
  cross join lateral (select * from coverage_fact x where x.clinic_id = c.clinic_id and x.coverage_id = c.id
                      order by x.recorded_at desc, x.id desc limit 1) f
  left join coverage_end e on e.clinic_id = c.clinic_id and e.coverage_id = c.id
  where t.clinic_id = current_clinic() and t.during && daterange(from_day, to_day, '[]')
    and (only_series is null or t.series_id = only_series)
    and exists (select from group_cap k where k.clinic_id = t.clinic_id and k.payer_id = f.payer_id)
    and (f.starts_on is null or f.starts_on <= coalesce(to_day, f.starts_on))
    and coalesce(least(f.ends_on, e.ended_on), 'infinity') >= from_day
$$;

-- Takes meetings that have not begun out of the calendar when their group does not run on their day any more. What something
-- is written about already cannot go: those are answered, to be called off.
create function withdraw_meetings(p_series uuid, moment timestamptz) returns setof uuid
language plpgsql security definer set search_path from current as $$
declare gone uuid[]; one uuid;
begin
  select array_agg(g.id) into gone from group_session g
  join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
  where g.clinic_id = current_clinic() and g.series_id = p_series and not r.during @> g.held_on
    and not isempty(g.during) and lower(g.during) > moment;
  if gone is null then return; end if;
  update group_session set during = 'empty' where clinic_id = current_clinic() and id = any (gone);
  foreach one in array gone loop
    begin
      delete from group_session where clinic_id = current_clinic() and id = one;
    exception when foreign_key_violation then
      return next one;
    end;
  end loop;
end $$;

revoke all on function line_of(uuid, uuid), payers_seated(date, date, uuid), withdraw_meetings(uuid, timestamptz) from public;
grant execute on function line_of(uuid, uuid), payers_seated(date, date, uuid) to stepwell_app, stepwell_visitor, stepwell_client;
grant execute on function withdraw_meetings(uuid, timestamptz) to stepwell_app;
grant execute on function meets_in_week(int, date, date) to stepwell_app, stepwell_visitor, stepwell_client;
