-- Per activity: instances, cases, how often it opens or ends a case, its mean relative position (0 first, 1 last),
-- and the role that does it most often; closed cases also by part. Counted by case first: one pass instead of several distinct counts.
with role_count as (
  select activity, role, count(*) as times from event where role is not null group by activity, role
),
main_role as (
  select activity, role from (
    select activity, role, row_number() over (partition by activity order by times desc, role) as rank from role_count)
  where rank = 1
),
per_case as (
  select activity, case_id, count(*) as times, sum(k - 1) as ranks,
         count(*) filter (where k = 1) as opens, count(*) filter (where next_activity is null) as ends
  from event group by activity, case_id
)
select p.activity,
       cast(sum(p.times) as integer) as instances,
       cast(count(*) as integer) as cases,
       cast(sum(p.opens) as integer) as opens,
       cast(sum(p.ends) as integer) as ends,
       cast(coalesce(sum(p.times) filter (where c.closed), 0) as integer) as closed_instances,
       cast(count(*) filter (where c.closed) as integer) as closed_cases,
       cast(count(*) filter (where c.closed and c.part = 1) as integer) as closed_cases_1,
       cast(count(*) filter (where c.closed and c.part = 2) as integer) as closed_cases_2,
       cast(sum(p.ranks * 1000000 // greatest(c.events - 1, 1)) as bigint) / 1e6 / cast(sum(p.times) as bigint) as position,
       any_value(m.role) as role
from per_case p join case_ c using (case_id) left join main_role m on m.activity = p.activity
group by p.activity
order by p.activity
