"""Days that exports write where a date is not known (1900-01-01, 9999-12-31, 0000-00-00 ...), as starts and deadlines.

Times and starts that a calendar knows are judged by the log room, which names their day. Left for here are starts that
no calendar knows, and deadlines: a deadline is a filler where its day lies more than a year from the time of its own
event, so a log of the year 1970 keeps its dates.
"""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.dates import DAY, filler_days, filler_sql

NEAR = 366 * DAY
"""How far from its event a day that looks like a filler is still believed, in microseconds."""

Notes = list[tuple[str, dict[str, object]]]


def leave_out_fillers(engine: Engine, notes: Notes) -> None:
    """Make the fillers among the starts and deadlines of source_row NULL, and say how many they were."""
    days = ", ".join(map(str, filler_days()))
    far = f"deadline // {DAY} in ({days}) and abs(deadline - time) > {NEAR}"
    for column, is_read in (("start", "false"), ("deadline", far)):
        is_filler = f"(({is_read}) or ({column}_text is not null and {filler_sql(f'{column}_text')}))"
        if count := engine.value(f"select count(*) from source_row where {is_filler}"):
            engine.run(
                f"update source_row set {column} = null, {column}_text = null, {column}_utc = null where {is_filler}"
            )
            notes.append((f"reading.note_filler_{column}s", {"count": count}))
