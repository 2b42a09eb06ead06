"""What a finding's change does to the steps: which it touches, which are gone for some cases, which it relies on."""

from __future__ import annotations

from typing import assert_never

from procmap.findings import (
    Answer,
    Assign,
    Automate,
    BoundLoop,
    Capacity,
    Condition,
    Edit,
    Finding,
    Move,
    Parallelise,
    Remove,
    SetPeriod,
)


def touched(finding: Finding) -> frozenset[str]:
    """The steps that the prudent change alters."""
    return frozenset(finding.prudent.activities) if finding.prudent else frozenset()


def gone(finding: Finding) -> frozenset[str]:
    """The steps that some cases skip once the prudent change is made: removed, sampled, conditioned or automated."""
    return _gone(finding.prudent)


def relied_on(finding: Finding) -> frozenset[str]:
    """The steps of the finding that its prudent change keeps: it is safe because they stay."""
    kept = finding.prudent.kept if isinstance(finding.prudent, Automate) else ()
    spared = _gone(finding.whole) - _gone(finding.prudent)
    return spared | frozenset(kept)


def excludes(one: Finding, other: Finding) -> bool:
    """Whether two changes cannot both be made: they touch the same step, or one takes away what the other relies on."""
    return bool(touched(one) & touched(other) or gone(one) & relied_on(other) or gone(other) & relied_on(one))


def _gone(edit: Edit | None) -> frozenset[str]:
    match edit:
        case Remove(activities) | Condition(activities):
            return frozenset(activities)
        case Automate(activities, kept):
            return frozenset(activities) - frozenset(kept)
        case None | BoundLoop() | SetPeriod() | Parallelise() | Move() | Assign() | Capacity() | Answer():
            return frozenset()
        case _:
            assert_never(edit)
