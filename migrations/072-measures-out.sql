-- A system that reads measures must see that one of them was corrected: what it cannot see, it would tell on as standing.
drop policy clinical_only on measure_correction;
create policy clinical_only on measure_correction as restrictive using ((select current_duty()) not in ('biller', 'administrator'));
