-- The resources that work as no person does: at least 100 events, and more than half of them at a moment that they share with an
-- event of another case of theirs, or events on all days of the week and in at least 20 hours of the day. Of a large log one
-- day in {every} is looked at.
with moment as (
  select resource, time, count(*) as events, count(distinct case_id) as cases
  from event where resource is not null and office is not null
    and time // 86400000000 % {every} = 0
  group by resource, time
)
select resource
from moment
group by resource
having sum(events) >= 100
   and (sum(events) filter (where cases > 1) > 0.5 * sum(events)
        or (count(distinct time // 86400000000 % 7) = 7 and count(distinct time // 3600000000 % 24) >= 20))
order by resource
