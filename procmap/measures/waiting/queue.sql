-- One row per instance with a person: when it was enabled, when its person last completed something before, how long it stood
-- in that person's queue at least, and whether the person did later work first. Office time, microseconds.
-- An instance is enabled by the latest earlier event of its case that is not concurrent with it. Completions at the same moment
-- are simultaneous: none is the one before the other.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair),
step as (
  select case_id, k, activity, role, resource, office, prev_office as enabled
  from event
  where resource is not null and office is not null and prev_office is not null
    and (activity not in (select a from partner)
         or not exists (select 1 from partner p where p.a = activity and p.b = prev_activity))
  union all
  select e.case_id, e.k, e.activity, any_value(e.role), any_value(e.resource), any_value(e.office), max(p.office)
  from event e
  join event p on p.case_id = e.case_id and p.k < e.k
  where e.activity in (select a from partner) and e.resource is not null and e.office is not null and p.office is not null
    and exists (select 1 from partner q where q.a = e.activity and q.b = e.prev_activity)
    and not exists (select 1 from partner q where q.a = e.activity and q.b = p.activity)
  group by e.case_id, e.k, e.activity
  union all
  select case_id, k, activity, role, resource, office, null
  from event where resource is not null and office is not null and prev_office is null
),
moment as (
  select resource, office, max(enabled) as enabled from step group by resource, office
),
ordered as (
  select resource, office, lag(office) over w as before,
         max(enabled) over (partition by resource order by office rows between unbounded preceding and 1 preceding) as latest
  from moment window w as (partition by resource order by office)
)
select s.case_id, s.k, s.activity, s.role, s.resource, s.office, s.enabled, o.before,
       case when o.before > s.enabled then o.before - s.enabled else 0 end as queued,
       coalesce(o.before >= s.enabled, false) as backlogged,
       coalesce(o.before >= s.enabled and o.latest > s.enabled, false) as overtaken
from step s join ordered o on o.resource = s.resource and o.office = s.office
where s.enabled is not null
