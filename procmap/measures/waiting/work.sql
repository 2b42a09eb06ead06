-- The work of people: every instance with a person and a plausible date, from its start (its completion where the log tells no
-- starts) to its completion, and when it became ready. Moments of the wall (for order) and of the office (for durations).
-- Accounts that do most of the events of the log ({most} and more), in as large a part of its roles ({roles} at least), stand for many
-- people: then no name of the log is taken for a person’s, and nothing is known of anybody’s work.
with account as (
  select resource, count(distinct role) as roles, count(*) as events from event where resource is not null group by resource
),
shared as (
  select count(*) as accounts from account
  where events >= {most} * (select sum(events) from account) and roles >= {roles} and roles >= {most} * (select count(*) from role_)
)
select e.case_id, e.k, e.activity, coalesce(e.role, -1) as role, e.resource, {begins_time} as begins_time, e.time as ends_time,
       {begins} as begins, e.office as ends, n.enabled_time, n.enabled
from event e left join enabling n on n.case_id = e.case_id and n.k = e.k
where e.resource is not null and e.office is not null and (select accounts from shared) = 0
