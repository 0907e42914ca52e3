-- Proposals for the timetable of the whole house: what was asked, how far the work is, what came out, and what was taken over.
-- A proposal changes nothing by itself.

create table proposal (
  clinic_id uuid not null references clinic,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  from_day date not null,
  -- Programs, seconds, and what if: a clinician less, a room more, a track of the evening more. Ids and numbers.
  question jsonb not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (clinic_id, id)
);
create index proposal_newest on proposal (clinic_id, asked_at desc);
call keep('proposal');
call let_owner_read('proposal');

-- How far the work is. The latest step stands; a copy of Stepwell that died leaves a step that grows old, and another takes over.
create table proposal_step (
  clinic_id uuid not null,
  id uuid not null,
  proposal_id uuid not null,
  kind text not null check (kind in ('taken-up', 'progress', 'done', 'stopped', 'failed')),
  about jsonb not null default '{}',
  at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, proposal_id) references proposal
);
create index proposal_step_of on proposal_step (clinic_id, proposal_id, at desc, id desc);
call keep('proposal_step');
call let_owner_read('proposal_step');

create table proposal_stop (
  clinic_id uuid not null,
  id uuid not null,
  proposal_id uuid not null,
  stopped_by uuid not null,
  stopped_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, proposal_id) references proposal
);
create unique index proposal_stop_of on proposal_stop (clinic_id, proposal_id);
call keep('proposal_stop');
call let_owner_read('proposal_stop');

-- What came out: which groups move where, what it does, the judge's verdict and how far from the best it can be at most.
create table proposal_result (
  clinic_id uuid not null,
  id uuid not null,
  proposal_id uuid not null,
  moves jsonb not null,
  weeks jsonb not null,
  figures jsonb not null,
  found_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, proposal_id) references proposal
);
create unique index proposal_result_of on proposal_result (clinic_id, proposal_id);
call keep('proposal_result');

-- Groups that stay as they are, whatever is proposed. The latest row stands.
create table series_pin (
  clinic_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  is_pinned boolean not null,
  because text not null default '' check (length(because) <= 300),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, series_id) references group_series
);
create index series_pin_of on series_pin (clinic_id, series_id, set_at desc, id desc);
call keep('series_pin');

-- What was taken over of a proposal, part by part, and what stood in the way of a part.
create table proposal_part (
  clinic_id uuid not null,
  id uuid not null,
  proposal_id uuid not null,
  series_id uuid,
  client_id uuid,
  is_done boolean not null,
  because text not null default '' check (length(because) <= 1000),
  taken_by uuid not null,
  taken_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, proposal_id) references proposal,
  foreign key (clinic_id, series_id) references group_series,
  foreign key (clinic_id, client_id) references client,
  check (num_nonnulls(series_id, client_id) = 1)
);
create index proposal_part_of on proposal_part (clinic_id, proposal_id, taken_at);
call keep('proposal_part');

-- Which proposals nobody works on: asked and not yet taken up, or taken up by a copy that has said nothing for a while.
create function proposals_waiting(moment timestamptz, silent interval)
returns table (clinic_id uuid, id uuid) language sql stable security definer set search_path from current as $$
  select p.clinic_id, p.id from proposal p
  left join lateral (select s.kind, s.at from proposal_step s where s.clinic_id = p.clinic_id and s.proposal_id = p.id
                     order by s.at desc, s.id desc limit 1) last on true
  where (last.kind is null or (last.kind in ('taken-up', 'progress') and last.at < moment - silent))
    and not exists (select from proposal_stop x where x.clinic_id = p.clinic_id and x.proposal_id = p.id)
    and p.asked_at > moment - interval '1 day'
  order by p.asked_at
$$;
revoke all on function proposals_waiting(timestamptz, interval) from public;
grant execute on function proposals_waiting(timestamptz, interval) to stepwell_app;
