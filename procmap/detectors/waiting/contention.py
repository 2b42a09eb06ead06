"""A role whose people are short of time, so that files queue for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import supported
from procmap.detectors.waiting.queues import cycle_share, queues_of
from procmap.findings import Capacity, Evidence, Finding, Guards
from procmap.measures import Measures
from procmap.measures.waiting.queueing import Load, Queueing
from procmap.procedures import protection_of
from procmap.statistics import binomial_p_value, clopper_pearson_lower


@dataclass(frozen=True)
class Contention(Detector):
    """A role short of people.

    **What it is.** Files are ready, but the people of one role are busy with other files of the same procedure: most
    files find them occupied, and a large part of the whole procedure is spent in their queue.

    **Why it matters.** The wait grows much faster than the work: close to full occupation, a little more work, or one
    absence, lengthens every file.

    **When it is legitimate.** A peak that passes; a backlog that is being worked off; a rare skill that cannot be added.

    **What changes.** The role gets help, or less to do: somebody more, steps given to others, needless steps dropped.
    """

    name: ClassVar[str] = "contention"
    lever: ClassVar[str] = "organisation"
    source: ClassVar[str] = "Lashkevich et al. 2023 (arXiv 2212.01392); Reijers and Liman Mansar 2005, extra resources"
    needs: ClassVar[tuple[str, ...]] = ("role", "resource", "fine_timestamps")

    of_cycle: float = 0.3
    """Share of the mean cycle time that files spend in the role's queue, at least."""

    of_wait: float = 0.2
    """Share of the time at the role's steps that is queueing, at least."""

    busy: float = 0.8
    """Share of their time that the role's people may have been occupied by this procedure, at least."""

    backlogged: float = 0.5
    """Share of the files that found their person occupied with others, by its lower bound."""

    instances: int = 100
    """Instances below which nothing is said."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every role with enough work."""
        queues = queues_of(measures)
        for load in measures.loads:
            mine = [queue for queue in queues if queue.role == load.role]
            instances = sum(queue.instances for queue in mine)
            if instances >= self.instances and supported(instances, measures.log.profile):
                yield self._finding(measures, load, mine)

    def _finding(self, measures: Measures, load: Load, mine: list[Queueing]) -> Finding:
        queued, sojourn = sum(q.queued for q in mine), sum(q.sojourn for q in mine)
        waiting, of = sum(q.backlogged for q in mine), sum(q.instances for q in mine)
        share = cycle_share(measures, queued)
        holds = (
            share >= self.of_cycle
            and sojourn > 0
            and queued >= self.of_wait * sojourn
            and load.busy >= self.busy
            and clopper_pearson_lower(waiting, of) >= self.backlogged
        )
        # the steps that make up most of the queue
        heavy = sorted((q for q in mine if 10 * q.queued >= queued), key=lambda q: (-q.queued, q.activity))
        # more people change nothing about a step that a text protects: it is no part of the proposal
        labels = tuple(
            label
            for label in measures.labels(tuple(q.activity for q in heavy))
            if (shield := protection_of(label, measures.log.activities)) is None or shield.status != "legal"
        )
        role = measures.log.roles[load.role]
        edit = Capacity(labels, role)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=(role,),
            lever=self.lever,
            evidence=Evidence(
                count=waiting,
                of=of,
                unit="instances",
                rate=waiting / of,
                lower=clopper_pearson_lower(waiting, of),
                examples=measures.log.case_names(list(heavy[0].cases)) if heavy else (),
                figures=(
                    ("people", load.people), ("busy_at_most", load.busy), ("queue_of_cycle", share),
                    ("queue_of_wait", queued / sojourn if sojourn else 0.0),
                ),
            ),
            whole=edit,
            prudent=edit,
            p_value=binomial_p_value(waiting, of, self.backlogged, "greater"),
            guards=Guards(passed=("G02", "G03", "G09", "G14")),
            weak=() if measures.log.profile.can("start_times") else ("start_times",),
            grade="A" if holds and labels else "-",
        )
