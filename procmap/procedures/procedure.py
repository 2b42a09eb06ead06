"""The procedure that a log is taken for: the pack that the analyst names or the labels tell, and which label is which step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from procmap.procedures.matching import Matching, PackFit, match_labels, propose_pack, require_fit
from procmap.procedures.pack_table import NONE, PackChoice
from procmap.procedures.packs import Pack, Step


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

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {match.label: match.step for match in self.matching.matches} if self.matching else {}

    def step_of(self, label: str) -> Step | None:
        """The step of the pack, or of the general one, that a label means; None where it is matched with none."""
        return self._steps.get(label)

    def labels_of(self, step: str) -> tuple[str, ...]:
        """The labels of the log that mean a step, by its name in the pack."""
        return tuple(label for label, found in self._steps.items() if found.identity == step)


UNKNOWN = Procedure()
"""No pack: every step is of unknown status."""


def recognise(choice: PackChoice, counts: Mapping[str, int]) -> Procedure:
    """The procedure of a log.

    Args:
        choice: What is said of the pack; where nothing is said, the labels tell.
        counts: Events by label.

    Raises:
        ProcmapError: The log has hardly a step of the pack named, or its file cannot be used.
        UsageError: A label is settled as a step that the pack does not have.
    """
    settled = dict(choice.steps)
    named = choice.pack()
    if named is not None:
        return Procedure(named, require_fit(named, counts, settled), named=True)
    if choice.name == NONE or not counts:
        return UNKNOWN
    fit = propose_pack(counts)
    if fit.pack is None:
        return Procedure(fit=fit)
    choice.check(fit.pack)
    return Procedure(fit.pack, match_labels(fit.pack, counts, settled), fit=fit)
