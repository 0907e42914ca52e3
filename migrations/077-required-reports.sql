-- A file for the state is a disclosure without consent: its own row says to whom, on what ground and of whom, and the accounting of each
-- of them reads it. Whoever may read an accounting reads all of it: it says that a report went out, nothing of what was treated.
create index state_file_of on state_file using gin (client_ids);
drop policy clinical_only on state_file;
create policy clinical_only on state_file as restrictive using ((select current_duty()) not in ('administrator', 'system'));
