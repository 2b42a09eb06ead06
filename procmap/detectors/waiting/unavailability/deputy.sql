-- By activity, role and person who was off duty while a file waited: how long, and of their weekly hours off duty, how many there
-- are in all and in how many somebody of the role who does the activity (at least {least} times) is on duty.
with doer as (
  select activity, role, resource, count(*) as times, cast(sum(unavailability) as bigint) as away
  from waiting group by activity, role, resource
),
slot as (
  select d.activity, d.role, d.resource, d.away, o.weekday, o.opens, o.closes
  from doer d join off_slot o on o.resource = d.resource where d.away > 0
),
pool as (select activity, role, count(*) as people from doer where times >= {least} group by activity, role),
busy as (
  select s.activity, s.role, s.resource, s.weekday, s.opens, count(distinct q.resource) as away_too
  from slot s join doer q on q.activity = s.activity and q.role = s.role and q.times >= {least}
  join off_slot o on o.resource = q.resource and o.weekday = s.weekday and o.opens < s.closes and o.closes > s.opens
  group by all
)
select s.activity, nullif(s.role, -1) as role, any_value(s.away), cast(sum(s.closes - s.opens) as bigint),
       cast(coalesce(sum(s.closes - s.opens) filter (where coalesce(p.people, 0) > coalesce(b.away_too, 0)), 0) as bigint)
from slot s left join pool p on p.activity = s.activity and p.role = s.role
left join busy b on b.activity = s.activity and b.role = s.role and b.resource = s.resource and b.weekday = s.weekday and b.opens = s.opens
group by s.activity, s.role, s.resource
order by s.activity, s.role, s.resource
