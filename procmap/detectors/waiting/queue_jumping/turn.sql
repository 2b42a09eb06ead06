-- Instances of closed cases with a person, and whether they were passed over: their person took up (without start times: completed) a
-- file of the same activity that was ready later before them. Same moments are simultaneous: of those taken up at one moment the ones
-- before in this order were ready no later, and pass nobody over.
with ordered as (
  select activity, role, resource, case_id, enabled, wait, worked, later, enabled_time,
         max(enabled_time) over (partition by resource, activity order by begins_time, enabled_time
                                 rows between unbounded preceding and 1 preceding) as latest
  from waiting
)
select o.activity, o.role, o.resource, o.case_id, coalesce(o.latest > o.enabled_time, false) as passed, o.enabled, o.wait, o.worked,
       o.later, c.part
from ordered o join case_ c using (case_id)
where c.closed
