-- How cases go back and forth between roles while one and the same thing ({what}; {before} of the event before) is done: its instances
-- that follow one another directly, the roles one after the other (each once), and a role that comes again right after another one.
-- Events without a role are passed over, and the activities {left_out} are left out. Counted on closed cases.
-- A case that comes back was handed on twice: only such cases are gone through.
with handed as (
  select {what} as what, case_id from event
  where role <> prev_role and {what} = {before} and activity not in ({left_out})
  group by what, case_id having count(*) >= 2
),
mine as (select {what} as what, case_id, k, role from event where role is not null),
run as (
  select what, case_id, k, role, k - row_number() over (partition by what, case_id order by k) as run
  from mine semi join handed using (what, case_id)
),
visit as (
  select what, case_id, k, run, role from run
  qualify role is distinct from lag(role) over (partition by what, case_id, run order by k)
),
back as (
  select what, case_id, role, lag(role) over w as before_role, role = lag(role, 2) over w as returned
  from visit window w as (partition by what, case_id, run order by k)
),
per_case as (select what, case_id, count(*) as times from back where returned group by what, case_id),
counted as (
  select what, count(*) as cases, count(*) filter (where part = 1) as cases_1, count(*) filter (where part = 2) as cases_2,
         cast(sum(times) as bigint) as times, min(case_id, 5) as examples
  from per_case join case_ using (case_id) where closed group by what
),
whole as (
  select what, count(*) as of, count(*) filter (where part = 1) as of_1, count(*) filter (where part = 2) as of_2
  from (select distinct {what} as what, case_id from event where role is not null) join case_ using (case_id)
  where closed and what in (select what from counted) group by what
),
part_taken as (
  select what, role, count(*) as times from (
    select what, role from back where returned union all select what, before_role from back where returned) group by what, role
),
named as (select what, list(role order by times desc, role)[1:{most}] as roles from part_taken group by what)
select what, cases, cases_1, cases_2, of, of_1, of_2, times, examples, roles
from counted join whole using (what) join named using (what)
