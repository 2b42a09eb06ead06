-- Each passage through a loop: the check (what comes right before the first activity that exists only for the loop), that
-- activity, and the activity that is resumed right after the last such activity, or where the check itself is done again, after
-- others. Without such activities: source and activity.
with own as (
  select x.case_id, x.activity as anchor, x.from_k, x.to_k, min(e.k) as first_k, max(e.k) as last_k
  from excursion x
  join event e on e.case_id = x.case_id and e.k > x.from_k and e.k < x.to_k
  join loop_only o on o.anchor = x.activity and o.inside = e.activity
  where x.to_k - x.from_k >= 2 and x.steps <= {longest}
  group by x.case_id, x.activity, x.from_k, x.to_k
),
with_own as (
  select o.case_id, b.activity as check_activity, f.activity as first_return, o.anchor as resume, o.from_k, o.to_k
  from own o
  join event b on b.case_id = o.case_id and b.k = o.first_k - 1
  join event f on f.case_id = o.case_id and f.k = o.first_k
  where (o.last_k = o.to_k - 1 or b.activity = o.anchor)
    and not exists (select 1 from loop_only l where l.inside = o.anchor and l.anchor = b.activity)
),
without_own as (
  select x.case_id, x.source as check_activity, cast(null as integer) as first_return, x.activity as resume, x.from_k, x.to_k
  from excursion x
  left join own o on o.case_id = x.case_id and o.anchor = x.activity and o.to_k = x.to_k
  where x.fresh and o.case_id is null and x.steps <= {longest}
    and not exists (select 1 from loop_only l where l.inside = x.activity)
)
select * from with_own union all select * from without_own
