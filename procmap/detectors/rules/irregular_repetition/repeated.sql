-- Each case with a step that may be taken once only ({step}): whether one label of it stands on two days with other steps of the
-- case between them (again; written twice on one day, or one row after the other, it was taken once), and the days from the first
-- to the last. several: the case holds more than one of what the step is about ({objects}, on two days), so that each may have
-- had its own. Cases with an implausible date of the step are left out.
with labelled as (
  select case_id, activity, min({day}) as begun, max({day}) as ended,
         max(k) - min(k) > count(*) - 1 as parted, bool_or(office is null) as stray
  from {event} where activity in ({step}) group by case_id, activity
),
taken as (
  select case_id, bool_or(ended > begun and parted) as again, max(ended) - min(begun) as days
  from labelled group by case_id having not bool_or(stray)
),
several as (
  select distinct case_id from (
    select case_id, activity from {event} where activity in ({objects}) group by case_id, activity
    having count(distinct {day}) > 1)
)
select t.*, c.closed, c.part, s.case_id is not null as several
from taken t join case_ c using (case_id) left join several s using (case_id)
