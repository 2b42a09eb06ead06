-- By activity and role, over the instances of closed cases with a person: how many are passed over (their person took up, or without
-- start times completed, a file of the same activity that was ready later before them), and how the wait is spread. later: the wait
-- while later work was done (see waits.py, sojourns.py). Where at least the share {least} is passed over, also fifo: the ninth decile
-- of the wait had each person taken the files of the activity in the order in which they were ready, at the same moments; the mean is
-- the same.
-- by_amount, by_channel: the area under the ROC curve with which the amount of a case, or the share passed over in its channel, tells the
-- instances passed over (Mann and Whitney's statistic over its greatest value); NULL where not told.
with turn as (
  select w.activity, w.role, w.resource, w.case_id, w.passed, w.enabled, w.wait, w.worked, w.later, c.part
  from waiting w join case_ c using (case_id)
  where c.closed
),
whole as (
  select activity, role, count(*) as instances, count(*) filter (where part = 1) as instances_1,
         count(*) filter (where part = 2) as instances_2, count(*) filter (where passed) as passed,
         count(*) filter (where passed and part = 1) as passed_1, count(*) filter (where passed and part = 2) as passed_2,
         cast(sum(wait) as bigint) as wait, cast(sum(worked) as bigint) as worked, cast(sum(later) as bigint) as later,
         quantile_disc(wait, 0.5) as median, quantile_disc(wait, 0.9) as ninth
  from turn group by activity, role
),
instance as (select t.* from turn t join whole w using (activity, role) where w.passed >= {least} * w.instances),
example as (
  select activity, role, arg_max(case_id, (later, -case_id), 5) as cases from instance where passed group by activity, role
),
sorted as (
  select activity, role, resource, enabled, enabled + wait as taken,
         row_number() over (partition by resource, activity, role order by enabled) as ready_place,
         row_number() over (partition by resource, activity, role order by enabled + wait) as taken_place
  from instance
),
fifo as (
  select a.activity, a.role, quantile_disc(b.taken - a.enabled, 0.9) as fifo
  from sorted a join sorted b on b.resource = a.resource and b.activity = a.activity and b.role = a.role
                              and b.taken_place = a.ready_place
  group by a.activity, a.role
),
score as (
  select activity, role, passed, 'amount' as attribute, cast(c.amount as double) as score
  from instance join case_ c using (case_id) where c.amount is not null
  union all
  select activity, role, passed, 'channel', avg(cast(passed as integer)) over (partition by activity, role, c.channel_name)
  from instance join case_ c using (case_id) where c.channel_name is not null
),
place as (
  select activity, role, attribute, passed, rank() over (partition by activity, role, attribute order by score)
         + (count(*) over (partition by activity, role, attribute, score) - 1) / 2 as place
  from score
),
area as (
  select activity, role, attribute,
         (sum(place) filter (where passed) - count(*) filter (where passed) * (count(*) filter (where passed) + 1) / 2)
         / nullif(count(*) filter (where passed) * count(*) filter (where not passed), 0) as area
  from place group by activity, role, attribute
)
select w.activity, nullif(w.role, -1) as role, w.* exclude (activity, role), coalesce(f.fifo, w.ninth), a.area, c.area, coalesce(e.cases, [])
from whole w left join fifo f using (activity, role)
left join example e using (activity, role)
left join area a on a.activity = w.activity and a.role = w.role and a.attribute = 'amount'
left join area c on c.activity = w.activity and c.role = w.role and c.attribute = 'channel'
order by w.activity, w.role
