-- Of the closed cases that {first} passed and that later have {second} or {reached} (what comes after {second}): those with {second}. By part.
with mine as (
  select case_id, min(k) as k, any_value(part) as part from passage where activity = {first}
  group by case_id having not bool_or(refused)
),
later as (
  select m.case_id, m.part, bool_or(l.activity = {second}) as followed
  from mine m join last_instance l on l.case_id = m.case_id and l.k > m.k
  where l.activity in ({reached}, {second})
  group by m.case_id, m.part
)
select count(*) filter (where followed and part = 1), count(*) filter (where followed and part = 2),
       count(*) filter (where part = 1), count(*) filter (where part = 2)
from later
