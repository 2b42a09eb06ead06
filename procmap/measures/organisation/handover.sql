-- Handovers: how often the work passes from one role to another, and in how many cases; events without a role are passed over.
select prev_role as source, role as target, cast(count(*) as integer) as times, cast(count(distinct case_id) as integer) as cases
from {event}
where prev_role is not null and role is not null and prev_role <> role
group by prev_role, role
order by times desc, source, target
