-- Notes that are opened to clients, what is withheld and why, and what clients say to them. Follows 057-notes.sql.

-- What a client may read at once on their own page. Nothing, until the clinic says so.
create table open_notes_policy (
  clinic_id uuid not null,
  id uuid not null,
  is_open boolean not null,
  after_hours int not null default 0 check (after_hours between 0 and 720),
  effective_from date not null,
  because text not null default '' check (length(because) <= 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id)
);
create index open_notes_policy_of on open_notes_policy (clinic_id, effective_from desc, set_at desc);
call keep('open_notes_policy');
call let_owner_read('open_notes_policy');
call client_sees_all('open_notes_policy');

-- A note that is not opened to the client: who decided, on which ground, until when. 45 CFR 164.524(a)(2), (a)(3).
create table note_withheld (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  client_note_id uuid,
  visit_note_id uuid,
  held_on date not null,
  ground text not null check (ground in ('danger', 'other-person', 'confidence')),
  because text not null check (length(because) between 10 and 2000),
  until date not null,
  withheld_by uuid not null,
  name_and_credential text not null,
  withheld_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, client_note_id) references client_note,
  foreign key (clinic_id, visit_note_id) references visit_note,
  check (num_nonnulls(client_note_id, visit_note_id) = 1)
);
create index note_withheld_of on note_withheld (clinic_id, client_id);
call keep('note_withheld');
call let_owner_read('note_withheld');
create trigger client_stands before insert on note_withheld for each row execute function client_stands();
create policy clinical_only on note_withheld as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

-- Somebody else looked at the decision: it stands, or the note is opened.
create table note_withheld_review (
  clinic_id uuid not null,
  id uuid not null,
  withheld_id uuid not null,
  outcome text not null check (outcome in ('stands', 'opened')),
  because text not null check (length(because) between 3 and 2000),
  reviewed_by uuid not null,
  name_and_credential text not null,
  reviewed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, withheld_id) references note_withheld
);
create index note_withheld_review_of on note_withheld_review (clinic_id, withheld_id);
call keep('note_withheld_review');
call let_owner_read('note_withheld_review');
create policy clinical_only on note_withheld_review as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

-- What a client says to a note: their own view, a wish to have it corrected, or to have a withheld one looked at again.
create table note_statement (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  client_note_id uuid,
  visit_note_id uuid,
  kind text not null check (kind in ('statement', 'amendment', 'review')),
  words text not null check (length(words) between 1 and 4000),
  -- By the client on their page, or by staff who wrote down what was said.
  by_kind text not null check (by_kind in ('client', 'staff')),
  made_by uuid not null,
  made_at timestamptz not null,
  due_on date,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, client_note_id) references client_note,
  foreign key (clinic_id, visit_note_id) references visit_note,
  check (num_nonnulls(client_note_id, visit_note_id) = 1),
  check ((kind = 'statement') = (due_on is null))
);
create index note_statement_of on note_statement (clinic_id, client_id, made_at desc);
create index note_statement_due on note_statement (clinic_id, due_on) where due_on is not null;
call keep('note_statement');
create trigger client_stands before insert on note_statement for each row execute function client_stands();
create policy clinical_only on note_statement as restrictive using ((select current_duty()) not in ('biller', 'administrator')
  and ((select current_duty()) <> 'system' or client_id = any ((select told_notes_of())::uuid[])));

create table note_statement_answer (
  clinic_id uuid not null,
  id uuid not null,
  statement_id uuid not null,
  outcome text not null check (outcome in ('accepted', 'declined')),
  -- Why it was declined: 45 CFR 164.526(a)(2).
  ground text check (ground in ('not-ours', 'not-in-record', 'not-open', 'is-right')),
  words text not null check (length(words) between 3 and 4000),
  answered_by uuid not null,
  name_and_credential text not null,
  answered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, statement_id) references note_statement,
  check ((outcome = 'declined') = (ground is not null))
);
create unique index note_statement_answer_of on note_statement_answer (clinic_id, statement_id);
call keep('note_statement_answer');
create policy clinical_only on note_statement_answer as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));

-- Only a page that asked who is there before it opened shows notes.
create function own_page_asks() returns boolean language sql stable security definer set search_path from current as $$
  select exists (select from client_page p where p.clinic_id = current_clinic() and p.id = current_person() and p.proof_hash is not null)
