"""Files that arrive incomplete and wait for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.loops import loop_finding, loops_of
from procmap.findings import Finding, GuardName
from procmap.measures import Measures


@dataclass(frozen=True)
class IncompleteFile(Detector):
    """Files that arrive incomplete.

    **What it is.** In many cases a check is followed by a request for what is missing, by an answer, and by the same
    check again.

    **Why it matters.** The applicant and the office both do part of the work twice, and the file waits for the reply.

    **When it is legitimate.** The document cannot exist earlier; the law suspends the time limit meanwhile; the
    applicant completes the file in steps on purpose.

    **What changes.** What an administration already holds is no longer asked for; the form shows what is needed and
    cannot be sent without it; the first check is made where the file is handed in.
    """

    name: ClassVar[str] = "incomplete_file"
    lever: ClassVar[str] = "information_sharing"
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, control addition and control relocation"
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE)

    rate: float = 0.10
    """Share of the cases at the check, by its lower bound, from which the loop is reported."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop that asks for something."""
        for loop in loops_of(measures, self.name):
            yield loop_finding(measures, loop, self.name, self.lever, self.rate, measures.roles(loop.activities))
