-- Papers: what a clinic has signed, in which words, by whom, and the door through which somebody with a link signs them.

-- The clinic's own wording of a paper. A change of a word is a new version; nothing that was signed ever changes.
create table document_wording (
  clinic_id uuid not null references clinic,
  id uuid not null,
  kind text not null check (kind in ('treatment', 'tpo', 'privacy-notice', 'group-agreement', 'telehealth', 'financial', 'emergency-contact')),
  version int not null check (version > 0),
  language text not null check (language in ('en', 'es')),
  title text not null check (length(title) between 1 and 200),
  words text not null check (length(words) between 1 and 60000),
  -- What the publisher says stands in the text, by the elements of the rule.
  statements text[] not null default '{}',
  effective_from date not null,
  published_by uuid not null,
  published_at timestamptz not null,
  primary key (clinic_id, id)
);
create unique index document_wording_once on document_wording (clinic_id, kind, version, language);
call keep('document_wording');

-- Which papers a program asks for, in order. The newest row whose day has come stands.
create table pack (
  clinic_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  items jsonb not null,
  effective_from date not null,
  because text not null default '',
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, program_id) references program
);
create index pack_of on pack (clinic_id, program_id, effective_from desc, set_at desc);
call keep('pack');

-- How long a link lasts and how many tries it takes: the clinic's own figures. Without a row Stepwell's defaults stand.
create table signing_policy (
  clinic_id uuid not null references clinic,
  id uuid not null,
  link_hours int not null check (link_hours between 1 and 720),
  visit_minutes int not null check (visit_minutes between 5 and 240),
  copy_minutes int not null check (copy_minutes between 5 and 1440),
  effective_from date not null,
  source text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('signing_policy');

-- One person who is to sign some papers of one client, in one language. Names and blanks are those of that hour.
create table signing (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  program_id uuid not null,
  client_names text[] not null,
  client_born date not null,
  signer_name text not null check (length(signer_name) between 2 and 200),
  signer_born date not null,
  capacity text not null check (capacity in ('client', 'guardian', 'representative')),
  authority_kind text not null default '' check (capacity = 'client' or authority_kind <> ''),
  authority_evidence text not null default '' check (capacity = 'client' or length(authority_evidence) >= 3),
  language text not null check (language in ('en', 'es')),
  papers jsonb not null,
  blanks jsonb not null,
  prepared_by uuid not null,
  prepared_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, program_id) references program
);
create index signing_of on signing (clinic_id, client_id, prepared_at desc);
call keep('signing');
call let_owner_read('signing');

-- A way in: an address that is sent or shown, or the clinic's own tablet. Only hashes of its secrets are kept.
create table signing_link (
  clinic_id uuid not null,
  id uuid not null,
  signing_id uuid not null,
  manner text not null check (manner in ('link', 'tablet')),
  token_hash text not null unique,
  -- Date of birth and code together, so that no answer can say which of the two was wrong. The tablet needs none.
  proof_hash text check ((proof_hash is null) = (manner = 'tablet')),
  visit_minutes int not null,
  copy_minutes int not null,
  expires_at timestamptz not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, signing_id) references signing
);
create index signing_link_of on signing_link (clinic_id, signing_id, made_at desc);
call keep('signing_link');
call let_owner_read('signing_link');
revoke select on signing_link from stepwell_app;
grant select (clinic_id, id, signing_id, manner, visit_minutes, copy_minutes, expires_at, made_by, made_at) on signing_link to stepwell_app;

create table signing_link_end (
  clinic_id uuid not null,
  id uuid not null,
  link_id uuid not null,
  because text not null check (because in ('taken back', 'replaced', 'locked')),
  ended_by uuid,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, link_id) references signing_link
);
create unique index signing_link_end_of on signing_link_end (clinic_id, link_id);
call keep('signing_link_end');
call let_owner_read('signing_link_end');

