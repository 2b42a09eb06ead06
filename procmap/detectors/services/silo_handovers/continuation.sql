-- Work that a role goes on with in a case that it had before: the first time an activity is done in its case, by a role with an
-- earlier event there. `returned`: another role did the event before, so that the case came back; else the role kept it. `gap`:
-- office time since the event before, microseconds; `at_once`: both within five seconds, as when one form saves two steps.
-- Left out: activities already done before in the case, and what follows a concurrent activity or one that exists only for a loop
-- ({loops}); implausible dates; roles that stand for nobody.
select e.case_id, e.k, e.activity, e.role, e.prev_role, c.part, coalesce(c.channel_name, '') as channel,
       e.office - e.prev_office as gap, e.prev_role <> e.role as returned, e.time - e.prev_time < 5000000 as at_once
from event e
join unit_visit u on u.case_id = e.case_id and u.role = e.role and u.first_k < e.k
join case_ c on c.case_id = e.case_id
left join excursion x on x.case_id = e.case_id and x.to_k = e.k
left join concurrent_pair p on p.a = least(e.activity, e.prev_activity) and p.b = greatest(e.activity, e.prev_activity)
where x.case_id is null and p.a is null
  and e.prev_role not in ({nobody}) and e.prev_activity not in ({loops})
  and e.office is not null and e.prev_office is not null
