"""A pack file as a Pack; every reference to a step, a role, a lever or a text is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procmap.errors import ProcmapError
from procmap.procedures.packs.legal import Legal, read_legal
from procmap.procedures.packs.pack import Lowered, Pack
from procmap.procedures.packs.parts import read_act, read_comparator, read_pathology, read_session
from procmap.procedures.packs.rules import read_constraint, read_deadline
from procmap.procedures.packs.table import Table
from procmap.procedures.packs.types import Role, Step
from procmap.procedures.packs.vocabulary import LETTING_GO, Kind, May, Medium, Sensitive, Shield

LANGUAGES = ("fr", "en")


def read_pack(written: Any, path: str, register: tuple[Legal, ...], lowered: tuple[Lowered, ...] = ()) -> Pack:
    """The pack that a file says.

    Args:
        written: As YAML gives it, with all that it extends.
        path: The file, for messages.
        register: The shipped references.
        lowered: What it protects less than the pack that it extends.

    Raises:
        ProcmapError: A key is missing, unknown or of another kind, or names what is not there.
    """
    table = Table(written, path, "")
    identity = table.text("pack")
    legal = {one.identity: one for one in register}
    legal |= {name: read_legal(name, one) for name, one in table.named("legal").items()}
    roles = tuple(_role(name, one) for name, one in table.named("roles").items())
    steps = tuple(_step(name, one, [role.identity for role in roles], legal) for name, one in table.named("steps").items())
    if not steps:
        raise ProcmapError("procedures.pack_missing_key", path=path, place="steps", setting="...")
    names = [step.identity for step in steps]
    deadlines = tuple(read_deadline(name, one, names, legal) for name, one in table.named("deadlines").items())
    terms = [one.identity for one in deadlines]
    levers = tuple(read_act(name, one, legal) for name, one in table.named("levers").items())
    found = Pack(
        identity=identity,
        name=table.both("name"),
        case=table.both("case"),
        law_checked_on=table.day("law_checked_on"),
        review_by=table.day("review_by"),
        sensitive=table.one_of("sensitive", Sensitive),
        tools=table.texts("tools"),
        roles=roles,
        telling=table.known("telling", table.texts("telling"), names),
        steps=steps,
        constraints=tuple(read_constraint(one, names, [r.identity for r in roles], legal) for one in table.tables("constraints")),
        deadlines=deadlines,
        pathologies=tuple(read_pathology(one, names, [act.identity for act in levers]) for one in table.tables("pathologies")),
        levers=levers,
        sessions=tuple(read_session(one, names, legal) for one in table.tables("sessions")),
        comparators=tuple(read_comparator(one, terms, legal) for one in table.tables("comparators")),
        not_required=table.all_both("not_required"),
        legal=tuple(legal.values()),
        extends=table.get("extends"),
        lowered=lowered,
    )
    table.done()
    return found


def _role(identity: str, table: Table) -> Role:
    found = Role(identity, table.name(), table.texts("words"))
    table.done()
    return found


def _step(identity: str, table: Table, roles: list[str], legal: Mapping[str, Legal]) -> Step:
    codes = Table(table.get("codes") or {}, table.path, f"{table.place}.codes")
    synonyms = Table(table.get("synonyms") or {}, table.path, f"{table.place}.synonyms")
    found = Step(
        identity=identity,
        name=table.name(),
        synonyms=tuple((language, synonyms.texts(language)) for language in LANGUAGES),
        codes=tuple((tool, codes.texts(tool)) for tool in codes.written),
        roles=table.known("roles", table.texts("roles"), roles),
        media=table.some_of("media", Medium),
        kind=table.one_of("kind", Kind),
        shield=table.one_of("protection", Shield),
        basis=table.known("basis", table.texts("basis"), legal),
        may=table.some_of("may", May),
        note=table.both_or_none("note"),
        reason=table.text("reason") if "reason" in table.written else None,
        amend=table.both_or_none("amend"),
    )
    synonyms.done()
    table.get("reason")
    table.done()
    _protected(found, table)
    return found


def _protected(step: Step, table: Table) -> None:
    """A step that a text requires names it and says why, and nothing lets it go; a local rule names what is to be amended."""
    if step.shield == Shield.LOCAL_RULE:
        for key in ("note", "amend"):
            if getattr(step, key) is None:
                raise ProcmapError("procedures.pack_missing_key", path=table.path, place=table.place, setting=key)
    if not step.shield.by_law:
        return
    if not step.basis:
        raise ProcmapError("procedures.pack_missing_key", path=table.path, place=table.place, setting="basis")
    if step.note is None:
        raise ProcmapError("procedures.pack_missing_key", path=table.path, place=table.place, setting="note")
    gone = [may for may in step.may if may in LETTING_GO]
    if gone:
        raise ProcmapError("procedures.pack_lets_go", path=table.path, place=table.place, may=gone[0].value)
