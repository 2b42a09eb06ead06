"""Columns that a source lacks and the reading makes: their names, and how they are told."""

from __future__ import annotations

from procmap.errors import Message

STEP, MOMENT, START, ROW = "(columns)", "(dates)", "(starts)", "(row)"
"""Names of the columns that a wide table lacks: the step, its date, its start, and the case where no column names it."""

SHEET = "(sheets)"
"""Name of the column that says in which sheet or file a row stands, where each has the rows of one step."""

BESIDE = {"resource": "(agents)", "role": "(services)", "outcome": "(outcomes)"}
"""By kind, the names of those that say of each step who did it, for which service, and how it ended."""

TOLD = {
    STEP: Message("reading.made_step"), MOMENT: Message("reading.made_moment"),
    START: Message("reading.made_start"), ROW: Message("reading.made_row"),
    SHEET: Message("reading.made_sheet"),
    **{name: Message(f"reading.made_{kind}") for kind, name in BESIDE.items()},
}  # fmt: skip


def told(name: str) -> str | Message:
    """The name of a column as it is shown: in the language of who reads where the source has no such column."""
    return TOLD.get(name, name)
