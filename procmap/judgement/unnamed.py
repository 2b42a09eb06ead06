"""What a text requires and no label of the log names: the last approval may be it, whatever its label says.

"Visa du directeur" is a habit in most procedures. Where the disposal of records is approved by nobody else, it may be the very
visa without which nothing is destroyed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procmap.measures import Measures
from procmap.procedures import StepClass
from procmap.procedures.packs import Shield, Step
from procmap.procedures.packs.vocabulary import Kind

DECIDING = frozenset({Kind.APPROVAL, Kind.SIGNATURE, Kind.DECISION})
"""Kinds of steps by which somebody agrees."""


def may_be_required(measures: Measures) -> Mapping[str, tuple[Step, ...]]:
    """The labels that may mean an approval that the law wants, with these steps of the pack: the last ones of the log.

    None where a label names one of the approvals that the law wants: a pack may tell of several courses, each with its own.
    """
    procedure = measures.procedure
    if procedure.pack is None:
        return {}
    wanted = tuple(step for step in procedure.pack.steps if step.kind in DECIDING and step.shield == Shield.LEGAL)
    if not wanted or any(procedure.labels_of(step.identity) for step in wanted):
        return {}
    steps = {label: procedure.step_of(label) for label in measures.log.activities if not procedure.settles(label)}
    habits = [label for label, step in steps.items() if step and step.kind in DECIDING and step.shield == Shield.NONE]
    unknown = [label for label, step in steps.items() if step is None and _approves(measures, label)]
    last = {_last(measures, labels) for labels in (habits, unknown) if labels}
    return dict.fromkeys(sorted(last), wanted)


def _approves(measures: Measures, label: str) -> bool:
    return bool(measures.classes[measures.log.activities.index(label)] & {StepClass.APPROVAL, StepClass.DECISION})


def _last(measures: Measures, labels: Sequence[str]) -> str:
    """The label whose step comes last on average."""
    return max(labels, key=lambda label: (measures.activities[measures.log.activities.index(label)].position, label))
