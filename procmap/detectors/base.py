"""What a detector declares and does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.findings import Finding, GuardName, Lack, Lever
from procmap.log import Capability
from procmap.measures import Measures


@dataclass(frozen=True)
class Detector:
    """A pattern over a log.

    A detector is a frozen dataclass: its fields are its thresholds, and so its table in procmap.toml. What it is, why it matters
    and what each threshold means stands in words.en.toml and words.fr.toml beside it.

    Attributes:
        name: The pattern's name.
        lever: What simplifies it.
        source: Where the method is published.
        needs: Capabilities without which nothing can be said.
        guards: Measured guards that the pattern depends on; labels spelt twice weaken any pattern.
        covers: Patterns that say less about the same activities: their findings are left out beside one of this pattern.
    """

    name: ClassVar[str]
    lever: ClassVar[Lever]
    source: ClassVar[str]
    needs: ClassVar[tuple[Capability, ...]] = ()
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.LABELS_SPELT_TWICE,)
    covers: ClassVar[tuple[str, ...]] = ()

    def missing(self, measures: Measures) -> tuple[Lack, ...]:
        """What the log or its procedure lacks: the needs, or what the thresholds ask for, as messages after "no_"."""
        return tuple(need for need in self.needs if not measures.log.profile.can(need))

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Everything that was tested: what holds (grade A for now) and questions (grade C); redesign and grade come later."""
        raise NotImplementedError  # pragma: no cover
