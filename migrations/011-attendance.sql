-- Who was there, in minutes. Marks are never overwritten: the latest that was not undone stands.

create table attendance_mark (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid,
  visit_id uuid,
  client_id uuid not null,
  held_on date not null,
  mark text not null check (mark in ('here', 'late', 'left-early', 'absent', 'excused', 'cleared')),
  minutes int not null check (minutes between 0 and 1440),
  minutes_late int not null default 0 check (minutes_late between 0 and 1440),
  minutes_left_early int not null default 0 check (minutes_left_early between 0 and 1440),
  reason text not null default '',
  is_walk_in boolean not null default false,
  undoes uuid,
  marked_by uuid not null,
  marked_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, session_id) references group_session,
  foreign key (clinic_id, visit_id) references visit,
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, undoes) references attendance_mark,
  check (num_nonnulls(session_id, visit_id) = 1),
  check (mark not in ('absent', 'excused', 'cleared') or minutes = 0),
  unique (clinic_id, undoes)
);
create index attendance_of_session on attendance_mark (clinic_id, session_id, client_id, marked_at desc, id desc) where session_id is not null;
create index attendance_of_visit on attendance_mark (clinic_id, visit_id, marked_at desc, id desc) where visit_id is not null;
create index attendance_of_client on attendance_mark (clinic_id, client_id, held_on desc);
call keep('attendance_mark');

-- The marks that stand: an undone mark and the row that undoes it both step aside for the one before.
create view attendance_now with (security_invoker = true) as
  select distinct on (m.clinic_id, m.session_id, m.visit_id, m.client_id) m.*
  from attendance_mark m
  where m.undoes is null
    and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
  order by m.clinic_id, m.session_id, m.visit_id, m.client_id, m.marked_at desc, m.id desc;
grant select on attendance_now to stepwell_app;
