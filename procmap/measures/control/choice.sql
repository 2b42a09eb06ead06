-- The first time that each closed case comes to step {activity}: the outcome ({outcome} in {judged}), the part, and what was written
-- before it: the amount and the channel (from the first events that carry them), the role of the first event, and how often the
-- file had been sent back. NULL where it was not known yet. An amount of 0 stands for a missing one.
with mine as (
  select case_id, min(k) as k, arg_min({outcome}, k) as outcome from {judged} where activity = {activity} group by case_id
),
returned as (
  select m.case_id, count(*) as returns from mine m
  join excursion x on x.case_id = m.case_id and x.to_k < m.k and x.to_k > x.from_k + 1 and x.fresh
  group by m.case_id
)
select m.case_id, c.part, cast(m.outcome as varchar) as outcome,
       case when w.amount_k < m.k and w.amount > 0 then w.amount end as amount,
       case when w.channel_k < m.k then w.channel end as channel,
       case when m.k > 1 then w.role end as role,
       coalesce(r.returns, 0) as returns
from mine m
join case_ c on c.case_id = m.case_id and c.closed
join first_written w on w.case_id = m.case_id
left join returned r on r.case_id = m.case_id
where m.outcome is not null
order by m.case_id
