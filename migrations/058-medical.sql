-- Medicine: allergies, the medication list and how it was reconciled, orders, supplies, what was told of taking them, vital signs.
-- Drug tests stand in 058-monitoring.sql.

-- A substance that somebody does not tolerate, or the dated word that none is known.
create table allergy (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('allergy', 'intolerance', 'none-known')),
  substance text not null check (length(substance) <= 200),
  -- The word in Stepwell's own list of medicines; empty where it is not in it.
  ingredient text not null default '' check (ingredient ~ '^[a-z0-9-]{0,60}$'),
  rxnorm text check (rxnorm ~ '^[0-9]{1,8}$'),
  reaction text not null default '' check (length(reaction) <= 500),
  severity text not null default 'unknown' check (severity in ('mild', 'moderate', 'severe', 'unknown')),
  asserted_by text not null check (asserted_by in ('client', 'family', 'clinician', 'record')),
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  check ((kind = 'none-known') = (substance = ''))
);
create index allergy_of on allergy (clinic_id, client_id, noted_at desc);

create table allergy_end (
  clinic_id uuid not null,
  id uuid not null,
  allergy_id uuid not null,
  because text not null check (length(because) between 1 and 500),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, allergy_id) references allergy
);
create unique index allergy_end_of on allergy_end (clinic_id, allergy_id);

-- A line of the medication list: what somebody takes, by our order or by somebody else's. Another dose is another line.
create table medication (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid,
  name text not null check (length(name) between 1 and 200),
  ingredient text not null default '' check (ingredient ~ '^[a-z0-9-]{0,60}$'),
  rxnorm text check (rxnorm ~ '^[0-9]{1,8}$'),
  -- The dose as it was said, and what of it can be counted.
  dose text not null check (length(dose) between 1 and 300),
  amount numeric(10, 3) check (amount > 0),
  unit text not null default '' check (length(unit) <= 30),
  -- How often: so many times in so many days. Null where it is taken as needed, or nobody said.
  times int check (times between 1 and 24),
  every_days int check (every_days between 1 and 92),
  as_needed boolean not null default false,
  route text not null default '' check (length(route) <= 60),
  what_for text not null default '' check (length(what_for) <= 300),
  -- 'order': ordered here. 'told': taken already, ordered elsewhere. 'treatment-program': given by an opioid treatment program.
  source text not null check (source in ('order', 'told', 'treatment-program')),
  from_whom text not null default '' check (length(from_whom) <= 200),
  started_on date,
  replaces_id uuid,
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, replaces_id) references medication,
  check ((times is null) = (every_days is null))
);
create index medication_of on medication (clinic_id, client_id, noted_at desc);
create unique index medication_replaced_once on medication (clinic_id, replaces_id) where replaces_id is not null;

create table medication_end (
  clinic_id uuid not null,
  id uuid not null,
  medication_id uuid not null,
  how text not null check (how in ('stopped', 'changed', 'not-taking', 'written-in-error')),
  last_day date not null,
  because text not null check (length(because) between 1 and 500),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, medication_id) references medication
);
create unique index medication_end_of on medication_end (clinic_id, medication_id);

-- What a prescriber ordered, with the licence that stood that day and the warnings they had before them.
create table medication_order (
  clinic_id uuid not null,
  id uuid not null,
  medication_id uuid not null,
  client_id uuid not null,
  start_on date not null,
  stop_on date check (stop_on >= start_on),
  days_supplied int check (days_supplied between 1 and 366),
  refills int not null default 0 check (refills between 0 and 24),
  because text not null check (length(because) between 1 and 1000),
  licence text not null check (length(licence) between 1 and 200),
  warnings text[] not null default '{}',
  -- Why it was ordered all the same; needed where there were warnings.
  all_the_same text not null default '' check (length(all_the_same) <= 1000),
  ordered_by uuid not null,
  ordered_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, medication_id) references medication,
  foreign key (clinic_id, client_id) references client,
  check (cardinality(warnings) = 0 or all_the_same <> '')
);
create unique index medication_order_of on medication_order (clinic_id, medication_id);
create index medication_order_newest on medication_order (clinic_id, client_id, ordered_at desc);

-- The list was gone through: each line of it kept, stopped, changed, or not taken, on a day, at a moment of the stay.
create table reconciliation (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid,
  occasion text not null check (occasion in ('admission', 'level-change', 'hospital', 'new-prescriber', 'discharge', 'review')),
  on_day date not null,
  words text not null default '' check (length(words) <= 2000),
  licence text not null check (length(licence) between 1 and 200),
  done_by uuid not null,
  done_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode
);
create index reconciliation_of on reconciliation (clinic_id, client_id, on_day desc, done_at desc);

create table reconciliation_line (
  clinic_id uuid not null,
  id uuid not null,
  reconciliation_id uuid not null,
  medication_id uuid not null,
  outcome text not null check (outcome in ('kept', 'stopped', 'changed', 'not-taking')),
  words text not null default '' check (length(words) <= 500),
  primary key (clinic_id, id),
  foreign key (clinic_id, reconciliation_id) references reconciliation,
  foreign key (clinic_id, medication_id) references medication
);
create unique index reconciliation_line_once on reconciliation_line (clinic_id, reconciliation_id, medication_id);

