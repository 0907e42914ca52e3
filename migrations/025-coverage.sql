-- Money before the first day: who pays, what a plan pays, what the clinic asks, who is helped, and the estimate in writing.
-- Money is whole cents. Not known is null, never zero.

-- The payers of the clinic. What a payer is called and how it is reached is a row; the latest one stands.
create table payer (
  clinic_id uuid not null references clinic,
  id uuid not null,
  added_by uuid, added_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('payer');

create table payer_fact (
  clinic_id uuid not null,
  id uuid not null,
  payer_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  payer_code text not null default '',
  kind text not null check (kind in ('commercial', 'medicaid', 'medicare', 'tricare', 'other')),
  phone text not null default '',
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, payer_id) references payer
);
create index payer_fact_of on payer_fact (clinic_id, payer_id, recorded_at desc, id desc);
call keep('payer_fact');

create view payer_now with (security_invoker = true) as
  select p.clinic_id, p.id, f.name, f.payer_code, f.kind, f.phone, f.recorded_at
  from payer p
  cross join lateral (
    select * from payer_fact x where x.clinic_id = p.clinic_id and x.payer_id = p.id order by x.recorded_at desc, x.id desc limit 1
  ) f;
grant select on payer_now to stepwell_app;

-- A plan that covers a client. Corrections are rows; `taken_from` is the imported line that it was taken over from.
create table coverage (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  taken_from uuid,
  added_by uuid, added_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, taken_from) references client_history
);
create index coverage_of on coverage (clinic_id, client_id);
create unique index coverage_taken_once on coverage (clinic_id, taken_from);
call keep('coverage');

create table coverage_fact (
  clinic_id uuid not null,
  id uuid not null,
  coverage_id uuid not null,
  payer_id uuid not null,
  plan text not null default '',
  member_number text not null default '',
  group_number text not null default '',
  -- What the client is to the subscriber.
  relation text not null check (relation in ('self', 'spouse', 'child', 'parent', 'common', 'other')),
  subscriber_name text not null default '',
  subscriber_birth_date date,
  priority int not null check (priority between 1 and 9),
  starts_on date,
  ends_on date,
  because text not null default '',
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, coverage_id) references coverage,
  foreign key (clinic_id, payer_id) references payer,
  check (starts_on is null or ends_on is null or starts_on <= ends_on),
  check (relation = 'self' or length(subscriber_name) > 0)
);
create index coverage_fact_of on coverage_fact (clinic_id, coverage_id, recorded_at desc, id desc);
call keep('coverage_fact');

create table coverage_end (
  clinic_id uuid not null,
  id uuid not null,
  coverage_id uuid not null,
  ended_on date not null,
  because text not null check (length(because) > 0),
  ended_by uuid, ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, coverage_id) references coverage
);
create unique index coverage_end_of on coverage_end (clinic_id, coverage_id);
call keep('coverage_end');

create view coverage_now with (security_invoker = true) as
  select c.clinic_id, c.id, c.client_id, c.taken_from, f.payer_id, p.name as payer_name, p.payer_code, p.kind as payer_kind, p.phone as payer_phone,
         f.plan, f.member_number, f.group_number, f.relation, f.subscriber_name, f.subscriber_birth_date, f.priority,
         f.starts_on, f.ends_on, f.recorded_at, e.ended_on, e.because as ended_because
  from coverage c
  cross join lateral (
    select * from coverage_fact x where x.clinic_id = c.clinic_id and x.coverage_id = c.id order by x.recorded_at desc, x.id desc limit 1
  ) f
  join payer_now p on p.clinic_id = f.clinic_id and p.id = f.payer_id
  left join coverage_end e on e.clinic_id = c.clinic_id and e.coverage_id = c.id;
grant select on coverage_now to stepwell_app;

-- A payer's answer as a file (X12 271), as it came and as it was read; somebody takes it over or sets it aside.
create table eligibility_file (
  clinic_id uuid not null,
  id uuid not null,
  coverage_id uuid not null,
  file_name text not null,
  document text not null,
  document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
  uploaded_by uuid not null, uploaded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, coverage_id) references coverage
);
create unique index eligibility_file_once on eligibility_file (clinic_id, coverage_id, document_hash);
call keep('eligibility_file');

create table eligibility_set_aside (
  clinic_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  because text not null check (length(because) > 0),
  set_aside_by uuid not null, set_aside_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, file_id) references eligibility_file
);
create unique index eligibility_set_aside_of on eligibility_set_aside (clinic_id, file_id);
call keep('eligibility_set_aside');

