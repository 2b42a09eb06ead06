-- Where files go on from activity {activity}: for each of its direct successors that at least {least} of the passed cases take, the
-- closed cases that reach it at any later time, and those that do or are not refused later either. By part.
with mine as (
  select case_id, max(k) as k, any_value(part) as part from passage where activity = {activity}
  group by case_id having not bool_or(refused)
),
direct as (
  select next_activity as successor from passage
  where activity = {activity} and not refused and next_activity is not null
  group by next_activity having count(*) >= {least} * (select count(*) from mine)
),
later as (
  select m.case_id, m.part, d.successor, coalesce(s.k > m.k, false) as reached, coalesce(n.k > m.k, false) as refused_later
  from mine m join case_ c on c.case_id = m.case_id and c.events > m.k cross join direct d
  left join last_instance s on s.case_id = m.case_id and s.activity = d.successor
  left join last_negative n on n.case_id = m.case_id
)
select successor,
       count(*) filter (where reached and part = 1), count(*) filter (where reached and part = 2),
       count(*) filter (where (reached or not refused_later) and part = 1),
       count(*) filter (where (reached or not refused_later) and part = 2)
from later group by successor
order by count(*) filter (where reached) desc, successor
limit 1
