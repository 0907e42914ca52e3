-- Inquiries: everyone who turned to the clinic and has not begun yet. None is without an owner and a next step with a date.

create table inquiry (
  clinic_id uuid not null references clinic,
  id uuid not null,
  channel text not null check (channel in ('self-check', 'call', 'call-back', 'message', 'seat-hold', 'telephone', 'walk-in', 'referral', 'by-hand')),
  language text not null default 'en' check (language ~ '^[a-z]{2}$'),
  for_whom text not null default 'self' check (for_whom in ('self', 'loved-one', 'someone-i-treat')),
  name text not null default '' check (length(name) <= 200),
  phone text not null default '' check (phone = '' or phone ~ '^\+[0-9]{6,15}$'),
  email text not null default '' check (email = '' or (email = lower(email) and email like '%_@_%')),
  may_leave_message boolean,
  best_time text not null default '' check (length(best_time) <= 200),
  words text not null default '' check (length(words) <= 4000),
  -- What was handed over with it: the self-check's answers, a seat held. Codes and ids.
  about jsonb not null default '{}' check (length(about::text) <= 40000),
  -- The sentence that the visitor agreed to, as it was shown. Empty when staff entered it.
  permission text not null default '' check (length(permission) <= 2000),
  -- The flood guard's word: kept, and off the board until somebody looks.
  held_back boolean not null default false,
  came_at timestamptz not null,
  entered_by uuid,
  primary key (clinic_id, id)
);
create index inquiry_newest on inquiry (clinic_id, came_at desc) where not held_back;
create index inquiry_held_back on inquiry (clinic_id, came_at desc) where held_back;
create index inquiry_phone on inquiry (clinic_id, phone) where phone <> '';
create index inquiry_email on inquiry (clinic_id, email) where email <> '';
call keep('inquiry');
grant insert on inquiry to stepwell_visitor;

-- The latest row of each stands.
create table inquiry_stage (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  stage text not null check (stage in ('new', 'reached', 'screening', 'benefits', 'assessment-booked', 'waiting-for-seat', 'admitted', 'referred-elsewhere', 'closed')),
  because text not null default '',
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry
);
create index inquiry_stage_of on inquiry_stage (clinic_id, inquiry_id, set_at desc, id desc);
call keep('inquiry_stage');
grant insert on inquiry_stage to stepwell_visitor;

create table inquiry_owner (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  staff_id uuid not null,
  because text not null default '',
  given_by uuid,
  given_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry,
  foreign key (clinic_id, staff_id) references staff_member
);
create index inquiry_owner_of on inquiry_owner (clinic_id, inquiry_id, given_at desc, id desc);
call keep('inquiry_owner');
grant insert on inquiry_owner to stepwell_visitor;

create table inquiry_step (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  what text not null check (length(what) between 1 and 300),
  due_at timestamptz not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry
);
create index inquiry_step_of on inquiry_step (clinic_id, inquiry_id, set_at desc, id desc);
call keep('inquiry_step');
grant insert on inquiry_step to stepwell_visitor;

-- Who the inquiry turned out to be.
create table inquiry_client (
  clinic_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  client_id uuid not null,
  linked_by uuid,
  linked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, inquiry_id) references inquiry,
  foreign key (clinic_id, client_id) references client
);
create unique index inquiry_client_of on inquiry_client (clinic_id, inquiry_id);
create index inquiry_of_client on inquiry_client (clinic_id, client_id);
call keep('inquiry_client');

-- Said at the end of the transaction, so that the rows may come in any order.
create function inquiry_is_in_hands() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if not exists (select from inquiry_owner o where o.clinic_id = new.clinic_id and o.inquiry_id = new.id)
     or not exists (select from inquiry_step s where s.clinic_id = new.clinic_id and s.inquiry_id = new.id)
     or not exists (select from inquiry_stage s where s.clinic_id = new.clinic_id and s.inquiry_id = new.id) then
    raise exception 'An inquiry has an owner, a stage and a next step.' using errcode = 'check_violation', constraint = 'inquiry_in_hands';
  end if;
  return null;
end $$;
create constraint trigger inquiry_in_hands after insert on inquiry deferrable initially deferred
  for each row execute function inquiry_is_in_hands();

-- Whose turn it is: the coordinator with the fewest inquiries of the last 30 days that are theirs; without a coordinator a
-- director, then an administrator.
create function admissions_duty() returns uuid language sql stable security definer set search_path from current as $$
  select m.id
  from staff_member m
  cross join lateral (select r.role from staff_role r where r.clinic_id = m.clinic_id and r.staff_id = m.id order by r.given_at desc, r.id desc limit 1) r
  where m.clinic_id = current_clinic() and r.role in ('coordinator', 'director', 'administrator')
  order by array_position(array['coordinator', 'director', 'administrator'], r.role),
    (select count(*) from inquiry_owner o where o.clinic_id = m.clinic_id and o.staff_id = m.id and o.given_at > now() - interval '30 days'),
    m.id
  limit 1
$$;
revoke all on function admissions_duty(), inquiry_is_in_hands() from public;
grant execute on function admissions_duty() to stepwell_app, stepwell_visitor;
