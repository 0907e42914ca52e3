-- The ground: who is asking, and a table that is closed by default.
-- Everything here runs on PostgreSQL 15 to 18; the owner of the database runs it, the application never does.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- The application's rights. Its login role is a member of this one and owns nothing.
do $$ begin
  if not exists (select from pg_roles where rolname = 'stepwell_app') then create role stepwell_app nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;

do $$ begin execute format('grant usage on schema %I to stepwell_app', current_schema()); end $$;

create function current_clinic() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.clinic', true), '')::uuid $$;

create function current_person() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.person', true), '')::uuid $$;

create function current_duty() returns text language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.role', true), ''), 'nobody') $$;

-- Every table of a clinic: forced row-level security, one clinic at a time, rows added and never overwritten.
-- The setting is called through a sub-select: a bare call made a report 3.5 times slower.
create procedure keep(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy one_clinic on %I using (clinic_id = (select current_clinic())) with check (clinic_id = (select current_clinic()))', name);
  execute format('grant select, insert on %I to stepwell_app', name);
end $$;

-- A few tables must be read before anyone is known (sign-in, tokens). Only functions of the owner read them so.
create procedure let_owner_read(name text) language plpgsql as $$
begin
  execute format('create policy owner_reads on %I to %I using (true) with check (true)', name, current_user);
end $$;

-- A date range that is ended early may only lose days at its end; what was stays.
create function only_shorten_during() returns trigger language plpgsql as $$
begin
  if isempty(new.during) and lower(old.during) is not null then return new; end if;
  if lower(new.during) is distinct from lower(old.during)
     or coalesce(upper(new.during), 'infinity') > coalesce(upper(old.during), 'infinity') then
    raise exception 'A range that began stays; it can only end earlier.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
