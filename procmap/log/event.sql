-- Every activity instance in the order of its case, with its neighbours.
-- The order is (time, pos): two events may share a moment, and the source's order is then the truth.
-- A column without any value is made last: carried through the sort it would cost as much as a full one.
-- office is NULL where the date is implausible: such an event keeps its place and has no duration. An implausible start is NULL.
with coded as (
  select c.case_id, s.pos, a.activity, r.role, p.resource, s.time,
         case when s.start between {first_start} and {last} then s.start end as start, s.amount, s.outcome_name, s.channel_name, {source_deadline} as deadline,
         {source_delegated} as delegated,
         case when s.time between {first} and {last} then {office_time} end as office,
         case when s.time between {first} and {last} and s.start between {first_start} and {last} then {started} end as office_start
  from source_event s
  join case_code c on c.case_name = s.case_name
  join activity_ a on a.activity_name = s.activity_name
  left join role_ r on r.role_name = s.role_name
  left join resource_ p on p.resource_name = s.resource_name
  left join office_day on office_day.day = {day}
  {start_join}
)
select case_id,
       cast(row_number() over w as integer) as k,
       pos, activity, role, resource, time, {start} as start, {amount} as amount, {outcome_name} as outcome_name,
       {channel_name} as channel_name, {deadline} as deadline, {delegated} as delegated, office, {office_start} as office_start,
       lag(activity) over w as prev_activity,
       lag(role) over w as prev_role,
       lag(time) over w as prev_time,
       lag(office) over w as prev_office,
       lead(activity) over w as next_activity,
       lead(role) over w as next_role
from coded
window w as (partition by case_id order by time, pos)
order by case_id, k
