-- Per activity: instances, cases, how often it opens or ends a case, its mean relative position (0 first, 1 last),
-- and the role that does it most often.
with role_count as (
  select activity, role, count(*) as times from event where role is not null group by activity, role
),
main_role as (
  select activity, arg_min(role, rank) as role, max(times) as role_times
  from (select *, row_number() over (partition by activity order by times desc, role) as rank from role_count)
  where rank = 1 group by activity
)
select e.activity,
       cast(count(*) as integer) as instances,
       cast(count(distinct e.case_id) as integer) as cases,
       cast(count(*) filter (where e.k = 1) as integer) as opens,
       cast(count(*) filter (where e.next_activity is null) as integer) as ends,
       cast(count(*) filter (where c.closed) as integer) as closed_instances,
       cast(count(distinct case when c.closed then e.case_id end) as integer) as closed_cases,
       cast(sum((e.k - 1) * 1000000 // greatest(c.events - 1, 1)) as bigint) / 1e6 / count(*) as position,
       any_value(m.role) as role
from event e join case_ c using (case_id) left join main_role m on m.activity = e.activity
group by e.activity
order by e.activity
