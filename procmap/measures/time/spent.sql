-- makes: for each event of the closed cases, with its activity and role (-1 where none), the elapsed time that ends in it, by what it
--   is spent on; calendar time, then office time, microseconds. Each moment counts once: the time since the event before it belongs to the event
--   that it ends in. To the first with a plausible date (implausible ones come before all others, or after) since the case arrived.
-- needs: event, case_, office_day, step_nature, session_day, waiting (where starts are known)
-- first: until the term (after any step, or the one that it runs from) has passed, or up to the next session that opened. passed: after that session, where later ones were held.
-- rest: what has one nature. Where a start is known the wait before it has the parts of `waiting`, in its proportions; unknown: the
-- log tells nothing of it. A start is cut to the time that ends in the event, so that no work counts twice.
-- lapse: of a term that runs from a step that need not be the one before: what lies within, whatever it ends in. The rest counts from
-- its end on.
with lapsing as (
  select b.case_id, max(a.time) as since, least(b.time, max(a.time) + max(l.least)) as lapse_end
  from lapse l join event b on b.activity = l.activity
  join event a on a.case_id = b.case_id and a.activity = l.after and a.k < b.k
  where a.office is not null and b.office is not null
  group by b.case_id, b.k, b.time
),
lasting as (
  select e.case_id, e.k, e.activity, e.prev_activity, coalesce(e.role, -1) as role, e.time, e.office,
         case when e.prev_office is not null then e.prev_time else c.arrival end as from_time,
         case when e.prev_office is not null then e.prev_office else c.office_arrival end as from_office,
         {start} as start, {office_start} as office_start
  from event e join case_ c on c.case_id = e.case_id
  where c.closed and e.office is not null {only}
),
within as (
  select r.case_id, r.k, max(p.lapse_end) as lapse_end
  from lasting r join lapsing p on p.case_id = r.case_id and r.from_time >= p.since and r.from_time < p.lapse_end
  group by r.case_id, r.k
),
step as (
  select r.*, case when w.lapse_end is null then r.from_time else least(w.lapse_end, r.time) end as since,
         case when w.lapse_end is null then r.from_office when w.lapse_end >= r.time then r.office else {lapse_office} end as since_office
  from lasting r left join within w on w.case_id = r.case_id and w.k = r.k
  left join office_day lapse_day on lapse_day.day = {lapse_day}
),
waited as (
  select s.*, case when n.term_after is null or n.term_after = s.prev_activity then n.term end as term, n.in_sessions,
         start is not null and not n.certain as split,
         case when start is null then time else greatest(since, least(start, time)) end as until,
         case when start is null then office else greatest(since_office, least(office_start, office)) end as until_office
  from step s join step_nature n on n.activity = s.activity
),
caught as (
  select w.*, done.held as held,
         case when w.since <= d.opens then d.opens else d.next_opens end as opens,
         case when w.since <= d.opens then d.opens_office else d.next_opens_office end as opens_office,
         coalesce(case when w.since <= d.opens then d.ends else d.next_ends end, w.time) as ends,
         {term_office} as term_office
  from waited w
  left join session_day d on d.activity = w.activity and d.day = case when w.in_sessions and w.start is null then {since_day} end
  left join session_day done
    on done.activity = w.activity and done.day = case when w.in_sessions and w.start is null then {done_day} end
  left join office_day on office_day.day = case when w.term is not null then {term_day} end
),
cut as (
  select *, case when term is not null then least(since + term, until)
                 when held then case when time <= ends then time else greatest(since, opens) end else since end as bound,
         case when term is not null then case when since + term >= until then until_office else least(term_office, until_office) end
              when held then case when time <= ends then office else greatest(since_office, opens_office) end
              else since_office end as bound_office
  from caught
),
parted as (
  select c.*, until - bound as rest, until_office - bound_office as rest_office, coalesce(w.wait, 0) as wait,
         w.batching as upto_1, w.batching + w.contention as upto_2, w.batching + w.contention + w.prioritisation as upto_3,
         w.batching + w.contention + w.prioritisation + w.unavailability as upto_4
  from cut c left join {waiting} w on c.split and w.case_id = c.case_id and w.k = c.k
),
shared as (
  select *, split and wait > 0 as told,
         cast(floor(rest * (upto_1 / nullif(wait, 0))) as bigint) as t1, cast(floor(rest * (upto_2 / nullif(wait, 0))) as bigint) as t2,
         cast(floor(rest * (upto_3 / nullif(wait, 0))) as bigint) as t3, cast(floor(rest * (upto_4 / nullif(wait, 0))) as bigint) as t4,
         cast(floor(rest_office * (upto_1 / nullif(wait, 0))) as bigint) as o1, cast(floor(rest_office * (upto_2 / nullif(wait, 0))) as bigint) as o2,
         cast(floor(rest_office * (upto_3 / nullif(wait, 0))) as bigint) as o3, cast(floor(rest_office * (upto_4 / nullif(wait, 0))) as bigint) as o4
  from parted
)
select case_id, k, activity, role,
       time - until as work, office - until_office as work_office,
       since - from_time as lapse, since_office - from_office as lapse_office,
       bound - since as first, bound_office - since_office as first_office,
       case when not split and held then rest else 0 end as passed,
       case when not split and held then rest_office else 0 end as passed_office,
       case when not split and held is not true then rest else 0 end as rest,
       case when not split and held is not true then rest_office else 0 end as rest_office,
       case when split and not told then rest else 0 end as unknown,
       case when split and not told then rest_office else 0 end as unknown_office,
       case when told then t1 else 0 end as batching,
       case when told then o1 else 0 end as batching_office,
       case when told then t2 - t1 else 0 end as contention,
       case when told then o2 - o1 else 0 end as contention_office,
       case when told then t3 - t2 else 0 end as prioritisation,
       case when told then o3 - o2 else 0 end as prioritisation_office,
       case when told then t4 - t3 else 0 end as unavailability,
       case when told then o4 - o3 else 0 end as unavailability_office,
       case when told then rest - t4 else 0 end as extraneous,
       case when told then rest_office - o4 else 0 end as extraneous_office
from shared