$$;
create function is_withheld(p_clinic uuid, p_client_note uuid, p_visit_note uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (select from note_withheld w
    where w.clinic_id = p_clinic and (w.client_note_id = p_client_note or w.visit_note_id = p_visit_note) and w.until >= current_date
      and coalesce((select v.outcome from note_withheld_review v where v.clinic_id = w.clinic_id and v.withheld_id = w.id
                    order by v.reviewed_at desc, v.id desc limit 1), 'stands') = 'stands')
$$;
create function notes_open_since(p_clinic uuid, p_complete timestamptz) returns boolean
language sql stable security definer set search_path from current as $$
  select coalesce((select o.is_open and p_complete + o.after_hours * interval '1 hour' <= now()
    from open_notes_policy o where o.clinic_id = p_clinic and o.effective_from <= current_date
    order by o.effective_from desc, o.set_at desc, o.id desc limit 1), false)
$$;
create function group_note_complete(p_clinic uuid, p_note uuid) returns timestamptz
language sql stable security definer set search_path from current as $$
  select case when bool_or(part = 'co-signer') or not bool_or(needs_cosign) then max(signed_at) end
  from note_signature where clinic_id = p_clinic and note_id = p_note
$$;
create function visit_version_complete(p_clinic uuid, p_version uuid) returns timestamptz
language sql stable security definer set search_path from current as $$
  select case when bool_or(s.part = 'co-signer') or not bool_or(s.needs_cosign) then max(s.signed_at) end
  from visit_note_signature s where s.clinic_id = p_clinic and s.version_id = p_version
    and not exists (select from visit_note_return r where r.clinic_id = s.clinic_id and r.version_id = s.version_id)
$$;
grant execute on function own_page_asks(), is_withheld(uuid, uuid, uuid), notes_open_since(uuid, timestamptz),
  group_note_complete(uuid, uuid), visit_version_complete(uuid, uuid) to stepwell_app, stepwell_client;

call client_sees_own('client_note', 'client_id = (select own_client()) and (select own_page_asks())
  and notes_open_since(clinic_id, group_note_complete(clinic_id, note_id)) and not is_withheld(clinic_id, id, null)');
call client_sees_own('note_addendum', '(client_id is null or client_id = (select own_client()))
  and exists (select from client_note n where n.clinic_id = note_addendum.clinic_id and n.note_id = note_addendum.note_id)');
call client_sees_own('note_signature', 'exists (select from client_note n where n.clinic_id = note_signature.clinic_id and n.note_id = note_signature.note_id)');
call client_sees_own('visit_note', 'client_id = (select own_client()) and (select own_page_asks())');
call client_sees_own('visit_note_version', 'client_id = (select own_client()) and (select own_page_asks())
  and notes_open_since(clinic_id, visit_version_complete(clinic_id, id)) and not is_withheld(clinic_id, null, note_id)');
call client_sees_own('visit_note_signature', 'exists (select from visit_note_version n where n.clinic_id = visit_note_signature.clinic_id and n.id = version_id)');
call client_sees_own('visit_note_addendum', 'exists (select from visit_note_version n where n.clinic_id = visit_note_addendum.clinic_id and n.note_id = visit_note_addendum.note_id)');
call client_sees_own('note_statement', 'client_id = (select own_client()) and (select own_page_asks())');
call client_sees_own('note_statement_answer', 'exists (select from note_statement s where s.clinic_id = note_statement_answer.clinic_id and s.id = statement_id)');
-- That a note is not shown and on which ground is theirs to know; what was written about why is not.
create policy client_sees on note_withheld as restrictive using ((select current_duty()) <> 'client'
  or (client_id = (select own_client()) and (select own_page_asks()) and is_withheld(clinic_id, client_note_id, visit_note_id)));
grant select (clinic_id, id, client_id, client_note_id, visit_note_id, held_on, ground, until, withheld_at) on note_withheld to stepwell_client;
create policy client_sees on note_withheld_review as restrictive using ((select current_duty()) <> 'client');
create policy client_sees on guarded_name as restrictive using ((select current_duty()) <> 'client');
