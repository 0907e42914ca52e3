-- Stepwell asks many small questions. PostgreSQL's just-in-time compiler costs such a question more than it saves: the
-- admissions board took three times as long with it. Where the database is not ours to set, its operator does.
do $$ begin
  execute format('alter database %I set jit = off', current_database());
exception when insufficient_privilege then null;
end $$;
