-- Who waits for a seat, in which order and why; seats that are offered to them; and who does not sit in one room with whom.

-- One thing that one stay waits for: a group (by any row of its line), or a kind of group. It ends with a row that says why.
create table waitlist_entry (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  -- Either a group, or a wish: an empty word means any.
  series_id uuid,
  program_id uuid,
  kind text not null default '' check (length(kind) <= 60),
  topic text not null default '' check (length(topic) <= 100),
  affinity text not null default '' check (length(affinity) <= 100),
  track text not null default '' check (length(track) <= 60),
  -- Days are counted from here: today, or the day on a list that was kept before Stepwell, with what it was.
  since_day date not null,
  since_because text not null default '' check (length(since_because) <= 300),
  wish_key text not null generated always as (coalesce(series_id::text, coalesce(program_id::text, '') || '/' || kind || '/' || topic || '/' || affinity || '/' || track)) stored,
  during tstzrange not null check (isempty(during) or lower(during) is not null),
  joined_by uuid not null,
  joined_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, program_id) references program,
  check ((series_id is null) <> (program_id is null)),
  constraint waits_once exclude using gist (clinic_id with =, client_id with =, wish_key with =, during with &&)
);
create index waitlist_entry_of_client on waitlist_entry (clinic_id, client_id);
create index waitlist_entry_open on waitlist_entry (clinic_id, joined_at) where upper_inf(during);
create trigger waitlist_entry_only_shortens before update on waitlist_entry for each row execute function only_shorten_during();
create trigger client_stands before insert on waitlist_entry for each row execute function client_stands();
call keep('waitlist_entry');
grant update (during) on waitlist_entry to stepwell_app;
create policy clinical_only on waitlist_entry as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
call client_sees_own('waitlist_entry');

create table waitlist_leave (
  clinic_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  because text not null check (because in ('seated', 'asked', 'no-answer', 'stay-ended', 'clinic')),
  words text not null default '' check (length(words) <= 300),
  left_by uuid,
  left_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, entry_id) references waitlist_entry
);
create unique index waitlist_leave_of on waitlist_leave (clinic_id, entry_id);
call keep('waitlist_leave');

-- How urgent it is, as a clinician says it: the latest row stands.
create table waitlist_urgency (
  clinic_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  acuity int not null check (acuity between 1 and 3),
  because text not null check (length(because) between 1 and 500),
  said_by uuid not null,
  said_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, entry_id) references waitlist_entry
);
create index waitlist_urgency_of on waitlist_urgency (clinic_id, entry_id, said_at desc, id desc);
call keep('waitlist_urgency');
create policy clinical_only on waitlist_urgency as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

-- Whether an entry belongs to one of the clinic's priority populations: the latest row of each stands.
create table waitlist_standing (
  clinic_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  priority text not null check (priority ~ '^[a-z-]{2,60}$'),
  applies boolean not null,
  said_by uuid not null,
  said_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, entry_id) references waitlist_entry
);
create index waitlist_standing_of on waitlist_standing (clinic_id, entry_id, priority, said_at desc, id desc);
call keep('waitlist_standing');
create policy clinical_only on waitlist_standing as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

-- What the order counts. More urgent never counts less, and a day never counts against anybody.
create table waitlist_weight (
  clinic_id uuid not null references clinic,
  id uuid not null,
  a_day int not null check (a_day between 0 and 100),
  acuity_two int not null check (acuity_two between 0 and 10000),
  acuity_three int not null check (acuity_three between 0 and 10000),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  check (acuity_three >= acuity_two)
);
call keep('waitlist_weight');

