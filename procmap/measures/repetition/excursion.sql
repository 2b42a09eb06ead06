-- Returns: an activity is done again after others came between. One row per return: from_k is the last time before, to_k the
-- time again, source the activity right before the return. Self-loops (directly again) have to_k = from_k + 1.
-- `fresh` is false where the same two activities had already followed one another at the last time: then the return is only
-- a part of a stretch that is replayed. `steps` are the activities from one time to the other, where those done several times
-- in a row count once. What nobody repeats because the file came back is left out.
-- Only what a case does several times can return, be part of a replayed stretch or come twice in a row: nothing else is sorted.
with several as (
  select case_id, activity from event group by case_id, activity having count(*) > 1
),
counted as (
  select case_id, k, activity, prev_activity,
         lag(k) over (partition by case_id, activity order by k) as from_k,
         lag(in_a_row) over (partition by case_id, activity order by k) as from_in_a_row, in_a_row
  from (select e.case_id, e.k, e.activity, e.prev_activity,
               sum(case when e.prev_activity = e.activity then 1 else 0 end) over (partition by e.case_id order by e.k) as in_a_row
        from event e join several s on s.case_id = e.case_id and s.activity = e.activity)
)
select r.case_id, r.activity, r.from_k, r.k as to_k, r.prev_activity as source,
       p.from_k is null or p.from_k <> r.from_k - 1 as fresh,
       cast(r.k - r.from_k - (r.in_a_row - r.from_in_a_row) as integer) as steps
from counted r
left join counted p on p.case_id = r.case_id and p.k = r.k - 1
where r.from_k is not null and r.activity not in ({unwilled})
