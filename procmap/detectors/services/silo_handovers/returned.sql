-- Per role and activity: closed cases in which the case came back to the role for the activity, in which the role had kept it
-- before; by part. `at_once`: kept instances saved together with the event before. Roles that it came back from, most often first.
with source as (
  select role, activity, prev_role, count(*) as times from continuation where returned group by role, activity, prev_role
),
sources as (
  select role, activity, list(prev_role order by times desc, prev_role) as found
  from source s
  where times * 10 >= (select sum(times) from source t where t.role = s.role and t.activity = s.activity)
  group by role, activity
)
select n.role, n.activity, any_value(s.found),
       count(*) filter (where returned), count(*) filter (where returned and part = 1),
       count(*) filter (where returned and part = 2), count(*) filter (where not returned),
       count(*) filter (where not returned and at_once), min(case_id, 5) filter (where returned)
from continuation n join sources s on s.role = n.role and s.activity = n.activity
group by n.role, n.activity
order by n.role, n.activity