-- Who is admitted first, whatever the points: rank 1 before rank 2. The latest row of a key stands; without a rank it is no priority.
create table waitlist_priority (
  clinic_id uuid not null references clinic,
  id uuid not null,
  key text not null check (key ~ '^[a-z-]{2,60}$'),
  label text not null check (length(label) between 1 and 120),
  rank int check (rank between 1 and 20),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  mark text not null default 'K' check (mark in ('V', 'K')),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('waitlist_priority');

-- How long an offered seat is kept, when nobody is woken, and how soon the same group is offered again.
create table waitlist_policy (
  clinic_id uuid not null references clinic,
  id uuid not null,
  reply_hours int not null check (reply_hours between 1 and 168),
  quiet_from time not null,
  quiet_to time not null,
  rest_days int not null check (rest_days between 0 and 60),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('waitlist_policy');

-- Whether free chairs of a group are offered by themselves or by hand.
create table series_offering (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  is_automatic boolean not null,
  from_day date not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series
);
create index series_offering_newest on series_offering (clinic_id, series_id, from_day desc, set_at desc);
call keep('series_offering');

-- A chair that is kept for one person until they answer. It ends on its own; answered early, the range loses its end.
create table seat_offer (
  clinic_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  client_id uuid not null,
  series_id uuid not null,
  number int not null,
  first_day date not null,
  during tstzrange not null check (isempty(during) or (lower(during) is not null and not upper_inf(during))),
  reply_by timestamptz not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, entry_id) references waitlist_entry,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, series_id, number) references series_chair,
  constraint one_offer_a_chair exclude using gist (clinic_id with =, series_id with =, number with =, during with &&),
  constraint one_offer_at_a_time exclude using gist (clinic_id with =, entry_id with =, during with &&)
);
create index seat_offer_of_client on seat_offer (clinic_id, client_id, made_at desc);
create index seat_offer_of_series on seat_offer (clinic_id, series_id, made_at desc);
create trigger seat_offer_only_shortens before update on seat_offer for each row execute function only_shorten_during();
create trigger client_stands before insert on seat_offer for each row execute function client_stands();
call keep('seat_offer');
grant update (during) on seat_offer to stepwell_app;
call client_sees_own('seat_offer');

-- Who made the offer (nobody: it passed on by itself), the place on the list, and who stood before with what they lacked.
create table seat_offer_ground (
  clinic_id uuid not null,
  id uuid not null,
  offer_id uuid not null,
  place int not null check (place >= 1),
  passed jsonb not null default '[]',
  out_of_turn text not null default '' check (length(out_of_turn) <= 300),
  made_by uuid,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, offer_id) references seat_offer
);
create unique index seat_offer_ground_of on seat_offer_ground (clinic_id, offer_id);
call keep('seat_offer_ground');
create policy clinical_only on seat_offer_ground as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

create table seat_offer_answer (
  clinic_id uuid not null,
  id uuid not null,
  offer_id uuid not null,
  client_id uuid not null,
  answer text not null check (answer in ('accepted', 'declined', 'lapsed', 'withdrawn')),
  seat_id uuid,
  by_kind text not null check (by_kind in ('staff', 'client', 'stepwell')),
  answered_by uuid,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, offer_id) references seat_offer,
  foreign key (clinic_id, seat_id) references seat,
  check ((answer = 'accepted') = (seat_id is not null))
);
create unique index seat_offer_answer_of on seat_offer_answer (clinic_id, offer_id);
call keep('seat_offer_answer');
call client_sees_own('seat_offer_answer');

-- A chair is taken, held by a visitor or kept by an offer: one of these, in every row of its group. Whoever wants it takes hold
-- of its row first.
create or replace function hold_needs_a_free_chair() returns trigger language plpgsql security definer set search_path from current as $$
declare line uuid[] := array(select line_of(new.clinic_id, new.series_id));
begin
  perform from series_chair c where c.clinic_id = new.clinic_id and c.series_id = any (line) and c.number = new.number
    order by c.series_id for no key update;
  if exists (select from seat t where t.clinic_id = new.clinic_id and t.series_id = any (line) and t.number = new.number
             and t.during && daterange(new.first_day, null))
     or exists (select from seat_hold h where h.clinic_id = new.clinic_id and h.series_id = any (line) and h.number = new.number
                and h.series_id <> new.series_id and h.token_hash <> new.token_hash and upper(h.during) > new.held_at)
     or exists (select from seat_offer o where o.clinic_id = new.clinic_id and o.series_id = any (line) and o.number = new.number
                and upper(o.during) > new.held_at) then
    raise exception 'Somebody has this chair.' using errcode = 'exclusion_violation', constraint = 'chair_is_taken';
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
             and upper(h.during) > new.taken_at and new.during && daterange(h.first_day, null))
     or exists (select from seat_offer o where o.clinic_id = new.clinic_id and o.series_id = any (line) and o.number = new.number
             and o.client_id <> new.client_id and upper(o.during) > new.taken_at and new.during && daterange(o.first_day, null)) then
    raise exception 'This chair is held.' using errcode = 'exclusion_violation', constraint = 'chair_is_held';
  end if;
  return new;
