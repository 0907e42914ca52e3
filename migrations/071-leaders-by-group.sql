-- Who leads a group is asked by the group, for each meeting of a board. The rule that nobody leads one part twice has an index for
-- that too, but reading it takes twenty times as long; with who leads and when in this one, the table itself is not read at all.
drop index if exists series_leader_of_series;
create index series_leader_of_series on series_leader (clinic_id, series_id) include (part, staff_id, during);
