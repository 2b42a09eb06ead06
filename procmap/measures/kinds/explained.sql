-- What lies between two instances of a repeated activity that do not follow one another directly: per other activity, in how many of
-- these repetitions it lies (`explains`), in how many it lies there again (it had been done before the first of the two: `redone`),
-- how many of its instances lie in one (`inside`) of how many (`instances`), and cases with it. What is often done in the same minute
-- as the repeated activity is its companion, and left out,
-- as is what stands beside. A row without another activity counts them all together.
-- `consequence`: the share of the activity that comes next most often, when another one does.
with gap as (
  select case_id, activity, from_k, k from repetition where k > from_k + 1 and activity in ({codes})
),
total as (select activity, count(*) as instances, count(distinct case_id) as cases from repetition group by activity),
first as (select case_id, activity, min(k) as first_k from repetition group by case_id, activity),
companion as (
  select a.activity, b.activity as other from repetition a
  join repetition b on b.case_id = a.case_id and b.activity <> a.activity and abs(b.time - a.time) < 60000000
  where a.activity in ({codes})
  group by a.activity, b.activity
  having count(distinct cast(a.case_id as bigint) * 1000000 + a.k) >= {together} * (select instances from total t where t.activity = a.activity)
),
next_one as (
  select a.activity, b.activity as other, count(*) as times, sum(count(*)) over (partition by a.activity) as all_times
  from repetition a join repetition b on b.case_id = a.case_id and b.k = a.k + 1 and b.activity <> a.activity
  left join companion c on c.activity = a.activity and c.other = b.activity
  where a.activity in ({codes}) and c.other is null and b.activity not in ({beside})
  group by a.activity, b.activity
),
consequence as (select activity, max(times) / any_value(all_times) as share from next_one group by activity),
between_them as (
  select g.activity, i.activity as other, g.case_id, g.k, i.k as other_k, f.first_k < g.from_k as redone
  from gap g join repetition i on i.case_id = g.case_id and i.k > g.from_k and i.k < g.k
  join first f on f.case_id = i.case_id and f.activity = i.activity
  left join companion c on c.activity = g.activity and c.other = i.activity
  where c.other is null and i.activity not in ({beside})
)
select b.activity, b.other,
       count(distinct cast(b.case_id as bigint) * 1000000 + b.k) as explains,
       count(distinct cast(b.case_id as bigint) * 1000000 + b.k) filter (where redone) as redone,
       count(distinct cast(b.case_id as bigint) * 1000000 + b.other_k) as inside,
       any_value(t.instances) as instances, any_value(t.cases) as cases, any_value(n.share) as consequence
from between_them b join total t on t.activity = b.other left join consequence n on n.activity = b.activity
group by grouping sets ((b.activity, b.other), (b.activity))
order by b.activity, b.other nulls first
