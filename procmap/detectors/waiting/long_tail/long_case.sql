-- The closed cases by week of arrival: how many, how many take very long, and the cycle time of both, calendar microseconds.
-- Very long: beyond the third quartile of the cycle times plus three times their interquartile range (Tukey's outer fence); discrete
-- quartiles over all closed cases.
with fence as (
  select cast(4 * quantile_disc(finish - arrival, 0.75) - 3 * quantile_disc(finish - arrival, 0.25) as bigint) as far
  from case_ where closed
)
select week, coalesce(part, 0) as part, any_value(far) as far, count(*) as cases, count(*) filter (where finish - arrival > far) as tail,
       cast(sum(finish - arrival) as bigint) as time,
       cast(coalesce(sum(finish - arrival) filter (where finish - arrival > far), 0) as bigint) as tail_time
from case_, fence
where closed
group by week, part
order by week, part