-- What a plan pays for IOP, as it was told on a call or read from a file. The latest row of a coverage stands.
create table benefit_check (
  clinic_id uuid not null,
  id uuid not null,
  coverage_id uuid not null,
  how text not null check (how in ('call', 'file')),
  file_id uuid,
  checked_on date not null,
  told_by text not null default '',
  reference text not null default '',
  network text not null check (network in ('in', 'out', 'unknown')),
  iop_covered text not null check (iop_covered in ('yes', 'no', 'unknown')),
  copay_per_day int check (copay_per_day >= 0),
  -- Hundredths of a percent: 20 % is 2000.
  coinsurance int check (coinsurance between 0 and 10000),
  deductible_applies text not null check (deductible_applies in ('yes', 'no', 'unknown')),
  deductible bigint check (deductible >= 0),
  deductible_met bigint check (deductible_met >= 0),
  out_of_pocket_max bigint check (out_of_pocket_max >= 0),
  out_of_pocket_met bigint check (out_of_pocket_met >= 0),
  visit_limit int check (visit_limit >= 0),
  visits_used int check (visits_used >= 0),
  needs_authorization text not null check (needs_authorization in ('yes', 'no', 'unknown')),
  allows_virtual text not null check (allows_virtual in ('yes', 'no', 'unknown')),
  words text not null default '',
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, coverage_id) references coverage,
  foreign key (clinic_id, file_id) references eligibility_file,
  check (how = 'file' or length(told_by) > 0)
);
create index benefit_check_of on benefit_check (clinic_id, coverage_id, recorded_at desc, id desc);
create unique index benefit_check_from_file on benefit_check (clinic_id, file_id);
call keep('benefit_check');

-- The federal poverty guideline, the clinic's scale, its fees and the law's deadlines: rows with dates and a source.
create table poverty_guideline (
  clinic_id uuid not null references clinic,
  id uuid not null,
  region text not null check (region in ('contiguous', 'alaska', 'hawaii')),
  first_person bigint not null check (first_person > 0),
  each_further bigint not null check (each_further > 0),
  effective_from date not null,
  effective_to date,
  source text not null,
  mark text not null check (mark in ('V', 'K', 'C')),
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('poverty_guideline');

create table sliding_scale (
  clinic_id uuid not null references clinic,
  id uuid not null,
  effective_from date not null,
  effective_to date,
  source text not null,
  mark text not null check (mark in ('V', 'K', 'C')),
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('sliding_scale');

create table sliding_band (
  clinic_id uuid not null,
  scale_id uuid not null,
  -- Up to and with this percent of the guideline, the person pays `share_percent` of the fee.
  up_to_percent int not null check (up_to_percent between 1 and 2000),
  share_percent int not null check (share_percent between 0 and 100),
  primary key (clinic_id, scale_id, up_to_percent),
  foreign key (clinic_id, scale_id) references sliding_scale
);
call keep('sliding_band');

create table fee (
  clinic_id uuid not null references clinic,
  id uuid not null,
  service text not null check (service in ('iop-day-sud', 'iop-day-mh', 'individual', 'family', 'assessment', 'residential-day')),
  -- Null: the clinic's own fee. Else what this payer allows for it.
  payer_id uuid,
  code text not null default '',
  amount bigint not null check (amount >= 0),
  is_public boolean not null default false,
  effective_from date not null,
  effective_to date,
  source text not null,
  mark text not null check (mark in ('V', 'K', 'C')),
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, payer_id) references payer,
  check (payer_id is null or not is_public)
);
create index fee_of on fee (clinic_id, service, effective_from desc);
call keep('fee');

create table estimate_deadline (
  clinic_id uuid not null references clinic,
  id uuid not null,
  occasion text not null check (occasion in ('scheduled', 'requested')),
  -- Business days between scheduling and the service, at least. Zero for a request.
  least_ahead int not null check (least_ahead between 0 and 365),
  due_within int not null check (due_within between 0 and 60),
  effective_from date not null,
  effective_to date,
  source text not null,
  mark text not null check (mark in ('V', 'K', 'C')),
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('estimate_deadline');

-- Who the clinic is to payers and on estimates. The latest row stands.
create table billing_identity (
  clinic_id uuid not null references clinic,
  id uuid not null,
  legal_name text not null check (length(legal_name) > 0),
  npi text not null check (npi ~ '^\d{10}$'),
  tax_number text not null check (tax_number ~ '^\d{9}$'),
  address text not null check (length(address) > 0),
  phone text not null default '',
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id)
);
call keep('billing_identity');

-- Help with the bill: applied for, decided, or withdrawn. `number` counts a client's applications: two that are opened at
-- the same moment would carry the same one, and the second is refused.
create table assistance_application (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  number int not null check (number > 0),
  household int not null check (household between 1 and 30),
  requested text not null default '',
  opened_by uuid, opened_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, client_id, number),
  foreign key (clinic_id, client_id) references client
);
call keep('assistance_application');

