-- The work of people: every instance with a person and a plausible date, from its start (its completion where the log tells no
-- starts) to its completion, when it became ready, and when its person last completed something before it ended (completions at the
-- same moment are simultaneous: none is the one before the other). Moments of the wall (for order) and of the office (for durations).
-- No row where no name of the log is a person's (see `names_people`).
select e.case_id, e.k, e.activity, coalesce(e.role, -1) as role, e.resource, {begins_time} as begins_time, e.time as ends_time,
       {begins} as begins, e.office as ends, n.enabled_time, n.enabled,
       max(e.office) over (partition by e.resource order by e.office groups between 1 preceding and 1 preceding) as before
from event e left join enabling n on n.case_id = e.case_id and n.k = e.k
where e.resource is not null and e.office is not null and {named}
