-- needs: event, session_day
-- How many cases each session took, by the day on which it opened; days are counted from 1970. A session takes what is completed on
-- its days; the days between two sessions are no part of either.
with opened as (select distinct activity, {opens_day} as opened from session_day where opens is not null),
held as (
  select d.activity, d.day, max(o.opened) as opened
  from session_day d join opened o on o.activity = d.activity and o.opened <= d.day
  where d.held group by d.activity, d.day
)
select h.activity, h.opened, count(distinct e.case_id) as cases
from event e join held h on h.activity = e.activity and h.day = {day}
where e.office is not null
group by h.activity, h.opened
order by h.activity, h.opened
