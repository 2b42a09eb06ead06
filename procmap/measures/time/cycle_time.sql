-- Cycle time of the closed cases, first to last plausible moment: sums (exact) and discrete medians, microseconds.
select count(*) as cases,
       cast(sum(finish - arrival) as bigint) as time, cast(sum(office_finish - office_arrival) as bigint) as office,
       quantile_disc(finish - arrival, 0.5) as median_time, quantile_disc(office_finish - office_arrival, 0.5) as median_office
from case_
where closed
