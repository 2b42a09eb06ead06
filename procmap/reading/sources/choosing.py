"""The columns of a known source, with what the user settles by hand and without people where none may be."""

from __future__ import annotations

from procmap.errors import UsageError
from procmap.reading.columns import column_named
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.names import KINDS
from procmap.reading.options import ReadingOptions
from procmap.reading.result import ColumnChoice

GROUPS = ("role", "outcome", "channel", "amount")
"""Kinds that are left out rather than taken from a column of people."""


def chosen_of_source(
    known: Hypothesis, options: ReadingOptions, people: frozenset[str]
) -> tuple[dict[str, ColumnChoice], list[tuple[str, dict[str, object]]]]:
    """The column of each kind, by kind, and the notes.

    Args:
        known: The source; its case, step and time are not asked for by hand.
        options: What the user settles.
        people: Columns that hold people.

    Raises:
        ProcmapError: An option names no column, or a column of people as the role.
    """
    chosen, notes = dict(known.chosen), list(known.notes)
    for kind in KINDS:
        if wanted := options.column(kind):
            name = column_named(wanted, known.table.names, f"--{kind}")
            if kind == "role" and name in people:
                raise UsageError("reading.people_as_role", column=name)
            chosen[kind] = ColumnChoice(kind, name, "reading.chosen_by_option")
    named = [kind for kind in GROUPS if kind in chosen and chosen[kind].name in people]
    notes += [("reading.note_people_left_out", {"column": chosen.pop(kind).name}) for kind in named]
    return chosen, notes
