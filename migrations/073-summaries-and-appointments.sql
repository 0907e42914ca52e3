-- Discharge summaries as other papers that are signed: a second signature where the writer's licence asks for one, words added later,
-- and drafts in which nobody's words are lost. And appointments for afterwards that a client writes on their own page.

-- A draft keeps what each open page sent and everyone's words together, as drafts of notes and plans do (basics/draft.ts). What was
-- kept before stands as everyone's words.
alter table discharge_summary_save alter column episode_id drop not null;
alter table discharge_summary_save alter column body type jsonb using case when body ? 'merged' then body
  else jsonb_build_object('page', '', 'typed', '{}'::jsonb, 'merged', body, 'hands', '{}'::jsonb, 'beside', '[]'::jsonb) end;

alter table discharge_summary add column needs_cosign boolean not null default false;
create index discharge_summary_to_cosign on discharge_summary (clinic_id, signed_at) where needs_cosign;

-- The second signature, over the very words of the first: once.
create table discharge_summary_cosign (
  clinic_id uuid not null,
  id uuid not null,
  summary_id uuid not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  signed_by uuid not null,
  name_and_credential text not null,
  signed_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, summary_id) references discharge_summary,
  constraint discharge_summary_cosigned_once unique (clinic_id, summary_id)
);
-- Words after the signature: what was signed stays as it was.
create table discharge_summary_addendum (
  clinic_id uuid not null,
  id uuid not null,
  summary_id uuid not null,
  words text not null check (length(words) between 1 and 4000),
  added_by uuid not null,
  name_and_credential text not null,
  added_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, summary_id) references discharge_summary
);
create index discharge_summary_addendum_of on discharge_summary_addendum (clinic_id, summary_id, added_at);
do $$ declare name text; begin
  foreach name in array array['discharge_summary_cosign', 'discharge_summary_addendum'] loop
    execute format('call keep(%L)', name);
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
  end loop;
end $$;

-- An appointment is somebody's of the staff, or the client's own from their page.
alter table aftercare_visit alter column made_by drop not null;
alter table aftercare_visit add column page_id uuid;
alter table aftercare_visit add foreign key (clinic_id, page_id) references client_page;
alter table aftercare_visit add constraint aftercare_visit_by_somebody check (num_nonnulls(made_by, page_id) = 1);
call from_this_page('aftercare_visit', 'client_id = (select own_client()) and exists (select from episode e where e.clinic_id = aftercare_visit.clinic_id and e.id = episode_id and e.client_id = (select own_client()))');
