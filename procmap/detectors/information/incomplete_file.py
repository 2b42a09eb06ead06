"""Files that arrive incomplete and wait for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.loops import loop_finding, loops_of
from procmap.findings import Finding
from procmap.measures import Measures


@dataclass(frozen=True)
class IncompleteFile(Detector):
    """Files that arrive incomplete.

    **What it is.** A check is followed by a request for what is missing, an answer, and the same check again, in many cases.

    **Why it matters.** The applicant and the office both do part of the work twice, and the file waits for the post.

    **When it is legitimate.** The document cannot exist earlier; the law suspends the period meanwhile; the applicant
    completes on purpose in steps.

    **What changes.** What is already held by an administration is no longer asked; the form shows what is needed and refuses
    to be sent without it; the first check happens where the file is handed in.
    """

    name: ClassVar[str] = "incomplete_file"
    lever: ClassVar[str] = "information_sharing"
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, control addition and control relocation"

    rate: float = 0.10
    """Share of the cases at the check, by its lower bound, from which the loop is reported."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop that asks for something."""
        for loop in loops_of(measures, self.name):
            yield loop_finding(measures, loop, self.name, self.lever, self.rate, measures.roles(loop.activities))
