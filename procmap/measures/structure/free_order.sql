-- For a pair in free order: the closed cases with both activities, those in which the two stand side by side, those with one
-- only, and how often the same person did both (only cases in which they stand side by side and both name a person).
with mine as (
  select e.case_id, e.k, e.activity, e.resource, c.part,
         lag(e.activity) over w as before, lag(e.k) over w as before_k, lag(e.resource) over w as before_resource
  from event e join case_ c using (case_id)
  where c.closed and e.activity in ({a}, {b})
  window w as (partition by e.case_id order by e.k)
),
per_case as (
  select case_id, any_value(part) as part, count(distinct activity) = 2 as has_both,
         coalesce(bool_or(before <> activity and before_k = k - 1), false) as adjacent,
         bool_or(before <> activity and before_k = k - 1 and resource = before_resource) as same_person
  from mine group by case_id
)
select count(*) filter (where has_both), count(*) filter (where has_both and part = 1), count(*) filter (where has_both and part = 2),
       count(*) filter (where adjacent), count(*) filter (where adjacent and part = 1), count(*) filter (where adjacent and part = 2),
       count(*) filter (where not has_both), count(*) filter (where same_person),
       min(case_id, 5) filter (where adjacent)
from per_case
