-- Nobody gets lost: where nothing lies ahead of somebody, Stepwell itself puts a dated step before one person of the clinic. It is a
-- concern like any other, raised by nobody: `look`. Everything else is still raised, and every later step set, by a person.
alter table concern drop constraint concern_kind_check;
alter table concern add constraint concern_kind_check check (kind in ('worry', 'help', 'review', 'look'));
alter table concern alter column raised_by drop not null;
alter table concern add constraint concern_is_somebodys check (raised_by is not null or kind = 'look');

alter table concern_step alter column set_by drop not null;
-- The first step alone may be the house's own.
alter table concern_step add constraint concern_step_is_somebodys check (set_by is not null or (follows_id is null and not is_escalation));

-- Whoever is asked for, and is away or has left, is answered for by somebody who is here: both are looked up by person and day.
create index supervision_above on supervision (clinic_id, supervisee_id, supervisor_id) where not isempty(during);
