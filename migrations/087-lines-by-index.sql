-- As 083; and the rows of a group's line are found by its index, group by group. Joined, they were found by reading every group of
-- the clinic, for whoever has a rule and for nobody else: the last thing of which the time of an answer told.
create or replace function not_now(person uuid, first_day date, last_day date) returns setof uuid
language sql stable security definer set search_path from current as $$
  with others as materialized (
    select o.id from apart_rule r
    cross join lateral person_ids(kept_of(case when r.client_a in (select person_ids(person)) then r.client_b else r.client_a end)) as o(id)
    where r.clinic_id = (select current_clinic())
      and (r.client_a in (select person_ids(person)) or r.client_b in (select person_ids(person)))
      and coalesce(r.last_day, 'infinity') >= first_day
      and not exists (select from apart_end e where e.clinic_id = r.clinic_id and e.rule_id = r.id)
  ), rooms as (
    select t.series_id from others o
      cross join lateral (select s.series_id, s.during from seat s
                          where s.clinic_id = (select current_clinic()) and s.client_id = any (array[o.id]) offset 0) t
      where t.during && daterange(first_day - still_there(), last_day, '[]')
    union
    select f.series_id from others o join seat_offer f on f.clinic_id = (select current_clinic()) and f.client_id = o.id
      where upper(f.during) > (first_day - still_there())::timestamptz
    union
    select g.series_id from others o
      cross join lateral (select a.session_id from attendance_now a
                          where a.clinic_id = (select current_clinic()) and a.client_id = o.id and a.minutes > 0 offset 0) a
      join group_session g on g.clinic_id = (select current_clinic()) and g.id = a.session_id
      where g.held_on >= first_day - still_there()
    union
    select d.series_id from room_decision d
      where d.clinic_id = (select current_clinic()) and (d.client_id is null or d.client_id in (select person_ids(person)))
        and d.days && daterange(first_day, last_day, '[]')
        and not exists (select from room_decision_end e where e.clinic_id = d.clinic_id and e.decision_id = d.id)
  )
  -- Every row of a group's line: what holds for it today holds for how it goes on.
  select distinct x.id from rooms o
  cross join lateral (select r.clinic_id, coalesce(r.line_id, r.id) as line from group_series r
                      where r.clinic_id = (select current_clinic()) and r.id = o.series_id offset 0) r
  cross join lateral (select y.id from group_series y
                      where y.clinic_id = r.clinic_id and coalesce(y.line_id, y.id) = r.line offset 0) x
$$;
