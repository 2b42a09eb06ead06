-- Sojourn of an activity: from the completion of the latest earlier event of its case that is not concurrent with it (else of the
-- event before it) to its own completion; discrete medians, microseconds. Implausible dates are left out.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair),
step as (
  select activity, time - prev_time as time, office - prev_office as office
  from event
  where prev_office is not null and office is not null
    and (activity not in (select a from partner)
         or not exists (select 1 from partner p where p.a = activity and p.b = prev_activity))
  union all
  select e.activity, min(e.time - p.time), min(e.office - p.office)
  from event e
  join event p on p.case_id = e.case_id and p.k < e.k
  where e.activity in (select a from partner) and e.office is not null and p.office is not null
    and exists (select 1 from partner q where q.a = e.activity and q.b = e.prev_activity)
    and not exists (select 1 from partner q where q.a = e.activity and q.b = p.activity)
  group by e.case_id, e.k, e.activity
)
select activity, cast(count(*) as integer) as instances,
       quantile_disc(time, 0.5) as median_time, quantile_disc(office, 0.5) as median_office,
       cast(sum(time) as bigint) as time, cast(sum(office) as bigint) as office
from step
group by activity
order by activity
