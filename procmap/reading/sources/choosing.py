"""Whether a table is a known source, and its columns: with what the user settles by hand, without people where none may be."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.errors import ProcmapError, UsageError
from procmap.reading.choice import NEEDED
from procmap.reading.columns import column_named
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.names import KINDS
from procmap.reading.options import ReadingOptions
from procmap.reading.result import ColumnChoice
from procmap.reading.sources.deriving import derived_hypothesis
from procmap.reading.sources.recognising import recognised
from procmap.reading.spelt_names import resolved
from procmap.reading.table import Table

GROUPS = ("role", "outcome", "channel", "amount")
"""Kinds that are left out rather than taken from a column of people."""


def known_source(engine: Engine, table: Table) -> Hypothesis | None:
    """What a table is, if it is an export of an office software that is known.

    Args:
        engine: Where the table stands.
        table: The table, of whatever format.

    Returns:
        Its steps, one row each, with the columns chosen and what the export hides; None for any other table.

    Raises:
        ProcmapError: It is known, and no row of it is a step.
    """
    source = recognised(engine, table)
    return derived_hypothesis(engine, source, table) if source else None


def known_unless_by_hand(engine: Engine, table: Table, options: ReadingOptions) -> Hypothesis | None:
    """As known_source, unless the user names another case, step or time: the table is then read as it stands.

    Columns that `procmap read --save` wrote are those of the known source itself.
    """
    given = {kind: name for kind in NEEDED if (name := options.column(kind))}
    try:
        known = known_source(engine, table)
    except ProcmapError:
        if given:
            return None
        raise
    if known and any(resolved(name, (known.chosen[kind].name,)) is None for kind, name in given.items()):
        return None
    return known


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
