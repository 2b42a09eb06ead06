"""A step that hangs on one person, and for which files wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.waiting.queues import cycle_share, queues_of
from procmap.findings import Assign, Evidence, Finding, Guards
from procmap.measures import Measures
from procmap.measures.waiting.queueing import Queueing
from procmap.statistics import binomial_p_value, clopper_pearson_lower


@dataclass(frozen=True)
class KeyPerson(Detector):
    """A step that hangs on one person.

    **What it is.** One person does nearly all instances of a step although the role has others, and files queue for that
    person while other files are done. Nobody is named: the step and its role are.

    **Why it matters.** Files wait for one person, and an absence stops them all.

    **When it is legitimate.** The law or a delegation reserves the step; it needs a rare skill; the person has time.

    **What changes.** Others of the role are trained and allowed to do the step.
    """

    name: ClassVar[str] = "key_person"
    lever: ClassVar[str] = "organisation"
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, flexible assignment; Lashkevich et al. 2023 (arXiv 2212.01392)"
    needs: ClassVar[tuple[str, ...]] = ("resource", "fine_timestamps")

    top: float = 0.8
    """Share of the instances done by one person, by its lower bound, at least."""

    effective: float = 1.3
    """Effective number of people (exponential of the entropy), at most."""

    instances: int = 100
    """Instances below which nothing is said."""

    of_wait: float = 0.2
    """Share of the time at the step that is queueing, at least."""

    of_cycle: float = 0.02
    """Share of the mean cycle time that is queueing for this person, at least: a light load is no dependence that costs."""

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every step of a role that has more people than the one who does it."""
        for queue in queues_of(measures):
            enough = queue.instances >= self.instances and supported(queue.instances, measures.log.profile)
            if enough and queue.others >= 1:
                yield self._finding(measures, queue)

    def _finding(self, measures: Measures, queue: Queueing) -> Finding:
        profile = measures.log.profile
        holds = (
            at_least(queue.top, queue.instances, queue.top_by_part, queue.by_part, self.top, profile)
            and queue.effective <= self.effective
            and queue.sojourn > 0
            and queue.queued >= self.of_wait * queue.sojourn
            and cycle_share(measures, queue.queued) >= self.of_cycle
        )
        labels = measures.labels((queue.activity,))
        roles = (measures.log.roles[queue.role],) if queue.role is not None else ()
        edit = Assign(labels, roles[0]) if roles else None
        return Finding(
            detector=self.name,
            activities=labels,
            roles=roles,
            lever=self.lever,
            evidence=Evidence(
                count=queue.top,
                of=queue.instances,
                unit="instances",
                rate=queue.top / queue.instances,
                lower=clopper_pearson_lower(queue.top, queue.instances),
                examples=measures.log.case_names(list(queue.cases)),
                figures=(
                    ("effective_people", queue.effective), ("others_of_role", queue.others),
                    ("queue_of_wait", queue.queued / queue.sojourn if queue.sojourn else 0.0),
                    ("queue_of_cycle", cycle_share(measures, queue.queued)),
                ),
            ),
            whole=edit,
            prudent=edit,
            p_value=binomial_p_value(queue.top, queue.instances, self.top, "greater"),
            guards=Guards(passed=("G02", "G03", "G09", "G14")),
            weak=("absences",),  # the queue is one of two proofs; that absences stop the step is not tested
            grade="A" if holds else "-",
        )
