-- What the clinic says on its public pages and who stands for it, who agreed to be shown, and seats held by visitors.

-- The clinic's own words for a part of a page. The latest row stands, and is shown once the page has been reviewed.
create table public_text (
  clinic_id uuid not null references clinic,
  id uuid not null,
  page text not null check (page ~ '^[a-z-]{2,30}$'),
  section text not null check (section ~ '^[a-z0-9-]{2,40}$'),
  lang text not null check (lang ~ '^[a-z]{2}$'),
  heading text not null default '' check (length(heading) <= 200),
  -- Null: Stepwell's own words again. Empty: this part is left out.
  words text check (length(words) <= 6000),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, set_by) references staff_member
);
create index public_text_newest on public_text (clinic_id, page, section, lang, set_at desc, id desc);
call keep('public_text');
grant select (clinic_id, id, page, section, lang, heading, words, set_at) on public_text to stepwell_visitor;

-- A clinician has read a page, in every language, and stands for it. `wording` is the fingerprint of what was read.
create table public_review (
  clinic_id uuid not null references clinic,
  id uuid not null,
  page text not null check (page ~ '^[a-z-]{2,30}$'),
  staff_id uuid not null,
  reviewed_on date not null,
  wording text not null check (wording ~ '^[0-9a-f]{64}$'),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member,
  foreign key (clinic_id, recorded_by) references staff_member
);
create index public_review_newest on public_review (clinic_id, page, recorded_at desc, id desc);
call keep('public_review');

-- Who agreed to be named in public, and with which words. The latest row of a person stands.
create table public_profile (
  clinic_id uuid not null references clinic,
  id uuid not null,
  staff_id uuid not null,
  is_shown boolean not null,
  agreed_on date,
  since_year int check (since_year between 1940 and 2200),
  languages text[] not null default '{}',
  title_en text not null default '' check (length(title_en) <= 100),
  title_es text not null default '' check (length(title_es) <= 100),
  specialties_en text not null default '' check (length(specialties_en) <= 400),
  specialties_es text not null default '' check (length(specialties_es) <= 400),
  words_en text not null default '' check (length(words_en) <= 1200),
  words_es text not null default '' check (length(words_es) <= 1200),
  shows_number boolean not null default false,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member,
  foreign key (clinic_id, set_by) references staff_member,
  constraint shown_by_agreement check (not is_shown or agreed_on is not null)
);
create index public_profile_newest on public_profile (clinic_id, staff_id, set_at desc, id desc);
call keep('public_profile');

-- How a name that the clinic gave (a program, a group, its topic) is said in another language. Empty: not translated.
create table public_word (
  clinic_id uuid not null references clinic,
  id uuid not null,
  said text not null check (length(said) between 1 and 300),
  lang text not null check (lang ~ '^[a-z]{2}$'),
  words text not null check (length(words) <= 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, set_by) references staff_member
);
create index public_word_newest on public_word (clinic_id, lang, said, set_at desc, id desc);
call keep('public_word');
grant select (clinic_id, id, said, lang, words, set_at) on public_word to stepwell_visitor;

-- How long a visitor holds a seat, one in how many free chairs may be held so, and when a review is due again.
create table front_policy (
  clinic_id uuid not null references clinic,
  id uuid not null,
  hold_hours int not null check (hold_hours between 1 and 168),
  hold_one_in int not null check (hold_one_in between 1 and 20),
  review_months int not null check (review_months between 1 and 60),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, set_by) references staff_member
);
create index front_policy_newest on front_policy (clinic_id, effective_from desc, set_at desc, id desc);
call keep('front_policy');
grant select (clinic_id, id, hold_hours, hold_one_in, review_months, effective_from, set_at) on front_policy to stepwell_visitor;

-- What a visitor may see of programs and groups: nothing of it says who sits there.
grant select on site, room, program to stepwell_visitor;
grant select (clinic_id, id, level_of_care, age_group, minutes_per_week, days_per_week, effective_from, effective_to, source, mark, recorded_at)
  on dose_floor to stepwell_visitor;
grant select (clinic_id, id, state, kind, most, effective_from, effective_to, source, mark, recorded_at) on group_cap to stepwell_visitor;
grant select (clinic_id, id, program_id, room_id, name, kind, topic, affinity, is_open, counts_toward_dose, weekday, starts, minutes, time_zone, during)
  on group_series to stepwell_visitor;
grant select (clinic_id, series_id, staff_id, part, during) on series_leader to stepwell_visitor;
grant select (clinic_id, id, series_id, held_on, during) on group_session to stepwell_visitor;
grant select (clinic_id, session_id) on session_cancellation to stepwell_visitor;

