-- Notes of one person's hour, what is held apart from every chart, and what a client may read and say of their notes.

-- Deadlines and switches about notes that a state or a clinic may change. The latest row that has begun stands; where there is
-- none, the default of notes/deadlines.ts does, which is marked K.
create table note_rule (
  clinic_id uuid not null,
  id uuid not null,
  -- sign, cosign: hours after the meeting, after the signature. amendment: hours to answer a client. visit-notes: visits from
  -- this day on want a note.
  rule text not null check (rule in ('sign', 'cosign', 'amendment', 'visit-notes')),
  hours int check (hours between 1 and 8760),
  effective_from date not null,
  source text not null default '' check (length(source) <= 300),
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  check ((rule = 'visit-notes') = (hours is null))
);
create index note_rule_of on note_rule (clinic_id, rule, effective_from desc, set_at desc);
call keep('note_rule');
call let_owner_read('note_rule');
-- A clinic that worked before it could write these here owes no notes for what it wrote elsewhere.
insert into note_rule (clinic_id, id, rule, effective_from, source, set_at)
  select id, gen_random_uuid(), 'visit-notes', current_date, 'The day Stepwell began to keep them', now() from clinic;

create table note_snippet (
  clinic_id uuid not null,
  id uuid not null,
  -- Null: everybody's.
  owner_id uuid,
  word text not null check (word ~ '^[a-z][a-z0-9-]{1,23}$'),
  words text not null check (length(words) between 1 and 4000),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, owner_id) references staff_member
);
create index note_snippet_of on note_snippet (clinic_id, owner_id, word, set_at desc);
call keep('note_snippet');
create table note_snippet_end (
  clinic_id uuid not null,
  id uuid not null,
  snippet_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, snippet_id) references note_snippet
);
create unique index note_snippet_end_of on note_snippet_end (clinic_id, snippet_id);
call keep('note_snippet_end');

-- People and places of a client's life that other people's notes must not carry, beside the contacts that are on file.
create table guarded_name (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('relative', 'employer')),
  name text not null check (length(name) between 2 and 120),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index guarded_name_of on guarded_name (clinic_id, client_id);
call keep('guarded_name');
create trigger client_stands before insert on guarded_name for each row execute function client_stands();
create table guarded_name_end (
  clinic_id uuid not null,
  id uuid not null,
  guarded_name_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, guarded_name_id) references guarded_name
);
create unique index guarded_name_end_of on guarded_name_end (clinic_id, guarded_name_id);
call keep('guarded_name_end');
create policy clinical_only on guarded_name as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

-- The hour that a note is about: a booked visit, or a contact that nobody booked.
create table visit_note (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid,
  visit_id uuid,
  kind text not null check (kind in ('individual', 'teen-individual', 'family', 'couples', 'medication-management', 'assessment', 'case-management', 'telephone', 'collateral', 'crisis')),
  held_on date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at and ends_at <= starts_at + interval '8 hours'),
  with_whom text not null default '' check (length(with_whom) <= 200),
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, visit_id) references visit
);
create unique index visit_note_of_visit on visit_note (clinic_id, visit_id) where visit_id is not null;
create index visit_note_of on visit_note (clinic_id, client_id, held_on desc);
create index visit_note_opened on visit_note (clinic_id, opened_by, held_on desc);
call keep('visit_note');
call let_owner_read('visit_note');
create trigger client_stands before insert on visit_note for each row execute function client_stands();

-- As typed. Every save is a row, as for the group note.
create table visit_note_draft (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  based_on uuid,
  body jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references visit_note
);
create index visit_note_draft_of on visit_note_draft (clinic_id, note_id, saved_at desc, id desc);
call keep('visit_note_draft');
grant delete on visit_note_draft to stepwell_app;

-- What was signed. A note that came back gets a new version; the one before stays.
create table visit_note_version (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  client_id uuid not null,
  version int not null check (version >= 1),
  template text not null check (template in ('dap', 'soap', 'birp')),
  body jsonb not null,
  observations jsonb not null,
  risk text not null check (risk in ('none-voiced', 'present', 'not-asked')),
  risk_words text not null default '',
  goal_ids uuid[] not null,
  objective_ids uuid[] not null default '{}',
  arrived_at timestamptz not null,
  left_at timestamptz not null check (left_at >= arrived_at),
  minutes int not null check (minutes between 0 and 480),
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references visit_note,
  unique (clinic_id, note_id, version)
);
create index visit_note_version_of on visit_note_version (clinic_id, client_id);
call keep('visit_note_version');
call let_owner_read('visit_note_version');

