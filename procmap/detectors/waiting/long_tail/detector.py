"""A few cases that take very long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_FOR_PARTS, supported
from procmap.detectors.waiting.long_tail.long_cases import (
    LongCases,
    Standstill,
    Subgroup,
    find_long_cases,
    find_standstills,
    find_subgroups,
)
from procmap.findings import Aspect, Common, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log.calendar import DAY
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer
from procmap.procedures import Group, StepClass
from procmap.statistics import Interval, benjamini_hochberg, fisher_exact, weekly_block_bootstrap

Z = 1.6448536269514722
"""The lower end of a 90 % interval lies so many standard errors below the estimate."""

SOME = 5
"""Very long cases of a subgroup below which nothing is said of it."""

FALSE_DISCOVERY_RATE = 0.10


class Told(Aspect):
    """What else this pattern states."""

    SUBGROUP = "subgroup"


@dataclass(frozen=True)
class LongTail(Detector):
    """A few cases that take very long."""

    name: ClassVar[str] = "long_tail"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)
    source: ClassVar[str] = "Tukey 1977, Exploratory Data Analysis (outer fences); Reijers and Liman Mansar 2005, exception, triage"

    tail: float = 0.1
    burden: float = 0.3
    days: float = 7.0
    times: float = 3.0
    exceptional: float = 0.5
    outside: float = 0.5
    lift: float = 2.0

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test the tail of the cycle times as one candidate."""
        found = find_long_cases(measures.log)
        if found is None or not supported(found.tail, measures.log.profile) or found.tail > self.tail * found.cases:
            return
        places = find_standstills(measures.log, found.far, self.times)
        exceptions = sum(place.exceptional for place in places)
        if exceptions >= self.exceptional * found.tail and places[0].median >= self.days * DAY:
            yield self._finding(measures, found, places)

    def _finding(self, measures: Measures, found: LongCases, places: Sequence[Standstill]) -> Finding:
        main = places[0]
        borne = weekly_block_bootstrap(found.weeks_tail / DAY, found.weeks / DAY)
        suspended = sum(place.time for place in places if _suspends(measures, place))
        holds = self._holds(measures, found, borne) and suspended < self.outside * found.tail_time
        known = bool(measures.classes[main.source] | measures.classes[main.target])
        subgroup = self._subgroup(measures, found)
        return Finding(
            detector=self.name,
            activities=measures.labels((main.source, main.target)),
            roles=measures.roles((main.source, main.target)),
            lever=self.lever,
            evidence=Evidence(
                count=found.tail,
                of=found.cases,
                unit=Unit.CASES,
                rate=found.tail / found.cases,
                examples=measures.log.case_names(list(main.examples)),
                figures=(
                    ("tail_days", round(found.far / DAY, 1)), ("burden", round(100 * borne.estimate)),
                    ("burden_low", round(100 * borne.low) if borne.low > 0 else 0),
                    ("standing", main.cases), ("standstill_days", round(main.median / DAY, 1)),
                    ("reminder_days", max(1, ceil(main.late / DAY))), ("suspended", round(100 * suspended / found.tail_time)),
                ),
            ),
            p_value=_p_value(borne, self.burden) if known else None,
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(Unseen.SUSPENSION,),  # no log says of every case whether it waits for somebody outside
            grade=(Grade.A if known else Grade.C) if holds else Grade.REFUTED,
            words=(("subgroup", _named(subgroup)),) if subgroup else (),
            aspect=Told.SUBGROUP if subgroup else Common.MAIN,
        )  # fmt: skip

    def _holds(self, measures: Measures, found: LongCases, borne: Interval) -> bool:
        parts = zip(found.tail_time_by_part, found.time_by_part, strict=True)
        return borne.low >= self.burden and (
            measures.log.profile.closed_cases < LEAST_FOR_PARTS or all(tail >= self.burden * time for tail, time in parts)
        )

    def _subgroup(self, measures: Measures, found: LongCases) -> Subgroup | None:
        """The clearest of the subgroups with a surplus of very long cases on all cases and on both parts."""
        groups = [
            group
            for group in find_subgroups(measures.log, found.far)
            if supported(group.cases, measures.log.profile) and group.tail >= SOME
        ]
        p_values = [
            fisher_exact(g.tail, g.cases - g.tail, found.tail - g.tail, found.cases - g.cases - found.tail + g.tail, "greater")
            for g in groups
        ]
        kept = benjamini_hochberg(p_values, FALSE_DISCOVERY_RATE)
        clear = [
            (p, rank)
            for rank, (p, keep) in enumerate(zip(p_values, kept, strict=True))
            if keep and self._lifts(groups[rank], found)
        ]
        return groups[min(clear)[1]] if clear else None

    def _lifts(self, group: Subgroup, found: LongCases) -> bool:
        overall = found.tail / found.cases
        pairs = zip((group.tail, *group.tail_by_part), (group.cases, *group.cases_by_part), strict=True)
        return all(tail >= self.lift * overall * cases for tail, cases in pairs)


def _suspends(measures: Measures, place: Standstill) -> bool:
    """Whether what passes between the two steps is not the procedure's: an answer, a correction, a period, instalments, filing."""
    before, after = measures.classes[place.source], measures.classes[place.target]
    in_loops = {code for loop in measures.loops for code in loop.returns}
    return bool(
        before & measures.vocabulary.group(Group.ASKING_OUTSIDE)
        or after & measures.vocabulary.group(Group.ANSWERING_OUTSIDE)
        or StepClass.WAITING_TIMER in before | after
        or StepClass.ARCHIVING in after
        or StepClass.PAYMENT in before & after
        or {place.source, place.target} & in_loops
        or (place.cases and is_timer(measures.log, place.target))
    )  # fmt: skip


def _p_value(borne: Interval, burden: float) -> float:
    """Of "the tail bears less", from the interval's lower side."""
    from scipy.special import ndtr

    error = (borne.estimate - borne.low) / Z
    return float(ndtr((burden - borne.estimate) / error)) if error > 0 else float(borne.estimate < burden)


def _named(group: Subgroup) -> str:
    """A subgroup without words of any language: a value of the log, or a range of amounts."""
    if group.amounts is None:
        return group.value
    low, high = (amount / 100 for amount in group.amounts)
    return f"{low:.10g}–{high:.10g}"
