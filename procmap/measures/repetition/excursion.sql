-- Returns: an activity is done again after others came between. One row per return: from_k is the last time before, to_k the
-- time again, source the activity right before the return. Self-loops (directly again) have to_k = from_k + 1.
-- `fresh` is false where the same two activities had already followed one another at the last time: then the return is only
-- a part of a stretch that is replayed. `steps` are the activities from one time to the other, where those done several times
-- in a row count once. What nobody repeats because the file came back is left out.
with counted as (
  select case_id, k, activity, prev_activity,
         lag(k) over (partition by case_id, activity order by k) as from_k,
         lag(stretch) over (partition by case_id, activity order by k) as from_stretch, stretch
  from (select case_id, k, activity, prev_activity,
               sum(case when prev_activity is distinct from activity then 1 else 0 end) over (partition by case_id order by k) as stretch
        from event)
)
select r.case_id, r.activity, r.from_k, r.k as to_k, r.prev_activity as source,
       p.from_k is null or p.from_k <> r.from_k - 1 as fresh, cast(r.stretch - r.from_stretch as integer) as steps
from counted r
join counted p on p.case_id = r.case_id and p.k = r.k - 1
where r.from_k is not null and r.activity not in ({unwilled})
