"""Pathologies, levers, sessions and comparators of a pack file."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.errors import ProcmapError
from procmap.procedures.packs.table import Table
from procmap.procedures.packs.types import Act, Comparator, Pathology, Session
from procmap.procedures.packs.vocabulary import PATTERNS, Effort, Lever


def read_pathology(table: Table, steps: list[str], levers: list[str]) -> Pathology:
    """One pathology; it names a pattern at least."""
    found = Pathology(
        name=table.name(),
        patterns=table.known("patterns", table.texts("patterns"), PATTERNS),
        steps=table.known("steps", table.texts("steps"), steps),
        levers=table.known("levers", table.texts("levers"), levers),
    )
    if not found.patterns:
        raise ProcmapError("procedures.pack_missing_key", path=table.path, place=table.place, setting="patterns")
    table.done()
    return found


def read_act(identity: str, table: Table, legal: Iterable[str]) -> Act:
    """One lever."""
    found = Act(
        identity=identity,
        name=table.name(),
        lever=table.one_of("lever", Lever),
        effort=table.one_of("effort", Effort),
        decides=table.both("decides"),
        prerequisites=table.all_both("prerequisites"),
        caution=table.both_or_none("caution"),
        basis=table.known("basis", table.texts("basis"), legal),
    )
    table.done()
    return found


def read_session(table: Table, steps: list[str], legal: Iterable[str]) -> Session:
    """One kind of session."""
    found = Session(
        step=table.known("step", [table.text("step")], steps)[0],
        name=table.name(),
        minimum=table.both_or_none("minimum"),
        basis=table.known("basis", table.texts("basis"), legal),
    )
    table.done()
    return found


def read_comparator(table: Table, deadlines: list[str], legal: Iterable[str]) -> Comparator:
    """One figure."""
    value = table.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise table.wrong("value", value, "value: 30")
    found = Comparator(
        name=table.name(),
        value=float(value),
        unit=table.text("unit"),
        valid_from=table.day("valid_from") if "valid_from" in table.written else None,
        source=table.text("source"),
        checked_on=table.day("checked_on"),
        review_by=table.day("review_by"),
        basis=table.known("basis", table.texts("basis"), legal),
        deadline=table.known("deadline", [table.text("deadline")], deadlines)[0] if "deadline" in table.written else None,
    )
    table.get("valid_from")
    table.get("deadline")
    table.done()
    return found
