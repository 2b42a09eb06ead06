"""Work of one service that is cut up by handovers to others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import isnan, sqrt
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_CASES, LEAST_FOR_PARTS, at_least, supported
from procmap.detectors.services.silo_handovers.returns import (
    Returned,
    Stratum,
    Units,
    find_returned,
    strata_of,
    unnamed_roles,
)
from procmap.findings import Evidence, Finding, Grade, GuardName, Guards, Lever, Unit
from procmap.log import Capability
from procmap.log.calendar import HOUR
from procmap.measures import Measures
from procmap.procedures import Group
from procmap.statistics import binomial_p_value, clopper_pearson_lower, hodges_lehmann, mann_whitney, stouffer

LEAST_IN_STRATUM = 20

SAME_SIGN = 2 / 3
"""Share of the strata in which the gap after a handover is the longer one."""

FORMS = 0.3
"""Share of the steps kept that were saved with the step before, from which their times are those of a form, not of work."""


@dataclass(frozen=True)
class SiloHandovers(Detector):
    """Work of one service that is cut up by handovers."""

    name: ClassVar[str] = "silo_handovers"
    lever: ClassVar[Lever] = Lever.DECOMPARTMENTALISING
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, order assignment, case manager, numerical involvement"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.ROLE,)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.DAY_ONLY_DATES, GuardName.SAVING_FORMS, GuardName.LABELS_SPELT_TWICE)

    units: int = 4
    reentry: float = 0.2
    days: float = 0.5
    share_kept: float = 0.1

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every step for which cases come back to a service that also does it without a handover."""
        returns = {code for loop in measures.loops for code in loop.returns}
        units, found = find_returned(measures.log, returns)
        closed = measures.log.profile.closed_cases
        if units.median >= self.units and clopper_pearson_lower(units.cases, closed) >= self.reentry:
            outside = unnamed_roles(measures.log)  # what comes from them is an answer, and no work that a service goes on with
            found = tuple(one for one in found if one.role not in outside)
            for one in filter(partial(self._comparable, measures), found):
                strata = [s for s in strata_of(measures.log, one) if min(len(s.returned), len(s.kept)) >= LEAST_IN_STRATUM]
                if strata:
                    yield self._finding(measures, units, one, strata)
        measures.log.engine.drop("continuation")  # a large table that nothing else reads

    def _comparable(self, measures: Measures, one: Returned) -> bool:
        words = measures.classes[one.activity]
        return (
            supported(one.cases, measures.log.profile)
            and one.cases >= self.reentry * measures.log.profile.closed_cases
            and one.kept >= max(LEAST_CASES, self.share_kept * (one.kept + one.cases))
            and one.at_once < FORMS * one.kept
            and one.activity not in measures.log.profile.coarse
            and not words & measures.vocabulary.group(Group.FROM_OUTSIDE)
        )

    def _finding(self, measures: Measures, units: Units, one: Returned, strata: Sequence[Stratum]) -> Finding:
        profile, log = measures.log.profile, measures.log
        closed = profile.closed_cases
        shift, least = _shift(strata), log.working_days(self.days) / HOUR
        parts = [_shift([stratum.of_part(part) for stratum in strata]) for part in (1, 2)]
        holds = (
            at_least(one.cases, closed, one.by_part, units.of_by_part, self.reentry, profile)
            and shift >= least
            and (closed < LEAST_FOR_PARTS or all(found >= least for found in parts))
            and sum(_shift([stratum]) > 0 for stratum in strata) >= SAME_SIGN * len(strata)
        )
        return Finding(
            detector=self.name,
            activities=measures.labels((one.activity,)),
            roles=tuple(log.roles[role] for role in (one.role, *one.sources)),
            lever=self.lever,
            evidence=Evidence(
                count=one.cases,
                of=closed,
                unit=Unit.CASES,
                rate=one.cases / closed,
                lower=clopper_pearson_lower(one.cases, closed),
                examples=log.case_names(list(one.examples)),
                figures=(
                    ("handover_hours", shift), ("kept", one.kept), ("services", units.median), ("late_days", self.days),
                    ("came_back", units.cases),
                ),
            ),
            p_value=max(
                binomial_p_value(one.cases, closed, self.reentry, "greater"), self._p_value(strata, log.working_days(self.days)),
            ),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.CODED_MISSING, GuardName.SUPPORT)),
            # without start times the gap holds the step's own work too
            weak=() if profile.can(Capability.START_TIMES) else (Capability.START_TIMES,),
            grade=Grade.A if holds else Grade.REFUTED,
            words=(("home", log.roles[one.role]),),
        )

    def _p_value(self, strata: Sequence[Stratum], margin: int) -> float:
        """Of "the step does not come later by so much office time after a handover"."""
        p_values = [mann_whitney(stratum.returned - margin, stratum.kept, "greater") for stratum in strata]
        return stouffer(p_values, [sqrt(_weight(stratum)) for stratum in strata])


def _shift(strata: Sequence[Stratum]) -> float:
    """Office hours by which the step comes later after a handover: the strata's Hodges-Lehmann shifts, by their sizes."""
    shifts = [(hodges_lehmann(stratum.returned, stratum.kept) / HOUR, _weight(stratum)) for stratum in strata]
    known = [(shift, weight) for shift, weight in shifts if not isnan(shift)]
    total = sum(weight for _, weight in known)
    return sum(shift * weight for shift, weight in known) / total if total else float("nan")


def _weight(stratum: Stratum) -> float:
    n, m = len(stratum.returned), len(stratum.kept)
    return n * m / (n + m) if n + m else 0.0

