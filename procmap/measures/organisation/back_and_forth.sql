-- How a case goes back and forth between roles while one and the same thing is done: instances of {activities} that follow one another
-- directly, the roles one after the other (each once), and a role that comes again right after another one. Events without a role are
-- passed over. Closed cases.
with run as (
  select e.case_id, e.k, e.role, e.k - row_number() over (partition by e.case_id order by e.k) as run
  from event e where e.activity in ({activities}) and e.role is not null
),
visit as (
  select case_id, k, run, role from run
  qualify role is distinct from lag(role) over (partition by case_id, run order by k)
),
back as (
  select case_id, role = lag(role, 2) over (partition by case_id, run order by k) as returned, role,
         lag(role) over (partition by case_id, run order by k) as before_role
  from visit
),
per_case as (select case_id, count(*) filter (where returned) as times from back group by case_id)
select count(*) filter (where times > 0), count(*) filter (where times > 0 and part = 1), count(*) filter (where times > 0 and part = 2),
       count(*), count(*) filter (where part = 1), count(*) filter (where part = 2),
       cast(coalesce(sum(times), 0) as bigint), list_sort(list(case_id) filter (where times > 0))[1:5],
       (select list(role order by times desc, role)[1:{most}] from (
          select role, count(*) as times from (
            select role from back where returned union all select before_role from back where returned) group by role))
from per_case join case_ using (case_id) where closed
