-- One row per case: first to last plausible moment, number of events, the sequence of activities.
-- The deadline is the latest that any event carries (an extended one holds); one without a time of day lasts to the end of its day.
-- An implausible date is left out of durations; a case of such dates only has none. Implausible starts are NULL in event.
select case_id,
       cast(count(*) as integer) as events,
       min(case when office is not null then coalesce(least(start, time), time) end) as arrival,
       max(case when office is not null then coalesce(greatest(start, time), time) end) as finish,
       min(case when office is not null then coalesce(least(office_start, office), office) end) as office_arrival,
       max(coalesce(greatest(office_start, office), office)) as office_finish,
       first(amount order by k) filter (where amount is not null) as amount,
       min(case when channel_name is not null then channel_name end) as channel_name,
       max(deadline) + case when max(deadline) % 86400000000 = 0 then 86400000000 else 0 end as deadline,
       list(activity order by k) as activities
from event
group by case_id