create table visit_note_signature (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  version_id uuid not null,
  part text not null check (part in ('author', 'co-signer')),
  signed_by uuid not null,
  name_and_credential text not null,
  needs_cosign boolean not null default false,
  -- Whole hours from the end of the meeting to the signature, where that is longer than the rule of the day; null: in time.
  late_hours int,
  late_because text not null default '' check (length(late_because) <= 300),
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references visit_note,
  foreign key (clinic_id, version_id) references visit_note_version,
  unique (clinic_id, version_id, part)
);
create index visit_note_signature_of on visit_note_signature (clinic_id, note_id);
create index visit_note_signature_to_cosign on visit_note_signature (clinic_id, signed_at) where part = 'author' and needs_cosign;
call keep('visit_note_signature');
call let_owner_read('visit_note_signature');

-- A version that whoever co-signs gave back, with what they ask for. A version is co-signed or returned, not both.
create table visit_note_return (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  version_id uuid not null,
  words text not null check (length(words) between 1 and 4000),
  returned_by uuid not null,
  name_and_credential text not null,
  returned_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references visit_note,
  foreign key (clinic_id, version_id) references visit_note_version,
  unique (clinic_id, version_id)
);
create index visit_note_return_of on visit_note_return (clinic_id, note_id);
call keep('visit_note_return');
call let_owner_read('visit_note_return');

create table visit_note_addendum (
  clinic_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  words text not null check (length(words) > 0),
  added_by uuid not null,
  name_and_credential text not null,
  added_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, note_id) references visit_note
);
create index visit_note_addendum_of on visit_note_addendum (clinic_id, note_id);
call keep('visit_note_addendum');

