-- Instances of closed cases with a person, and whether they were passed over: their person took up (without start times: completed) a
-- file of the same activity that was ready later before them.
select w.activity, w.role, w.resource, w.case_id, w.passed, w.enabled, w.wait, w.worked, w.later, c.part
from waiting w join case_ c using (case_id)
where c.closed
