-- How many files stood before each file when it became ready, and how that goes with its wait: sums by owner of the line, activity,
-- part and block of enabling. Those of one line ({line}) stand in one queue. `ahead` counts the files of the line that had become
-- ready earlier and were not done yet; what happens at one moment is simultaneous, so no file is ahead of another that became
-- ready with it. Waits from enabling to completion, office seconds; `held` is the wait, cut at the activity's P95, so that a forgotten
-- file weighs no more than a slow one. A block is {block} microseconds of opening time.
with kept as (
  select {line}, case_id, enabled, office from queue where {kept}
),
change_ as (
  select {line}, moment, cast(sum(came) as bigint) as came, cast(sum(went) as bigint) as went
  from (select {line}, enabled as moment, 1 as came, 0 as went from kept where office > enabled
        union all select {line}, office, 0, 1 from kept where office > enabled)
  group by all
),
standing as (
  select {line}, moment, cast(sum(came - went) over (partition by {line} order by moment) as bigint) - came as ahead
  from change_
),
longest as (
  select {owner}, activity, quantile_disc((office - enabled) // 1000000, 0.95) as most from queue where {kept} group by all
),
file as (
  select q.{owner} as owner, q.activity, q.case_id, q.enabled // {block} as block, s.ahead,
         (q.office - q.enabled) // 1000000 as took, least((q.office - q.enabled) // 1000000, l.most) as held
  from (select *, enabled as moment from queue where {kept}) q join standing s using ({line}, moment)
  join longest l on l.{owner} = q.{owner} and l.activity = q.activity
)
select owner, activity, coalesce(part, 0), block, count(*), cast(sum(ahead) as bigint), cast(sum(took) as bigint),
       cast(sum(held) as bigint), cast(sum(ahead * held) as bigint), cast(sum(ahead * ahead) as bigint),
       count(*) filter (where ahead > 0)
from file join case_ using (case_id) group by all order by all