create table assistance_income (
  clinic_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  source text not null check (length(source) > 0),
  amount bigint not null check (amount >= 0),
  per text not null check (per in ('week', 'two-weeks', 'half-month', 'month', 'year')),
  primary key (clinic_id, id),
  foreign key (clinic_id, application_id) references assistance_application
);
create index assistance_income_of on assistance_income (clinic_id, application_id);
call keep('assistance_income');

create table assistance_document (
  clinic_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  label text not null check (length(label) > 0),
  file_id uuid,
  seen_by uuid, seen_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, application_id) references assistance_application
);
create index assistance_document_of on assistance_document (clinic_id, application_id);
call keep('assistance_document');

create table assistance_decision (
  clinic_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  is_granted boolean not null,
  share_percent int check (share_percent between 0 and 100),
  starts_on date,
  ends_on date,
  because text not null check (length(because) > 0),
  appeal text not null default '',
  decided_by uuid not null, decided_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, application_id) references assistance_application,
  check (case when is_granted then share_percent is not null and starts_on is not null and ends_on is not null and starts_on <= ends_on
              else share_percent is null and starts_on is null and ends_on is null and length(appeal) > 0 end)
);
create unique index assistance_decision_of on assistance_decision (clinic_id, application_id);
call keep('assistance_decision');

create table assistance_withdrawal (
  clinic_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  because text not null check (length(because) > 0),
  withdrawn_by uuid, withdrawn_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, application_id) references assistance_application
);
create unique index assistance_withdrawal_of on assistance_withdrawal (clinic_id, application_id);
call keep('assistance_withdrawal');

-- Why an estimate is owed, and by when; then the estimates themselves, each a version, and how each was given.
create table estimate_request (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  occasion text not null check (occasion in ('scheduled', 'requested')),
  asked_on date not null,
  service_on date,
  due_on date not null,
  deadline_source text not null,
  recorded_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  check (occasion = 'requested' or service_on is not null)
);
create index estimate_request_of on estimate_request (clinic_id, client_id);
create index estimate_request_due on estimate_request (clinic_id, due_on);
call keep('estimate_request');

create table estimate_request_end (
  clinic_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  because text not null check (length(because) > 0),
  ended_by uuid, ended_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, request_id) references estimate_request
);
create unique index estimate_request_end_of on estimate_request_end (clinic_id, request_id);
call keep('estimate_request_end');

create table estimate (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  version int not null check (version > 0),
  contents jsonb not null,
  total bigint not null check (total >= 0),
  file_id uuid not null,
  document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
  made_by uuid not null, made_at timestamptz not null,
  primary key (clinic_id, id),
  unique (clinic_id, client_id, version),
  foreign key (clinic_id, client_id) references client
);
call keep('estimate');

create table estimate_delivery (
  clinic_id uuid not null,
  id uuid not null,
  estimate_id uuid not null,
  given_on date not null,
  how text not null check (how in ('paper', 'mail', 'email', 'portal')),
  given_by uuid, recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, estimate_id) references estimate
);
create unique index estimate_delivery_of on estimate_delivery (clinic_id, estimate_id);
call keep('estimate_delivery');

-- What the world may read: fees the clinic shows, its scale, and the guideline. No row of these is about a person.
create policy public_fees_only on fee as restrictive using ((select current_duty()) <> 'visitor' or is_public);
grant select (clinic_id, id, service, code, amount, is_public, effective_from, effective_to, source, mark, recorded_at, payer_id) on fee to stepwell_visitor;
grant select (clinic_id, id, effective_from, effective_to, source, mark, recorded_at) on sliding_scale to stepwell_visitor;
grant select on sliding_band to stepwell_visitor;
grant select (clinic_id, id, region, first_person, each_further, effective_from, effective_to, source, mark, recorded_at) on poverty_guideline to stepwell_visitor;
