-- Who does not sit in one room with whom, and what else a director decides about a room.

-- Two people who do not sit in one room. The row is read by directors alone; everybody else meets its effect as 'not now', which
-- a director's other decisions about a room look like too (decisions/012-apart-rules.md).
create table apart_rule (
  clinic_id uuid not null,
  id uuid not null,
  client_a uuid not null,
  client_b uuid not null,
  kind text not null check (kind in ('protective-order', 'former-partners', 'partners', 'relatives', 'coworkers', 'other')),
  because text not null default '' check (length(because) <= 1000),
  -- The last day, as for an order that runs out; null: until it is ended.
  last_day date,
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_a) references client,
  foreign key (clinic_id, client_b) references client,
  check (client_a < client_b)
);
create index apart_rule_a on apart_rule (clinic_id, client_a);
create index apart_rule_b on apart_rule (clinic_id, client_b);

create table apart_end (
  clinic_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  because text not null check (length(because) between 1 and 500),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, rule_id) references apart_rule
);
create unique index apart_end_of on apart_end (clinic_id, rule_id);

-- A director keeps the free seats of a group for now, or one person out of it: the mix of the room, or a seat for somebody who comes.
create table room_decision (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  -- Null: whoever asks.
  client_id uuid,
  kind text not null check (kind in ('mix', 'reserve')),
  because text not null default '' check (length(because) <= 1000),
  days daterange not null check (isempty(days) or lower(days) is not null),
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, client_id) references client
);
create index room_decision_of on room_decision (clinic_id, series_id);

create table room_decision_end (
  clinic_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, decision_id) references room_decision
);
create unique index room_decision_end_of on room_decision_end (clinic_id, decision_id);

do $$ declare name text; begin
  foreach name in array array['apart_rule', 'apart_end', 'room_decision', 'room_decision_end'] loop
    execute format('call keep(%L)', name);
    -- For the application's role: the functions below read as the owner, and answer with ids of groups alone.
    execute format('create policy director_only on %I as restrictive to stepwell_app using ((select current_duty()) = ''director'') with check ((select current_duty()) = ''director'')', name);
  end loop;
end $$;

-- How many days somebody is still counted as being in a room they left: whoever moves people about learns nothing from it at once.
create function still_there() returns int language sql immutable parallel safe as $$ select 14 $$;

-- In which groups a person is not given a seat now. Always for all groups, by one statement, whether or not there is a rule.
create function not_now(person uuid, first_day date, last_day date) returns setof uuid
language sql stable security definer set search_path from current as $$
  with others as (
    select o.id from apart_rule r
    cross join lateral person_ids(kept_of(case when r.client_a in (select person_ids(person)) then r.client_b else r.client_a end)) as o(id)
    where r.clinic_id = current_clinic()
      and (r.client_a in (select person_ids(person)) or r.client_b in (select person_ids(person)))
      and coalesce(r.last_day, 'infinity') >= first_day
      and not exists (select from apart_end e where e.clinic_id = r.clinic_id and e.rule_id = r.id)
  ), rooms as (
    select t.series_id from seat t
      where t.clinic_id = current_clinic() and t.client_id in (select id from others)
        and t.during && daterange(first_day - still_there(), last_day, '[]')
    union
    select o.series_id from seat_offer o
      where o.clinic_id = current_clinic() and o.client_id in (select id from others)
        and upper(o.during) > (first_day - still_there())::timestamptz
    union
    select g.series_id from attendance_now a join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
      where a.clinic_id = current_clinic() and a.client_id in (select id from others) and a.minutes > 0
        and g.held_on >= first_day - still_there()
    union
    select d.series_id from room_decision d
      where d.clinic_id = current_clinic() and (d.client_id is null or d.client_id in (select person_ids(person)))
        and d.days && daterange(first_day, last_day, '[]')
        and not exists (select from room_decision_end e where e.clinic_id = d.clinic_id and e.decision_id = d.id)
  )
  -- Every row of a group's line: what holds for it today holds for how it goes on.
  select distinct x.id from rooms o
  join group_series r on r.clinic_id = current_clinic() and r.id = o.series_id
  join group_series x on x.clinic_id = r.clinic_id and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id)
