-- Where the very long cases (longer than {far}) stand still: for each pair of neighbouring steps, how many of these cases have their
-- longest gap there, in how many of them it is exceptional ({times} times the median of the gaps at the place in all closed cases, or
-- more), the median of the longest gaps, the time that all gaps between the two take in these cases, and the P90 of the gaps at the
-- place in all closed cases. A gap runs from one completion to the next start, or completion where no start is known. Calendar microseconds;
-- of equal gaps of a case the first counts.
with tail as (select case_id from case_ where closed and finish - arrival > {far}),
gap as (
  select case_id, k, prev_activity as source, activity as target, greatest(coalesce(start, time), prev_time) - prev_time as took
  from event join tail using (case_id)
  where prev_activity is not null and office is not null and prev_office is not null
),
longest as (
  select source, target, case_id, took from (
    select *, row_number() over (partition by case_id order by took desc, k) as rank from gap) where rank = 1
),
borne as (select source, target, cast(sum(took) as bigint) as time from gap group by source, target),
usual as (
  select prev_activity as source, activity as target,
         quantile_disc(greatest(coalesce(start, time), prev_time) - prev_time, 0.5) as median,
         quantile_disc(greatest(coalesce(start, time), prev_time) - prev_time, 0.9) as late
  from event join case_ using (case_id)
  where closed and office is not null and prev_office is not null
    and (prev_activity, activity) in (select (source, target) from longest)
  group by prev_activity, activity
),
place as (
  select l.source, l.target, count(*) as cases, count(*) filter (where l.took >= {times} * u.median) as exceptional,
         quantile_disc(l.took, 0.5) as median, any_value(u.late) as late, min(l.case_id, 5) as examples
  from longest l join usual u using (source, target) group by l.source, l.target
)
select b.source, b.target, coalesce(p.cases, 0), coalesce(p.exceptional, 0), coalesce(p.median, 0), b.time, coalesce(p.late, 0), p.examples
from borne b left join place p using (source, target)
order by coalesce(p.exceptional, 0) desc, b.time desc, b.source, b.target
