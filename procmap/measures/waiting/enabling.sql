-- When each instance with a plausible date became ready: at the latest completion, not after its start, of an earlier event of
-- its case that is not concurrent with it. Wall time and office time, microseconds; NULL where there is no such event or the
-- event before it has no plausible date.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair),
step as (
  select case_id, k, activity, prev_time, prev_office, {begins} as begins,
         activity in (select a from partner)
         and exists (select 1 from partner p where p.a = activity and p.b = prev_activity) as beside
  from event where office is not null
),
searched as (
  select s.case_id, s.k, max(p.time) as enabled_time, max(p.office) as enabled
  from step s join event p on p.case_id = s.case_id and p.k < s.k
  where s.prev_office is not null and (s.beside or s.prev_time > s.begins) and p.office is not null and p.time <= s.begins
    and not exists (select 1 from partner q where q.a = s.activity and q.b = p.activity)
  group by s.case_id, s.k
)
select s.case_id, s.k,
       case when s.beside or s.prev_time > s.begins then f.enabled_time when s.prev_office is not null then s.prev_time end
         as enabled_time,
       case when s.beside or s.prev_time > s.begins then f.enabled else s.prev_office end as enabled
from step s left join searched f on f.case_id = s.case_id and f.k = s.k
