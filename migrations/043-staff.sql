-- Who may hold what, on which day and in which state; when and where staff work; and who leads one meeting instead.

-- A licence that was entered wrongly is taken back by a row; the right one is recorded anew.
create table staff_license_end (
  clinic_id uuid not null,
  id uuid not null,
  license_id uuid not null,
  because text not null check (length(because) between 1 and 300),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, license_id) references staff_license
);
create unique index staff_license_end_of on staff_license_end (clinic_id, license_id);
call keep('staff_license_end');

create view staff_license_now with (security_invoker = true) as
  select l.* from staff_license l
  where not exists (select from staff_license_end e where e.clinic_id = l.clinic_id and e.license_id = l.id);
grant select on staff_license_now to stepwell_app;

-- Certificates and trainings, with the day on which they run out, where they do.
create table staff_training (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  kind text not null check (kind in ('training', 'certificate')),
  name text not null check (length(name) between 1 and 100),
  number text not null default '' check (length(number) <= 60),
  issuer text not null default '' check (length(issuer) <= 100),
  state text check (state ~ '^[A-Z]{2}$'),
  issued_on date not null,
  expires_on date check (expires_on >= issued_on),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index staff_training_of on staff_training (clinic_id, staff_id);
call keep('staff_training');

create table staff_training_end (
  clinic_id uuid not null,
  id uuid not null,
  training_id uuid not null,
  because text not null check (length(because) between 1 and 300),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, training_id) references staff_training
);
create unique index staff_training_end_of on staff_training_end (clinic_id, training_id);
call keep('staff_training_end');

-- The clinic's own word on a credential: what it may lead and whose signature must follow. The latest row that has begun
-- stands over the rows that came with Stepwell; state null: everywhere.
create table credential_rule (
  clinic_id uuid not null references clinic,
  id uuid not null,
  credential text not null check (length(credential) between 1 and 30),
  label text not null check (length(label) between 1 and 100),
  state text check (state ~ '^[A-Z]{2}$'),
  leads text not null check (leads in ('any', 'education', 'peer-support', 'none')),
  cosign boolean not null,
  cosigned_by text not null default '' check (length(cosigned_by) <= 100),
  effective_from date not null,
  source text not null check (length(source) between 1 and 300),
  mark text not null check (mark in ('V', 'C', 'K')),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index credential_rule_newest on credential_rule (clinic_id, effective_from desc, set_at desc);
call keep('credential_rule');

-- Who supervises whom. Nobody supervises those above them: the verb looks at the whole chain.
create table supervision (
  clinic_id uuid not null,
  id uuid not null,
  supervisor_id uuid not null,
  supervisee_id uuid not null,
  during daterange not null check (isempty(during) or lower(during) is not null),
  -- The day of the written agreement, where there is one.
  agreed_on date,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, supervisor_id) references staff_member,
  foreign key (clinic_id, supervisee_id) references staff_member,
  check (supervisor_id <> supervisee_id),
  constraint supervised_once exclude using gist (clinic_id with =, supervisor_id with =, supervisee_id with =, during with &&)
);
create trigger supervision_only_shortens before update on supervision for each row execute function only_shorten_during();
create index supervision_of on supervision (clinic_id, supervisee_id);
call keep('supervision');

create table supervision_end (
  clinic_id uuid not null,
  id uuid not null,
  supervision_id uuid not null,
  last_day date not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, supervision_id) references supervision
);
create unique index supervision_end_of on supervision_end (clinic_id, supervision_id);
call keep('supervision_end');

create function supervision_is_over() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update supervision s set during = s.during * daterange(null, new.last_day + 1) where s.clinic_id = new.clinic_id and s.id = new.supervision_id;
  return null;
end $$;
create trigger supervision_is_over after insert on supervision_end for each row execute function supervision_is_over();

-- How many clients somebody is primary therapist of at most; null: no limit from that day on. The latest row that has begun stands.
create table caseload_cap (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  most int check (most between 0 and 500),
  effective_from date not null,
  because text not null default '' check (length(because) <= 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index caseload_cap_of on caseload_cap (clinic_id, staff_id, effective_from desc, set_at desc);
call keep('caseload_cap');

-- When somebody works: wall times in the clinic's clock on one weekday, at a site or from afar.
create table working_hours (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  starts time not null,
  ends time not null,
  -- Null: from afar.
  site_id uuid,
  during daterange not null check (isempty(during) or lower(during) is not null),
  day_minutes int4range not null generated always as
    (int4range((extract(epoch from starts) / 60)::int, (extract(epoch from ends) / 60)::int)) stored,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member,
  foreign key (clinic_id, site_id) references site,
  check (ends > starts),
  constraint works_in_one_place exclude using gist (clinic_id with =, staff_id with =, weekday with =, during with &&, day_minutes with &&)
);
create trigger working_hours_only_shorten before update on working_hours for each row execute function only_shorten_during();
call keep('working_hours');

create table working_hours_end (
  clinic_id uuid not null,
  id uuid not null,
  hours_id uuid not null,
  last_day date not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, hours_id) references working_hours
);
create unique index working_hours_end_of on working_hours_end (clinic_id, hours_id);
call keep('working_hours_end');

create function working_hours_are_over() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update working_hours h set during = h.during * daterange(null, new.last_day + 1) where h.clinic_id = new.clinic_id and h.id = new.hours_id;
  return null;
end $$;
create trigger working_hours_are_over after insert on working_hours_end for each row execute function working_hours_are_over();

-- Rooms that somebody uses. The latest row of a room stands.
create table staff_room (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  room_id uuid not null,
  uses boolean not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member,
  foreign key (clinic_id, room_id) references room
);
create index staff_room_of on staff_room (clinic_id, staff_id, room_id, set_at desc, id desc);
call keep('staff_room');

-- What somebody offered to say of themselves, so that clients who ask can choose. Empty: taken back. The latest row stands.
create table staff_gender (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  gender text not null check (gender in ('', 'woman', 'man', 'nonbinary')),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, staff_id) references staff_member
);
create index staff_gender_of on staff_gender (clinic_id, staff_id, set_at desc, id desc);
call keep('staff_gender');

