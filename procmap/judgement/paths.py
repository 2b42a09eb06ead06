"""The ways of the closed cases, as far as deciding goes: who decides what, who checks, what is refused, what is paid.

Cases that are alike in this are one path, so that the laws of the plan are asked of a few paths and not of every event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from procmap.measures import Measures
from procmap.procedures import Group, StepClass
from procmap.procedures.decided_object import decided_object


class Part(Enum):
    """What a step does for the decision."""

    DECISION = "decision"
    CONTROL = "control"
    REFUSAL = "refusal"
    OUTLAY = "outlay"


@dataclass(frozen=True)
class Mark:
    """One step of a path: what it does, its label, what it decides ("" for the case as such)."""

    part: Part
    label: str
    of: str = ""


@dataclass(frozen=True)
class Path:
    """What so many closed cases have in common."""

    marks: tuple[Mark, ...]
    cases: int


def paths_of(measures: Measures) -> tuple[Path, ...]:
    """The paths of the log, the most frequent first; needs the tables that measuring leaves."""
    marks = marks_of(measures)
    if not marks:
        return ()
    codes = ", ".join(str(code) for code in sorted(marks))
    # a decision that refused is followed by a mark of its own, coded below zero
    found = measures.log.engine.rows(
        f"""with mark as (
              select e.case_id, 2 * e.k as place, e.activity as code from recorded e where e.activity in ({codes})
              union all
              select v.case_id, 2 * r.k + 1, -1 - v.activity from verdict v
              join event e on e.case_id = v.case_id and e.k = v.k join recorded r on r.case_id = e.case_id and r.pos = e.pos
              where v.refused and v.activity in ({codes})),
            path as (
              select m.case_id, list(m.code order by m.place) as codes from mark m join case_ c using (case_id)
              where c.closed group by m.case_id)
            select codes, count(*) from path group by codes order by count(*) desc, codes""",
    )
    return tuple(Path(tuple(_mark(marks, code) for code in path), cases) for path, cases in found)


def _mark(marks: Mapping[int, Mark], code: int) -> Mark:
    if code >= 0:
        return marks[code]
    refusing = marks[-1 - code]
    return Mark(Part.REFUSAL, refusing.label, refusing.of)


def marks_of(measures: Measures) -> dict[int, Mark]:
    """What the steps of the log do for its decisions, by activity code; other steps are left out."""
    log, vocabulary = measures.log, measures.vocabulary
    # of a step whose label says nothing, the cases that break off after it tell that it checks
    silent = {code for check in measures.checks if not check.worded for code in check.activities[: check.passing]}
    marks, deciding = {}, vocabulary.group(Group.DECIDING)
    for code, label in enumerate(log.activities):
        classes = measures.classes[code]
        if StepClass.REFUSAL in classes or (classes & deciding and vocabulary.outcome_of(label)[1] == "negative"):
            marks[code] = Mark(Part.REFUSAL, label, decided_object(label, log.roles, vocabulary))
        elif classes & deciding and not measures.decides(code):
            continue  # "Decision date" is a field of the file, and the candidate accepts for himself: neither decides for the house
        elif classes & deciding:
            marks[code] = Mark(Part.DECISION, label, decided_object(label, log.roles, vocabulary))
        elif StepClass.PAYMENT in classes:
            marks[code] = Mark(Part.OUTLAY, label)
        elif StepClass.CHECK in classes or code in silent:
            marks[code] = Mark(Part.CONTROL, label)
    return marks