-- Each try at the second factor.
create table signing_try (
  clinic_id uuid not null,
  id uuid not null,
  link_id uuid not null,
  succeeded boolean not null,
  address text not null,
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, link_id) references signing_link
);
create index signing_try_of on signing_try (clinic_id, link_id, at);
call keep('signing_try');

-- A visit of the signer: from the second factor on, in one browser.
create table signing_visit (
  clinic_id uuid not null,
  id uuid not null,
  link_id uuid not null,
  secret_hash text not null unique,
  began_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, link_id) references signing_link
);
call keep('signing_visit');
call let_owner_read('signing_visit');
revoke select on signing_visit from stepwell_app;
grant select (clinic_id, id, link_id, began_at, expires_at) on signing_visit to stepwell_app;

-- What was signed: the very text, the signature, and how it came about.
create table signed_document (
  clinic_id uuid not null,
  id uuid not null,
  signing_id uuid not null,
  link_id uuid not null,
  client_id uuid not null,
  kind text not null,
  document_id text not null,
  document_version text not null,
  language text not null check (language in ('en', 'es')),
  title text not null,
  text_shown text not null,
  text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  signer_name text not null,
  capacity text not null check (capacity in ('client', 'guardian', 'representative')),
  authority text not null default '',
  method text not null check (method in ('drawn', 'typed')),
  signature text not null,
  manner text not null check (manner in ('link', 'tablet')),
  address text not null,
  user_agent text not null,
  signed_at timestamptz not null,
  consent_id uuid,
  file_id uuid not null,
  file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  primary key (clinic_id, id),
  foreign key (clinic_id, signing_id) references signing,
  foreign key (clinic_id, link_id) references signing_link,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, consent_id) references consent
);
create unique index signed_document_once on signed_document (clinic_id, signing_id, kind);
create index signed_document_of on signed_document (clinic_id, client_id, kind, signed_at desc);
call keep('signed_document');
call let_owner_read('signed_document');

-- A paper that somebody read and did not want to sign, with their reason.
create table declined_document (
  clinic_id uuid not null,
  id uuid not null,
  signing_id uuid not null,
  link_id uuid not null,
  client_id uuid not null,
  kind text not null,
  document_id text not null,
  document_version text not null,
  language text not null check (language in ('en', 'es')),
  text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  reason text not null,
  manner text not null check (manner in ('link', 'tablet')),
  address text not null,
  declined_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, signing_id) references signing,
  foreign key (clinic_id, link_id) references signing_link,
  foreign key (clinic_id, client_id) references client
);
create unique index declined_document_once on declined_document (clinic_id, signing_id, kind);
create index declined_document_of on declined_document (clinic_id, client_id, kind, declined_at desc);
call keep('declined_document');
call let_owner_read('declined_document');

-- How a consent came to be signed. What was signed before this stood was signed at a member of staff's screen.
alter table consent add column signed_through text not null default 'staff' check (signed_through in ('staff', 'tablet', 'link')),
                    add column address text not null default '',
                    add column user_agent text not null default '';

-- The role of whoever comes with a link. It may touch what a signer needs, and of that only what belongs to this signing.
do $$ begin
  if not exists (select from pg_roles where rolname = 'stepwell_link') then create role stepwell_link nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant usage on schema %I to stepwell_link', current_schema());
  grant stepwell_link to stepwell_app;
exception when duplicate_object or unique_violation then null;
end $$;

create function current_link() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.link', true), '')::uuid $$;
-- Empty until the second factor has been given.
create function current_signing() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.signing', true), '')::uuid $$;
create function current_signing_client() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.signing_client', true), '')::uuid $$;

create procedure keep_from_links(name text, wanted text) language plpgsql as $$
begin
  execute format('create policy links_see_their_own on %I as restrictive using ((select current_duty()) <> ''link'' or %s) with check ((select current_duty()) <> ''link'' or %s)', name, wanted, wanted);
