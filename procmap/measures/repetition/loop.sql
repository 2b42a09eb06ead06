-- Loops over the closed cases: cases, cases of each part, passages, five examples.
with per_case as (
  select p.check_activity, p.first_return, p.resume, p.case_id, any_value(c.part) as part, count(*) as times
  from loop_passage p join case_ c using (case_id)
  where c.closed
  group by p.check_activity, p.first_return, p.resume, p.case_id
)
select check_activity, first_return, resume,
       cast(count(*) as integer) as cases,
       cast(count(*) filter (where part = 1) as integer) as first_part,
       cast(count(*) filter (where part = 2) as integer) as second_part,
       cast(sum(times) as bigint) as times,
       min(case_id, 5) as examples
from per_case
group by check_activity, first_return, resume
order by cases desc, check_activity, first_return, resume
