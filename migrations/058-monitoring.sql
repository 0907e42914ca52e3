-- Drug tests: how often chance draws, the draw of the day, orders, specimens and their hands, reports and files of laboratories.

-- How often a client is drawn for a drug test, on which weekdays. The latest row stands; 0 a week ends it.
create table tox_policy (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  per_week numeric(4, 2) not null check (per_week between 0 and 7),
  weekdays int[] not null check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(weekdays) <= 7),
  panel text[] not null check (cardinality(panel) <= 40),
  method text not null check (method in ('point-of-care', 'laboratory')),
  because text not null check (length(because) between 1 and 500),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  check (per_week <= cardinality(weekdays))
);
create index tox_policy_of on tox_policy (clinic_id, client_id, set_at desc, id desc);

-- The draw of one day, made on that day and never before: a number nobody chose, and below what it means a test. Days that were
-- not drawn stand here too, so that the rate can be checked. Nothing of tomorrow exists anywhere.
create table tox_draw (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  policy_id uuid not null,
  on_day date not null,
  drawn int not null check (drawn >= 0 and drawn < 1000000),
  below int not null check (below between 0 and 1000000),
  is_drawn boolean generated always as (drawn < below) stored,
  drawn_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, policy_id) references tox_policy
);
create unique index tox_draw_once on tox_draw (clinic_id, client_id, on_day);
create index tox_draw_day on tox_draw (clinic_id, on_day) where is_drawn;

-- A drug test to be taken. `number` is what travels with the specimen and comes back with the report.
create table tox_order (
  clinic_id uuid not null,
  id uuid not null,
  number text not null check (number ~ '^SW[0-9A-Z]{8}$'),
  client_id uuid not null,
  draw_id uuid,
  why text not null check (why in ('random', 'admission', 'concern', 'scheduled', 'asked')),
  because text not null default '' check (length(because) <= 500),
  panel text[] not null check (cardinality(panel) between 1 and 40),
  specimen text not null default 'urine' check (specimen in ('urine', 'oral-fluid', 'blood', 'breath')),
  method text not null check (method in ('point-of-care', 'laboratory')),
  laboratory text not null default '' check (length(laboratory) <= 200),
  due_on date not null,
  ordered_by uuid not null,
  ordered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, draw_id) references tox_draw,
  check ((why = 'random') = (draw_id is not null))
);
create unique index tox_order_number on tox_order (clinic_id, number);
create unique index tox_order_of_draw on tox_order (clinic_id, draw_id) where draw_id is not null;
create index tox_order_of on tox_order (clinic_id, client_id, due_on desc);
create index tox_order_due on tox_order (clinic_id, due_on);

-- What came of it on the day. The latest row stands: who could not at ten may have given it at noon.
create table tox_collection (
  clinic_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  outcome text not null check (outcome in ('collected', 'refused', 'could-not', 'did-not-come', 'excused')),
  at timestamptz not null,
  observed boolean not null default false,
  temperature numeric(4, 1) check (temperature between 30 and 130),
  seal text not null default '' check (length(seal) <= 40),
  words text not null default '' check (length(words) <= 1000),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, order_id) references tox_order,
  check (outcome = 'collected' or (seal = '' and temperature is null and not observed))
);
create index tox_collection_of on tox_collection (clinic_id, order_id, recorded_at desc, id desc);
create unique index tox_collection_seal on tox_collection (clinic_id, seal) where seal <> '';

-- Each hand that a specimen went through, in order, from whom to whom, and whether the seal was whole.
create table tox_custody (
  clinic_id uuid not null,
  id uuid not null,
  collection_id uuid not null,
  place int not null check (place between 1 and 99),
  from_whom text not null check (length(from_whom) between 1 and 120),
  to_whom text not null check (length(to_whom) between 1 and 120),
  at timestamptz not null,
  seal_whole boolean not null,
  what_for text not null check (length(what_for) between 1 and 200),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, collection_id) references tox_collection
);
create unique index tox_custody_place on tox_custody (clinic_id, collection_id, place);

-- A file of a laboratory as it was read; the same file is read once.
create table lab_import (
  clinic_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  format text not null check (format in ('hl7-v2', 'fhir')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  reports int not null check (reports >= 0),
  matched int not null check (matched between 0 and reports),
  trouble text[] not null default '{}',
  imported_by uuid not null,
  imported_at timestamptz not null,
  primary key (clinic_id, id)
);
create unique index lab_import_once on lab_import (clinic_id, sha256);

-- What a test said, once for each report. A report that corrects an earlier one says which.
create table tox_report (
  clinic_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  client_id uuid not null,
  source text not null check (source in ('point-of-care', 'typed', 'hl7-v2', 'fhir')),
  import_id uuid,
  laboratory text not null default '' check (length(laboratory) <= 200),
  lab_number text not null default '' check (length(lab_number) <= 80),
  status text not null check (status in ('preliminary', 'final', 'corrected', 'cancelled')),
  collected_at timestamptz,
  reported_at timestamptz not null,
  creatinine numeric(7, 2) check (creatinine between 0 and 5000),
  gravity numeric(5, 4) check (gravity between 0.9 and 1.2),
  acidity numeric(4, 2) check (acidity between 0 and 14),
  temperature numeric(4, 1) check (temperature between 30 and 130),
  -- What the laboratory itself said of the specimen; empty where it said nothing.
  said_validity text not null default '' check (said_validity in ('', 'valid', 'dilute', 'substituted', 'adulterated', 'invalid')),
  words text not null default '' check (length(words) <= 4000),
  corrects_id uuid,
  because text not null default '' check (length(because) <= 500),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, order_id) references tox_order,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, import_id) references lab_import,
  foreign key (clinic_id, corrects_id) references tox_report
);
create index tox_report_of on tox_report (clinic_id, client_id, reported_at desc);
create index tox_report_of_order on tox_report (clinic_id, order_id);
create unique index tox_report_corrected_once on tox_report (clinic_id, corrects_id) where corrects_id is not null;

