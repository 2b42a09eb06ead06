"""A role whose people are short of time, so that cases queue for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_FOR_PARTS, supported
from procmap.findings import Capacity, Evidence, Finding, Grade, GuardName, Guards, LegalStatus, Lever, Unit
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.waiting.backlog import SECOND, Backlog, longest
from procmap.measures.waiting.queueing import Load
from procmap.procedures.protection import protection_of

HOUR = 3600.0

@dataclass(frozen=True)
class Contention(Detector):
    """A role short of people."""

    name: ClassVar[str] = "contention"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    source: ClassVar[str] = (
        "Lashkevich et al. 2023 (arXiv 2212.01392); Senderovich et al. 2015 (10.1016/j.is.2015.03.010); "
        "Reijers and Liman Mansar 2005, extra resources"
    )
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE, Capability.RESOURCE, Capability.FINE_TIMESTAMPS)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.DAY_ONLY_DATES, GuardName.LABELS_SPELT_TWICE)

    of_wait: float = 0.2
    of_cycle: float = 0.1
    busy: float = 0.75
    instances: int = 100
    people: int = 2
    sessions: float = 0.5
    step: float = 0.1

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every role with enough work whose people can have been busy."""
        cycle = measures.figures.cycle_time.mean_office_hours * measures.log.profile.cases * HOUR
        loads = {
            load.role: load
            for load in measures.loads
            if load.instances >= self.instances
            and supported(load.instances, measures.log.profile)
            and load.people >= self.people
            and load.busy >= self.busy
            and load.took / SECOND >= self.of_cycle * cycle
        }
        backlogs = measures.backlogs("role", tuple(loads))
        steady = {r.activity for r in measures.rhythms if min(r.ready_ratio, r.ratio) > self.sessions}
        for role, whole in sorted(backlogs.items()):
            backlog = whole.of(*(activity for activity in whole.activities if activity in steady))
            if backlog.instances >= self.instances:
                yield self._finding(measures, loads[role], backlog)

    def _finding(self, measures: Measures, load: Load, backlog: Backlog) -> Finding:
        log = measures.log
        shares, seconds = backlog.shares(), backlog.seconds()
        cycle = measures.figures.cycle_time.mean_office_hours * log.profile.cases * HOUR
        both = log.profile.closed_cases < LEAST_FOR_PARTS or min(backlog.share(1), backlog.share(2)) >= self.of_wait
        holds = both and shares.lower() >= self.of_wait and seconds.lower() >= self.of_cycle * cycle > 0
        labels = self._short(measures, backlog)
        roles = (log.roles[load.role],)
        edit = Capacity(labels, roles[0])
        return Finding(
            detector=self.name,
            activities=labels,
            roles=roles,
            lever=self.lever,
            evidence=Evidence(
                count=round(seconds.estimate / HOUR),
                of=round(sum(cell.took for cell in backlog.cells) / HOUR),
                unit=Unit.HOURS,
                rate=shares.estimate,
                lower=shares.lower(),
                examples=log.case_names(list(longest(log, "role", load.role, backlog.activities))) if holds else (),
                figures=(
                    ("people", load.people),
                    ("busy_at_most", load.busy),
                    ("queue_of_wait", shares.estimate),
                    ("queue_of_cycle", seconds.estimate / cycle if cycle else 0.0),
                ),
                people=load.people,
                of_people=frozenset({"people", "busy_at_most"}),
            ),
            whole=edit,
            prudent=edit,
            p_value=max(shares.p_above(self.of_wait), seconds.p_above(self.of_cycle * cycle)),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=() if log.profile.can(Capability.START_TIMES) else (Capability.START_TIMES,),
            grade=Grade.A if holds and labels else Grade.REFUTED,
        )

    def _short(self, measures: Measures, backlog: Backlog) -> tuple[str, ...]:
        """The steps that make up most of the queue; more people change nothing about one that a text protects."""
        queued = backlog.queued_by_activity()
        total = sum(queued.values())
        heavy = sorted((a for a in queued if queued[a] >= self.step * total), key=lambda a: (-queued[a], a))
        return tuple(
            label
            for label in measures.labels(tuple(heavy))
            if (shield := protection_of(label, measures.log.activities)) is None or shield.status != LegalStatus.LEGAL
        )
