-- For each activity of {codes} and each activity that precedes it in the case: how often the latest instance of the latter
-- precedes it (the one that is not done again before it), and how often by a whole number of days, two at least, to ten minutes.
-- Every {every}th case.
with dated as (
  select case_id, activity, k, time, lead(k) over (partition by case_id, activity order by k) as again_k
  from event where office is not null and case_id % {every} = 0
)
select m.activity, b.activity as since, count(*) as times,
       count(*) filter (where m.time - b.time >= 172200000000
                          and (m.time - b.time + 600000000) % 86400000000 <= 1200000000) as whole_days
from dated m
join dated b on b.case_id = m.case_id and b.activity <> m.activity and b.k < m.k and (b.again_k is null or b.again_k > m.k)
where m.activity in ({codes})
group by m.activity, b.activity
order by m.activity, b.activity
