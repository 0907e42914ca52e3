-- Moving through care: pauses, decisions on the level, and leaving, each of which can be taken back.

-- Away for a while, and in care: in hospital, in jail, on vacation. `next_on` is the day on which `owner_id` asks again, so that a
-- pause is nobody's silence. Seats are kept until a day, or given back; either way a day says until when they are this person's.
create table stay_pause (
  clinic_id uuid not null,
  id uuid not null,
  episode_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('hospital', 'jail', 'vacation', 'other')),
  from_day date not null,
  expected_back date check (expected_back > from_day),
  next_on date not null,
  owner_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  -- The last day on which the seats are kept; null: they were given back.
  seats_until date check (seats_until >= from_day),
  paused_by uuid not null,
  paused_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, owner_id) references staff_member
);
create index stay_pause_of on stay_pause (clinic_id, client_id, from_day desc);
create index stay_pause_of_stay on stay_pause (clinic_id, episode_id, from_day desc);
call keep('stay_pause');
call let_owner_read('stay_pause');

-- `on_day` is the first day back in care, or the day on which it was certain that they will not come back: the last day away is the
-- one before. A pause that was written down by mistake ends on its own first day.
create table stay_pause_end (
  clinic_id uuid not null,
  id uuid not null,
  pause_id uuid not null,
  on_day date not null,
  because text not null check (because in ('came-back', 'not-back', 'stay-ended', 'entered-in-error')),
  words text not null default '' check (length(words) <= 2000),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, pause_id) references stay_pause
);
create unique index stay_pause_end_of on stay_pause_end (clinic_id, pause_id);
call keep('stay_pause_end');
call let_owner_read('stay_pause_end');

-- What was heard while somebody was away, and when who asks again. The latest row stands for the pause's own.
create table stay_pause_touch (
  clinic_id uuid not null,
  id uuid not null,
  pause_id uuid not null,
  expected_back date,
  next_on date not null,
  owner_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, pause_id) references stay_pause,
  foreign key (clinic_id, owner_id) references staff_member
);
create index stay_pause_touch_of on stay_pause_touch (clinic_id, pause_id, noted_at desc, id desc);
call keep('stay_pause_touch');

-- Pauses as they stand: the latest touch, and the end where there is one.
create view stay_pause_now with (security_invoker = true) as
  select p.clinic_id, p.id, p.episode_id, p.client_id, p.kind, p.from_day, p.words, p.seats_until, p.paused_by, p.paused_at,
         case when t.id is null then p.expected_back else t.expected_back end as expected_back,
         coalesce(t.next_on, p.next_on) as next_on, coalesce(t.owner_id, p.owner_id) as owner_id,
         t.words as last_heard, t.noted_at as last_heard_at,
         x.id as end_id, x.on_day as back_on, x.because as end_because, x.words as end_words, x.ended_by, x.ended_at
  from stay_pause p
  left join lateral (select * from stay_pause_touch t where t.clinic_id = p.clinic_id and t.pause_id = p.id order by t.noted_at desc, t.id desc limit 1) t on true
  left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id;
grant select on stay_pause_now to stepwell_app;

do $$ declare name text; begin
  foreach name in array array['stay_pause', 'stay_pause_end', 'stay_pause_touch'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;
create trigger client_stands before insert on stay_pause for each row execute function client_stands();

-- One pause at a time, within the stay. Two who write at once wait for each other at the stay.
create function pause_fits() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from episode e where e.clinic_id = new.clinic_id and e.id = new.episode_id for no key update;
  if not exists (select from episode e where e.clinic_id = new.clinic_id and e.id = new.episode_id and e.client_id = new.client_id and e.during @> new.from_day) then
    raise exception 'A pause lies within the stay.' using errcode = 'check_violation', constraint = 'pause_within_stay';
  end if;
  if exists (select from stay_pause p left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id
             where p.clinic_id = new.clinic_id and p.episode_id = new.episode_id and p.id <> new.id
               and (x.on_day is null or x.on_day > new.from_day)) then
    raise exception 'There is a pause on these days.' using errcode = 'exclusion_violation', constraint = 'one_pause_at_a_time';
  end if;
  return new;
end $$;
create trigger pause_fits before insert on stay_pause for each row execute function pause_fits();
create function pause_ends_after_it_began() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select from stay_pause p where p.clinic_id = new.clinic_id and p.id = new.pause_id and new.on_day < p.from_day) then
    raise exception 'A pause ends after it began.' using errcode = 'check_violation', constraint = 'pause_ends_after_it_began';
  end if;
  return new;
end $$;
create trigger pause_ends_after_it_began before insert on stay_pause_end for each row execute function pause_ends_after_it_began();

-- The days of pauses without their reasons, for whoever may read a week and not why somebody is away.
create function away_between(p_clients uuid[], first_day date, last_day date)
returns table (client_id uuid, from_day date, back_on date)
language sql stable security definer set search_path from current as $$
  select p.client_id, p.from_day, x.on_day from stay_pause p
  left join stay_pause_end x on x.clinic_id = p.clinic_id and x.pause_id = p.id
  where p.clinic_id = current_clinic() and p.client_id = any (p_clients) and p.from_day <= last_day
    and (x.on_day is null or (x.on_day > first_day and x.on_day > p.from_day))
    -- On their own page somebody reads their own days.
    and (current_duty() <> 'client' or p.client_id = own_client())
$$;
revoke all on function pause_fits(), pause_ends_after_it_began(), away_between(uuid[], date, date) from public;
grant execute on function away_between(uuid[], date, date) to stepwell_app, stepwell_client;
