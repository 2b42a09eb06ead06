"""Files that go back and forth between two services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.loops import loop_finding, loops_of
from procmap.findings import Finding, GuardName
from procmap.measures import Measures


@dataclass(frozen=True)
class PingPong(Detector):
    """Back and forth between two services.

    **What it is.** In many cases a service sends the file to another, gets it back and, mostly, does its own step
    again.

    **Why it matters.** Each passage waits in a tray of its own, and two people have to get to know the same file.

    **When it is legitimate.** It is a consultation that the law or the matter requires, made once; nobody could foresee
    the questions.

    **What changes.** The two services look at the file together, or share from the start what each needs to know: the
    first pass suffices.
    """

    name: ClassVar[str] = "ping_pong"
    lever: ClassVar[str] = "decompartmentalising"
    source: ClassVar[str] = "BPI Challenge 2013, ping-pong behaviour; Reijers and Liman Mansar 2005, case manager"
    needs: ClassVar[tuple[str, ...]] = ("role",)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.ROBOTS, GuardName.LABELS_SPELT_TWICE, GuardName.ROWS_WRITTEN_TWICE)

    rate: float = 0.05
    """Share of the cases at the step, by its lower bound, from which the loop is reported."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every loop of question and answer between two roles."""
        for loop in loops_of(measures, self.name):
            roles = measures.roles((loop.resume, *loop.returns, loop.check))
            if len(roles) > 1:
                yield loop_finding(measures, loop, self.name, self.lever, self.rate, roles, sent=True)
