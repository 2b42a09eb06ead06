"""What a pattern has tested, as it hands it over for judgement."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.findings.finding import Finding
from procmap.findings.guard_name import GuardName


@dataclass(frozen=True)
class Candidates:
    """Everything that one pattern tested in a log.

    Attributes:
        detector: The pattern's name.
        guards: Measured guards that it depends on.
        covers: Patterns that say less about the same activities.
        found: What holds (grade A for now), what does not ("-", kept for the control of multiple testing) and questions (C).
    """

    detector: str
    guards: tuple[GuardName, ...]
    covers: tuple[str, ...]
    found: tuple[Finding, ...]

    @property
    def tested(self) -> int:
        """How many of them come from a test."""
        return sum(finding.p_value is not None for finding in self.found)
