-- Each case whose deadline has passed when the log ends, so that it is known for all of them whether it was met; cases that begin
-- after their deadline are told apart (begun_late). A case is settled by its last event of {settling}, else, once it is
-- closed, by {otherwise} (l: its last event but {passed_over}; null: it is left out); an open case that nothing settled is late.
-- begins, due and settled are wall times, those with _office office times, microseconds; implausible dates are left out. An open
-- case is of the part in which it came in.
with deciding as (
  select case_id, max(k) as k from event where activity in ({settling}) and office is not null group by case_id
),
last as (
  select case_id, max(k) as k from event where activity not in ({passed_over}) and office is not null group by case_id
),
dated as (
  select c.case_id, c.closed,
         coalesce(c.part, case when c.arrival < (select min(arrival) from case_ where part = 2) then 1 else 2 end) as part,
         c.arrival as begins, c.office_arrival as begins_office, {due} as due,
         coalesce(d.k, case when c.closed then {otherwise} end) as k
  from case_ c left join deciding d using (case_id) left join last l using (case_id)
  where c.arrival is not null
),
placed as (
  select d.*, {due_office} as due_office, e.activity, e.time as settled, e.office as settled_office
  from dated d
  left join office_day on office_day.day = d.due // 86400000000
  left join event e on e.case_id = d.case_id and e.k = d.k
)
select *, {late} as late, {begun_late} as begun_late
from placed
where {passed} and (k is not null or not closed)
