-- For each activity the one that comes right after it in most cases (after its last instance: earlier ones may have led into a
-- loop; activities concurrent with it are passed over: see following.sql): how often, how often by the same person, and the
-- office time between the two.
with last as (
  select case_id, activity as first, max(k) as k, arg_max(next_activity, k) as next_activity
  from event where activity in ({firsts}) group by case_id, activity
),
next_to as (
  select l.case_id, l.first, l.k, case when f.k is null then l.k + 1 else f.activity_k end as next_k,
         case when f.k is null then l.next_activity else f.activity end as second
  from last l left join following f on f.case_id = l.case_id and f.k = l.k
),
counted as (select first, second, count(*) as times from next_to where first <> second group by first, second),
main as (select first, arg_max(second, (times, -second)) as second from counted group by first),
total as (
  select l.first, count(*) as times, count(*) filter (where part = 1) as times_1, count(*) filter (where part = 2) as times_2,
         count(*) filter (where e.time - b.time <= {recorded}) as recorded
  from last l join case_ using (case_id)
  join event e on e.case_id = l.case_id and e.k = l.k left join event b on b.case_id = l.case_id and b.k = l.k - 1
  where closed group by l.first
),
pair as (
  select p.first, p.second, p.case_id, c.part, e.resource = n.resource as same, n.office - e.office as took,
         e.start < e.time and n.start < n.time as lasting
  from next_to p join main m on m.first = p.first and m.second = p.second
  join case_ c on c.case_id = p.case_id and c.closed
  join event e on e.case_id = p.case_id and e.k = p.k
  join event n on n.case_id = p.case_id and n.k = p.next_k
  where e.office is not null and n.office is not null
)
select p.first, p.second, any_value(t.times), any_value(t.times_1), any_value(t.times_2), count(*),
       count(*) filter (where part = 1), count(*) filter (where part = 2),
       count(*) filter (where same), count(*) filter (where same and part = 1), count(*) filter (where same and part = 2),
       quantile_disc(took, 0.5), count(*) filter (where took <= {recorded}), count(*), min(case_id, 5),
       count(*) filter (where lasting), any_value(t.recorded)
from pair p join total t on t.first = p.first
group by p.first, p.second having count(*) * 2 >= any_value(t.times) order by p.first
