-- The days on which one step ({first}) and another ({then}) take place in each case that has the other: first and last day of
-- each; lifted: the first day of {unless}, which lifts a delay. Days, since times of day are those of recording. Left out are
-- cases with an implausible date of either step, and those whose beginning the log does not hold: their first row is one that
-- opens fewer than {opening} of the cases.
with opened as (select case_id, activity from {event} where k = 1),
opening as (
  select activity from opened group by activity having count(*) >= {opening} * (select count(*) from opened)
),
dated as (
  select case_id, activity, {day} as day, office is null as stray from {event} where activity in ({first}, {then}, {unless})
),
placed as (
  select case_id,
         min(day) filter (where activity in ({first})) as first_begun, max(day) filter (where activity in ({first})) as first_ended,
         min(day) filter (where activity in ({then})) as then_begun, max(day) filter (where activity in ({then})) as then_ended,
         min(day) filter (where activity in ({unless})) as lifted
  from dated group by case_id having not bool_or(stray)
)
select p.*, c.closed, c.part
from placed p join case_ c using (case_id) join opened o using (case_id)
where then_begun is not null and o.activity in (select activity from opening)
