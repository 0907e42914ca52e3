-- The week's board asks, for each group that it shows, how many sit there on that day. The rule that nobody has two chairs has an index
-- for that too, but it is made for what overlaps: read for one group it takes sixty times as long as a plain one.
create index seat_in_series on seat (clinic_id, series_id) include (during, client_id);
drop index if exists seat_of_series;

-- Which groups a board shows first, by program and by name, is read in that order and no further.
create index group_series_by_name on group_series (clinic_id, program_id, name, weekday, starts, id) include (during, every_weeks, anchor, room_id);
