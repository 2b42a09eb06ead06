-- For each of the states named, as the rows of a case have them: the closed cases that came to it and left it for another one, by part,
-- and all closed cases by part; the time from coming to it until the row that leaves it, office and calendar, microseconds: discrete
-- medians, and the calendar time in all as a share of that of all closed cases; five examples.
with told as (
  select r.case_id, r.k, r.time, r.office, c.part, {state} as state
  from recorded r {join} join case_ c on c.case_id = r.case_id
  where c.closed and {state} is not null
),
turned as (
  select * from (select *, lag(state) over (partition by case_id order by k) as before from told) where state is distinct from before
),
stood as (
  select state, case_id, part, lead(time) over w - time as time, lead(office) over w - office as office
  from turned window w as (partition by case_id order by k)
),
closed_case as (
  select count(*) filter (where part = 1) as one, count(*) filter (where part = 2) as two, sum(finish - arrival) as time
  from case_ where closed
)
select state, count(distinct case_id) filter (where part = 1), count(distinct case_id) filter (where part = 2), any_value(a.one),
       any_value(a.two), cast(quantile_disc(s.office, 0.5) as bigint), cast(quantile_disc(s.time, 0.5) as bigint),
       cast(sum(s.time) as double) / nullif(any_value(a.time), 0), min(distinct case_id, 5)
from stood s cross join closed_case a
where state in ({names}) and s.office is not null and s.time is not null
group by state order by state
