"""Incompatible tasks never end in one hand: who approves and who releases the money stay two."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from procmap.findings import Assign, Finding
from procmap.judgement.paths import Part, marks_of
from procmap.measures import Measures

NOISE = 0.01
"""Share of the paid cases that may end in one hand: stand-ins make some today."""


def in_one_hand(measures: Measures, accepted: Iterable[Finding], gone: Collection[str]) -> bool | None:
    """Whether a plan leaves one person to sign and to release, in cases where two do so today.

    Hands are people, or roles where the log names no people; where it names neither, or no decision goes, there is nothing
    to tell: None.

    Args:
        measures: Of the log.
        accepted: The findings of the plan.
        gone: Labels of the steps that some cases skip under it.
    """
    parts = {label: mark.part for mark in marks_of(measures).values() for label in (mark.label,)}
    if any(_shared(measures, finding, parts) for finding in accepted):
        return True
    deciding = [label for label, part in parts.items() if part is Part.DECISION]
    paying = [label for label, part in parts.items() if part is Part.OUTLAY]
    if not paying or not {*deciding} & {*gone}:
        return None
    found = measures.signed(_codes(measures, deciding), _codes(measures, paying))
    if found is None:
        return None
    left_out = frozenset(_codes(measures, gone))
    apart = sum(it.cases for it in found if it.apart)
    joined = sum(it.cases for it in found if it.apart and it.steps - left_out and not it.apart - left_out)
    return joined > NOISE * apart


def _shared(measures: Measures, finding: Finding, parts: dict[str, Part]) -> bool:
    """Whether anyone of a role may now both decide and pay."""
    edit = finding.prudent
    if not isinstance(edit, Assign):
        return False
    other = {Part.DECISION: Part.OUTLAY, Part.OUTLAY: Part.DECISION}
    wanted = {other[parts[label]] for label in edit.activities if parts.get(label) in other}
    own = {label for label, part in parts.items() if part in wanted} | measures.procedure.apart(edit.activities)
    return any(edit.role in measures.roles((measures.log.activities.index(label),)) for label in own)


def _codes(measures: Measures, labels: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(map(measures.log.activities.index, labels)))
