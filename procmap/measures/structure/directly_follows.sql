-- Directly-follows pairs: how often one activity comes right after another in a case, in how many cases, and the median
-- time between the two completions (calendar and office; discrete median), implausible dates left out.
select prev_activity as source, activity as target,
       cast(count(*) as integer) as times,
       cast(count(distinct case_id) as integer) as cases,
       quantile_disc(case when office is not null and prev_office is not null then time - prev_time end, 0.5) as median_time,
       quantile_disc(office - prev_office, 0.5) as median_office
from {event}
where prev_activity is not null
group by prev_activity, activity
order by source, target
