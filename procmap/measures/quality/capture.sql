-- Per activity: its instances that have one before them in their case on a plausible, timed moment, how many of these come within
-- five seconds of it (the time at which a form was saved, not at which work was done), and how many only repeat it: the same
-- activity at the same moment (a row written twice).
select activity,
       cast(count(*) as integer) as instances,
       cast(count(*) filter (where time - prev_time < 5000000) as integer) as saved,
       cast(count(*) filter (where time = prev_time and activity = prev_activity) as integer) as repeated
from event
where prev_time is not null and office is not null and prev_office is not null
group by activity
order by activity
