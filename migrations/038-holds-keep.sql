-- A telephone number is no key: whoever typed somebody else's freed that person's seat, and could read in the seats of the
-- directory that they had held one. A new hold takes the place of one made in the last ten minutes alone (a second press, a
-- change of mind), and never of one that a coordinator made longer. The others end by their link, by staff, or by time.
create or replace function give_back_earlier_holds(asked_phone text, asked_email text, moment timestamptz) returns void
language plpgsql security definer set search_path from current as $$
declare one record;
begin
  for one in select h.clinic_id, h.id, h.during from seat_hold h join inquiry i on i.clinic_id = h.clinic_id and i.id = h.inquiry_id
             where h.clinic_id = current_clinic() and upper(h.during) > moment
               and h.held_by is null and h.held_at > moment - interval '10 minutes'
               and not exists (select from seat_hold x where x.clinic_id = h.clinic_id and x.extends = h.id)
               and ((i.phone <> '' and i.phone = asked_phone) or (i.email <> '' and i.email = asked_email))
             order by h.id for update of h loop
    update seat_hold h set during = case when lower(one.during) < moment then tstzrange(lower(one.during), moment) else 'empty' end
      where h.clinic_id = one.clinic_id and h.id = one.id;
    insert into seat_hold_release values (one.clinic_id, gen_random_uuid(), one.id, 'moved', null, moment) on conflict do nothing;
  end loop;
end $$;
