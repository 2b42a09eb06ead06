-- Every instance of closed cases with the time before at which its activity was done in the case, where there is one: its place, the
-- time since and the role then. Every {every}th case.
select e.case_id, e.activity, e.k, e.role, e.time,
       lag(e.k) over w as from_k, e.time - lag(e.time) over w as took, lag(e.role) over w as from_role
from event e join case_ c using (case_id)
where c.closed and e.office is not null and e.case_id % {every} = 0
window w as (partition by e.case_id, e.activity order by e.k)
