"""What the detectors of idle steps share: nothing is refused there, and all cases go on the same way."""

from __future__ import annotations

from procmap.detectors.evidence import at_most, supported
from procmap.findings import Evidence, Unit
from procmap.measures import Measures
from procmap.measures.passage.passages import Passage, onward
from procmap.statistics import clopper_pearson_upper

INSTANCES = 100
"""Instances on closed cases below which nothing is said."""

AT_AN_END = 0.05
"""Share of an activity's instances that open or end a case, from which it is a first or a last step."""

HALF_A_DAY = 0.5


def refuses_nothing(measures: Measures, passage: Passage, rate: float) -> bool:
    """Whether the share of cases refused or sent back right after the step is below `rate`, as `at_most` says it."""
    return at_most(
        passage.refused, passage.of, passage.refused_by_part, passage.of_by_part, rate, measures.log.profile,
    )


def refusals(measures: Measures, passage: Passage) -> Evidence:
    """How many of a step's instances are refused or sent back right after it."""
    return Evidence(
        count=passage.refused,
        of=passage.of,
        unit=Unit.INSTANCES,
        rate=passage.refused / passage.of,
        upper=clopper_pearson_upper(passage.refused, passage.of),
        examples=measures.log.case_names(list(passage.examples)),
    )


def one_way_on(measures: Measures, activity: int, share: float) -> int | None:
    """The step that the cases passed reach in at least that share of them, of each part too; else None."""
    way = onward(measures, activity)
    if way is None or way.reached < share * way.of:
        return None
    by_part = zip(way.reached_by_part, way.of_by_part, strict=True)
    # a share close to 1 is asked of the whole; a part may fall short of it by chance, but not by half as much again
    return way.successor if all(reached >= (1.5 * share - 0.5) * of for reached, of in by_part) else None


def inside(measures: Measures, activity: int) -> bool:
    """Whether the activity lies inside the procedure: it seldom opens or ends a case."""
    counts = measures.activities[activity]
    return max(counts.opens, counts.ends) < AT_AN_END * counts.instances


def enough(measures: Measures, passage: Passage) -> bool:
    """Whether there are instances and cases enough to say anything."""
    return passage.of >= INSTANCES and supported(passage.cases, measures.log.profile)


def waits(measures: Measures, passage: Passage) -> bool:
    """Whether the median case has waited half a working day at the step."""
    return passage.wait is not None and passage.wait >= HALF_A_DAY * measures.log.calendar.day