$$;

-- Pairs for whoever composes weeks by machine: ids, and nothing of the reason. What it explains says 'not now'.
create function apart_pairs(on_day date) returns table (one uuid, other uuid)
language sql stable security definer set search_path from current as $$
  select distinct least(k.a, k.b), greatest(k.a, k.b)
  from apart_rule r cross join lateral (select kept_of(r.client_a) as a, kept_of(r.client_b) as b) k
  where r.clinic_id = current_clinic() and k.a <> k.b and coalesce(r.last_day, 'infinity') >= on_day
    and not exists (select from apart_end e where e.clinic_id = r.clinic_id and e.rule_id = r.id)
$$;

-- The last word, when two such people take a seat in one group at one moment: whoever comes second waits here, and then sees the
-- first. A seat that only goes on in the next row of the same group (a change of its time) is nobody new in the room.
create function room_has_the_last_word() returns trigger language plpgsql security definer set search_path from current as $$
declare asked daterange; moment timestamptz; goes_on boolean := false; line uuid[] := array(select line_of(new.clinic_id, new.series_id));
begin
  perform pg_advisory_xact_lock(hashtextextended(new.series_id::text, 7203522));
  if tg_table_name = 'seat' then
    asked := new.during;
    moment := new.taken_at;
    goes_on := exists (select from series_change c join seat t on t.clinic_id = c.clinic_id and t.series_id = c.series_id
      where c.clinic_id = new.clinic_id and c.successor_id = new.series_id and t.client_id = new.client_id
        and t.during && daterange(lower(new.during) - 1, lower(new.during)));
  else
    asked := daterange(new.first_day, null);
    moment := new.made_at;
  end if;
  if not isempty(asked) and not goes_on and exists (
    with others as (
      select o.id from apart_rule r
      cross join lateral person_ids(kept_of(case when r.client_a in (select person_ids(new.client_id)) then r.client_b else r.client_a end)) as o(id)
      where r.clinic_id = new.clinic_id
        and (r.client_a in (select person_ids(new.client_id)) or r.client_b in (select person_ids(new.client_id)))
        and coalesce(r.last_day, 'infinity') >= lower(asked)
        and not exists (select from apart_end e where e.clinic_id = r.clinic_id and e.rule_id = r.id)
    )
    select from seat t where t.clinic_id = new.clinic_id and t.series_id = any (line) and t.during && asked
      and t.client_id in (select id from others)
    union all
    select from seat_offer o where o.clinic_id = new.clinic_id and o.series_id = any (line) and o.client_id in (select id from others)
      and not isempty(o.during) and upper(o.during) > moment
    union all
    select from room_decision d where d.clinic_id = new.clinic_id and d.series_id = any (line) and d.days && asked
      and (d.client_id is null or d.client_id = new.client_id)
      and not exists (select from room_decision_end e where e.clinic_id = d.clinic_id and e.decision_id = d.id)
  ) then
    raise exception 'Not now.' using errcode = 'exclusion_violation', constraint = 'not_now';
  end if;
  return new;
end $$;
create trigger room_has_the_last_word before insert on seat for each row execute function room_has_the_last_word();
create trigger room_has_the_last_word before insert on seat_offer for each row execute function room_has_the_last_word();

-- Seats that a director keeps are not held by visitors either: to them the group is full.
create function hold_leaves_kept_rooms() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select from room_decision d where d.clinic_id = new.clinic_id and d.series_id in (select line_of(new.clinic_id, new.series_id))
             and d.client_id is null and d.days && daterange(new.first_day, null)
             and not exists (select from room_decision_end e where e.clinic_id = d.clinic_id and e.decision_id = d.id)) then
    raise exception 'Kept.' using errcode = 'exclusion_violation', constraint = 'chair_is_taken';
  end if;
  return new;
end $$;
create trigger hold_leaves_kept_rooms before insert on seat_hold for each row execute function hold_leaves_kept_rooms();
revoke all on function hold_leaves_kept_rooms() from public;

revoke all on function not_now(uuid, date, date), apart_pairs(date), room_has_the_last_word() from public;
grant execute on function not_now(uuid, date, date), apart_pairs(date) to stepwell_app;
