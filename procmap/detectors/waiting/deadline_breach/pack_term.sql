-- The days that one deadline of the pack is counted from, a row for each case with all the steps that it runs from. Days are those
-- since 1970, {none} where there is none. Where a step is repeated the reading that lets the case be in time is taken:
-- ended: the first day of {end} since the earliest step that the term runs from;
-- began, first_start: the latest and the earliest of those steps, each on its last day up to `ended`;
-- closing: the last day of {before}; paused: the first day of {at} that counts, before `closing`; answered: the first of {until}
-- since then. Left out: cases with an implausible date of these steps, with no `ended` but an earlier one, and with a pause on
-- the very day of `closing`, of which dates do not tell the order. part: as arrival tells it, of open cases too.
with dated as (
  select case_id, activity, {day} as day, office is null as stray
  from {event} where activity in ({all})
),
first_of as (
  select case_id, min(day) filter (where activity in ({starts})) as first_start, max(day) filter (where activity in ({end})) as any_end
  from dated group by case_id having not bool_or(stray)
),
ended as (
  select f.case_id, max(f.any_end) as any_end, min(d.day) filter (where d.activity in ({end}) and d.day >= f.first_start) as ended
  from first_of f join dated d using (case_id) where f.first_start is not null group by f.case_id
),
started as (
  select e.case_id, max(e.ended) as ended, max(e.any_end) as any_end, {starts_of}
  from ended e join dated d on d.case_id = e.case_id and (e.ended is null or d.day <= e.ended) group by e.case_id
),
begun as (
  select case_id, ended, greatest({each}) as began, least({each}) as first_start
  from started where {none_missing} and (ended is not null or any_end is null)
),
bounded as (
  select b.*, (select max(day) from dated d where d.case_id = b.case_id and d.activity in ({before})
                 and (b.ended is null or d.day <= b.ended)) as closing
  from begun b
),
paused as (
  select b.case_id, min(d.day) filter (where b.closing is null or d.day < b.closing) as paused,
         coalesce(bool_or(d.day = b.closing), false) as same_day
  from bounded b join dated d on d.case_id = b.case_id and d.activity in ({at})
                              and d.day >= b.first_start and (b.ended is null or d.day <= b.ended)
  group by b.case_id
),
answered as (
  select p.case_id, min(d.day) as answered
  from paused p join dated d on d.case_id = p.case_id and d.activity in ({until}) and d.day >= p.paused group by p.case_id
)
select b.case_id, c.closed,
       coalesce(c.part, case when c.arrival < (select min(arrival) from case_ where part = 2) then 1 else 2 end) as part,
       b.began, coalesce(b.ended, {none}) as ended, coalesce(p.paused, {none}) as paused, coalesce(a.answered, {none}) as answered
from bounded b join case_ c using (case_id) left join paused p using (case_id) left join answered a using (case_id)
where p.paused is not null or not coalesce(p.same_day, false)
order by b.case_id
