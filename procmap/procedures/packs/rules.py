"""The rules between steps and the deadlines of a pack file."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.errors import ProcmapError
from procmap.procedures.packs.table import Table
from procmap.procedures.packs.types import Constraint, Deadline, Pause
from procmap.procedures.packs.vocabulary import Clock, Rule, Shield

OF_TWO = frozenset({Rule.SEGREGATION, Rule.PRECEDENCE, Rule.MIN_DELAY, Rule.NO_SKIP})
"""Rules that need `then`."""


def read_constraint(table: Table, steps: list[str], roles: list[str], legal: Iterable[str]) -> Constraint:
    """One rule."""
    rule = table.one_of("rule", Rule)
    first, then = (table.known(key, table.texts(key), steps) for key in ("first", "then"))
    delay = rule == Rule.MIN_DELAY
    found = Constraint(
        rule=rule,
        first=first,
        then=then,
        days=table.number("days") if delay else None,
        clock=table.one_of("clock", Clock) if delay else None,
        unless=_one(table, "unless", steps) if delay else None,
        role=_one(table, "role", roles, needed=True) if rule == Rule.SAME_ROLE else None,
        by=table.one_of("status", Shield, Shield.LEGAL),
        basis=table.known("basis", table.texts("basis"), legal),
        when=table.both_or_none("when"),
        told=table.both_or_none("told"),
    )
    for key, wanted in (("first", True), ("then", rule in OF_TWO), ("basis", found.by.by_law)):
        if wanted and not getattr(found, key):
            raise ProcmapError("procedures.pack_missing_key", path=table.path, place=table.place, setting=key)
    table.done()
    return found


def read_deadline(identity: str, table: Table, steps: list[str], legal: Iterable[str]) -> Deadline:
    """One term."""
    pause = table.get("pause")
    found = Deadline(
        identity=identity,
        name=table.name(),
        start=table.known("from", table.texts("from"), steps),
        end=table.known("to", [table.text("to")], steps)[0],
        within=table.number("within"),
        clock=table.one_of("clock", Clock),
        pause=_pause(Table(pause, table.path, f"{table.place}.pause"), steps) if pause is not None else None,
        target=table.flag("target"),
        when=table.both_or_none("when"),
        consequence=table.both_or_none("consequence"),
        basis=table.known("basis", table.texts("basis"), legal),
    )
    for key, given in (("from", found.start), ("basis", found.basis)):
        if not given:
            raise ProcmapError("procedures.pack_missing_key", path=table.path, place=table.place, setting=key)
    table.done()
    return found


def _pause(table: Table, steps: list[str]) -> Pause:
    at, until = (table.known(key, [table.text(key)], steps)[0] for key in ("at", "until"))
    found = Pause(at, until, _one(table, "before", steps), table.number("restart"))
    table.done()
    return found


def _one(table: Table, key: str, known: list[str], *, needed: bool = False) -> str | None:
    if key not in table.written and not needed:
        table.get(key)
        return None
    return table.known(key, [table.text(key)], known)[0]
