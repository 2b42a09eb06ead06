-- Pairs of activities of which the second follows the first directly, nearly always, in a part of the closed cases, after a long time:
-- closed cases with the pair and those that reached the activity that most often comes right before it, each by part; how often; the
-- median time between the two, calendar; how often another case, asked later, was answered sooner; how often the case then goes on with
-- the step from which it came, or with one that follows that step where nothing is asked; five examples.
with near as (
  select prev_activity as first, activity as second, case_id, k, prev_office as asked, office as done, time - prev_time as time
  from event where prev_activity is not null and prev_activity <> activity and prev_office is not null and office is not null
),
kept as (
  select n.first, n.second from near n join case_ c using (case_id)
  join activity_figures a on a.activity = n.first join activity_figures b on b.activity = n.second
  where c.closed group by n.first, n.second
  having count(distinct n.case_id) >= {together} * greatest(any_value(a.closed_cases), any_value(b.closed_cases))
     and count(distinct n.case_id) <= {part} * (select count(*) from case_ where closed)
     and median(n.done - n.asked) >= {least}
),
pair as (
  select n.*, c.part, f.prev_activity as source, e.next_activity as after,
         max(n.asked) over (partition by n.first, n.second order by n.done range between unbounded preceding and 1 preceding) as latest
  from near n join kept using (first, second) join case_ c using (case_id)
  join event e on e.case_id = n.case_id and e.k = n.k join event f on f.case_id = n.case_id and f.k = n.k - 1
  where c.closed
),
edge as (
  select prev_activity as source, activity as after, count(*) as times from event where prev_activity is not null group by all
),
straight as (
  select k.first, e.source, e.after from kept k join edge e on e.after <> k.first
  qualify e.times >= {straight} * sum(e.times) over (partition by k.first, k.second, e.source)
),
told as (
  select p.*, p.after = p.source or s.after is not null as goes_on
  from pair p left join straight s on s.first = p.first and s.source = p.source and s.after = p.after
),
counted as (
  select first, second, count(distinct case_id) as cases, count(distinct case_id) filter (where part = 1) as cases_1,
         count(distinct case_id) filter (where part = 2) as cases_2, count(*) as times, quantile_disc(time, 0.5) as time,
         count(*) filter (where latest > asked) as overtaken, count(*) filter (where goes_on) as goes_on, mode(source order by source) as source,
         list_sort(list(distinct case_id))[1:5] as examples
  from told group by first, second
)
select c.first, c.second, c.cases, c.cases_1, c.cases_2, f.closed_cases_1, f.closed_cases_2, c.times, c.time, c.overtaken, c.goes_on,
       c.examples
from counted c join activity_figures f on f.activity = c.source order by c.cases desc, c.first, c.second
