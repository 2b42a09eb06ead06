"""Cases whose last row has begun and not ended: the export was made while they were at work."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.hypothesis import Notes

ENDING = 0.5
"""Share of the rows of a step that must have an end for a missing one to say that work goes on."""

OPEN_WORK = """
with e as (select case_name, activity_name, coalesce(time, start) as t, start, {is_open} as is_open from source_row
           where case_name is not null and coalesce(time, start) is not null),
ending as (select activity_name from e group by 1 having count(*) filter (not is_open) >= {ending} * count(*))
select case_name from e group by case_name
having max(start) filter (is_open and activity_name in (from ending)) >= max(t)
"""


def find_open_work(engine: Engine, is_open: str) -> None:
    """Store open_work, the cases of source_row whose last row has no end.

    Args:
        engine: Holds source_row.
        is_open: SQL of whether a row has a start and no end.
    """
    engine.table("open_work", OPEN_WORK.format(is_open=is_open, ending=ENDING))


def with_open_work(engine: Engine) -> Notes:
    """Add the cases of open_work to open_case, which is empty, unless all are open; the note that tells them."""
    if not engine.has("open_work"):
        return ()
    count, cases = engine.rows(
        "select (select count(*) from open_work), (select count(distinct case_name) from source_row)"
    )[0]
    if 0 < count < cases:
        engine.run("insert into open_case select case_name from open_work")
    engine.drop("open_work")
    return (("reading.note_open_work", {"count": count}),) if 0 < count < cases else ()
