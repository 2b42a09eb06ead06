"""What the change of a finding takes: the lever of the pack against what ails its step, else what such a change usually takes."""

from __future__ import annotations

from dataclasses import replace

from procmap.findings import RULE, WEIGHT, Act, Automate, Condition, Edit, Finding, Grade, LegalStatus
from procmap.measures import Measures
from procmap.procedures.acts import usual_act
from procmap.procedures.packs.types import Act as PackAct
from procmap.procedures.packs.vocabulary import Effort
from procmap.procedures.procedure import Procedure

NEVER_LESS = frozenset({"automate", "medium", "rule", "capacity"})
"""Changes that take what they usually take, whatever a lever of the pack says."""


def with_act(finding: Finding, measures: Measures, language: str) -> Finding:
    """The finding with what its change takes; a question proposes none.

    Args:
        finding: With its grade and what the law says.
        measures: Of the log, with the procedure that it is taken for.
        language: "fr" or "en".
    """
    if finding.grade == Grade.C:
        return finding
    change = _change(finding.prudent or finding.whole)
    usual = usual_act(change, finding.lever)
    act = Act(usual.effort, usual.decides.of(language))
    if (lever := _lever(finding, measures.procedure)) is not None:
        act = _told(lever, language)
        if change in NEVER_LESS and WEIGHT[act.effort] < WEIGHT[usual.effort]:
            act = replace(act, effort=usual.effort, decides=usual.decides.of(language))
    return replace(finding, act=_amending(_in_force(act, finding, measures), finding))


def _in_force(act: Act, finding: Finding, measures: Measures) -> Act:
    """What is already done by delegation stands beside the order that is proposed."""
    if act.effort is not Effort.DELEGATION_ORDER:
        return act
    codes = [code for code, label in enumerate(measures.log.activities) if label in finding.activities]
    found = [measures.delegated[code] for code in codes if code in measures.delegated]
    return replace(act, delegated=sum(one.count for one in found), passages=sum(one.of for one in found))


def _change(edit: Edit | None) -> str | None:
    if isinstance(edit, Automate) and edit.kept:
        return "medium"
    if isinstance(edit, Condition) and edit.when.startswith(RULE):
        return "rule"
    return str(edit.op) if edit else None


def _lever(finding: Finding, procedure: Procedure) -> PackAct | None:
    """The pack's lever against what ails the steps of the finding: that of the same kind, else the first."""
    if procedure.pack is None:
        return None
    steps = {step.identity for step in map(procedure.step_of, finding.activities) if step}
    ails = [one for one in procedure.pack.pathologies if finding.detector in one.patterns and steps & {*one.steps}]
    named = [name for one in ails for name in one.levers]
    levers = sorted((act for act in procedure.pack.levers if act.identity in named), key=lambda act: named.index(act.identity))
    same = [act for act in levers if act.lever.value == finding.lever.value]
    return next(iter((*same, *levers)), None)


def _told(lever: PackAct, language: str) -> Act:
    first = tuple(one.of(language) for one in lever.prerequisites)
    caution = lever.caution.of(language) if lever.caution else ""
    return Act(lever.effort, lever.decides.of(language), first, lever.name.of(language), caution)


def _amending(act: Act, finding: Finding) -> Act:
    """Of a local rule, the text comes first, and the vote on it."""
    legal = finding.legal
    if legal.status != LegalStatus.LOCAL_RULE or legal.amend is None:
        return act
    effort = act.effort if WEIGHT[act.effort] >= WEIGHT[Effort.TEXT_AND_VOTE] else Effort.TEXT_AND_VOTE
    return replace(act, effort=effort, prerequisites=(legal.amend, *act.prerequisites))
