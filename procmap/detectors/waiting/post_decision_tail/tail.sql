-- From the last decision of each closed case to the first step after it that gives it effect: payment, else notification. What is
-- sent outside is the effect where neither comes before it; after a step to or from outside nothing is: it waits for others too.
-- Cases whose path from one to the other runs through a refusal are left out; periods set by rule are told. Pairs with much else
-- between are left out: the procedure goes on after such a decision. The step waited for is the one, up to the effect, before which
-- most office time passes in all these cases together.
with decision as (
  select e.case_id, max(e.k) as k from event e join case_ c using (case_id)
  where c.closed and e.activity in ({decisions}) group by e.case_id
),
decided as (
  select d.case_id, d.k, e.activity, e.office, e.time
  from decision d join event e on e.case_id = d.case_id and e.k = d.k where e.office is not null
),
outward as (
  select d.case_id, min(e.k) as k from decided d join event e on e.case_id = d.case_id and e.k > d.k
  where e.activity in ({outward}) group by d.case_id
),
effect as (
  select d.case_id, arg_min(e.activity, (e.activity not in ({payments}), e.k)) as activity,
         min((e.activity not in ({payments}), e.k, e.office, e.time)) as first
  from decided d join event e on e.case_id = d.case_id and e.k > d.k left join outward o on o.case_id = d.case_id
  where e.activity in ({effects}, {sent}) and e.k <= coalesce(o.k, e.k) and e.office is not null group by d.case_id
),
pair as (
  select d.activity as decision, f.activity as effect, d.case_id, d.k as from_k, f.first[2] as to_k, c.part,
         f.first[2] - d.k <= {steps} as near, f.first[3] - d.office as took, f.first[4] - d.time as took_time, c.office_finish - c.office_arrival as cycle,
         exists (select 1 from event n where n.case_id = d.case_id and n.k > d.k and n.k <= f.first[2]
                 and n.activity in ({negatives})) as refused,
         exists (select 1 from event n where n.case_id = d.case_id and n.k > d.k and n.k <= f.first[2]
                 and n.activity in ({periods})) as timed
  from decided d join effect f using (case_id) join case_ c using (case_id)
),
step as (
  select p.decision, p.effect, e.activity, e.k > p.from_k as after,
         e.office - lag(e.office) over (partition by e.case_id order by e.k) as took
  from pair p join event e on e.case_id = p.case_id and e.k between p.from_k and p.to_k where not p.refused
),
slow as (
  select decision, effect, activity, sum(took) as took from step where after group by decision, effect, activity
),
slowest as (
  select decision, effect, arg_max(activity, (took, activity = effect, -activity)) as slowest from slow
  where took is not null group by decision, effect
)
select decision, effect, count(*), count(*) filter (where part = 1), count(*) filter (where part = 2),
       count(*) filter (where took >= {long}), count(*) filter (where took >= {long} and part = 1),
       count(*) filter (where took >= {long} and part = 2),
       quantile_disc(took, 0.5), quantile_disc(took_time, 0.5), cast(sum(took) as bigint), cast(sum(cycle) as bigint),
       bool_or(timed), min(case_id, 5) filter (where took >= {long}), coalesce(any_value(slowest), effect)
from pair left join slowest using (decision, effect) where not refused
group by decision, effect having count(*) >= 30 and count(*) filter (where near) >= {share} * count(*) order by decision, effect
