-- For each activity of {codes} and each activity that precedes it in the case: how often the latest instance of the latter
-- precedes it, and how often by a whole number of days, two at least, to ten minutes. Every {every}th case.
with mine as (
  select case_id, activity, k, time from event where activity in ({codes}) and office is not null and case_id % {every} = 0
),
latest as (
  select m.activity, m.case_id, m.k, m.time, b.activity as since, max(b.time) as since_time
  from mine m join event b on b.case_id = m.case_id and b.k < m.k and b.office is not null and b.activity <> m.activity
  group by m.activity, m.case_id, m.k, m.time, b.activity
)
select activity, since, count(*) as times,
       count(*) filter (where time - since_time >= 172200000000
                          and (time - since_time + 600000000) % 86400000000 <= 1200000000) as whole_days
from latest
group by activity, since
order by activity, since
