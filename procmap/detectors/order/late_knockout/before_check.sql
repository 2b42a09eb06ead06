-- What comes before the first instance of one check: per activity, in how many of its closed cases, their mean place, and its
-- office time (since the event before it, microseconds) over all of them and over those that the check refused for good: nothing
-- but its consequences followed ({after} events at most), and the check was not done again.
with instance as (
  select v.case_id, min(v.k) as k, count(*) as times, bool_or(v.refused) as refused
  from verdict v join case_ c using (case_id)
  where v.activity = {check} and c.closed group by v.case_id
),
judged as (
  select i.*, c.part, i.refused and i.times = 1 and c.events - i.k <= {after} as stopped
  from instance i join case_ c using (case_id)
)
select e.activity,
       count(distinct e.case_id) as cases,
       avg(e.k) as place,
       cast(coalesce(sum(e.office - e.prev_office), 0) as bigint) as time,
       cast(coalesce(sum(e.office - e.prev_office) filter (where j.stopped), 0) as bigint) as stopped_time,
       (select count(*) from judged) as of,
       (select count(*) from judged where part = 1) as of_1,
       (select count(*) from judged where part = 2) as of_2,
       (select count(*) from judged where stopped) as stopped,
       (select count(*) from judged where stopped and part = 1) as stopped_1,
       (select count(*) from judged where stopped and part = 2) as stopped_2,
       (select min(case_id, 5) filter (where stopped) from judged) as examples
from judged j join event e on e.case_id = j.case_id and e.k < j.k
group by e.activity
order by place, e.activity
