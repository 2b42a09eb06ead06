"""A change as findings.json tells it to other programs: the edit by its name, with what it needs to be carried out."""

from __future__ import annotations

from typing import Any, assert_never

from procmap.findings import (
    Answer,
    Assign,
    Automate,
    BoundLoop,
    Capacity,
    Condition,
    Edit,
    Finding,
    Grade,
    Move,
    Parallelise,
    Remove,
    SetPeriod,
)
from procmap.language import Words
from procmap.report.rounding import finite
from procmap.report.sentences import part


def change_block(w: Words, finding: Finding) -> dict[str, Any] | None:
    """The proposed edit: none for a question; op is null where the remedy can only be said in words."""
    if finding.grade == Grade.C:
        return None
    edit = finding.prudent or finding.whole
    if edit is None or isinstance(edit, Answer):
        return {"op": None, "words": part(w, finding, "changes")}
    return _edit(edit)


def _edit(edit: Edit) -> dict[str, Any]:
    names = tuple(dict.fromkeys(edit.activities))
    told: dict[str, Any] = {"op": edit.op}
    told |= {"activity": names[0]} if len(names) == 1 else {"activities": list(names)}
    match edit:
        case Remove():
            told |= {"share": finite(edit.share)} if edit.share < 1 else {}
        case Condition():
            told |= {"when": edit.when, "share": finite(edit.share), "minimum": edit.minimum}
        case BoundLoop():
            told |= {"repeated": list(edit.repeated), "returns": list(edit.returns), "share": finite(edit.share)}
            told |= {"each_role": True} if edit.each_role else {}
        case SetPeriod():
            told |= {"days": edit.days}
        case Automate():
            told |= {"kept": list(edit.kept)}
        case Move():
            told |= {"before": edit.before, "spared": list(edit.spared)}
        case Capacity():
            told |= {"role": edit.role, "people": edit.people}
        case Assign():
            told |= {"role": edit.role}
        case Parallelise() | Answer():
            pass
        case _:
            assert_never(edit)
    return told
