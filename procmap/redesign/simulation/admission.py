"""When a replay of each case alone is known to be wrong: the change touches people who are shared, loaded or waited for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from procmap.findings import Assign, Capacity, Edit, SetPeriod
from procmap.redesign.replay import Change
from procmap.redesign.simulation.luck import Luck
from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

ALWAYS = (Assign, Capacity, SetPeriod)
"""Changes of who is busy when: what follows a session comes in bursts, and people stand in for one another."""

LOADED = 0.7
"""Share of their time that people are busy, from which they are loaded."""

CONTENDED = 0.2
"""Share of the wait for people that is behind other files, from which they are waited for."""

SHARED = 2
"""Steps touched that the same person does, from which they are shared."""


def admitted(traces: Traces, luck: Luck, edits: Sequence[Edit], change: Change) -> bool:
    """Whether a change is simulated rather than replayed."""
    import numpy as np

    if any(isinstance(edit, ALWAYS) for edit in edits):
        return True
    touched = change.dropped | (change.sojourn != traces.sojourn)
    rows = np.nonzero(touched & luck.served)[0]
    if not len(rows):
        return False
    return True


def _shared(traces: Traces, luck: Luck, rows: Array) -> bool:
    import numpy as np

    width = int(traces.activity.max(initial=0)) + 1
    pairs = np.unique(luck.person[rows] * width + traces.activity[rows])
    return bool(np.bincount(pairs // width).max(initial=0) >= SHARED)


def _waited_for(traces: Traces, luck: Luck, people: Array) -> bool:
    """Whether any of the people is loaded, or files wait for them behind others."""
    import numpy as np

    theirs = luck.served & np.isin(luck.person, people)
    wait = int(np.maximum(luck.begins - traces.ready, 0)[theirs].sum())
    queued = wait - int(np.minimum(luck.delay, np.maximum(luck.begins - traces.ready, 0))[theirs].sum())
    if queued >= CONTENDED * wait > 0:
        return True
    return any(_busy(traces, luck, person) > LOADED for person in people.tolist())


def _busy(traces: Traces, luck: Luck, person: int) -> float:
    mine = luck.busy & (luck.person == person)
    length = int(traces.office[mine].max()) - int(luck.begins[mine].min())
    return int(luck.service[mine].sum()) / max(length, 1)