do $$ declare name text; begin
  foreach name in array array['visit_note_draft', 'visit_note_return'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;
-- Another system sees the notes of clients whose consent was asked in this very transaction, and of nobody else.
create function told_notes_of() returns uuid[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.told_notes_of', true), ''), ',')::uuid[] $$;
grant execute on function told_notes_of() to stepwell_app, stepwell_client;
do $$ declare name text; begin
  drop policy clinical_only on client_note;
  drop policy clinical_only on note_addendum;
  foreach name in array array['visit_note_version', 'client_note'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'')
      and ((select current_duty()) <> ''system'' or client_id = any ((select told_notes_of())::uuid[])))', name);
  end loop;
  create policy clinical_only on note_addendum as restrictive using ((select current_duty()) not in ('biller', 'administrator')
    and ((select current_duty()) <> 'system' or exists (select from client_note n where n.clinic_id = note_addendum.clinic_id
      and n.note_id = note_addendum.note_id and n.client_id = coalesce(note_addendum.client_id, n.client_id))));
  create policy clinical_only on visit_note_addendum as restrictive using ((select current_duty()) not in ('biller', 'administrator')
    and ((select current_duty()) <> 'system' or exists (select from visit_note_version v where v.clinic_id = visit_note_addendum.clinic_id
      and v.note_id = visit_note_addendum.note_id)));
end $$;

-- What was seen of one person in the room, beside the prose.
alter table client_note add column observations jsonb not null default '{}';

-- Visits that somebody came to and whose note nobody has signed: a board, kept by triggers like note_due.
create table visit_note_due (
  clinic_id uuid not null,
  visit_id uuid not null,
  staff_id uuid not null,
  client_id uuid not null,
  since timestamptz not null,
  primary key (clinic_id, visit_id)
);
create index visit_note_due_since on visit_note_due (clinic_id, since);
create index visit_note_due_of on visit_note_due (clinic_id, staff_id, since);
call keep('visit_note_due');
revoke insert on visit_note_due from stepwell_app;
call let_owner_read('visit_note_due');

create function recount_visit_notes(p_clinic uuid, p_visits uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from visit_note_due where clinic_id = p_clinic and (p_visits is null or visit_id = any (p_visits));
  insert into visit_note_due (clinic_id, visit_id, staff_id, client_id, since)
  select v.clinic_id, v.id, v.staff_id, v.client_id, upper(v.during)
  from visit v
  where v.clinic_id = p_clinic and (p_visits is null or v.id = any (p_visits)) and not isempty(v.during)
    and v.kind not in ('drug-test', 'assessment')
    and v.held_on >= coalesce((select r.effective_from from note_rule r where r.clinic_id = p_clinic and r.rule = 'visit-notes'
                               order by r.set_at desc, r.id desc limit 1), '-infinity')
    and exists (select from attendance_mark m where m.clinic_id = v.clinic_id and m.visit_id = v.id and m.undoes is null and m.minutes > 0
      and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
      and not exists (select from attendance_mark l where l.clinic_id = m.clinic_id and l.visit_id = m.visit_id and l.undoes is null
        and (l.marked_at, l.id) > (m.marked_at, m.id) and not exists (select from attendance_mark u where u.clinic_id = l.clinic_id and u.undoes = l.id)))
    and not exists (select from visit_note n join visit_note_signature s on s.clinic_id = n.clinic_id and s.note_id = n.id
                    where n.clinic_id = v.clinic_id and n.visit_id = v.id)
$$;
revoke all on function recount_visit_notes(uuid, uuid[]) from public;

create function visit_notes_after_marks() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select clinic_id, array_agg(distinct visit_id) as visits from new_rows where visit_id is not null group by 1 loop
    perform recount_visit_notes(one.clinic_id, one.visits);
  end loop;
  return null;
end $$;
create trigger boards_follow_visit_notes after insert on attendance_mark referencing new table as new_rows for each statement execute function visit_notes_after_marks();

create function visit_notes_after_visits() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select clinic_id, array_agg(distinct id) as visits from new_rows group by 1 loop
    perform recount_visit_notes(one.clinic_id, one.visits);
  end loop;
  return null;
end $$;
create trigger boards_follow_visit_notes after update on visit referencing new table as new_rows for each statement execute function visit_notes_after_visits();

create function visit_notes_after_signature() returns trigger language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select n.clinic_id, array_agg(distinct n.visit_id) as visits
             from new_rows s join visit_note n on n.clinic_id = s.clinic_id and n.id = s.note_id where n.visit_id is not null group by 1 loop
    perform recount_visit_notes(one.clinic_id, one.visits);
  end loop;
  return null;
end $$;
create trigger boards_follow_visit_notes after insert on visit_note_signature referencing new table as new_rows for each statement execute function visit_notes_after_signature();

-- Held apart: a clinician's own notes on what was said in counselling (42 CFR 2.11) or psychotherapy (45 CFR 164.501). Their
-- author reads them, and whoever supervises the author's training for as long as the author lets them. Nobody else: no
-- director, no clock, no client, no other system, no emergency.
create table held_apart_grant (
  clinic_id uuid not null,
  id uuid not null,
  author_id uuid not null,
  reader_id uuid not null,
  client_id uuid not null,
  from_day date not null,
  last_day date not null,
  because text not null check (length(because) between 3 and 300),
  granted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, author_id) references staff_member,
  foreign key (clinic_id, reader_id) references staff_member,
  foreign key (clinic_id, client_id) references client,
  check (author_id <> reader_id),
  check (last_day between from_day and from_day + 366)
);
create index held_apart_grant_of on held_apart_grant (clinic_id, author_id, client_id);
call keep('held_apart_grant');
create policy of_two on held_apart_grant as restrictive
  using ((select current_duty()) in ('director', 'therapist', 'prescriber') and (select current_person()) in (author_id, reader_id))
  with check (author_id = (select current_person()) and (select current_duty()) in ('director', 'therapist', 'prescriber')
    and exists (select from supervision s where s.clinic_id = held_apart_grant.clinic_id and s.supervisor_id = reader_id
                  and s.supervisee_id = author_id and s.during @> from_day));

create table held_apart_grant_end (
  clinic_id uuid not null,
  id uuid not null,
  grant_id uuid not null,
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, grant_id) references held_apart_grant
);
create unique index held_apart_grant_end_of on held_apart_grant_end (clinic_id, grant_id);
call keep('held_apart_grant_end');
create policy of_two on held_apart_grant_end as restrictive
  using (exists (select from held_apart_grant g where g.clinic_id = held_apart_grant_end.clinic_id and g.id = grant_id))
  with check (ended_by = (select current_person())
    and exists (select from held_apart_grant g where g.clinic_id = held_apart_grant_end.clinic_id and g.id = grant_id));

create table held_apart_note (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('sud-counselling', 'psychotherapy')),
  held_on date not null,
  words text not null check (length(words) between 1 and 40000),
  replaces uuid,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, written_by) references staff_member,
  foreign key (clinic_id, replaces) references held_apart_note
);
create index held_apart_note_of on held_apart_note (clinic_id, written_by, client_id, held_on desc);
create unique index held_apart_note_replaced on held_apart_note (clinic_id, replaces) where replaces is not null;
call keep('held_apart_note');
create trigger client_stands before insert on held_apart_note for each row execute function client_stands();
create policy author_alone on held_apart_note as restrictive
  using ((select current_duty()) in ('director', 'therapist', 'prescriber') and (written_by = (select current_person())
    or exists (select from held_apart_grant g where g.clinic_id = held_apart_note.clinic_id and g.author_id = written_by
                 and g.client_id = held_apart_note.client_id and g.reader_id = (select current_person())
                 and current_date between g.from_day and g.last_day
                 and not exists (select from held_apart_grant_end e where e.clinic_id = g.clinic_id and e.grant_id = g.id))))
  with check (written_by = (select current_person()) and (select current_duty()) in ('director', 'therapist', 'prescriber'));
