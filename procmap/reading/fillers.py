"""Days that exports write where a date is not known (1900-01-01, 9999-12-31 ...), as starts and deadlines.

Such a day is a filler where it lies more than a year from the time of its own event: a log of the year 1970 keeps its
dates. Times of events that are fillers are the log's to judge: the event keeps its place.
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
    for column in ("start", "deadline"):
        is_read = f"({column} // {DAY} in ({days}) and abs({column} - time) > {NEAR})"
        is_filler = f"({is_read} or ({column} is null and {filler_sql(f'{column}_text')}))"
        some = f"({column} is not null or {column}_text is not null)"
        if count := engine.value(f"select count(*) from source_row where {some} and {is_filler}"):
            engine.run(f"""update source_row set {column} = null, {column}_text = null, {column}_utc = null
                           where {some} and {is_filler}""")
            notes.append((f"reading.note_filler_{column}s", {"count": count}))