create table tox_result (
  clinic_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  place int not null check (place between 1 and 2000),
  -- The word in Stepwell's own list of what is looked for; empty where the laboratory's name is not in it.
  substance text not null default '' check (substance ~ '^[a-z0-9-]{0,60}$'),
  name text not null check (length(name) between 1 and 200),
  code text not null default '' check (length(code) <= 60),
  code_system text not null default '' check (length(code_system) <= 60),
  certainty text not null check (certainty in ('presumptive', 'confirmed')),
  value text not null check (value in ('positive', 'negative', 'indeterminate', 'not-done')),
  amount text not null default '' check (length(amount) <= 60),
  unit text not null default '' check (length(unit) <= 30),
  cut_off text not null default '' check (length(cut_off) <= 60),
  words text not null default '' check (length(words) <= 1000),
  primary key (clinic_id, id),
  foreign key (clinic_id, report_id) references tox_report
);
create unique index tox_result_place on tox_result (clinic_id, report_id, place);

-- A report that belongs to no order we know, or whose name or birth date is another: kept aside until a person settles it.
create table lab_unmatched (
  clinic_id uuid not null,
  id uuid not null,
  import_id uuid not null,
  place int not null check (place >= 1),
  order_number text not null default '' check (length(order_number) <= 80),
  person text not null default '' check (length(person) <= 200),
  birth_date date,
  why text not null check (length(why) between 1 and 500),
  report jsonb not null check (jsonb_typeof(report) = 'object'),
  primary key (clinic_id, id),
  foreign key (clinic_id, import_id) references lab_import
);
create unique index lab_unmatched_place on lab_unmatched (clinic_id, import_id, place);
create table lab_settled (
  clinic_id uuid not null,
  id uuid not null,
  unmatched_id uuid not null,
  -- Null: it is nobody's here.
  report_id uuid,
  because text not null check (length(because) between 1 and 500),
  settled_by uuid not null,
  settled_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, unmatched_id) references lab_unmatched,
  foreign key (clinic_id, report_id) references tox_report
);
create unique index lab_settled_once on lab_settled (clinic_id, unmatched_id);

do $$ declare name text; begin
  foreach name in array array['tox_policy', 'tox_draw', 'tox_order', 'tox_collection', 'tox_custody', 'lab_import', 'tox_report',
    'tox_result', 'lab_unmatched', 'lab_settled'] loop
    execute format('call keep(%L)', name);
    -- Other systems read through FHIR, behind a consent; those who bill or keep the house see nothing of any of it.
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator''))', name);
  end loop;
  foreach name in array array['tox_policy', 'tox_draw', 'tox_order', 'tox_report'] loop
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;
-- What only a prescriber may write, whichever page is asked.
create policy prescribers_order on tox_policy as restrictive for insert to stepwell_app with check ((select current_duty()) = 'prescriber');
-- A draw is made by the clock, and the test that it asks for with it; every other test is a prescriber's order.
create policy the_clock_draws on tox_draw as restrictive for insert to stepwell_app with check ((select current_duty()) = 'stepwell');
create policy prescribers_order on tox_order as restrictive for insert to stepwell_app
  with check ((select current_duty()) = case when why = 'random' then 'stepwell' else 'prescriber' end);
-- Reports that a laboratory sent for somebody else are nobody else's to read.
create policy not_for_systems on lab_unmatched as restrictive using ((select current_duty()) <> 'system');
create policy not_for_systems on lab_settled as restrictive using ((select current_duty()) <> 'system');
create policy not_for_systems on tox_draw as restrictive using ((select current_duty()) <> 'system');
create policy not_for_systems on tox_policy as restrictive using ((select current_duty()) <> 'system');


-- The latest word on each test, each report that no later one corrects, and the policies that stand.
create view tox_collection_now with (security_invoker = true) as
  select distinct on (clinic_id, order_id) * from tox_collection order by clinic_id, order_id, recorded_at desc, id desc;
create view tox_report_now with (security_invoker = true) as
  select r.* from tox_report r where not exists (select from tox_report x where x.clinic_id = r.clinic_id and x.corrects_id = r.id);
create view tox_policy_now with (security_invoker = true) as
  select * from (select distinct on (clinic_id, client_id) * from tox_policy order by clinic_id, client_id, set_at desc, id desc) p where per_week > 0;
grant select on tox_collection_now, tox_report_now, tox_policy_now to stepwell_app;
