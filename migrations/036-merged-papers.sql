-- A record that was merged takes no new papers, and what was given out for it to be signed opens nothing any more.

do $$ declare name text; begin
  foreach name in array array['signing', 'signed_document', 'declined_document'] loop
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;

create function merge_ends_links() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into signing_link_end (clinic_id, id, link_id, because, ended_by, ended_at)
    select l.clinic_id, gen_random_uuid(), l.id, 'taken back', new.merged_by, new.merged_at
    from signing s join signing_link l on l.clinic_id = s.clinic_id and l.signing_id = s.id
    where s.clinic_id = new.clinic_id and s.client_id = new.merged_id and l.expires_at > new.merged_at
    on conflict do nothing;
  return null;
end $$;
revoke all on function merge_ends_links() from public;
create trigger merge_ends_links after insert on client_merge for each row execute function merge_ends_links();

-- Whoever came through the visitors' or the signers' door signs the trail as that and as nobody else.
create policy doors_sign_their_own on trail as restrictive for insert
  with check (current_user not in ('stepwell_visitor', 'stepwell_link')
    or by_kind = case current_user when 'stepwell_visitor' then 'visitor' else 'link' end);
