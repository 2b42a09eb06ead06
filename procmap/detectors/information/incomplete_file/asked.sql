-- Pairs of activities that go together: the second follows the first directly in most of the cases with either, and both are done in a
-- part of the closed cases only. Closed cases with the pair, and those that reached the activity that most often comes right before it,
-- each by part; five examples.
with pair as (
  select e.prev_activity as first, e.activity as second, e.case_id, c.part
  from event e join case_ c using (case_id)
  where c.closed and e.activity in ({answers}) and e.prev_activity is not null and e.prev_activity <> e.activity
),
counted as (
  select first, second, count(distinct case_id) as cases, count(distinct case_id) filter (where part = 1) as cases_1,
         count(distinct case_id) filter (where part = 2) as cases_2, count(*) as times, min(case_id, 5) as examples
  from pair group by first, second
),
source as (
  select first, arg_max(source, (times, -source)) as source from (
    select activity as first, prev_activity as source, count(*) as times from event
    where activity in (select first from counted) and prev_activity is not null group by activity, prev_activity)
  group by first
)
select p.first, p.second, p.cases, p.cases_1, p.cases_2, s.closed_cases_1, s.closed_cases_2, p.times, p.examples
from counted p
join source o on o.first = p.first join activity_figures s on s.activity = o.source
join activity_figures a on a.activity = p.first join activity_figures b on b.activity = p.second
where p.cases >= {together} * a.closed_cases and p.cases >= {together} * b.closed_cases
  and p.cases <= {part} * (select count(*) from case_ where closed)
order by p.cases desc, p.first, p.second
