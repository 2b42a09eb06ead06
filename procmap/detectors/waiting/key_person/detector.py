"""A step that hangs on one person: cases queue for that person, or stop while that person is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_FOR_PARTS, at_least, supported
from procmap.detectors.waiting.key_person.turns import served_days
from procmap.findings import Assign, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.waiting.absence import Absence
from procmap.measures.waiting.backlog import Backlog, longest
from procmap.measures.waiting.queueing import Sharing
from procmap.statistics import binomial_p_value, clopper_pearson_lower

HOUR = 3600.0

WEEK = 5
"""Working days."""


@dataclass(frozen=True)
class KeyPerson(Detector):
    """A step that hangs on one person."""

    name: ClassVar[str] = "key_person"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    source: ClassVar[str] = (
        "Reijers and Liman Mansar 2005, flexible assignment; Lashkevich et al. 2023 (arXiv 2212.01392); "
        "Senderovich et al. 2015 (10.1016/j.is.2015.03.010)"
    )
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE, Capability.RESOURCE, Capability.FINE_TIMESTAMPS)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.DAY_ONLY_DATES, GuardName.LABELS_SPELT_TWICE)

    top: float = 0.8
    effective: float = 1.3
    turns: float = 0.3
    instances: int = 100
    of_wait: float = 0.2
    of_cycle: float = 0.02
    found: float = 0.5
    busy: float = 0.5
    away: int = 3
    absent: float = 0.3
    fall: float = 0.2
    ready: int = 10
    coming: float = 0.5
    longer: float = 0.33
    significance: float = 0.05

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every step that one person of a role of several does nearly alone."""
        profile = measures.log.profile
        found = [
            sharing
            for sharing in measures.sharing
            if sharing.instances >= self.instances
            and supported(sharing.instances, profile)
            and sharing.role is not None
            and sharing.of_role > 1  # a role of a single name may be a letter box or a shared account
            and at_least(sharing.top, sharing.instances, sharing.top_by_part, sharing.by_part, self.top, profile)
            and sharing.effective <= self.effective
        ]
        people = tuple(sorted({sharing.person for sharing in found}))
        busy = measures.busy(people)
        backlogs = measures.backlogs("resource", tuple(person for person in people if busy[person] >= self.busy))
        for sharing in found:
            backlog = backlogs.get(sharing.person, Backlog((), ())).of(sharing.activity)
            yield self._finding(measures, sharing, backlog, measures.absence(sharing, self.away))

    def _finding(self, measures: Measures, sharing: Sharing, backlog: Backlog, absence: Absence) -> Finding:
        log = measures.log
        queues, stops = self._queues(measures, backlog), self.stops(measures, absence)
        proven = queues or stops
        labels = measures.labels((sharing.activity,))
        role = log.roles[sharing.role or 0]
        edit = Assign(labels, role)
        cycle = measures.figures.cycle_time.mean_office_hours * log.profile.cases * HOUR
        figures = (
            ("queue_of_wait", max(backlog.share(), 0.0)),
            ("queue_of_cycle", max(backlog.seconds().estimate, 0.0) / cycle if cycle else 0.0),
        )
        # either proof suffices: the smaller p-value, doubled because there are two
        proof = min(2 * min(backlog.shares().p_above(self.of_wait), absence.p_value), 1.0)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=(role,),
            lever=self.lever,
            evidence=Evidence(
                count=sharing.top,
                of=sharing.instances,
                unit=Unit.INSTANCES,
                rate=sharing.top / sharing.instances,
                lower=clopper_pearson_lower(sharing.top, sharing.instances),
                examples=log.case_names(list(longest(log, "resource", sharing.person, (sharing.activity,)))) if proven else (),
                figures=figures,
                people=sharing.of_role,
                instead=self._instead(measures, sharing, figures) if proven else None,
            ),
            whole=edit,
            prudent=edit,
            p_value=max(binomial_p_value(sharing.top, sharing.instances, self.top, "greater"), proof),
            guards=Guards(by_construction=(GuardName.SUPPORT,)),
            weak=() if queues and stops else (Unseen.ABSENCES,) if queues else (Unseen.QUEUE,),
            grade=Grade.A if proven else Grade.REFUTED,
        )

    def _instead(self, measures: Measures, sharing: Sharing, figures: tuple[tuple[str, float], ...]) -> Evidence:
        """What is told of a role of few people: the cases that waited, and how long, not who did how much."""
        waited = measures.waited(sharing.role or 0, (sharing.activity,))
        return Evidence(
            count=waited.waited,
            of=waited.cases,
            unit=Unit.CASES,
            rate=waited.waited / max(waited.cases, 1),
            lower=clopper_pearson_lower(waited.waited, waited.cases),
            examples=measures.log.case_names(list(waited.examples)),
            figures=figures,
        )

    def _queues(self, measures: Measures, backlog: Backlog) -> bool:
        """Whether cases wait because others stand before them at this person."""
        profile = measures.log.profile
        cycle = measures.figures.cycle_time.mean_office_hours * profile.cases * HOUR
        both = profile.closed_cases < LEAST_FOR_PARTS or min(backlog.share(1), backlog.share(2)) >= self.of_wait
        return (
            backlog.instances >= self.instances
            and both
            and clopper_pearson_lower(backlog.found, backlog.instances) >= self.found
            and backlog.shares().lower() >= self.of_wait
            and backlog.seconds().lower() >= self.of_cycle * cycle > 0
            and all(served_days(measures, activity) >= self.turns for activity in backlog.activities)
        )

    def stops(self, measures: Measures, absence: Absence) -> bool:
        """Whether the step stops while this person is away; who is away for half of the year does it when it is due."""
        return (
            absence.days <= self.absent * WEEK * measures.log.profile.weeks
            and absence.ready >= max(self.ready, self.coming * absence.usual)
            and absence.done <= self.fall * absence.usual
            and absence.p_value <= self.significance
            and absence.longer >= self.longer
        )
