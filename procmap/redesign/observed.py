"""The cases of a log as traces: fetched from its tables, with what enabled each event and the sessions that were held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.log.calendar import DAY
from procmap.redesign.dues import find_dues
from procmap.redesign.sessions import Instances, Missing, find_sessions
from procmap.redesign.traces import Traces, enabled

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def load_traces(
    log: EventLog,
    concurrent: frozenset[tuple[int, int]],
    batched: tuple[int, ...],
    pinned: frozenset[int] = frozenset(),
    due_since: Mapping[int, int] | None = None,
) -> Traces:
    """Fetch what a replay needs.

    Args:
        log: The log.
        concurrent: Unordered pairs of concurrent activities.
        batched: Activities that are done in sessions.
        pinned: Activities whose date does not follow from what precedes them.
        due_since: For those that fall due a while after an earlier one of the case, the earlier one.
    """
    import numpy as np

    events = log.engine.columns("select case_id, k, activity, office, time from event order by case_id, k")
    case = np.asarray(events["case_id"], dtype=np.int64)
    arrival = np.ma.filled(
        log.engine.columns("select office_arrival from case_ order by case_id")["office_arrival"],
        0,
    ).astype(np.int64)
    office = events["office"]
    observed = np.ma.filled(office, -1).astype(np.int64)
    slot, waits_for = _slots(len(log.activities), concurrent)
    traces = Traces(
        case,
        np.asarray(events["k"], dtype=np.int64),
        np.asarray(events["activity"], dtype=np.int64),
        observed,
        np.asarray(events["time"], dtype=np.int64),
        arrival,
        np.searchsorted(case, np.arange(len(arrival))),
        slot,
        waits_for,
        observed,
        observed,
        np.zeros(len(case), dtype=np.int64),
        {},
        {},
        pinned,
        {},
    )
    ready = enabled(traces, observed, arrival)
    sojourn = observed - ready
    sojourn[observed < 0] = 0  # an implausible date takes no time
    ready_time = enabled(traces, traces.time, traces.time[traces.first])
    traces = replace(traces, ready=ready, ready_time=ready_time, sojourn=np.maximum(sojourn, 0))
    traces = replace(traces, dues=find_dues(traces, due_since)) if due_since else traces
    return with_sessions(log, traces, batched) if batched else traces


def with_sessions(log: EventLog, traces: Traces, batched: tuple[int, ...]) -> Traces:
    """The traces with the sessions of some activities, and who attended them."""
    import numpy as np

    clock, cut = log.office_to_calendar(), log.profile.cut
    missing = None if cut is None else Missing(log.period.first, cut.at // DAY)
    found = {}
    for code in batched:
        rows = np.nonzero((traces.activity == code) & (traces.office >= 0))[0]
        instances = Instances(rows, traces.time[rows], traces.office[rows], traces.ready_time[rows], traces.ready[rows])
        found[int(code)] = find_sessions(instances, clock, missing)
    return replace(
        traces,
        sessions={code: sessions for code, (sessions, _) in found.items()},
        attendance={code: attendance for code, (_, attendance) in found.items()},
    )


def _slots(activities: int, concurrent: frozenset[tuple[int, int]]) -> tuple[Array, tuple[tuple[int, ...], ...]]:
    """A slot for every activity that is concurrent with another, and the slots that enable each slot's activities."""
    import numpy as np

    own = {code: i for i, code in enumerate(sorted({code for pair in concurrent for code in pair}), start=1)}
    slot = np.zeros(activities, dtype=np.int64)
    for code, place in own.items():
        slot[code] = place
    everything = tuple(range(len(own) + 1))
    waits_for = [everything]
    for code in own:
        partners = {own[a if b == code else b] for a, b in concurrent if code in (a, b)}
        waits_for.append(tuple(place for place in everything if place not in partners))
    return slot, tuple(waits_for)
