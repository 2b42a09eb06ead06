-- Per {line}: instances, the office time from the first enabling to the last completion, and the most that its files can have taken
-- of its people's time. A service time beyond four times 1.4826 median absolute deviations above the median of its activity
-- holds something else than service and is cut there. Microseconds.
with usual as (
  select activity, role, quantile_disc(service, 0.5) as middle from queue where role is not null group by activity, role
),
most as (
  select activity, role, middle + 59304 * quantile_disc(abs(service - middle), 0.5) // 10000 as service
  from queue join usual using (activity, role) group by activity, role, middle
)
select q.{line}, count(*), max(q.office) - min(q.enabled), cast(sum(least(q.service, m.service)) as bigint)
from queue q join most m on m.activity = q.activity and m.role = q.role
group by q.{line} order by q.{line}
