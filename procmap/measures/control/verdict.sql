-- What came of each instance of a check: refused or not, told by the path. An instance is refused when what comes next
-- (activities concurrent with the check passed over: see following.sql) is a refusal, a return or a request, exists only for a
-- loop, was already done before the check, or when the case breaks off there although the check does not end cases.
with step as (
  select e.case_id, e.k, e.activity,
         case when f.k is null then e.next_activity else f.activity end as next_activity,
         case when f.k is null then e.k + 1 else f.activity_k end as next_k
  from event e left join following f on f.case_id = e.case_id and f.k = e.k
  where e.activity in (select activity from path_check)
),
again as (select case_id, to_k, from_k, activity from excursion where fresh)
select s.case_id, s.k, s.activity,
       coalesce(s.next_activity in (select activity from negative_activity), false)
       or (s.next_activity is null and s.activity not in (select activity from end_activity))
       or (a.from_k is not null and a.activity <> s.activity) as refused
from step s
left join again a on a.case_id = s.case_id and a.to_k = s.next_k and a.from_k < s.k
