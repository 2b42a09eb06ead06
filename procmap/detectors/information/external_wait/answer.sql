-- For each pair of a step and the one that comes right after it: how often, the shares that they are of either step, the time
-- between, how it spreads, and how often another case of the same pair, begun later, was through sooner (it overtook).
-- Only pairs that are nearly always together and of one role. Office and calendar time, microseconds.
with pair as (
  select prev_activity as request, activity as answer, case_id, k, prev_office as asked, office as done, prev_time as asked_time,
         time as done_time, role, prev_role
  from event where prev_activity is not null and prev_office is not null and office is not null and prev_activity <> activity
),
kept as (
  select p.request, p.answer from pair p group by p.request, p.answer
  having count(*) >= {share} * (select instances from activity_figures f where f.activity = p.answer)
     and count(*) >= {share} * (select instances from activity_figures f where f.activity = p.request)
     and count(*) >= 30 and median(done - asked) >= {least}
),
ordered as (
  select p.*, max(asked) over (partition by p.request, p.answer order by done range between unbounded preceding and 1 preceding) as latest
  from pair p join kept using (request, answer)
)
select request, answer, count(*), count(distinct case_id) filter (where closed),
       count(distinct case_id) filter (where closed and part = 1), count(distinct case_id) filter (where closed and part = 2),
       count(*) filter (where closed), count(*) filter (where done - asked >= {long} and closed),
       count(*) filter (where done - asked >= {long} and part = 1), count(*) filter (where done - asked >= {long} and part = 2),
       count(*) filter (where closed and part = 1), count(*) filter (where closed and part = 2),
       count(*) filter (where role is not distinct from prev_role), count(*) filter (where latest > asked),
       cast(quantile_disc(done - asked, 0.5) as bigint), cast(sum(done - asked) filter (where closed) as bigint),
       quantile_disc(done_time - asked_time, 0.5),
       list_sort(list(distinct case_id))[1:5]
from ordered join case_ using (case_id) group by request, answer order by request, answer
