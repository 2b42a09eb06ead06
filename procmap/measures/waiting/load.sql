-- Per role and person: instances, first enabling, last completion, the most that the files can have taken of the person's time, and
-- the time from enabling to completion of all of them. A service time beyond four times 1.4826 median absolute deviations above the
-- median of its activity and role holds something else than service and is cut there. Microseconds.
with usual as (
  select activity, role, quantile_disc(service, 0.5) as middle from queue where role is not null group by activity, role
),
most as (
  select activity, role, middle + 59304 * quantile_disc(abs(service - middle), 0.5) // 10000 as service
  from queue join usual using (activity, role) group by activity, role, middle
)
select q.role, q.resource, count(*), min(q.enabled), max(q.office), cast(sum(least(q.service, m.service)) as bigint),
       cast(sum(q.office - q.enabled) as bigint)
from queue q join most m on m.activity = q.activity and m.role = q.role
group by q.role, q.resource order by q.role, q.resource
