-- For each activity the one that comes right after it in most cases (after its last instance: earlier ones may have led into a
-- loop): how often, how often by the same person, and the office time between the two. An activity concurrent with the first one is passed over: the second need not be the very next.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair),
last as (
  select e.* from event e join (select case_id, activity, max(k) as k from event where activity in ({firsts}) group by case_id, activity) l
    on l.case_id = e.case_id and l.k = e.k
),
plain as (
  select e.case_id, e.k, e.activity as first, e.resource, e.office, n.activity as second, n.resource as next_resource, n.office as done
  from last e join event n on n.case_id = e.case_id and n.k = e.k + 1
  where not exists (select 1 from partner p where p.a = e.activity and p.b = n.activity)
  union all
  select e.case_id, e.k, e.activity, e.resource, e.office, arg_min(n.activity, n.k), arg_min(n.resource, n.k), arg_min(n.office, n.k)
  from last e
  join event d on d.case_id = e.case_id and d.k = e.k + 1
  join partner p on p.a = e.activity and p.b = d.activity
  join event n on n.case_id = e.case_id and n.k between e.k + 1 and e.k + 4
  where not exists (select 1 from partner q where q.a = e.activity and q.b = n.activity)
  group by e.case_id, e.k, e.activity, e.resource, e.office
),
counted as (
  select first, second, count(*) as times from plain where first <> second group by first, second
),
main as (
  select first, arg_max(second, (times, -second)) as second from counted group by first
),
total as (
  select activity, count(*) as times, count(*) filter (where part = 1) as times_1, count(*) filter (where part = 2) as times_2
  from last join case_ using (case_id) where closed group by activity
)
select p.first, p.second, any_value(t.times), any_value(t.times_1), any_value(t.times_2), count(*),
       count(*) filter (where part = 1), count(*) filter (where part = 2),
       count(*) filter (where resource = next_resource), count(*) filter (where resource = next_resource and part = 1),
       count(*) filter (where resource = next_resource and part = 2),
       quantile_disc(done - office, 0.5), count(*) filter (where done - office <= 2000000), count(distinct case_id),
       list_sort(list(distinct case_id))[1:5]
from plain p join main m on m.first = p.first and m.second = p.second
join case_ c using (case_id) join total t on t.activity = p.first
where c.closed and office is not null and done is not null
group by p.first, p.second having count(*) * 2 >= any_value(t.times) order by p.first
