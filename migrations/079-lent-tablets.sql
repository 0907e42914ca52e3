-- One way to lend a tablet, with two uses: it stands at the door of a site, or goes round the room of one meeting. What 068 and 072
-- kept in tables of their own moves here, under the ids it had.

create table lent_tablet (
  clinic_id uuid not null,
  id uuid not null,
  purpose text not null check (purpose in ('door', 'round')),
  -- At whose door it stands; in which meeting it goes round.
  site_id uuid,
  session_id uuid,
  -- Only hashes are here: who reads the database cannot open it. The second one is of a cookie in that browser.
  token_hash text not null unique,
  secret_hash text not null,
  expires_at timestamptz not null,
  lent_by uuid not null,
  lent_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, site_id) references site,
  foreign key (clinic_id, session_id) references group_session,
  constraint lent_tablet_where check ((purpose = 'door') = (site_id is not null) and (purpose = 'round') = (session_id is not null))
);
create table lent_tablet_end (
  clinic_id uuid not null,
  id uuid not null,
  tablet_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, tablet_id) references lent_tablet
);
-- That somebody pressed, whatever they entered: how often is all that is counted.
create table lent_tablet_press (
  clinic_id uuid not null,
  id uuid not null,
  tablet_id uuid not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, tablet_id) references lent_tablet
);

-- Whoever runs this owns the tables; for these few lines their rows are the owner's to read, of every clinic.
do $$ declare name text; begin
  foreach name in array array['tablet_round', 'tablet_round_end', 'door_tablet', 'door_tablet_end', 'door_press'] loop
    execute format('alter table %I no force row level security', name);
  end loop;
end $$;
insert into lent_tablet (clinic_id, id, purpose, session_id, token_hash, secret_hash, expires_at, lent_by, lent_at)
  select clinic_id, id, 'round', session_id, token_hash, secret_hash, expires_at, opened_by, opened_at from tablet_round;
insert into lent_tablet (clinic_id, id, purpose, site_id, token_hash, secret_hash, expires_at, lent_by, lent_at)
  select clinic_id, id, 'door', site_id, token_hash, secret_hash, expires_at, opened_by, opened_at from door_tablet;
insert into lent_tablet_end (clinic_id, id, tablet_id, ended_by, ended_at)
  select clinic_id, id, round_id, ended_by, ended_at from tablet_round_end
  union all select clinic_id, id, door_id, ended_by, ended_at from door_tablet_end;
insert into lent_tablet_press (clinic_id, id, tablet_id, at) select clinic_id, id, door_id, at from door_press;

-- A place is in a round and a check-in at a door: both name the tablet as they did.
do $$ declare one record; begin
  for one in select conrelid::regclass as owner, conname from pg_constraint
    where contype = 'f' and confrelid in ('tablet_round'::regclass, 'door_tablet'::regclass) and conrelid in ('tablet_place'::regclass, 'check_in'::regclass)
  loop execute format('alter table %s drop constraint %I', one.owner, one.conname); end loop;
end $$;
alter table tablet_place add foreign key (clinic_id, round_id) references lent_tablet;
alter table check_in add foreign key (clinic_id, door_id) references lent_tablet;

drop function begin_round(text, text, timestamptz);
drop function begin_door(text, text, timestamptz);
drop table tablet_round_end, door_tablet_end, door_press;
drop table tablet_round, door_tablet;

create index lent_tablet_session on lent_tablet (clinic_id, session_id, lent_at desc) where session_id is not null;
create index lent_tablet_newest on lent_tablet (clinic_id, purpose, expires_at desc);
create unique index lent_tablet_end_of on lent_tablet_end (clinic_id, tablet_id);
create index lent_tablet_press_of on lent_tablet_press (clinic_id, tablet_id, at desc);
call keep('lent_tablet');
call keep('lent_tablet_end');
call keep('lent_tablet_press');
call let_owner_read('lent_tablet');
call let_owner_read('lent_tablet_end');
revoke select on lent_tablet from stepwell_app;
grant select (clinic_id, id, purpose, site_id, session_id, expires_at, lent_by, lent_at) on lent_tablet to stepwell_app;

-- Opens a request of a lent tablet: by the key in its address and the secret in its cookie, while it is lent for this purpose. Its
-- duty is 'door' or 'tablet', and no policy of a table names either.
create function begin_lent(wanted text, token text, secret text, at_now timestamptz)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean,
               tablet_id uuid, site_id uuid, session_id uuid)
language plpgsql security definer set search_path from current as $$
declare lent record;
begin
  select t.* into lent from lent_tablet t
  where t.token_hash = token and t.secret_hash = secret and t.purpose = wanted and t.expires_at > at_now
    and not exists (select from lent_tablet_end e where e.clinic_id = t.clinic_id and e.tablet_id = t.id);
  if not found then return; end if;
  perform set_config('app.clinic', lent.clinic_id::text, true), set_config('app.person', lent.id::text, true),
          set_config('app.role', case lent.purpose when 'door' then 'door' else 'tablet' end, true);
  return query select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, lent.id, lent.site_id, lent.session_id
    from clinic c where c.id = lent.clinic_id;
end $$;
revoke all on function begin_lent(text, text, text, timestamptz) from public;
grant execute on function begin_lent(text, text, text, timestamptz) to stepwell_app, stepwell_tablet;

-- Figures that stood in the code. Null: a row that was set before it said so; then what is usual stands.
-- asking_minutes: how long the questions about danger stand on the own page. kept_days: how long a page is kept after leaving.
alter table own_page_policy add column asking_minutes int check (asking_minutes between 5 and 120),
                            add column kept_days int check (kept_days between 30 and 1830);
-- How often one tablet at a door is pressed before it asks for patience.
alter table presence_rule add column presses_in_minute int check (presses_in_minute between 1 and 600),
                          add column presses_in_ten_minutes int check (presses_in_ten_minutes between 1 and 6000),
                          add constraint presence_rule_presses check (presses_in_minute <= presses_in_ten_minutes);
grant select (presses_in_minute, presses_in_ten_minutes) on presence_rule to stepwell_client;
