-- A day is the clinic's. The database's own runs by the server's clock: of an evening in New York it is tomorrow there already, and a
-- note that is withheld until today was opened to its client some hours early.
create function clinic_today(p_clinic uuid) returns date language sql stable parallel safe security definer set search_path from current as $$
  select (now() at time zone time_zone)::date from clinic where id = p_clinic
$$;
grant execute on function clinic_today(uuid) to stepwell_app, stepwell_client;

create or replace function is_withheld(p_clinic uuid, p_client_note uuid, p_visit_note uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (select from note_withheld w
    where w.clinic_id = p_clinic and (w.client_note_id = p_client_note or w.visit_note_id = p_visit_note) and w.until >= clinic_today(p_clinic)
      and coalesce((select v.outcome from note_withheld_review v where v.clinic_id = w.clinic_id and v.withheld_id = w.id
                    order by v.reviewed_at desc, v.id desc limit 1), 'stands') = 'stands')
$$;
create or replace function notes_open_since(p_clinic uuid, p_complete timestamptz) returns boolean
language sql stable security definer set search_path from current as $$
  select coalesce((select o.is_open and p_complete + o.after_hours * interval '1 hour' <= now()
    from open_notes_policy o where o.clinic_id = p_clinic and o.effective_from <= clinic_today(p_clinic)
    order by o.effective_from desc, o.set_at desc, o.id desc limit 1), false)
$$;

-- Whoever may read a note that is held apart may do so from the clinic's first day to its last.
alter policy author_alone on held_apart_note
  using ((select current_duty()) in ('director', 'therapist', 'prescriber') and (written_by = (select current_person())
    or exists (select from held_apart_grant g where g.clinic_id = held_apart_note.clinic_id and g.author_id = written_by
                 and g.client_id = held_apart_note.client_id and g.reader_id = (select current_person())
                 and (select clinic_today((select current_clinic()))) between g.from_day and g.last_day
                 and not exists (select from held_apart_grant_end e where e.clinic_id = g.clinic_id and e.grant_id = g.id))));