-- Who leads one meeting instead of whoever leads its group then. The latest row of a meeting and part stands.
create table session_cover (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  part text not null check (part in ('lead', 'co-lead')),
  how text not null check (how in ('instead', 'nobody', 'as-usual')),
  staff_id uuid,
  because text not null check (length(because) between 1 and 300),
  covered_by uuid not null,
  covered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, staff_id) references staff_member,
  check ((how = 'instead') = (staff_id is not null))
);
create index session_cover_of on session_cover (clinic_id, session_id, part, covered_at desc, id desc);
create index session_cover_by on session_cover (clinic_id, staff_id) where staff_id is not null;
call keep('session_cover');

-- Who leads a meeting: those of its group on that day, and where somebody covers, who covers. Every reader asks this one.
create view session_leader with (security_invoker = true) as
  select g.clinic_id, g.id as session_id, g.series_id, g.held_on, l.part, l.staff_id, false as is_cover
  from group_session g
  join series_leader l on l.clinic_id = g.clinic_id and l.series_id = g.series_id and l.during @> g.held_on
  where coalesce((select c.how from session_cover c where c.clinic_id = g.clinic_id and c.session_id = g.id and c.part = l.part
                  order by c.covered_at desc, c.id desc limit 1), 'as-usual') = 'as-usual'
  union all
  select g.clinic_id, g.id, g.series_id, g.held_on, c.part, c.staff_id, true
  from session_cover c
  join group_session g on g.clinic_id = c.clinic_id and g.id = c.session_id
  where c.how = 'instead'
    and not exists (select from session_cover n where n.clinic_id = c.clinic_id and n.session_id = c.session_id and n.part = c.part
                    and (n.covered_at, n.id) > (c.covered_at, c.id));
grant select on session_leader to stepwell_app;

-- A client's own page says who leads, never why it changed.
grant select (clinic_id, id, session_id, part, how, staff_id, covered_at) on session_cover to stepwell_client;
grant select on session_leader to stepwell_client;

-- In which state somebody lives, as their last address says; no row where none says it.
create view client_home_state with (security_invoker = true) as
  select distinct on (k.clinic_id, k.client_id) k.clinic_id, k.client_id, s.state
  from client_contact k
  cross join lateral (select upper(coalesce(
      (regexp_match(k.value, '[,\s]([A-Za-z]{2})\.?,?\s+\d{5}(?:-\d{4})?\s*(?:,?\s*USA?)?\s*$'))[1],
      (regexp_match(k.value, ',\s*([A-Za-z]{2})\.?\s*$'))[1])) as state) s
  where k.kind = 'address'
    and s.state = any (string_to_array('AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA VI WA WV WI WY GU', ' '))
    and not exists (select from client_contact_end e where e.clinic_id = k.clinic_id and e.contact_id = k.id)
  order by k.clinic_id, k.client_id, k.recorded_at desc, k.id desc;
grant select on client_home_state to stepwell_app;

-- What was said before, now with covers and without licences that were taken back.
create or replace function busy_ranges(from_at timestamptz, until_at timestamptz) returns table (staff_id uuid, begins timestamptz, ends timestamptz)
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
    select l.staff_id, s.during from session_leader l
    join group_session s on s.clinic_id = l.clinic_id and s.id = l.session_id
    where l.clinic_id = (select current_clinic()) and l.staff_id = d.staff_id and s.during && asked.span
    union all
    select a.staff_id, a.during from time_away a
    where a.clinic_id = (select current_clinic()) and a.staff_id = d.staff_id and a.during && asked.span
      and not exists (select from time_away_end e where e.clinic_id = a.clinic_id and e.away_id = a.id)
  ) b
$$;

create or replace function public_people(on_day date)
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
  left join lateral (select x.kind, x.state, x.number from staff_license_now x where x.clinic_id = m.clinic_id and x.staff_id = m.id
                     and x.expires_on >= on_day order by x.expires_on desc, x.id limit 1) l on true
  where m.clinic_id = current_clinic() and p.is_shown and r.role <> 'none'
  order by array_position(array['director', 'prescriber', 'therapist', 'coordinator'], r.role), m.family_name, m.given_name, m.id
$$;
revoke all on function supervision_is_over(), working_hours_are_over() from public;
