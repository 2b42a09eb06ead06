-- What came of each instance of a check: refused or not, told by the path. An instance is refused when what comes next
-- (up to three activities concurrent with the check passed over) is a refusal, a return or a request, exists only for a loop, was already
-- done before the check, or when the case breaks off there although the check does not end cases.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair),
following as (
  select e.case_id, e.k, e.activity, e.next_activity, e.k + 1 as next_k
  from event e left join partner p on p.a = e.activity and p.b = e.next_activity
  where e.activity in (select activity from path_check) and p.a is null
  union all
  select w.case_id, w.k, w.activity,
         arg_min(n.activity, n.k) filter (where p.a is null) as next_activity,
         min(n.k) filter (where p.a is null) as next_k
  from (
    select e.case_id, e.k, e.activity, e.k + unnest([1, 2, 3, 4]) as later
    from event e join partner p on p.a = e.activity and p.b = e.next_activity
    where e.activity in (select activity from path_check)
  ) w
  left join event n on n.case_id = w.case_id and n.k = w.later
  left join partner p on p.a = w.activity and p.b = n.activity
  group by w.case_id, w.k, w.activity
),
again as (select case_id, to_k, from_k, activity from excursion where fresh)
select f.case_id, f.k, f.activity,
       coalesce(f.next_activity in (select activity from negative_activity), false)
       or (f.next_activity is null and f.activity not in (select activity from end_activity))
       or (a.from_k is not null and a.activity <> f.activity) as refused
from following f
left join again a on a.case_id = f.case_id and a.to_k = f.next_k and a.from_k < f.k
