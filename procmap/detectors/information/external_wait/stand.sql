-- For each state: the closed cases that stood in it, by part, and all closed cases by part; the time from coming to it until the event
-- that follows it, office and calendar, microseconds, discrete medians; five examples. Only states that last.
with stood as (
  select s.activity, s.case_id, c.part, n.office - s.office as office, n.time - s.time as time
  from event s join event n on n.case_id = s.case_id and n.k = s.k + 1 join case_ c on c.case_id = s.case_id
  where c.closed and s.activity in ({states}) and s.office is not null and n.office is not null
)
select activity, count(distinct case_id) filter (where part = 1), count(distinct case_id) filter (where part = 2),
       (select count(*) from case_ where closed and part = 1), (select count(*) from case_ where closed and part = 2),
       cast(quantile_disc(office, 0.5) as bigint), cast(quantile_disc(time, 0.5) as bigint), min(distinct case_id, 5)
from stood group by activity having quantile_disc(office, 0.5) >= {least} order by activity
