-- After leaving, on one's own page: whoever wants to stay in touch keeps the page for the year after, and says how they are.

-- Their own word may come from their own page too. While the latest one says yes, a link that was open
-- then, or is given later, stays open until that day; one that had run out before is not opened again.
alter table alumni_choice alter column noted_by drop not null;
alter table alumni_choice add column page_id uuid;
alter table alumni_choice add foreign key (clinic_id, page_id) references client_page;
alter table alumni_choice add column keeps_until timestamptz;
alter table alumni_choice add constraint alumni_choice_by_somebody check (num_nonnulls(noted_by, page_id) = 1);
create trigger client_stands before insert on alumni_choice for each row execute function client_stands();
call client_sees_own('alumni_choice');
-- How to reach somebody is a note of staff for each other.
revoke select on alumni_choice from stepwell_client;
grant select (clinic_id, id, client_id, wants, page_id, keeps_until, noted_at) on alumni_choice to stepwell_client;
call from_this_page('alumni_choice', 'noted_by is null and how = '''' and client_id = (select own_client())');

-- How somebody is who left, in their own word. `day_after`: the follow-up that it settles; null: it settles none, and a person calls.
create table follow_up_word (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  episode_id uuid not null,
  day_after int check (day_after between 1 and 366),
  says text not null check (says in ('well', 'struggling', 'wants-back', 'declines')),
  words text not null default '' check (length(words) <= 1000),
  page_id uuid not null,
  said_on date not null,
  said_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client,
  foreign key (clinic_id, episode_id) references episode,
  foreign key (clinic_id, page_id) references client_page,
  constraint follow_up_word_calls_a_person check (day_after is null or says in ('well', 'declines'))
);
create index follow_up_word_of on follow_up_word (clinic_id, episode_id, said_at desc, id desc);
create trigger client_stands before insert on follow_up_word for each row execute function client_stands();
call keep('follow_up_word');
create policy clinical_only on follow_up_word as restrictive using ((select current_duty()) not in ('biller', 'administrator', 'system'));
call client_sees_own('follow_up_word');
call from_this_page('follow_up_word', 'client_id = (select own_client())');

-- Until when a link opens: its own end, or longer where the client's latest word, said while it was open, keeps it.
create function own_page_until(clinic uuid, client uuid, ends timestamptz) returns timestamptz language sql stable as $$
  select greatest(ends, (select case when a.wants and a.noted_at < ends then a.keeps_until end from alumni_choice a
                         where a.clinic_id = clinic and a.client_id = client order by a.noted_at desc, a.id desc limit 1)) $$;
revoke all on function own_page_until(uuid, uuid, timestamptz) from public;
grant execute on function own_page_until(uuid, uuid, timestamptz) to stepwell_app;

create or replace function begin_own(token text, by_feed boolean, visit_secret text, at_now timestamptz)
returns table (clinic_id uuid, clinic_name text, clinic_state text, time_zone text, client_word text, is_demo boolean, phone text,
               page_id uuid, client_id uuid, language text, is_in boolean, proof_hash text, visit_minutes int)
language plpgsql security definer set search_path from current as $$
declare page record; entered boolean;
begin
  select p.* into page from client_page p
  where case when by_feed then p.feed_hash = token else p.token_hash = token end
    and not exists (select from client_page_end e where e.clinic_id = p.clinic_id and e.page_id = p.id);
  if not found then return; end if;
  -- The clinic first: what follows reads under its row-level security.
  perform set_config('app.clinic', page.clinic_id::text, true), set_config('app.person', page.id::text, true),
          set_config('app.role', 'client', true), set_config('app.own_client', page.client_id::text, true);
  entered := page.expires_at > at_now or own_page_until(page.clinic_id, page.client_id, page.expires_at) > at_now;
  perform set_config('app.own_client', '', true);
  if not entered then return; end if;
  if exists (select from client_merged m where m.clinic_id = page.clinic_id and m.merged_id = page.client_id) then return; end if;
  entered := by_feed or page.proof_hash is null
    or exists (select from client_page_visit v where v.clinic_id = page.clinic_id and v.page_id = page.id
                 and v.secret_hash = visit_secret and v.expires_at > at_now);
  if entered then perform set_config('app.own_client', page.client_id::text, true); end if;
  return query select c.id, c.name, c.state, c.time_zone, c.client_word, c.is_demo, coalesce(nullif(c.phone, ''), f.phone, ''),
      page.id, page.client_id, page.language, entered, case when entered then null else page.proof_hash end, page.visit_minutes
    from clinic c
    left join lateral (select x.phone from public_front x where x.clinic_id = c.id order by x.set_at desc, x.id desc limit 1) f on true
    where c.id = page.clinic_id;
end $$;