-- A supply that came into somebody's hands. A later row may take one back.
create table medication_supply (
  clinic_id uuid not null,
  id uuid not null,
  medication_id uuid not null,
  filled_on date not null,
  days int not null check (days between 1 and 366),
  source text not null check (source in ('told', 'pharmacy', 'given-here')),
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, medication_id) references medication
);
create index medication_supply_of on medication_supply (clinic_id, medication_id, filled_on);
create table medication_supply_end (
  clinic_id uuid not null,
  id uuid not null,
  supply_id uuid not null,
  because text not null check (length(because) between 1 and 500),
  ended_by uuid not null,
  ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, supply_id) references medication_supply
);
create unique index medication_supply_end_of on medication_supply_end (clinic_id, supply_id);

-- How it was taken over some days, as the client told it or as somebody counted it.
create table medication_taken (
  clinic_id uuid not null,
  id uuid not null,
  medication_id uuid not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  how text not null check (how in ('told', 'counted')),
  doses_missed int not null check (doses_missed between 0 and 2000),
  doses_due int not null check (doses_due between 1 and 2000),
  words text not null default '' check (length(words) <= 1000),
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, medication_id) references medication,
  check (doses_missed <= doses_due)
);
create index medication_taken_of on medication_taken (clinic_id, medication_id, noted_at desc);

-- The state's prescription monitoring program was looked at; naloxone was offered.
create table medical_check (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('pdmp', 'naloxone')),
  outcome text not null check (outcome in ('as-expected', 'not-as-expected', 'could-not', 'given', 'has-it', 'prescribed', 'declined')),
  words text not null default '' check (length(words) <= 1000),
  on_day date not null,
  done_by uuid not null,
  done_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  check ((kind = 'pdmp') = (outcome in ('as-expected', 'not-as-expected', 'could-not')))
);
create index medical_check_of on medical_check (clinic_id, client_id, kind, done_at desc);

-- By when the prescriber is to see somebody again. The latest row stands; a row without a day takes it back.
create table medical_follow_up (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  due_on date,
  because text not null check (length(because) between 1 and 500),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index medical_follow_up_of on medical_follow_up (clinic_id, client_id, set_at desc, id desc);

-- Vital signs and breath alcohol, as measured at one time. A row that corrects another says which and why; without any value it
-- takes the other back.
create table vital_reading (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  taken_at timestamptz not null,
  systolic int check (systolic between 30 and 300),
  diastolic int check (diastolic between 10 and 200),
  pulse int check (pulse between 10 and 300),
  temperature numeric(4, 1) check (temperature between 80 and 115),
  breaths int check (breaths between 1 and 80),
  oxygen int check (oxygen between 40 and 100),
  weight numeric(5, 1) check (weight between 40 and 900),
  breath_alcohol numeric(4, 3) check (breath_alcohol between 0 and 0.6),
  words text not null default '' check (length(words) <= 500),
  corrects_id uuid,
  because text not null default '' check (length(because) <= 500),
  taken_by uuid not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, corrects_id) references vital_reading,
  check ((corrects_id is null) = (because = '')),
  check (corrects_id is not null or num_nonnulls(systolic, diastolic, pulse, temperature, breaths, oxygen, weight, breath_alcohol) > 0),
  check ((systolic is null) = (diastolic is null))
);
create index vital_reading_of on vital_reading (clinic_id, client_id, taken_at desc);
create unique index vital_reading_corrected_once on vital_reading (clinic_id, corrects_id) where corrects_id is not null;

do $$ declare name text; begin
  foreach name in array array['allergy', 'allergy_end', 'medication', 'medication_end', 'medication_order', 'reconciliation', 'reconciliation_line',
    'medication_supply', 'medication_supply_end', 'medication_taken', 'medical_check', 'medical_follow_up', 'vital_reading'] loop
    execute format('call keep(%L)', name);
    -- Other systems read through FHIR, behind a consent; those who bill or keep the house see nothing of any of it.
    execute format('create policy clinical_only on %I as restrictive using ((select current_duty()) not in (''biller'', ''administrator''))', name);
  end loop;
  foreach name in array array['allergy', 'medication', 'medication_order', 'reconciliation', 'medical_check', 'medical_follow_up', 'vital_reading'] loop
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;
-- What only a prescriber may write, whichever page is asked.
create policy prescribers_order on medication_order as restrictive for insert to stepwell_app with check ((select current_duty()) = 'prescriber');

-- On their own page a client reads their list and their allergies; not what staff wrote to each other about them.
call client_sees_own('allergy');
call client_sees_own('allergy_end', 'exists (select from allergy a where a.clinic_id = allergy_end.clinic_id and a.id = allergy_id)');
call client_sees_own('medication');
call client_sees_own('medication_end', 'exists (select from medication m where m.clinic_id = medication_end.clinic_id and m.id = medication_id)');
revoke select on allergy, allergy_end, medication, medication_end from stepwell_client;
grant select (clinic_id, id, client_id, kind, substance, reaction, noted_at) on allergy to stepwell_client;
grant select (clinic_id, id, allergy_id) on allergy_end to stepwell_client;
grant select (clinic_id, id, client_id, name, dose, what_for, source, started_on, noted_at) on medication to stepwell_client;
grant select (clinic_id, id, medication_id, last_day) on medication_end to stepwell_client;

-- Each reading that no later one corrects or takes back.
create view vital_reading_now with (security_invoker = true) as
  select r.* from vital_reading r
  where not exists (select from vital_reading x where x.clinic_id = r.clinic_id and x.corrects_id = r.id)
    and num_nonnulls(systolic, diastolic, pulse, temperature, breaths, oxygen, weight, breath_alcohol) > 0;
grant select on vital_reading_now to stepwell_app;
