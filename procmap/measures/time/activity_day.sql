-- How many instances of each activity complete on each day, and how many become ready (the event before them completes).
-- Days are counted from 1970; implausible dates are left out.
with done as (
  select activity, {day} as day, count(*) as times from event where office is not null group by activity, day
),
ready as (
  select activity, {prev_day} as day, count(*) as times
  from event where office is not null and prev_office is not null group by activity, day
)
select coalesce(d.activity, r.activity) as activity, cast(coalesce(d.day, r.day) as integer) as day,
       cast(coalesce(d.times, 0) as integer) as done, cast(coalesce(r.times, 0) as integer) as ready
from done d full join ready r on r.activity = d.activity and r.day = d.day
order by activity, day
