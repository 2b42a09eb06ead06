-- One row per instance with a person: when it was enabled, when its person last completed something before, how long it stood
-- behind that person's other files at most (`queued`), and the longest time that it can have taken itself (`service`: from the
-- recorded start, else from the later of the two moments). Office time, microseconds.
-- An instance is enabled by the latest earlier event of its case that is not concurrent with it. Completions at the same moment
-- are simultaneous: none is the one before the other.
with partner as (select a, b from concurrent_pair union all select b as a, a as b from concurrent_pair),
step as (
  select case_id, k, activity, role, resource, office, office_start, prev_office as enabled
  from event
  where resource is not null and office is not null and prev_office is not null
    and (activity not in (select a from partner)
         or not exists (select 1 from partner p where p.a = activity and p.b = prev_activity))
  union all
  select e.case_id, e.k, e.activity, any_value(e.role), any_value(e.resource), any_value(e.office), any_value(e.office_start),
         max(p.office)
  from event e
  join event p on p.case_id = e.case_id and p.k < e.k
  where e.activity in (select a from partner) and e.resource is not null and e.office is not null and p.office is not null
    and exists (select 1 from partner q where q.a = e.activity and q.b = e.prev_activity)
    and not exists (select 1 from partner q where q.a = e.activity and q.b = p.activity)
  group by e.case_id, e.k, e.activity
),
moment as (
  select distinct resource, office from event where resource is not null and office is not null
),
ordered as (
  select resource, office, lag(office) over (partition by resource order by office) as before from moment
)
select s.case_id, s.k, s.activity, s.role, s.resource, s.office, s.enabled,
       case when o.before > s.enabled then o.before - s.enabled else 0 end as queued,
       s.office - greatest(s.enabled, coalesce(o.before, s.enabled), case when s.office_start < s.office then s.office_start else s.enabled end) as service
from step s join ordered o on o.resource = s.resource and o.office = s.office
