"""What more people, or anyone of a role, would take off the queue in front of it: a queue model fed with what was observed.

Replay keeps every sojourn, so it cannot tell what a queue would do with another server. The files of the role are therefore run
once more through a first-come first-served queue: each becomes ready when it did, takes the time since its person's previous
completion (at most its sojourn; outliers cut), and waits for the first free person who may do it. The relative change of the
modelled wait is applied to the observed one, of which no more counts as queue than can grow with the files ahead (the upper bound
of measures.waiting.backlog): the rest waits for something else. Arrivals from earlier steps are kept, so several steps of one role
in a case are not served faster one after another; people who also work on other procedures are taken for free. Hence the wide
interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Assign, Capacity
from procmap.log import EventLog
from procmap.measures.waiting.backlog import SECOND, find_backlogs
from procmap.measures.waiting.queueing import find_loads
from procmap.redesign.replay import Change
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST = 50_000
"""Files after which the model has seen enough."""

OUTLIER = 4 * 1.4826
"""Median absolute deviations above the median beyond which a service time holds something else than service."""


def relieved(log: EventLog, traces: Traces, edit: Assign | Capacity, codes: Mapping[str, int], change: Change) -> Change:
    """The observed queueing of the role (for Assign: of the activities) reduced as the model says."""
    import numpy as np

    role = log.roles.index(edit.role)
    jobs = _jobs(log, role)
    if not len(jobs["office"]):
        return change
    mine = np.isin(jobs["activity"], [codes[label] for label in edit.activities])
    target = mine if isinstance(edit, Assign) else np.ones(len(mine), dtype=bool)
    share = _relief(jobs, target, edit, _headcount(log, role)) * _queue_part(log, jobs, target, edit, role)
    starts = np.searchsorted(traces.case, jobs["case_id"])
    rows = starts + jobs["k"] - 1
    sojourn = change.sojourn.copy()
    sojourn[rows[target]] -= np.rint(jobs["queued"][target] * share).astype(np.int64)
    return replace(change, sojourn=np.maximum(sojourn, 0))


def _headcount(log: EventLog, role: int) -> int:
    """How many people the role has at a time."""
    return next((max(round(load.headcount), 1) for load in find_loads(log) if load.role == role), 1)


def _queue_part(log: EventLog, jobs: dict[str, Array], target: Array, edit: Assign | Capacity, role: int) -> float:
    """The part of the time behind other files of one's person that may be a queue, 0 to 1; all where the backlog tells nothing."""
    import numpy as np

    if isinstance(edit, Capacity):
        backlog = find_backlogs(log, "role", [role]).get(role)
    else:
        person = int(np.bincount(jobs["resource"][target]).argmax())
        whole = find_backlogs(log, "resource", [person]).get(person)
        backlog = whole.of(*np.unique(jobs["activity"][target]).tolist()) if whole else None
    stood = int(jobs["queued"][target].sum())
    if backlog is None or not backlog.instances or stood <= 0:
        return 1.0
    return min(max(backlog.seconds().upper() * SECOND / stood, 0.0), 1.0)


def _jobs(log: EventLog, role: int) -> dict[str, Array]:
    """The files of the role in the order in which they became ready; needs the table `queue` of the measures."""
    import numpy as np

    found = log.engine.columns(
        f"""select case_id, k, activity, resource, office, enabled, queued, service
            from queue where role = {int(role)} order by enabled, office, case_id, k""",
    )
    return {name: np.asarray(values, dtype=np.int64) for name, values in found.items()}


def _relief(jobs: dict[str, Array], target: Array, edit: Assign | Capacity, headcount: int) -> float:
    """The part of the modelled wait of the target that the edit takes away, 0 to 1."""
    import numpy as np

    _, server, times = np.unique(jobs["resource"], return_inverse=True, return_counts=True)
    # those who helped out now and then are no server of their own: their files go to whoever is free
    rank = np.argsort(np.argsort(-times, kind="stable"), kind="stable")[server]
    own = np.where(rank < headcount, rank, -1)
    ready, service = jobs["enabled"][:MOST], _service(jobs)[:MOST]
    target = target[:MOST]
    anyone = np.full(len(ready), -1, dtype=np.int64)
    only, more = (anyone, edit.people) if isinstance(edit, Capacity) else (np.where(target, own[:MOST], -1), 0)
    before, after = _waits(ready, service, only, headcount), _waits(ready, service, anyone, headcount + more)
    total = int(before[target].sum())
    return min(max(1 - int(after[target].sum()) / total, 0.0), 1.0) if total > 0 else 0.0


def _service(jobs: dict[str, Array]) -> Array:
    """The service time of each file, cut at the outliers of its activity."""
    import numpy as np

    service = np.maximum(jobs["service"], 0).copy()
    for code in np.unique(jobs["activity"]):
        mine = jobs["activity"] == code
        median = float(np.median(service[mine]))
        spread = float(np.median(np.abs(service[mine] - median)))
        service[mine] = np.minimum(service[mine], int(median + OUTLIER * spread))
    return service


def _waits(ready: Array, service: Array, only: Array, people: int) -> Array:
    """How long each file waits for the first free person, or for the one who alone may do it (`only` >= 0)."""
    import numpy as np

    free = [0] * people
    waits = np.zeros(len(ready), dtype=np.int64)
    for i, (at, takes, one) in enumerate(zip(ready.tolist(), service.tolist(), only.tolist(), strict=True)):
        server = one if one >= 0 else free.index(min(free))
        begins = max(at, free[server])
        waits[i] = begins - at
        free[server] = begins + takes
    return waits
