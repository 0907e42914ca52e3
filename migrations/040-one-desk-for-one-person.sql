-- Whoever turns to the clinic again before the first inquiry is settled meets the same person. Says whose turn it is, and
-- nothing of whether anybody asked before: somebody's turn it always is.
create function admissions_duty_for(asked_phone text, asked_email text) returns uuid
language sql stable security definer set search_path from current as $$
  select coalesce(
    (select o.staff_id
     from inquiry i
     cross join lateral (select s.stage from inquiry_stage s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id order by s.set_at desc, s.id desc limit 1) s
     cross join lateral (select w.staff_id from inquiry_owner w where w.clinic_id = i.clinic_id and w.inquiry_id = i.id order by w.given_at desc, w.id desc limit 1) o
     cross join lateral (select r.role from staff_role r where r.clinic_id = i.clinic_id and r.staff_id = o.staff_id order by r.given_at desc, r.id desc limit 1) r
     where i.clinic_id = current_clinic() and not i.held_back and s.stage not in ('admitted', 'referred-elsewhere', 'closed')
       and r.role in ('coordinator', 'director', 'administrator')
       and ((asked_phone <> '' and i.phone = asked_phone) or (asked_email <> '' and i.email = asked_email))
     order by i.came_at desc limit 1),
    admissions_duty())
$$;
revoke all on function admissions_duty_for(text, text) from public;
grant execute on function admissions_duty_for(text, text) to stepwell_app, stepwell_visitor;
