"""Whether those who sign are those who have just done the work: they put their names to it, and look at nobody else's."""

from __future__ import annotations

from procmap.log import EventLog

ALIKE = 0.8
"""Share of the signatures that would stay where they are, were they shared out as the steps before them are, from which both are
the same people's."""

LEAST = 30
"""Signatures after a step of the same role, with the names of both, from which that can be told."""

SHARED = """
with pair as (
  select e.resource, p.resource as before from event e
  join event p on p.case_id = e.case_id and p.k = e.k - 1
  where e.activity = {code} and p.role = e.role and e.resource is not null and p.resource is not null),
signs as (select resource, count(*) / (select count(*) from pair) as share from pair group by resource),
works as (select before as resource, count(*) / (select count(*) from pair) as share from pair group by before)
select (select count(*) from pair), (select count(*) from event where activity = {code}),
       coalesce(sum(least(s.share, w.share)), 0.0) from signs s join works w using (resource)
"""


def signed_by_peers(log: EventLog, code: int) -> bool:
    """Whether nearly all instances of a step follow a step of the same role, which the same people do as often."""
    times, of, shared = log.engine.rows(SHARED.format(code=int(code)))[0]
    return bool(times >= LEAST and times >= ALIKE * of and shared >= ALIKE)
