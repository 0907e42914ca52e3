-- The questions about danger on a client's own page: asked only while somebody who may judge danger is with them, and says so.

create table danger_asking (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  -- Until then the page shows the questions. An answer that was on its way is taken after it too.
  opens_until timestamptz not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  check (opens_until > asked_at)
);
create index danger_asking_of on danger_asking (clinic_id, client_id, asked_at desc, id desc);
create index danger_asking_newest on danger_asking (clinic_id, asked_at desc);
call keep('danger_asking');

-- What became of it. An answer that comes after it was taken back is an answer all the same, and stands beside it.
create table danger_asking_end (
  clinic_id uuid not null,
  id uuid not null,
  asking_id uuid not null,
  client_id uuid not null,
  how text not null check (how in ('answered', 'rather-talks', 'taken-back')),
  measure_id uuid,
  -- Null: the client, on their own page.
  ended_by uuid,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, asking_id) references danger_asking,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, measure_id) references measure,
  constraint danger_asking_answer_names_it check ((how = 'answered') = (measure_id is not null)),
  constraint danger_asking_taken_by_somebody check ((how = 'taken-back') = (ended_by is not null))
);
create unique index danger_asking_answered_once on danger_asking_end (clinic_id, asking_id) where how = 'answered';
create unique index danger_asking_ended_once on danger_asking_end (clinic_id, asking_id) where how <> 'answered';
call keep('danger_asking_end');

do $$ declare name text; begin
  foreach name in array array['danger_asking', 'danger_asking_end'] loop
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator'', ''system''))', name);
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;
