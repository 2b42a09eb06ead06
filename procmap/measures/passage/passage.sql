-- Each instance of every activity on closed cases: the next activity that is not concurrent with it (up to three concurrent ones
-- passed over), and whether the file was refused or sent back there: what comes next refuses, exists only for a loop, was already done
-- before, or the case breaks off although the activity does not end cases. `between`: done by another role than the events
-- before and after; NULL where one of the three is not known.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair),
following as (
  select e.case_id, e.k, e.next_activity, e.k + 1 as next_k
  from event e left join partner p on p.a = e.activity and p.b = e.next_activity where p.a is null
  union all
  select w.case_id, w.k,
         arg_min(n.activity, n.k) filter (where p.a is null) as next_activity,
         min(n.k) filter (where p.a is null) as next_k
  from (
    select e.case_id, e.k, e.activity, e.k + unnest([1, 2, 3, 4]) as later
    from event e join partner p on p.a = e.activity and p.b = e.next_activity
  ) w
  left join event n on n.case_id = w.case_id and n.k = w.later
  left join partner p on p.a = w.activity and p.b = n.activity
  group by w.case_id, w.k
),
again as (select case_id, to_k, from_k, activity from excursion where fresh)
select e.case_id, e.k, e.activity, c.part, f.next_activity,
       coalesce(f.next_activity in (select activity from negative_activity), false)
       or (f.next_activity is null and e.activity not in (select activity from end_activity))
       or (a.from_k is not null and a.activity <> e.activity) as refused,
       e.role <> e.prev_role and e.role <> e.next_role as between,
       e.office - e.prev_office as wait
from event e
join case_ c on c.case_id = e.case_id and c.closed
join following f on f.case_id = e.case_id and f.k = e.k
left join again a on a.case_id = e.case_id and a.to_k = f.next_k and a.from_k < e.k