-- Who is shown, with the licence that stands on a day; its number only where it was chosen to be shown.
create function public_people(on_day date)
returns table (id uuid, given_name text, family_name text, credential text, role text, since_year int, languages text[],
               title_en text, title_es text, specialties_en text, specialties_es text, words_en text, words_es text,
               license_kind text, license_state text, license_number text)
language sql stable security definer set search_path from current as $$
  select m.id, m.given_name, m.family_name, m.credential, r.role, p.since_year, p.languages,
         p.title_en, p.title_es, p.specialties_en, p.specialties_es, p.words_en, p.words_es,
         l.kind, l.state, case when p.shows_number then l.number end
  from staff_member m
  cross join lateral (select x.* from public_profile x where x.clinic_id = m.clinic_id and x.staff_id = m.id
                      order by x.set_at desc, x.id desc limit 1) p
  cross join lateral (select x.role from staff_role x where x.clinic_id = m.clinic_id and x.staff_id = m.id
                      order by x.given_at desc, x.id desc limit 1) r
  left join lateral (select x.kind, x.state, x.number from staff_license x where x.clinic_id = m.clinic_id and x.staff_id = m.id
                     and x.expires_on >= on_day order by x.expires_on desc, x.id limit 1) l on true
  where m.clinic_id = current_clinic() and p.is_shown and r.role <> 'none'
  order by array_position(array['director', 'prescriber', 'therapist', 'coordinator'], r.role), m.family_name, m.given_name, m.id
$$;

-- Who stands for a page: the latest review of each. Standing for words in public is part of reviewing them.
create function public_reviews()
returns table (page text, given_name text, family_name text, credential text, reviewed_on date, wording text, recorded_at timestamptz)
language sql stable security definer set search_path from current as $$
  select distinct on (v.page) v.page, m.given_name, m.family_name, m.credential, v.reviewed_on, v.wording, v.recorded_at
  from public_review v join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
  where v.clinic_id = current_clinic()
  order by v.page, v.recorded_at desc, v.id desc
$$;

-- A chair that a visitor holds for some hours. It ends on its own; given back early, the range loses its end. A longer hold
-- is a further row that begins where the one before ends, under the same token.
create table seat_hold (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  number int not null,
  inquiry_id uuid not null,
  first_day date not null,
  during tstzrange not null check (isempty(during) or (lower(during) is not null and not upper_inf(during))),
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  extends uuid,
  held_by uuid,
  held_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id, number) references series_chair,
  foreign key (clinic_id, inquiry_id) references inquiry,
  foreign key (clinic_id, extends) references seat_hold,
  constraint one_hold_a_chair exclude using gist (clinic_id with =, series_id with =, number with =, during with &&)
);
create index seat_hold_of_inquiry on seat_hold (clinic_id, inquiry_id);
create index seat_hold_token on seat_hold (clinic_id, token_hash);
create trigger seat_hold_only_shortens before update on seat_hold for each row execute function only_shorten_during();
call keep('seat_hold');
grant update (during) on seat_hold to stepwell_app;
grant insert, select (clinic_id, id) on seat_hold to stepwell_visitor;

create table seat_hold_release (
  clinic_id uuid not null,
  id uuid not null,
  hold_id uuid not null,
  because text not null check (because in ('visitor', 'moved', 'seat', 'staff')),
  released_by uuid,
  released_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, hold_id) references seat_hold
);
create unique index seat_hold_release_of on seat_hold_release (clinic_id, hold_id);
call keep('seat_hold_release');

-- A chair is held or taken, never both. Whoever wants it takes hold of its row first, so that two at one moment follow one
-- another; `for no key update` leaves those in peace who only refer to it.
create function hold_needs_a_free_chair() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from series_chair c where c.clinic_id = new.clinic_id and c.series_id = new.series_id and c.number = new.number
    for no key update;
  if exists (select from seat t where t.clinic_id = new.clinic_id and t.series_id = new.series_id and t.number = new.number
             and t.during && daterange(new.first_day, null)) then
    raise exception 'Somebody sits on this chair.' using errcode = 'exclusion_violation', constraint = 'chair_is_taken';
  end if;
  return new;
end $$;
create trigger hold_needs_a_free_chair before insert on seat_hold for each row execute function hold_needs_a_free_chair();