end $$;
call keep_from_links('signing', 'id = (select current_signing())');
call keep_from_links('signing_link', 'id = (select current_link())');
call keep_from_links('signing_link_end', 'link_id = (select current_link())');
call keep_from_links('signing_try', 'link_id = (select current_link())');
call keep_from_links('signing_visit', 'link_id = (select current_link())');
call keep_from_links('signed_document', 'signing_id = (select current_signing()) and client_id = (select current_signing_client())');
call keep_from_links('declined_document', 'signing_id = (select current_signing()) and client_id = (select current_signing_client())');
call keep_from_links('consent', 'client_id = (select current_signing_client())');

-- The signed paper is kept as a file: a link reaches the files that it has made itself.
call keep_from_links('file', 'kept_by = (select current_link()) and client_id = (select current_signing_client())');
call keep_from_links('file_content', 'file_id in (select f.id from file f)');
call keep_from_links('file_scan', 'file_id in (select f.id from file f)');
call keep_from_links('file_standing', 'file_id in (select f.id from file f)');
call keep_from_links('file_given', 'file_id in (select f.id from file f)');

grant select on clinic, document_wording, signing, file_standing, file_given to stepwell_link;
grant select, insert on signing_try, signed_document, declined_document, file, file_content, file_scan to stepwell_link;
grant insert on signing_visit, signing_link_end, consent, trail to stepwell_link;

-- Opens a request of whoever holds a link: one round trip that finds it, weighs whether it still opens, and tells
-- row-level security whose papers these are, which it does only after the second factor.
create function begin_signing(token text, visit_secret text, at_now timestamptz)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean, phone text,
               link_id uuid, signing_id uuid, manner text, language text, signer_name text, prepared_by uuid, proof_hash text,
               standing text, is_in boolean, expires_at timestamptz, visit_minutes int)
language plpgsql security definer set search_path from current as $$
declare found_link record; found_signing record; ended text; done_at timestamptz; still int; entered boolean; stands text;
begin
  select l.* into found_link from signing_link l where l.token_hash = token;
  if not found then return; end if;
  select s.* into found_signing from signing s where s.clinic_id = found_link.clinic_id and s.id = found_link.signing_id;
  select e.because into ended from signing_link_end e where e.clinic_id = found_link.clinic_id and e.link_id = found_link.id;
  select jsonb_array_length(found_signing.papers) - count(*), max(x.at) into still, done_at from (
    select d.signed_at as at from signed_document d where d.clinic_id = found_link.clinic_id and d.signing_id = found_signing.id
    union all
    select d.declined_at from declined_document d where d.clinic_id = found_link.clinic_id and d.signing_id = found_signing.id) x;
  entered := exists (select from signing_visit v where v.clinic_id = found_link.clinic_id and v.link_id = found_link.id
                        and v.secret_hash = visit_secret and v.expires_at > at_now);
  stands := case
    when ended is not null then ended
    when still <= 0 and not (entered and done_at > at_now - make_interval(mins => found_link.copy_minutes)) then 'used'
    when still <= 0 then 'done'
    when found_link.expires_at <= at_now then 'expired'
    else 'open' end;
  entered := entered and stands in ('open', 'done');
  perform set_config('app.clinic', found_link.clinic_id::text, true),
          set_config('app.person', found_link.id::text, true),
          set_config('app.role', 'link', true),
          set_config('app.link', found_link.id::text, true),
          set_config('app.signing', case when entered then found_signing.id::text else '' end, true),
          set_config('app.signing_client', case when entered then found_signing.client_id::text else '' end, true);
  return query select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, coalesce(c.phone, ''),
      found_link.id, found_signing.id, found_link.manner, found_signing.language,
      case when entered then found_signing.signer_name else '' end, found_signing.prepared_by,
      case when stands = 'open' then found_link.proof_hash end, stands, entered, found_link.expires_at, found_link.visit_minutes
    from clinic c where c.id = found_link.clinic_id;
end $$;
revoke all on function begin_signing(text, text, timestamptz) from public;
grant execute on function begin_signing(text, text, timestamptz) to stepwell_app, stepwell_link;
