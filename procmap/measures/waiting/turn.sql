-- Files taken out of turn, by activity and role, over the closed cases with a person: an instance is passed over when its person took up
-- (without start times: completed) a file of the same activity that was ready later before it. Same moments are simultaneous.
-- fifo: the ninth decile of the wait had each person taken the files of the activity in the order in which they were ready, at the same
-- moments; the mean is the same. later: the wait spent while later work was done (see waits.py, sojourns.py). by_amount, by_channel: the area under the ROC curve
-- with which the amount of a case, or the share passed over in its channel, tells the instances passed over; NULL where not told.
with turn as (
  select e.case_id, e.k, e.activity, e.resource, {moment} as moment, {office} as office, n.enabled_time, n.enabled
  from event e join enabling n on n.case_id = e.case_id and n.k = e.k
  where e.resource is not null and e.office is not null and n.enabled_time is not null
),
ordered as (
  select *, max(enabled_time) over (partition by resource, activity order by moment
                                    range between unbounded preceding and 1 preceding) as latest
  from turn
),
instance as (
  select o.activity, w.role, o.case_id, coalesce(o.latest > o.enabled_time, false) as passed, w.wait, w.worked, w.later,
         c.part, c.amount, c.channel_name
  from ordered o join waiting w on w.case_id = o.case_id and w.k = o.k join case_ c on c.case_id = o.case_id
  where c.closed
),
sorted as (
  select o.activity, w.role, o.resource, o.enabled, o.office,
         row_number() over (partition by o.resource, o.activity, w.role order by o.enabled) as ready_place,
         row_number() over (partition by o.resource, o.activity, w.role order by o.office) as done_place
  from ordered o join waiting w on w.case_id = o.case_id and w.k = o.k join case_ c on c.case_id = o.case_id where c.closed
),
fifo as (
  select a.activity, a.role, quantile_disc(b.office - a.enabled, 0.9) as ninth
  from sorted a join sorted b on b.resource = a.resource and b.activity = a.activity and b.role = a.role
                              and b.done_place = a.ready_place
  group by a.activity, a.role
),
amount as (
  select activity, role, passed, rank() over (partition by activity, role order by amount)
         + (count(*) over (partition by activity, role, amount) - 1) / 2 as place
  from instance where amount is not null
),
channel as (
  select activity, role, passed, times, rank() over (partition by activity, role order by share)
         + (count(*) over (partition by activity, role, share) - 1) / 2 as place
  from (select *, round(avg(cast(passed as integer)) over (partition by activity, role, channel_name), 9) as share, 1 as times
        from instance where channel_name is not null)
),
area as (
  select activity, role, max(by_amount) as by_amount, max(by_channel) as by_channel
  from (select activity, role, {area} as by_amount, null as by_channel from amount group by activity, role
        union all select activity, role, null, {area} from channel group by activity, role)
  group by activity, role
)
select i.activity, nullif(i.role, -1) as role, count(*), count(*) filter (where part = 1), count(*) filter (where part = 2),
       count(*) filter (where passed), count(*) filter (where passed and part = 1), count(*) filter (where passed and part = 2),
       cast(sum(wait) as bigint), cast(sum(worked) as bigint), cast(sum(later) as bigint),
       quantile_disc(wait, 0.5), quantile_disc(wait, 0.9), any_value(f.ninth), any_value(by_amount), any_value(by_channel),
       coalesce(list(case_id order by later desc, case_id) filter (where passed)[1:5], [])
from instance i join fifo f on f.activity = i.activity and f.role = i.role
left join area a on a.activity = i.activity and a.role = i.role
group by i.activity, i.role
order by i.activity, i.role
