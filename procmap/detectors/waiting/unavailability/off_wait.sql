-- By activity, role and week of arrival, over the closed cases: the wait, and what of it its person was off duty for.
select activity, nullif(w.role, -1) as role, week, part, count(*), count(*) filter (where unavailability > 0),
       cast(sum(wait) as bigint), cast(sum(unavailability) as bigint)
from waiting w join case_ c using (case_id)
where c.closed
group by all
order by all
