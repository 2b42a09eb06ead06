-- For each instance whose next activity is concurrent with its own: the next one that is not (up to three concurrent ones are
-- passed over), and its place; NULL where there is none. Every other instance is followed by its next activity.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair)
select w.case_id, w.k,
       arg_min(n.activity, n.k) filter (where p.a is null) as activity,
       min(n.k) filter (where p.a is null) as activity_k
from (
  select e.case_id, e.k, e.activity, e.k + unnest([2, 3, 4]) as later
  from event e join partner p on p.a = e.activity and p.b = e.next_activity
) w
left join event n on n.case_id = w.case_id and n.k = w.later
left join partner p on p.a = w.activity and p.b = n.activity
group by w.case_id, w.k
