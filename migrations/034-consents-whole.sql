-- Consents of their own, what ends them besides a date or a letter, calls from outside, and an accounting that cannot be
-- outrun by a revocation.

-- A consent for a court that made treatment a condition has a scope of its own: it alone may be taken back only later (42 CFR 2.35).
alter table consent drop constraint consent_scope_check;
alter table consent add constraint consent_scope_check
  check (scope in ('treatment', 'tpo', 'specific', 'counselling-notes', 'legal', 'criminal-justice'));
alter table consent
  -- From what the text was made, so that a second signer reads and signs the very same. Null where the text is a form that ships.
  add column terms jsonb,
  -- 'event': until this happens. 'condition': only as long as this holds. Null where it is neither.
  add column expires_by text check (expires_by in ('event', 'condition')),
  add column revocable_on date,
  add column revocable_when text,
  add constraint consent_revocable_later check ((revocable_on is null and revocable_when is null) or scope = 'criminal-justice');

-- What became known of a consent: the event that ends it came ('ended'), the one from which it may be taken back came
-- ('revocable'), or it is materially false ('known-false', 42 CFR 2.31(c)).
create table consent_event (
  clinic_id uuid not null,
  id uuid not null,
  consent_id uuid not null,
  kind text not null check (kind in ('ended', 'revocable', 'known-false')),
  happened_at timestamptz not null,
  how_known text not null check (length(how_known) between 3 and 1000),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, consent_id) references consent,
  check (happened_at <= recorded_at)
);
create unique index consent_event_once on consent_event (clinic_id, consent_id, kind);
call keep('consent_event');

-- Somebody calls and asks about somebody, who may or may not be a client: what the caller said, and nothing else.
create table outside_call (
  clinic_id uuid not null references clinic,
  id uuid not null,
  caller_name text not null check (length(caller_name) between 1 and 200),
  caller_kind text not null,
  relation text not null default '',
  organisation text not null default '',
  phone text not null default '',
  asked_name text not null check (length(asked_name) between 1 and 200),
  asked_born date,
  language text not null check (language in ('en', 'es')),
  taken_by uuid not null,
  came_at timestamptz not null,
  primary key (clinic_id, id)
);
create index outside_call_newest on outside_call (clinic_id, came_at desc);
call keep('outside_call');

-- A message of a caller. Whether it is for a client is decided apart, by who hands it on.
create table outside_message (
  clinic_id uuid not null,
  id uuid not null,
  call_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  taken_by uuid not null,
  taken_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, call_id) references outside_call
);
create index outside_message_of on outside_message (clinic_id, call_id);
create index outside_message_newest on outside_message (clinic_id, taken_at desc);
call keep('outside_message');

-- What became of a message: handed to the client it was for, or laid aside because there is nobody here it could be for.
create table outside_message_end (
  clinic_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  client_id uuid,
  how text not null check (length(how) between 3 and 500),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, message_id) references outside_message,
  foreign key (clinic_id, client_id) references client
);
create unique index outside_message_end_once on outside_message_end (clinic_id, message_id);
call keep('outside_message_end');

-- The accounting says more: which kind of recipient, the words where something was said, and how who called was verified.
alter table disclosure
  add column recipient_kind text not null default '',
  add column words text not null default '',
  add column verified text not null default '',
  add column call_id uuid,
  add foreign key (clinic_id, call_id) references outside_call;

-- One line for each client, in which tellings walk side by side and whatever ends a consent walks alone. So a telling either
-- is written before the end, or sees it.
create function telling_line(client uuid) returns bigint language sql immutable parallel safe
  as $$ select hashtextextended('telling ' || client::text, 0) $$;
create function hold_telling(clients uuid[]) returns int language sql volatile as $$
  select count(pg_advisory_xact_lock_shared(telling_line(c)))::int from (select distinct unnest(clients) as c order by 1) x
$$;
grant execute on function telling_line(uuid), hold_telling(uuid[]) to stepwell_app;

create function disclosure_rests() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(telling_line(new.client_id));
  if exists (select from consent_revocation r where r.clinic_id = new.clinic_id and r.consent_id = new.consent_id and r.revoked_at <= new.at)
     or exists (select from consent_event e where e.clinic_id = new.clinic_id and e.consent_id = new.consent_id
                and e.kind in ('ended', 'known-false') and e.recorded_at <= new.at) then
    raise exception 'Nothing is told by a consent that has ended.' using errcode = 'check_violation', constraint = 'disclosure_rests';
  end if;
  return new;
end $$;
create trigger disclosure_rests before insert on disclosure for each row execute function disclosure_rests();

-- An end takes its place behind what was told before it: of two that happen at once, the later row says the later time.
create function revocation_waits() returns trigger language plpgsql as $$
declare whose uuid; last_told timestamptz;
begin
  select client_id into whose from consent c where c.clinic_id = new.clinic_id and c.id = new.consent_id;
  perform pg_advisory_xact_lock(telling_line(whose));
  select max(d.at) into last_told from disclosure d where d.clinic_id = new.clinic_id and d.consent_id = new.consent_id;
  if last_told >= new.revoked_at then new.revoked_at := last_told + interval '1 millisecond'; end if;
  new.recorded_at := greatest(new.recorded_at, new.revoked_at);
  return new;
end $$;
create trigger revocation_waits before insert on consent_revocation for each row execute function revocation_waits();

create function consent_event_waits() returns trigger language plpgsql as $$
declare whose uuid; last_told timestamptz;
begin
  if new.kind = 'revocable' then return new; end if;
  select client_id into whose from consent c where c.clinic_id = new.clinic_id and c.id = new.consent_id;
  perform pg_advisory_xact_lock(telling_line(whose));
  select max(d.at) into last_told from disclosure d where d.clinic_id = new.clinic_id and d.consent_id = new.consent_id;
  if last_told >= new.recorded_at then new.recorded_at := last_told + interval '1 millisecond'; end if;
  return new;
end $$;
create trigger consent_event_waits before insert on consent_event for each row execute function consent_event_waits();
