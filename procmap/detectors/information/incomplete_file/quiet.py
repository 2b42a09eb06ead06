"""What is asked of somebody and comes much later, in some cases: told by its place, where no label says that it was missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procmap.detectors.information.incomplete_file.asked import SOME, Asked
from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.log.kind import ASIDE, Kind
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer
from procmap.procedures import Group, StepClass
from procmap.procedures.brought import names_what_is_brought

TOGETHER = 0.9
"""Share of the cases with either step in which the one follows the other directly."""

STRAIGHT = 0.2
"""Share of the ways on from a step, where nothing is asked, from which one is the next step."""

GOES_ON = 0.8
"""Share of the answers after which the case goes on as if nothing had been asked."""

OVERTAKEN = 0.3
"""Share of the answers that a later one overtook: below it the wait may as well be a queue of the house."""

LEAST_DAYS = 2.0
"""Median working days between the two from which somebody outside is waited for."""

NO_ANSWER = frozenset({Kind.TIMER, Kind.APPOINTMENT})

Row = tuple[int, int, int, int, int, int, int, int, int, int, int, list[int]]


@dataclass(frozen=True)
class Quiet(Asked):
    """A pair of steps that may be a question about what is missing, and its answer.

    Attributes:
        median_time: Median calendar time between the two, microseconds.
        overtaken: How often a case that was asked later was answered sooner.
        goes_on: How often the case then goes on as it would have without.
    """

    median_time: int
    overtaken: int
    goes_on: int


def find_quiet(measures: Measures) -> Iterator[Quiet]:
    """The pairs that are told by their place, by what their labels name, and by nothing that says otherwise."""
    for pair in _pairs(measures.log):
        placed = pair.goes_on >= GOES_ON * pair.times and pair.overtaken >= OVERTAKEN * pair.times
        if placed and _is_named(measures, pair) and not _is_other(measures, pair):
            yield pair


def _pairs(log: EventLog) -> Iterator[Quiet]:
    sql = sql_of("procmap.detectors.information.incomplete_file", "quiet").format(
        together=TOGETHER, part=SOME, least=log.working_days(LEAST_DAYS), straight=STRAIGHT,
    )
    rows: list[Row] = log.engine.rows(sql)
    for first, second, cases, one, two, of_1, of_2, times, time, overtaken, goes_on, examples in rows:
        of = ByPart(max(one, of_1), max(two, of_2))
        yield Quiet(first, second, cases, ByPart(one, two), of, times, tuple(examples), time, overtaken, goes_on)


def _is_named(measures: Measures, pair: Quiet) -> bool:
    """Whether a label names what is brought, or who brings it."""
    return names_what_is_brought(measures.log.activities[code] for code in (pair.request, pair.answer))


def _is_other(measures: Measures, pair: Quiet) -> bool:
    """Whether anything says that nothing was missing: the classes of the labels, a rhythm, a term, or that nobody asks."""
    asks, answers = measures.classes[pair.request], measures.classes[pair.answer]
    group = measures.vocabulary.group
    others = group(Group.NOT_MISSING) | {StepClass.SUBMISSION, StepClass.BATCH_SESSION, StepClass.WAITING_TIMER}
    consulted = asks & group(Group.ASKING_OUTSIDE) and answers & group(Group.ANSWERING_OUTSIDE)  # told as such
    kinds = measures.kinds.found[pair.request], measures.kinds.found[pair.answer]
    dated = not NO_ANSWER.isdisjoint(kinds) or is_timer(measures.log, pair.answer)
    nobody = kinds[0] in ASIDE | {Kind.OUTSIDE} or pair.request in measures.doubts.automatic
    rhythms = (one for one in measures.rhythms if one.activity == pair.answer)
    session = any(one.ratio <= 0.5 and one.ratio <= 0.75 * one.ready_ratio for one in rhythms)
    return bool((asks | answers) & others or consulted or dated or nobody or session)
