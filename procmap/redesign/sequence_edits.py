"""The meaning on the log of edits that change when things happen: steps side by side, an earlier check, an answer at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Answer, Move, Parallelise
from procmap.log import EventLog
from procmap.redesign.replay import Change
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def side_by_side(traces: Traces, edit: Parallelise, codes: Mapping[str, int], change: Change) -> Change:
    """Where one of the two comes right after the other, it takes what it takes longer than the first: the join waits for both."""
    import numpy as np

    second = beside(traces, edit, codes)
    sojourn = change.sojourn.copy()
    sojourn[second] = np.maximum(sojourn[second] - sojourn[second - 1], 0)
    return replace(change, sojourn=sojourn)


def beside(traces: Traces, edit: Parallelise, codes: Mapping[str, int]) -> Array:
    """The rows of the second of two steps, where it comes right after the first, in either order."""
    import numpy as np

    pair = [codes[label] for label in edit.activities]
    second = _right_after(traces, np.isin(traces.activity, pair))
    found: Array = second[np.isin(traces.activity[second - 1], pair) & (traces.activity[second] != traces.activity[second - 1])]
    return found


def answered(log: EventLog, traces: Traces, edit: Answer, codes: Mapping[str, int], change: Change) -> Change:
    """An answer that comes right after its request takes no longer than `within`.

    Where the role of the request takes the answer in too, it takes no less than the request of its case did: those people are
    waited for, whatever the partner does.
    """
    import numpy as np

    rows = answers(traces, edit, codes)
    sojourn = change.sojourn.copy()
    sojourn[rows] = np.minimum(sojourn[rows], np.maximum(edit.within, _taken_in(log, traces, rows)))
    return replace(change, sojourn=sojourn)


def answers(traces: Traces, edit: Answer, codes: Mapping[str, int]) -> Array:
    """The rows of the answers that come right after their request."""
    rows = _right_after(traces, traces.activity == codes[edit.answer])
    found: Array = rows[traces.activity[rows - 1] == codes[edit.request]]
    return found


def _taken_in(log: EventLog, traces: Traces, rows: Array) -> Array:
    """What the event before each of some events took where the same role did both; else 0."""
    import numpy as np

    found = log.engine.columns("select coalesce(role, -1) as role from event order by case_id, k")
    role = np.asarray(found["role"], dtype=np.int64)
    return np.where((role[rows] >= 0) & (role[rows] == role[rows - 1]), traces.sojourn[rows - 1], 0)


def moved_before(log: EventLog, traces: Traces, edit: Move, codes: Mapping[str, int], change: Change) -> Change:
    """The check comes before the first of the steps that it can spare; what it refused skips them.

    A case that another check refused before this one was reached is left as it is: nobody knows what this one would have said.
    """
    import numpy as np

    code, spared = codes[edit.activity], [codes[label] for label in edit.spared]
    checks = np.nonzero(traces.activity == code)[0]
    check = np.full(traces.cases, -1, dtype=np.int64)
    check[traces.case[checks]] = checks  # the last one of each case
    rows = np.nonzero(np.isin(traces.activity, spared))[0]
    rows = rows[rows < check[traces.case[rows]]]
    first = np.full(traces.cases, len(traces.case), dtype=np.int64)
    np.minimum.at(first, traces.case[rows], rows)
    early = np.nonzero((check >= 0) & (first < check))[0]
    rank = 2 * traces.rank if change.rank is None else change.rank.copy()
    rank[check[early]] = rank[first[early]] - 1
    dropped = change.dropped.copy()
    dropped[rows[_refused(log, traces, code, check)[traces.case[rows]]]] = True
    return replace(change, dropped=dropped, rank=rank)


REFUSED = """
    with said as (
        select v.case_id, v.k, v.refused, e.activity as next
        from verdict v join event e on e.case_id = v.case_id and e.k = v.k + 1 where v.activity = {code}
    ), usual as (
        select next as activity from said where not refused group by next order by count(*) desc, next limit 1
    ), returned as (
        select s.case_id, s.k from said s join usual u on s.next <> u.activity where s.refused
        and exists (select 1 from event e where e.case_id = s.case_id and e.k > s.k + 1 and e.activity = u.activity)
        and exists (select 1 from verdict v where v.case_id = s.case_id and v.k > s.k + 1)
    )
    select case_id, k from verdict where activity = {code} and refused except select case_id, k from returned
"""
"""What a check refused for good: a file that goes another way first, then where those accepted go, and is decided upon there, was
only sent back to be completed."""


def _refused(log: EventLog, traces: Traces, code: int, check: Array) -> Array:
    """For each case whether its last instance of the check refused it for good."""
    import numpy as np

    found = log.engine.columns(REFUSED.format(code=int(code)))
    case, rank = np.asarray(found["case_id"], dtype=np.int64), np.asarray(found["k"], dtype=np.int64)
    refused = np.zeros(traces.cases, dtype=bool)
    last = check[case] >= 0
    refused[case[last][traces.rank[check[case[last]]] == rank[last]]] = True
    return refused


def _right_after(traces: Traces, mine: Array) -> Array:
    """The rows of `mine` that have a row of the same case before them."""
    import numpy as np

    rows = np.nonzero(mine)[0]
    rows = rows[rows > 0]
    found: Array = rows[traces.case[rows] == traces.case[rows - 1]]
    return found
