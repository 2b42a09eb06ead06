"""What is asked of somebody and received, in some cases, without any step being done again."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.procedures import Classes, Group, StepClass, Vocabulary

TOGETHER = 0.8
"""Share of the cases with either in which the one follows the other."""

SOME = 0.6
"""Share of the cases up to which it is an exception, and no step of every case."""


@dataclass(frozen=True)
class Asked:
    """Something asked and received.

    Attributes:
        request, answer: Codes.
        cases, by_part: Closed cases with it.
        of_by_part: Closed cases that reached the step that most often comes right before.
        times: How often.
        examples: Up to five cases (codes).
    """

    request: int
    answer: int
    cases: int
    by_part: ByPart
    of_by_part: ByPart
    times: int
    examples: tuple[int, ...]


def find_asked(log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary) -> tuple[Asked, ...]:
    """What labels say was received, with the step right before it, where the two are done in some cases only."""
    others = vocabulary.group(Group.NOT_MISSING)
    answers = [code for code, found in enumerate(classes) if StepClass.RECEIVE_DOCUMENTS in found and not found & others]
    if not answers:
        return ()
    sql = sql_of("procmap.detectors.information.incomplete_file", "asked").format(
        answers=", ".join(map(str, answers)), together=TOGETHER, part=SOME
    )
    return tuple(
        Asked(first, second, cases, ByPart(one, two), ByPart(max(one, of_1), max(two, of_2)), times, tuple(examples))
        for first, second, cases, one, two, of_1, of_2, times, examples in log.engine.rows(sql)
        if not classes[first] & others and StepClass.SUBMISSION not in classes[first]
    )
