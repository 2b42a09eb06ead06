-- Per activity: its instances; those with an event before them, and of these those within a second of it; those that last (a known
-- start before the end); those before 6 a.m. or after 9 p.m.; those of the most frequent minute of the day; those that share their
-- minute with another case of the activity; by whom. Every {every}th case is looked at.
with mine as (
  select activity, case_id, time, prev_time, start, resource, role, time // 60000000 as minute
  from event where office is not null and case_id % {every} = 0
),
minute_of_day as (
  select activity, max(times) as most from (select activity, minute % 1440, count(*) as times from mine group by all) group by activity
),
burst as (
  select activity, cast(sum(case when cases > 1 then times else 0 end) as bigint) as together
  from (select activity, minute, count(*) as times, count(distinct case_id) as cases from mine group by activity, minute)
  group by activity
)
select m.activity,
       count(*) as instances,
       count(prev_time) as after_something,
       count(*) filter (where time - prev_time <= 1000000) as at_once,
       count(*) filter (where start < time) as lasting,
       count(*) filter (where time // 3600000000 % 24 not between 6 and 20) as by_night,
       any_value(d.most) as usual_minute,
       any_value(b.together) as together,
       count(resource) as by_somebody,
       count(distinct resource) as accounts,
       count(role) as in_a_role,
       count(*) filter (where time % 60000000 <> 0) as with_seconds
from mine m join minute_of_day d on d.activity = m.activity join burst b on b.activity = m.activity
group by m.activity
order by m.activity
