-- By activity and role, over the closed cases: the waits, what of them nothing explains ({unexplained}: see waiting.sql), its median
-- over the instances, and beside them the cycle time of all closed cases. Office time, microseconds.
select activity, nullif(waiting.role, -1) as role, count(*), cast(sum(wait) as bigint), cast(sum({unexplained}) as bigint),
       quantile_disc({unexplained}, 0.5),
       (select cast(sum(office_finish - office_arrival) as bigint) from case_ where closed),
       arg_max(case_id, ({unexplained}, -case_id), 5)
from waiting join case_ c using (case_id)
where c.closed
group by activity, waiting.role
order by activity, waiting.role
