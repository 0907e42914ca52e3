-- A stay in its parts: which program and level on which days. The stay's own row says those of today alone; a report of March asks here.
create view stay_part with (security_invoker = true) as
select e.clinic_id, e.id as episode_id, e.client_id, e.program_id, e.level_of_care, e.during
from episode e
where not isempty(e.during) and not exists (select from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id)
union all
select e.clinic_id, e.id, e.client_id, p.program_id, p.level_of_care, e.during * daterange(p.from_day, p.next_day)
from episode e
cross join lateral (
  select x.program_id, x.level_of_care, x.from_day, lead(x.from_day) over (order by x.from_day nulls first) as next_day
  from (
    -- Before the first decision, which one taken back does not unsay.
    (select l.was_program_id as program_id, l.was_level as level_of_care, null::date as from_day
     from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id order by l.from_day, l.moved_at, l.id limit 1)
    union all
    (select distinct on (l.from_day) l.program_id, l.level_of_care, l.from_day
     from stay_level l where l.clinic_id = e.clinic_id and l.episode_id = e.id
       and not exists (select from stay_level_undo u where u.clinic_id = l.clinic_id and u.level_id = l.id)
     order by l.from_day, l.moved_at desc, l.id desc)) x) p
where not isempty(e.during) and not isempty(e.during * daterange(p.from_day, p.next_day));
grant select on stay_part to stepwell_app;
