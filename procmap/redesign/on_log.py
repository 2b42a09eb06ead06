"""The meaning of each edit on the log: which events no longer take place, which take another time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, assert_never

from procmap.findings import (
    Answer,
    Assign,
    Automate,
    BoundLoop,
    Capacity,
    Condition,
    Edit,
    Move,
    Parallelise,
    Remove,
    SetPeriod,
)
from procmap.log import EventLog
from procmap.redesign.back_again import back_again
from procmap.redesign.replay import Change
from procmap.redesign.role_queue import relieved
from procmap.redesign.sequence_edits import answered, moved_before, side_by_side
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def no_change(traces: Traces) -> Change:
    """The change of an empty plan."""
    import numpy as np

    return Change(np.zeros(len(traces.case), dtype=bool), traces.sojourn, {})


def apply_edit(log: EventLog, traces: Traces, edit: Edit, change: Change) -> Change:  # noqa: PLR0911 - one case for each edit
    """`change` with one more edit; edits add up in the order given."""
    codes = {label: code for code, label in enumerate(log.activities)}
    match edit:
        case Remove(activities, share):
            return _drop(change, _reached(traces, _of(traces, codes, activities), share))
        case Condition(activities, _, share, minimum):
            mine = _of(traces, codes, activities)
            spared = mine & _below(log, traces, minimum) if minimum is not None else _reached(traces, mine, share)
            return _drop(change, spared)
        case BoundLoop():
            return _drop(change, _reached(traces, _repeated(log, traces, edit, codes), edit.share))
        case SetPeriod(activity, days):
            return _on_other_days(log, traces, change, codes[activity], days)
        case Automate(activities, kept):
            return _drop(change, _of(traces, codes, tuple(a for a in activities if a not in kept)))
        case Parallelise():
            return side_by_side(traces, edit, codes, change)
        case Move():
            return moved_before(log, traces, edit, codes, change)
        case Answer():
            return answered(log, traces, edit, codes, change)
        case Assign() | Capacity():
            return relieved(log, traces, edit, codes, change)
        case _:
            assert_never(edit)


def _of(traces: Traces, codes: dict[str, int], activities: tuple[str, ...]) -> Array:
    import numpy as np

    wanted = np.zeros(len(codes), dtype=bool)
    wanted[[codes[label] for label in activities]] = True
    found: Array = wanted[traces.activity]
    return found


def _drop(change: Change, dropped: Array) -> Change:
    return replace(change, dropped=change.dropped | dropped)


def _reached(traces: Traces, affected: Array, share: float) -> Array:
    """Of the affected events those in the reached cases: every case, or a systematic share of them by arrival."""
    import numpy as np

    if share >= 1:
        return affected
    mine = np.zeros(traces.cases, dtype=bool)
    mine[traces.case[affected]] = True
    cases = np.flatnonzero(mine)
    upto = np.floor(np.arange(1, len(cases) + 1) * share + 1e-9)
    mine[cases[np.diff(np.concatenate([[0], upto])) <= 0]] = False
    found: Array = affected & mine[traces.case]
    return found


def _below(log: EventLog, traces: Traces, minimum: int) -> Array:
    """Events of the cases whose amount is known and below the minimum."""
    import numpy as np

    amount = log.engine.columns("select amount from case_ order by case_id")["amount"]
    below = np.ma.filled(amount, 0)
    found: Array = ((below > 0) & (below < minimum))[traces.case]
    return found


def _repeated(log: EventLog, traces: Traces, edit: BoundLoop, codes: dict[str, int]) -> Array:
    """What a loop repeats: passes after the first, of the case or of each role."""
    repeated, returns = ([codes[label] for label in labels] for labels in (edit.repeated, edit.returns))
    return back_again(log, traces, repeated) if edit.each_role else _in_loop(traces, repeated, returns)


def _in_loop(traces: Traces, repeated: list[int], returns: list[int]) -> Array:
    """Events of second and later passes: what is repeated after a return, and the returns that led there."""
    import numpy as np

    is_return = np.isin(traces.activity, returns)
    passed = np.cumsum(is_return)
    again = np.zeros(len(traces.case), dtype=bool)
    last = np.full(traces.cases, -1, dtype=np.int64)
    for code in repeated:
        rows = np.nonzero(traces.activity == code)[0]
        same = np.zeros(len(rows), dtype=bool)
        same[1:] = traces.case[rows[1:]] == traces.case[rows[:-1]]
        between = np.zeros(len(rows), dtype=bool)
        between[1:] = passed[rows[1:]] > passed[rows[:-1]] if returns else True
        chosen = rows[same & between]
        again[chosen] = True
        np.maximum.at(last, traces.case[chosen], chosen)
    found: Array = again | (is_return & (np.arange(len(traces.case)) < last[traces.case]))
    return found


def _on_other_days(log: EventLog, traces: Traces, change: Change, code: int, days: int) -> Change:
    """Done when ready (0), taking the time of one file in a session; or at the session of every so many working days.

    Only the wait for the first session that a file could catch goes. A wall stays, and so does what was waited while sessions
    passed, and between a file's one time and the next right after it: when that was ready, the log does not tell.
    """
    import numpy as np

    mine = traces.activity == code
    if not mine.any():
        return change  # it stands beside the way of the cases, and nothing waits for it
    if days == 0:
        sojourn = change.sojourn.copy()
        least = _spacing(traces, mine)
        if (sessions := traces.sessions.get(code)) is not None:
            attendance = traces.attendance[code]
            new = attendance.wall.kept + least + attendance.idle(sessions)
            sojourn[attendance.rows] = np.minimum(sojourn[attendance.rows], new)
        else:
            sojourn[mine] = np.minimum(sojourn[mine], least)
        further = mine & (np.roll(traces.activity, 1) == code) & (np.roll(traces.case, 1) == traces.case)
        sojourn[further] = change.sojourn[further]
        return replace(change, sojourn=sojourn, released=change.released | {code})
    opens = log.engine.columns("select worked from office_day where close_0 > open_0 order by day")["worked"][::days]
    done = traces.office[mine & (traces.office >= 0)]
    held = done - opens[np.maximum(np.searchsorted(opens, done, side="right") - 1, 0)]
    return replace(change, moved={**change.moved, code: np.asarray(opens + int(np.median(held)))})


def _spacing(traces: Traces, mine: Array) -> int:
    """Median time between two completions that follow one another within two hours: what one file takes in a session."""
    import numpy as np

    gaps = np.diff(np.sort(traces.office[mine & (traces.office >= 0)]))
    near = gaps[(gaps > 0) & (gaps <= 7_200_000_000)]
    return int(np.median(near)) if len(near) else 0
