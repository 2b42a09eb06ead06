-- The parts of the waits before each activity of each role, summed over the instances; office time, microseconds.
-- Bounds: kind 0 has its start, and nothing is in doubt. Of the others 2 stood behind earlier work only, 3 was overtaken: it was put
-- back or not ready, so its contention may be none. What is left of 1 to 3 is service or unexplained, and the service of an activity
-- is at least that of its fastest tenth among those that stood behind earlier work.
with service as (
  select activity, role, case when count(*) >= 50 then quantile_disc(extraneous, 0.1) else 0 end as least
  from waiting where kind = 2 group by activity, role
)
select w.activity, nullif(w.role, -1), count(*),
       cast(sum(wait) as bigint), cast(sum(batching) as bigint), cast(sum(contention) as bigint), cast(sum(prioritisation) as bigint),
       cast(sum(unavailability) as bigint), cast(sum(extraneous) as bigint),
       cast(coalesce(sum(contention) filter (where kind <> 3), 0) as bigint), cast(sum(contention) as bigint),
       cast(sum(case when kind = 0 then extraneous else prioritisation end) as bigint),
       cast(sum(case when kind = 0 then extraneous
                     else greatest(0, extraneous - coalesce(s.least, 0)) + case when kind = 3 then contention + prioritisation else 0 end
                end) as bigint)
from waiting w left join service s on s.activity = w.activity and s.role = w.role
group by w.activity, w.role
order by w.activity, w.role
