"""What the law says of a finding, and what that leaves of its change.

The step of the pack that a label means says what protects it; where it means none, the register of signs does, and what neither
knows is of unknown status.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from procmap.findings import Automate, Confidence, Edit, Finding, Grade, GuardAnswer, GuardName, Legal, LegalStatus, Parallelise
from procmap.judgement.reach import gone
from procmap.procedures.matching import Match, Reason, match_label
from procmap.procedures.packs import Pack, Step, packs
from procmap.procedures.packs.vocabulary import Kind, Rule, Shield
from procmap.procedures.procedure import UNKNOWN, Procedure
from procmap.procedures.protection import Protection, protection_by, protection_of

FREE = frozenset({LegalStatus.FREE, LegalStatus.LOCAL_RULE})
"""Statuses in which no text requires the step. Unknown is none of them: nobody looked."""

LETTING_GO = ("remove", "condition", "automate", "merge")
"""Changes, by their `op`, after which somebody no longer agrees."""

ORDER = (LegalStatus.LEGAL, LegalStatus.LOCAL_RULE, LegalStatus.UNKNOWN, LegalStatus.FREE)
"""Of several steps, the first of these counts."""


@dataclass(frozen=True)
class Standing:
    """How one step stands in law.

    Attributes:
        label: The step.
        status: Of it.
        shield: What protects it, if anything does.
        forbids: Changes that must not be proposed of it, by their `op`.
        outside: Whether somebody outside does it, who cannot be told how.
        conditional: Whether a text requires it under a condition that a log does not tell, of a procedure that is only guessed.
        maybe: Steps of which a text requires one and no label names any, where this may be it.
    """

    label: str
    status: LegalStatus
    shield: Protection | None = None
    forbids: tuple[str, ...] = ()
    outside: bool = False
    conditional: bool = False
    maybe: tuple[Step, ...] = ()


NONE: Mapping[str, tuple[Step, ...]] = MappingProxyType({})


def standing(
    label: str, labels: Sequence[str], procedure: Procedure, again: Collection[str] = (),
    maybe: Mapping[str, tuple[Step, ...]] = NONE,
) -> Standing:
    """How a step of the log stands in law.

    Args:
        label: The step.
        labels: All activities of the log.
        procedure: That the log is taken for.
        again: Labels of checks that were done before under another label.
        maybe: Labels that may mean a step that a text requires, with these steps.
    """
    if label in maybe:
        return Standing(label, LegalStatus.UNKNOWN, forbids=LETTING_GO, maybe=maybe[label])
    match = procedure.match_of(label)
    shield = protection_of(label, labels) if match is None else protection_by(match.pack, match.step)
    if match and shield and label in again:
        return Standing(label, LegalStatus.UNKNOWN, shield)
    if match and shield and _is_guessed(match, procedure):
        sign = protection_of(label, labels)
        if sign is None or sign.status != LegalStatus.LEGAL:
            return Standing(label, LegalStatus.UNKNOWN, shield, conditional=True)
    if shield is not None:
        return Standing(label, shield.status, shield, () if shield.status == LegalStatus.LOCAL_RULE else shield.forbids)
    if match is None:
        return Standing(label, LegalStatus.UNKNOWN)
    outside = match.step.shield == Shield.CONTRACT
    return Standing(label, LegalStatus.FREE, None, match.pack.forbids(match.step), outside)


def _is_guessed(match: Match, procedure: Procedure) -> bool:
    """Whether an approval is required in some cases only, its label means a habit elsewhere, and nobody names the procedure.

    "Visa du chef de service" is the agreement that telework needs, or a habit: the label does not tell.
    """
    step = match.step
    if procedure.named or match.reason is Reason.SETTLED or step.shield != Shield.LEGAL_IF:
        return False
    return step.kind in {Kind.APPROVAL, Kind.SIGNATURE} and _is_habit_elsewhere(match.label, match.pack)


@cache
def _is_habit_elsewhere(label: str, pack: Pack) -> bool:
    """Whether another procedure has a step of that label which nothing protects."""
    found = (match_label(other, label) for other in packs() if other.identity not in {pack.identity, pack.extends})
    return any(isinstance(one, Match) and one.step.shield == Shield.NONE for one in found)


def with_law(
    finding: Finding, labels: Sequence[str], language: str, procedure: Procedure = UNKNOWN, again: Collection[str] = (),
    maybe: Mapping[str, tuple[Step, ...]] = NONE,
) -> Finding:
    """The finding with what the law says of its activities; a change that it forbids becomes a question.

    Args:
        finding: Before its grade.
        labels: All activities of the log.
        language: Of the reason.
        procedure: That the log is taken for.
        again: Labels of checks that were done before under another label.
        maybe: Labels that may mean a step that a text requires, with these steps.
    """
    found = sorted((standing(label, labels, procedure, again, maybe) for label in finding.activities), key=_order)
    if not found:
        return replace(finding, guards=finding.guards.answered(GuardName.TEXT, _free(finding.legal.status)))
    barred = [one for one in found if not _may_be(finding, one)]
    text = _text(finding, found, barred, ordered=_ordered(finding, procedure))
    told = replace(finding, legal=_legal(found, language), guards=finding.guards.answered(GuardName.TEXT, text))
    if _joined(finding, procedure):
        by_counting = tuple(name for name in told.guards.by_construction if name is not GuardName.SEGREGATION)
        kept = replace(told.guards, by_construction=by_counting).answered(GuardName.SEGREGATION, GuardAnswer.FAILED)
        told, barred = replace(told, guards=kept), found
    lost = barred or text is GuardAnswer.FAILED
    return replace(told, grade=Grade.C, whole=None, prudent=None) if lost else told


def _order(one: Standing) -> tuple[int, bool]:
    return ORDER.index(one.status), one.shield is None


def _legal(found: Sequence[Standing], language: str) -> Legal:
    """What is told of the step that counts, and which steps a text protects."""
    first = found[0]
    steps = tuple(one.label for one in found if one.status == LegalStatus.LEGAL)
    outside = any(one.outside for one in found)
    conditional = tuple(one.label for one in found if one.conditional)
    shield = first.shield
    maybe = tuple(dict.fromkeys(step.name.of(language) for one in found for step in one.maybe))
    if shield is None:
        return Legal(first.status, outside=outside, conditional=conditional, maybe=maybe)
    return Legal(
        first.status, shield.basis or None, Confidence(shield.confidence) if shield.basis else None,
        shield.checked_on, shield.reason(language), steps, shield.amended(language), outside, conditional, maybe,
    )  # fmt: skip


def _free(status: LegalStatus) -> GuardAnswer:
    return GuardAnswer.PASSED if status in FREE else GuardAnswer.NOT_ASKED


def _text(finding: Finding, found: Sequence[Standing], barred: Sequence[Standing], *, ordered: bool) -> GuardAnswer:
    """What the guard `text` answers: no known text requires the step."""
    if ordered or any(not one.outside for one in barred):
        return GuardAnswer.FAILED
    if all(one.status in FREE for one in found):
        return GuardAnswer.PASSED
    protected = {one.label for one in found if one.status == LegalStatus.LEGAL}
    return GuardAnswer.WEAK if gone(finding) & protected else GuardAnswer.NOT_ASKED


def _may_be(finding: Finding, one: Standing) -> bool:
    """Whether what protects one step allows the change, wherever in the finding the step is named."""
    return all(edit.op not in one.forbids or _on_paper(edit, one) for edit in (finding.whole, finding.prudent) if edit)


def _on_paper(edit: Edit, one: Standing) -> bool:
    """Whether the change leaves the step and takes only its paper."""
    return isinstance(edit, Automate) and one.label in edit.kept and one.shield is not None and one.shield.medium


def _ordered(finding: Finding, procedure: Procedure) -> bool:
    """Whether steps would start together of which a text wants one after the other."""
    edits = [edit for edit in (finding.whole, finding.prudent) if isinstance(edit, Parallelise)]
    pairs = (*procedure.pairs(Rule.PRECEDENCE), *procedure.pairs(Rule.MIN_DELAY))
    return any(first & {*edit.activities} and then & {*edit.activities} for edit in edits for first, then in pairs)


def _joined(finding: Finding, procedure: Procedure) -> bool:
    """Whether the finding joins two steps, in words and with no edit, that a text keeps in two hands."""
    joins = finding.prudent is None and finding.grade != Grade.C and len(finding.activities) > 1
    return joins and bool(procedure.apart(finding.activities) & {*finding.activities})
