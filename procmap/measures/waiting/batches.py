"""Batches: instances of one activity that one person collects and then does together or straight after one another.

A batch grows, by the order of starts, while the next instance was ready before the batch began and starts at most a gap after the
last member ended. Source: Lashkevich, Milani, Chapela-Campa and Dumas, RCIS 2022; Martin et al. 2021 (10.1016/j.is.2020.101642).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog
from procmap.measures.waiting.ranges import NEVER, last_above, next_above
from procmap.measures.waiting.work import columns

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class BatchRule:
    """What counts as a batch.

    Attributes:
        least: The smallest number of members.
        gap: Office time (microseconds) that may pass between the end of one member and the start of the next.
    """

    least: int = 3
    gap: int = 0


def find_batches(log: EventLog, rule: BatchRule) -> None:
    """Store `batch(case_id, k, batch, kind, batch_enabled_time, batch_enabled)`: the members only; needs `work`.

    kind: parallel (all start and end together), sequential (none starts before another has ended) or concurrent. A batch is
    enabled when the last of its members is.
    """
    import numpy as np

    work = columns(
        log,
        """select case_id, k, resource, activity, begins_time, begins, ends_time, ends,
                  coalesce(enabled_time, begins_time) as enabled_time
           from work order by resource, activity, begins_time, ends_time, enabled_time, case_id, k""",
    )
    number = _greedy(work, rule.gap) if len(work["k"]) else work["k"]
    log.engine.load("batch_number", {"case_id": work["case_id"], "k": work["k"], "batch": number, "place": np.arange(len(number))})
    describe_batches(log, rule.least)
    log.engine.drop("batch_number")


def describe_batches(log: EventLog, least: int) -> None:
    """Store `batch` from `batch_number(case_id, k, batch, place)`: what has a number, its rows in order of their starts."""
    log.engine.table("batch", sql_of("procmap.measures.waiting", "batch").format(least=int(least)))


def _greedy(work: dict[str, Array], gap: int) -> Array:
    """The number of the batch of each row, rows by person, activity and start."""
    import numpy as np

    places = np.arange(len(work["k"]))
    opens = np.ones(len(places), dtype=bool)
    opens[1:] = (np.diff(work["resource"]) != 0) | (np.diff(work["activity"]) != 0)
    most = int(np.diff(np.append(np.flatnonzero(opens), len(places))).max())
    # the last earlier row that a row follows closely enough: a batch that began after it has been left too long
    close = last_above(work["ends"], places, work["begins"] - gap - 1, most)
    too_late = next_above(np.where(opens, NEVER, -close), places + 1, -places, most)
    not_ready = next_above(np.where(opens, NEVER, work["enabled_time"]), places + 1, work["begins_time"], most)
    jump = np.append(np.minimum(too_late, not_ready), len(places))
    begins = np.append(opens, False)
    for _ in range(len(places).bit_length()):  # from each batch to the next, then two on, four on ...
        begins[jump[begins]] = True
        jump = jump[jump]
    return np.cumsum(begins[:-1])
