-- A record that was merged takes no new rows of any kind that says something about the person.

do $$ declare name text; begin
  foreach name in array array['estimate', 'estimate_request', 'assistance_application', 'external_result', 'intake', 'packet', 'measure',
    'client_history', 'client_availability', 'client_identifier', 'visit', 'outreach'] loop
    execute format('create trigger client_stands before insert on %I for each row execute function client_stands()', name);
  end loop;
end $$;
