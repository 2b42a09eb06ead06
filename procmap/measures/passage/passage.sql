-- Each instance of every activity on closed cases: the next activity that is not concurrent with it (see following.sql), and
-- whether the file was refused or sent back there: what comes next refuses, exists only for a loop, was already done before, or
-- the case breaks off although the activity does not end cases. `between`: done by another role than the events before and
-- after; NULL where one of the three is not known.
with step as (
  select e.case_id, e.k, e.activity, c.part, e.role <> e.prev_role and e.role <> e.next_role as between,
         e.office - e.prev_office as wait,
         case when f.k is null then e.next_activity else f.activity end as next_activity,
         case when f.k is null then e.k + 1 else f.activity_k end as next_k
  from event e
  join case_ c on c.case_id = e.case_id and c.closed
  left join following f on f.case_id = e.case_id and f.k = e.k
),
again as (select case_id, to_k, from_k, activity from excursion where fresh)
select s.case_id, s.k, s.activity, s.part, s.next_activity,
       coalesce(s.next_activity in (select activity from negative_activity), false)
       or (s.next_activity is null and s.activity not in (select activity from end_activity))
       or (a.from_k is not null and a.activity <> s.activity) as refused,
       s.between, s.wait
from step s
left join again a on a.case_id = s.case_id and a.to_k = s.next_k and a.from_k < s.k
