"""What a text requires and no label of the log names: the last approval that the pack does not know may be it.

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
    """The label that may mean an approval that the law wants, with these steps: the last one that the pack does not know.

    None where a label names one of the approvals that the law wants: a pack may tell of several courses, each with its own.
    """
    procedure = measures.procedure
    if procedure.pack is None:
        return {}
    wanted = tuple(step for step in procedure.pack.steps if step.kind in DECIDING and step.shield == Shield.LEGAL)
    if not wanted or any(procedure.labels_of(step.identity) for step in wanted):
        return {}
    labels = measures.log.activities
    unknown = [label for label in labels if procedure.step_of(label) is None and not procedure.settles(label)]
    approvals = [label for label in unknown if _approves(measures, label)]
    return {_last(measures, approvals): wanted} if approvals else {}


def _approves(measures: Measures, label: str) -> bool:
    return bool(measures.classes[measures.log.activities.index(label)] & {StepClass.APPROVAL, StepClass.DECISION})


def _last(measures: Measures, labels: Sequence[str]) -> str:
    """The label whose step comes last on average."""
    return max(labels, key=lambda label: (measures.activities[measures.log.activities.index(label)].position, label))
