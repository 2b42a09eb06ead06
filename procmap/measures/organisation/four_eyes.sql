-- Pairs of activities of which the second directly follows the first in most cases, and that never the same person does in a case
-- although the people who do the one do the other too: were people drawn by how often each does either, one person would do both
-- in {chance} of the cases and more.
with pair as (
  select e.activity as first, n.activity as second, e.resource as a, n.resource as b
  from event e join event n on n.case_id = e.case_id and n.k = e.k + 1
  where e.activity <> n.activity and e.resource is not null and n.resource is not null
),
counted as (
  select first, second, count(*) as times, count(*) filter (where a = b) as same from pair group by first, second
  having count(*) >= {least}
),
usual as (
  select c.* from counted c join activity_figures f on f.activity = c.first where c.times >= {next} * f.cases and c.same <= {never} * c.times
),
by_first as (select first, second, a as person, count(*) as times from pair semi join usual using (first, second) group by all),
by_second as (select first, second, b as person, count(*) as times from pair semi join usual using (first, second) group by all),
chance as (
  select x.first, x.second, sum(cast(x.times as double) * y.times) as both_times
  from by_first x join by_second y on y.first = x.first and y.second = x.second and y.person = x.person group by x.first, x.second
)
select u.first, u.second from usual u join chance c using (first, second)
where c.both_times >= {chance} * u.times * u.times order by u.first, u.second
