"""What follows what in each case: an event is enabled when the earlier ones that are not concurrent with it are complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.redesign.traces import Traces

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Precedence:
    """For each event those that it enables, and how many it waits for."""

    enables: list[list[int]]
    waits: list[int]


def predecessors(traces: Traces, rank: Array) -> list[list[int]]:
    """For each event those of its case that it directly waits for; what these wait for is left out where it is easily seen.

    Args:
        traces: The events.
        rank: The place of each event in its case, which need not be that observed.
    """
    import numpy as np

    slots = traces.slot[traces.activity].tolist()
    waited = [frozenset(places) for places in traces.waits_for]
    cases = traces.case.tolist()
    found: list[list[int]] = [[] for _ in cases]
    case, since = -1, list[int]()
    for row in np.lexsort((rank, traces.case)).tolist():
        if cases[row] != case:
            case, since = cases[row], []
        slot = slots[row]
        found[row] = [before for before in since if slots[before] in waited[slot]]
        if slot == 0:  # it waits for all before it: whoever waits for it waits for them
            since = [row]
        else:
            since.append(row)
    return found


def precedence(before: list[list[int]]) -> Precedence:
    """The same seen from what comes first."""
    enables: list[list[int]] = [[] for _ in before]
    for row, rows in enumerate(before):
        for earlier in rows:
            enables[earlier].append(row)
    return Precedence(enables, [len(rows) for rows in before])
