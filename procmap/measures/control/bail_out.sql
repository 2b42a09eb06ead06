-- Ends that break a procedure off: activities that end cases from at least two places, rarer than the main end, whose cases
-- lack a step that nearly all cases of the main end have. A refusal shows so whatever it is called.
with last_activity as (
  select e.case_id, e.activity as final from event e join case_ c using (case_id)
  where e.next_activity is null and c.closed and e.activity in (select activity from end_activity)
),
ending as (select final, count(*) as cases from last_activity group by final),
main as (select arg_min(final, rank) as final from (
  select final, row_number() over (order by cases desc, final) as rank from ending)),
presence as (
  select l.final, e.activity, count(distinct e.case_id) as cases
  from event e join last_activity l using (case_id) group by l.final, e.activity
),
usual as (
  select p.activity from presence p join ending n on n.final = p.final
  where p.final in (select final from main) and p.cases >= 0.9 * n.cases and p.activity <> p.final
),
entry as (select activity, count(distinct prev_activity) as places from event where prev_activity is not null group by activity)
select distinct n.final as activity
from ending n
join usual u on true
join entry t on t.activity = n.final
left join presence p on p.final = n.final and p.activity = u.activity
where n.final not in (select final from main) and t.places >= 2 and coalesce(p.cases, 0) < 0.6 * n.cases
order by activity
