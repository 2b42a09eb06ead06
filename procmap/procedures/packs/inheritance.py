"""A user's file over the pack that it extends: tables are joined by name, lists are added, single values replace.

A step given again needs only the keys that change. A protection by law is lowered, or a step that has one left out, only with
a written reason, which the report shows.
"""

from __future__ import annotations

from typing import Any

from procmap.errors import ProcmapError
from procmap.procedures.packs.pack import Lowered
from procmap.procedures.packs.table import Table
from procmap.procedures.packs.vocabulary import Shield

JOINED = ("roles", "deadlines", "levers", "legal")
ADDED = ("telling", "constraints", "pathologies", "sessions", "comparators", "not_required", "tools")


def extended(base: dict[str, Any], own: Table) -> tuple[dict[str, Any], tuple[Lowered, ...]]:
    """The file with all that it extends, and what it protects less.

    Raises:
        ProcmapError: It lowers a protection without a reason, or leaves out a step that is not there.
    """
    merged = {**base, **{key: value for key, value in own.written.items() if key != "without"}}
    for key in JOINED:
        if key in base or key in own.written:
            merged[key] = {**base.get(key, {}), **_mapping(own, key)}
    for key in ADDED:
        if key in base or key in own.written:
            merged[key] = [*base.get(key, []), *_listed(own, key)]
    steps, lowered = _steps(base["steps"], own)
    merged["steps"] = steps
    gone = set(base["steps"]) - set(steps)
    return _without(merged, gone), lowered


def _steps(base: dict[str, Any], own: Table) -> tuple[dict[str, Any], tuple[Lowered, ...]]:
    steps, lowered = dict(base), []
    for name, given in own.named("steps").items():
        steps[name] = {**base.get(name, {}), **given.written}
        was = Shield(base[name]["protection"]) if name in base else Shield.NONE
        now = given.one_of("protection", Shield, was)
        if was.by_law and now.rank < was.rank:
            lowered.append(Lowered(name, was, now, _reason(given, "reason", name)))
    without = Table(own.get("without") or {}, own.path, "without")
    for name in without.known("", list(map(str, without.written)), base):
        was = Shield(base[name]["protection"])
        if was.by_law:
            lowered.append(Lowered(name, was, None, _reason(without, name, name)))
        del steps[name]
    return steps, tuple(lowered)


def _reason(table: Table, key: str, step: str) -> str:
    reason = table.written.get(key)
    if not isinstance(reason, str) or not reason.strip():
        raise ProcmapError("procedures.pack_no_reason", path=table.path, place=table.place, step=step)
    return reason


def _without(merged: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    """What is left where steps are gone: what names them goes too, or names only the others."""
    if not gone:
        return merged
    found = {**merged, "telling": [step for step in merged.get("telling", []) if step not in gone]}
    found["constraints"] = [one for one in merged.get("constraints", []) if not gone & _named(one)]
    found["deadlines"] = {name: one for name, one in merged.get("deadlines", {}).items() if not gone & _named(one)}
    lost = {*merged.get("deadlines", {})} - {*found["deadlines"]}
    found["comparators"] = [one for one in merged.get("comparators", []) if one.get("deadline") not in lost]
    found["sessions"] = [one for one in merged.get("sessions", []) if one.get("step") not in gone]
    found["pathologies"] = [
        {**one, "steps": [step for step in one.get("steps", []) if step not in gone]} for one in merged.get("pathologies", [])
    ]
    return found


def _named(one: Any) -> set[str]:
    """All texts in a table, the names of steps among them."""
    if isinstance(one, dict):
        return set().union(*map(_named, one.values()))
    if isinstance(one, list):
        return set().union(*map(_named, one))
    return {one} if isinstance(one, str) else set()


def _mapping(own: Table, key: str) -> dict[str, Any]:
    return {name: table.written for name, table in own.named(key).items()}


def _listed(own: Table, key: str) -> list[Any]:
    given = own.get(key) or []
    if not isinstance(given, list):
        raise own.wrong(key, given, f"{key}: [...]")
    return given
