"""Figures that describe people are told for groups only; the finding itself stays, with what it says of the step."""

from __future__ import annotations

from dataclasses import replace

from procmap.findings import Common, Finding
from procmap.procedures.procedure import UNKNOWN, Procedure


def without_few(finding: Finding, procedure: Procedure = UNKNOWN) -> Finding:
    """The finding as it may leave the program: nothing in its evidence describes fewer people than the procedure allows."""
    evidence, least = finding.evidence, procedure.smallest_group
    if evidence.people is None or evidence.people >= least:
        return finding
    told = evidence.instead or evidence
    figures = tuple((name, value) for name, value in told.figures if name not in evidence.of_people)
    kept_back = evidence.instead is not None or figures != evidence.figures
    told = replace(told, figures=figures, people=None, of_people=frozenset(), instead=None, withheld=least if kept_back else None)
    return replace(finding, evidence=told, aspect=Common.FEW if evidence.instead else finding.aspect)
