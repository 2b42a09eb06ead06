-- The closed cases that reach {successor} (first time: reach_k), with every later step at which files are refused or sent back
-- (the first time of each): whether {activity} took place before, whether the file was refused or sent back at that step, the
-- amount, the channel and the block of 13 weeks of arrival. A case without such a step has one row without it. Cases with
-- {activity} only later are left out.
with reached as (select case_id, min(k) as reach_k from passage where activity = {successor} group by case_id),
step as (select case_id, min(k) as step_k from passage where activity = {activity} group by case_id),
compared as (
  select r.case_id, r.reach_k, s.step_k is not null as treated
  from reached r left join step s using (case_id) where s.step_k is null or s.step_k < r.reach_k
),
place as (
  select distinct p.activity from compared m join passage p on p.case_id = m.case_id and p.k >= m.reach_k where p.refused
),
met as (
  select m.case_id, p.activity as place, arg_min(p.refused, p.k) as refused
  from compared m join passage p on p.case_id = m.case_id and p.k >= m.reach_k
  where p.activity in (select activity from place)
  group by m.case_id, p.activity
)
select m.case_id, m.treated, coalesce(t.place, -1) as place, coalesce(t.refused, false) as refused,
       c.amount, c.channel_name as channel, c.week // 13 as block
from compared m join case_ c using (case_id) left join met t using (case_id)
order by m.case_id, place