create function seat_needs_an_unheld_chair() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from series_chair c where c.clinic_id = new.clinic_id and c.series_id = new.series_id and c.number = new.number
    for no key update;
  if exists (select from seat_hold h where h.clinic_id = new.clinic_id and h.series_id = new.series_id and h.number = new.number
             -- Whoever waited for this chair may have begun before the hold did: what counts is that it has not ended.
             and upper(h.during) > new.taken_at and new.during && daterange(h.first_day, null)) then
    raise exception 'This chair is held.' using errcode = 'exclusion_violation', constraint = 'chair_is_held';
  end if;
  return new;
end $$;
create trigger seat_needs_an_unheld_chair before insert on seat for each row execute function seat_needs_an_unheld_chair();

-- Every chair of the groups that still run: the first day from which on nobody has it (null: somebody stays), and whether
-- it is held at a moment. Says how full a group is, and nothing of who sits there.
create function chairs_open(moment timestamptz, on_day date, only_series uuid)
returns table (series_id uuid, number int, free_from date, held boolean)
language sql stable security definer set search_path from current as $$
  select c.series_id, c.number,
    case when bool_or(t.series_id is not null and upper_inf(t.during)) then null
         else greatest(on_day, coalesce(max(upper(t.during)), on_day)) end,
    exists (select from seat_hold h where h.clinic_id = c.clinic_id and h.series_id = c.series_id and h.number = c.number
            and upper(h.during) > moment)
  from series_chair c
  join group_series r on r.clinic_id = c.clinic_id and r.id = c.series_id
  left join seat t on t.clinic_id = c.clinic_id and t.series_id = c.series_id and t.number = c.number
    and t.during && daterange(on_day, null)
  where c.clinic_id = current_clinic() and r.during && daterange(on_day, null)
    and (only_series is null or c.series_id = only_series)
  group by c.clinic_id, c.series_id, c.number
$$;

-- What whoever has the link sees of a hold.
create function hold_by_token(token text)
returns table (series_id uuid, first_day date, held_at timestamptz, until timestamptz, because text)
language sql stable security definer set search_path from current as $$
  select h.series_id, h.first_day, min(h.held_at), max(upper(h.during)),
         (array_agg(x.because order by x.released_at desc) filter (where x.because is not null))[1]
  from seat_hold h left join seat_hold_release x on x.clinic_id = h.clinic_id and x.hold_id = h.id
  where h.clinic_id = current_clinic() and h.token_hash = token
  group by h.series_id, h.first_day
$$;

-- Gives back what is still held: by its link, or because the same telephone or email holds another seat now. Answers how
-- many there were to the link; of the others it says nothing, so that nobody learns who turned to the clinic.
create function give_back_hold(token text, moment timestamptz) returns int
language plpgsql security definer set search_path from current as $$
declare one record; n int := 0;
begin
  for one in select h.clinic_id, h.id, h.during from seat_hold h
             where h.clinic_id = current_clinic() and h.token_hash = token and upper(h.during) > moment order by h.id for update loop
    update seat_hold h set during = case when lower(one.during) < moment then tstzrange(lower(one.during), moment) else 'empty' end
      where h.clinic_id = one.clinic_id and h.id = one.id;
    insert into seat_hold_release values (one.clinic_id, gen_random_uuid(), one.id, 'visitor', null, moment) on conflict do nothing;
    n := n + 1;
  end loop;
  return n;
end $$;

create function give_back_earlier_holds(asked_phone text, asked_email text, moment timestamptz) returns void
language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select h.clinic_id, h.id, h.during from seat_hold h join inquiry i on i.clinic_id = h.clinic_id and i.id = h.inquiry_id
             where h.clinic_id = current_clinic() and upper(h.during) > moment
               and ((i.phone <> '' and i.phone = asked_phone) or (i.email <> '' and i.email = asked_email))
             order by h.id for update of h loop
    update seat_hold h set during = case when lower(one.during) < moment then tstzrange(lower(one.during), moment) else 'empty' end
      where h.clinic_id = one.clinic_id and h.id = one.id;
    insert into seat_hold_release values (one.clinic_id, gen_random_uuid(), one.id, 'moved', null, moment) on conflict do nothing;
  end loop;
end $$;

revoke all on function public_people(date), public_reviews(), hold_needs_a_free_chair(), seat_needs_an_unheld_chair(),
  chairs_open(timestamptz, date, uuid), hold_by_token(text), give_back_hold(text, timestamptz),
  give_back_earlier_holds(text, text, timestamptz) from public;
grant execute on function public_people(date), public_reviews(), chairs_open(timestamptz, date, uuid), hold_by_token(text),
  give_back_hold(text, timestamptz), give_back_earlier_holds(text, text, timestamptz) to stepwell_app, stepwell_visitor;
