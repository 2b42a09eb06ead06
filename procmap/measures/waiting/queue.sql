-- One row per instance with a person and a known enabling: how long it stood behind its person's other files at most (`queued`), and
-- the longest time that it can have taken itself (`service`: from the recorded start, else from the later of its enabling and the
-- last completion of its person before). Office time, microseconds.
select case_id, k, activity, nullif(role, -1) as role, resource, ends as office, enabled,
       greatest(coalesce(before - enabled, 0), 0) as queued,
       ends - greatest(enabled, coalesce(before, enabled), case when begins < ends then begins else enabled end) as service
from work where enabled is not null
