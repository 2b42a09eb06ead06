-- Per activity: instances that are moments (no start of their own) inside an open piece of work of another activity in the same
-- case, begun and completed by the same person (or nobody knows by whom). Every {every}th case is looked at.
with item as (
  select case_id, activity, resource, start, time from event
  where start < time and office is not null and case_id % {every} = 0
)
select e.activity, cast(count(distinct cast(e.case_id as bigint) * 1000000 + e.k) as integer) as inside
from event e
join item i on i.case_id = e.case_id and i.activity <> e.activity and i.start < e.time and e.time < i.time
where coalesce(e.start = e.time, true) and (e.resource is null or i.resource is null or e.resource = i.resource)
  and e.office is not null and e.case_id % {every} = 0
group by e.activity
order by e.activity
