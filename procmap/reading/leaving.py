"""What reading leaves to the log: the table of the events, and the columns that no kind took."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.arrangement import Arrangement
from procmap.reading.lifecycle import merge_lifecycle
from procmap.reading.result import ColumnChoice
from procmap.reading.table import Table

EVENT = ("pos", "case_name", "activity_name", "resource_name", "role_name", "time", "start", "amount", "outcome_name",
         "channel_name", "deadline", "delegation")  # fmt: skip
"""The columns of source_event."""

CHEAP_CELLS = 5_000_000
"""Cells of other columns up to which they are kept in source_attribute."""

CHEAP_COLUMNS = 500
"""Other columns up to which they are."""

Notes = list[tuple[str, dict[str, object]]]


def make_events(
    engine: Engine, chosen: dict[str, ColumnChoice], notes: Notes, arranged: Arrangement, *, is_restricted: bool
) -> None:
    """source_event from source_row, which itself becomes it where no later step needs it."""
    if "lifecycle" in chosen or is_restricted:
        kept = ", ".join((*EVENT, "transition", "instance"))
        engine.table("source_event", f"select {arranged.pos} as {kept} from source_row")
    else:
        engine.drop("source_event")
        engine.run("alter table source_row add column pos bigint")
        engine.run(f"update source_row set pos = {arranged.pos}")
        engine.run("alter table source_row rename to source_event")
    if "lifecycle" in chosen:
        merge_lifecycle(engine, notes)
    for name in engine.names("source_event"):
        if name not in EVENT:
            engine.run(f"alter table source_event drop column {name}")


def keep_attributes(engine: Engine, table: Table, others: tuple[str, ...], rows: int, arranged: Arrangement) -> None:
    """source_attribute, for the events of source_event."""
    engine.drop("source_attribute")
    if not others or len(others) > CHEAP_COLUMNS or rows * len(others) > CHEAP_CELLS:
        return
    named = ", ".join(f"c{table.names.index(name)}" for name in others)
    texts = ", ".join(f'{table.cleaned(name)} as "{_unique(name, others)}"' for name in others)
    counted = f"select row_number() over () as pos, {named} from {table.relation}"
    ranked = f"select {arranged.place} as pos, * exclude (pos) from ({counted}) as base"
    of_events = "pos in (select pos from source_event)"
    engine.table("source_attribute", f"select pos, {texts} from ({ranked}) where {of_events} order by pos")


def _unique(name: str, names: tuple[str, ...]) -> str:
    """A column name that the engine, blind to case, tells from the others."""
    same = [each for each in names if each.casefold() == name.casefold() or each.casefold() == "pos"]
    place = same.index(name)
    return (name if not place and name.casefold() != "pos" else f"{name} [{place + 1}]").replace('"', '""')
