-- What a proposal would do to whom is read by those who decide on it, in the database too.
do $$ declare name text; begin
  foreach name in array array['proposal_result', 'proposal_part'] loop
    execute format('create policy directors_only on %I as restrictive using ((select current_duty()) in (''director'', ''stepwell''))', name);
  end loop;
end $$;