end $$;

create function offer_needs_a_free_chair() returns trigger language plpgsql security definer set search_path from current as $$
declare line uuid[] := array(select line_of(new.clinic_id, new.series_id));
begin
  perform from series_chair c where c.clinic_id = new.clinic_id and c.series_id = any (line) and c.number = new.number
    order by c.series_id for no key update;
  if exists (select from seat t where t.clinic_id = new.clinic_id and t.series_id = any (line) and t.number = new.number
             and t.during && daterange(new.first_day, null))
     or exists (select from seat_hold h where h.clinic_id = new.clinic_id and h.series_id = any (line) and h.number = new.number
                and upper(h.during) > new.made_at)
     or exists (select from seat_offer o where o.clinic_id = new.clinic_id and o.series_id = any (line) and o.number = new.number
                and upper(o.during) > new.made_at) then
    raise exception 'Somebody has this chair.' using errcode = 'exclusion_violation', constraint = 'chair_is_taken';
  end if;
  return new;
end $$;
create trigger offer_needs_a_free_chair before insert on seat_offer for each row execute function offer_needs_a_free_chair();
revoke all on function offer_needs_a_free_chair() from public;

-- What the world sees of a group counts a chair that is kept for somebody as taken, and as many more as there are people who
-- wait for it.
create or replace function chairs_open(moment timestamptz, on_day date, only_series uuid)
returns table (series_id uuid, number int, free_from date, held boolean)
language sql stable security definer set search_path from current as $$
  with chairs as (
    select c.clinic_id, c.series_id, c.number, coalesce(r.line_id, r.id) as line,
      case when bool_or(t.series_id is not null and upper_inf(t.during)) then null
           else greatest(on_day, coalesce(max(upper(t.during)), on_day)) end as free_from,
      bool_or(exists (select from seat_hold h where h.clinic_id = c.clinic_id and h.series_id = x.id and h.number = c.number
                      and upper(h.during) > moment)) as held,
      bool_or(exists (select from seat_offer o where o.clinic_id = c.clinic_id and o.series_id = x.id and o.number = c.number
                      and upper(o.during) > moment)) as offered
    from series_chair c
    join group_series r on r.clinic_id = c.clinic_id and r.id = c.series_id
    join group_series x on x.clinic_id = r.clinic_id and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id)
    left join seat t on t.clinic_id = x.clinic_id and t.series_id = x.id and t.number = c.number
      and t.during && daterange(on_day, null)
    where c.clinic_id = current_clinic() and r.during && daterange(on_day, null)
      and (only_series is null or c.series_id = only_series)
    group by c.clinic_id, c.series_id, c.number, coalesce(r.line_id, r.id)
  ), waits as (
    select coalesce(r.line_id, r.id) as line, count(*) as n from waitlist_entry w
    join group_series r on r.clinic_id = w.clinic_id and r.id = w.series_id
    where w.clinic_id = current_clinic() and w.during @> moment
      and exists (select from episode e where e.clinic_id = w.clinic_id and e.id = w.episode_id and e.during && daterange(on_day, null))
      and not exists (select from seat_offer o where o.clinic_id = w.clinic_id and o.entry_id = w.id and upper(o.during) > moment)
    group by coalesce(r.line_id, r.id)
  )
  select c.series_id, c.number,
    case when c.offered or (not c.held and c.free_from is not null
           and row_number() over (partition by c.series_id, c.held or c.offered or c.free_from is null order by c.free_from, c.number)
               <= coalesce(w.n, 0)) then null
         else c.free_from end,
    c.held and not c.offered
  from chairs c left join waits w on w.line = c.line
$$;
