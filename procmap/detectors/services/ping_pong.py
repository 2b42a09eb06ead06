"""Files that go back and forth between two services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.loops import loop_finding, loops_of
from procmap.findings import Finding
from procmap.measures import Measures


@dataclass(frozen=True)
class PingPong(Detector):
    """Back and forth between two services.

    **What it is.** A service sends the file to another, gets it back and mostly does its step again, in many cases.

    **Why it matters.** Each passage waits in a tray of its own; two people build up the same knowledge of the file.

    **When it is legitimate.** A consultation that the law or the subject asks for, done once; questions that could not be
    foreseen.

    **What changes.** The two look at the file together or share what they need to know from the start: the first pass suffices.
    """

    name: ClassVar[str] = "ping_pong"
    lever: ClassVar[str] = "decompartmentalising"
    source: ClassVar[str] = "BPI Challenge 2013, ping-pong behaviour; Reijers and Liman Mansar 2005, case manager"
    needs: ClassVar[tuple[str, ...]] = ("role",)

    rate: float = 0.05
    """Share of the cases at the step, by its lower bound, from which the loop is reported."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop of question and answer between two roles."""
        for loop in loops_of(measures, self.name):
            roles = measures.roles((loop.resume, *loop.returns, loop.check))
            if len(roles) > 1:
                yield loop_finding(measures, loop, self.name, self.lever, self.rate, roles, sent=True)
