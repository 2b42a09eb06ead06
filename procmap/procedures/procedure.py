"""The procedure that a log is taken for: the pack that the analyst names or the labels tell, and which label is which step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from procmap.errors import UsageError
from procmap.procedures.label_language import language_of
from procmap.procedures.legal_status import LegalStatus
from procmap.procedures.matching import Match, Matching, PackFit, Reason, match_label, match_labels, propose_pack, require_fit
from procmap.procedures.pack_table import NO_STEP, NONE, PackChoice
from procmap.procedures.packs import Pack, Step
from procmap.procedures.packs.vocabulary import Rule
from procmap.procedures.protection import protection_of

SMALLEST_GROUP = 5
"""People from which figures that describe them are told, where no pack says more: fewer can be recognised."""


@dataclass(frozen=True)
class Procedure:
    """The procedure of a log.

    Attributes:
        pack: Which; None where none is asked for and where no pack fits.
        matching: The labels of the log against it; None without a pack.
        named: Whether the analyst named it: otherwise the labels told.
        fit: What the labels told, where procmap looked.
    """

    pack: Pack | None = None
    matching: Matching | None = None
    named: bool = False
    fit: PackFit | None = None

    @property
    def smallest_group(self) -> int:
        """Fewer people than this are not described."""
        return self.pack.smallest_group if self.pack else SMALLEST_GROUP

    @cached_property
    def _matches(self) -> Mapping[str, Match]:
        return {match.label: match for match in self.matching.matches} if self.matching else {}

    def match_of(self, label: str) -> Match | None:
        """The step of a label with the pack that it is of; None where it is matched with none."""
        return self._matches.get(label)

    def settles(self, label: str) -> bool:
        """Whether the analyst said which step a label means, or that it means none."""
        match = self.match_of(label)
        unmatched = self.matching.unmatched if self.matching else ()
        return match.reason is Reason.SETTLED if match else any(one.settled and one.label == label for one in unmatched)

    def step_of(self, label: str) -> Step | None:
        """The step of the pack, or of the general one, that a label means; None where it is matched with none."""
        match = self.match_of(label)
        return match.step if match else None

    def labels_of(self, step: str) -> tuple[str, ...]:
        """The labels of the log that mean a step, by its name in the pack."""
        own = (match for match in self._matches.values() if match.pack == self.pack)
        return tuple(match.label for match in own if match.step.identity == step)

    def pairs(self, rule: Rule) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """The labels on either side of each rule of that kind that a text imposes, where the log has both."""
        rules = (one for one in (self.pack.constraints if self.pack else ()) if one.rule == rule and one.by.by_law)
        sides = ((self._labels(one.first), self._labels(one.then)) for one in rules)
        return tuple((first, then) for first, then in sides if first and then)

    def apart(self, labels: Collection[str]) -> frozenset[str]:
        """The labels of steps that a text keeps in other hands than these."""
        found: set[str] = set()
        for first, then in self.pairs(Rule.SEGREGATION):
            found |= then if first & {*labels} else frozenset()
            found |= first if then & {*labels} else frozenset()
        return frozenset(found)

    def _labels(self, steps: Iterable[str]) -> frozenset[str]:
        return frozenset(label for step in steps for label in self.labels_of(step))


LAW = "fr"
"""The language of the administrations whose law the packs hold."""

UNKNOWN = Procedure()
"""No pack: every step is of unknown status."""


def recognise(choice: PackChoice, counts: Mapping[str, int]) -> Procedure:
    """The procedure of a log.

    Args:
        choice: What is said of the pack; where nothing is said, the labels tell, if they are French: a purchase order of another
            country has the same steps and another law.
        counts: Events by label.

    Raises:
        ProcmapError: The log has hardly a step of the pack named, or its file cannot be used.
        UsageError: A label is settled as a step that the pack does not have, or that is protected less, and no reason is given.
    """
    settled = dict(choice.steps)
    named = choice.pack()
    if named is not None:
        _check_reasons(choice, named, counts)
        return Procedure(named, require_fit(named, counts, settled), named=True)
    if choice.name == NONE or not counts:
        return UNKNOWN
    fit = propose_pack(counts)
    if language_of(counts) != LAW:
        return Procedure(fit=replace(fit, pack=None, near=None))
    if fit.pack is None:
        return Procedure(fit=fit)
    choice.check(fit.pack)
    _check_reasons(choice, fit.pack, counts)
    return Procedure(fit.pack, match_labels(fit.pack, counts, settled), fit=fit)


def _check_reasons(choice: PackChoice, pack: Pack, labels: Collection[str]) -> None:
    """Refuse a label taken for a step that is protected less than what it says, without a written reason."""
    for label, step in choice.steps:
        if label not in labels or label in dict(choice.reasons):
            continue
        said = match_label(pack, label)
        protected = isinstance(said, Match) and said.step.shield.by_law
        sign = protection_of(label, tuple(labels)) if step != NO_STEP else None  # what is no step keeps its sign
        protected |= sign is not None and sign.status == LegalStatus.LEGAL
        if protected and not (step != NO_STEP and pack.step(step).shield.by_law):
            raise UsageError("procedures.settled_without_reason", label=label, step=step)
