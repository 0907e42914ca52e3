-- How many are in care, by program and level: Today says it to everybody, and counting a large clinic's open stays each time
-- would cost what is stored and not what is shown. Kept beside the rows, as the other boards are.

create table census (
  clinic_id uuid not null,
  program_id uuid not null,
  level_of_care text not null,
  in_care int not null,
  primary key (clinic_id, program_id, level_of_care)
);
call keep('census');
revoke insert on census from stepwell_app;
call let_owner_read('census');

-- Differences are added under the row's own lock, in one order: two admissions at once both count.
create function census_follows() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'INSERT' then
    insert into census
      select clinic_id, program_id, level_of_care, count(*) from new_rows where upper_inf(during) group by 1, 2, 3 order by 1, 2, 3
      on conflict (clinic_id, program_id, level_of_care) do update set in_care = census.in_care + excluded.in_care;
  elsif tg_op = 'DELETE' then
    insert into census
      select clinic_id, program_id, level_of_care, -count(*) from old_rows where upper_inf(during) group by 1, 2, 3 order by 1, 2, 3
      on conflict (clinic_id, program_id, level_of_care) do update set in_care = census.in_care + excluded.in_care;
  else
    insert into census
      select clinic_id, program_id, level_of_care, sum(n) from (
        select clinic_id, program_id, level_of_care, 1 as n from new_rows where upper_inf(during)
        union all
        select clinic_id, program_id, level_of_care, -1 from old_rows where upper_inf(during)) x
      group by 1, 2, 3 having sum(n) <> 0 order by 1, 2, 3
      on conflict (clinic_id, program_id, level_of_care) do update set in_care = census.in_care + excluded.in_care;
  end if;
  return null;
end $$;
create trigger census_follows_in after insert on episode referencing new table as new_rows for each statement execute function census_follows();
create trigger census_follows_on after update on episode referencing old table as old_rows new table as new_rows for each statement execute function census_follows();
create trigger census_follows_out after delete on episode referencing old table as old_rows for each statement execute function census_follows();

insert into census select clinic_id, program_id, level_of_care, count(*) from episode where upper_inf(during) group by 1, 2, 3;
revoke all on function census_follows() from public;
