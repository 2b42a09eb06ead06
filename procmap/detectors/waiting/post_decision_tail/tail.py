"""What lies between the last decision of a case and the step that gives it effect."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.procedures import Classes, Group, StepClass, Vocabulary

STEPS, NEAR = 3, 0.9
"""The effect is at most so many steps away, in this share of the cases: else the procedure goes on, and nothing is settled."""


@dataclass(frozen=True)
class Tail:
    """One pair of a last decision and the effect that follows it, over the closed cases that were not refused.

    Attributes:
        decision, effect: Activity codes.
        slowest: Of the steps after the decision and up to the effect, the one before which most office time passes.
        of, of_by_part: Cases.
        long, long_by_part: Those in which it took longer than what was asked for.
        median, median_time: Of the office and the calendar time between the two, microseconds.
        total, cycle: Sums over the cases of the office time between the two and of the cycle time.
        timer: Whether a period set by rule lies between in any of them.
        examples: Up to five cases that took long.
    """

    decision: int
    effect: int
    slowest: int
    of: int
    of_by_part: ByPart
    long: int
    long_by_part: ByPart
    median: int
    median_time: int
    total: int
    cycle: int
    timer: bool
    examples: tuple[int, ...]


def find_tails(
    log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary, long_days: float, outward: Collection[int] = ()
) -> tuple[Tail, ...]:
    """All such pairs with at least 30 cases, by codes; none where no label decides or gives effect.

    Args:
        log: The log; needs the table `negative_activity`.
        classes: The vocabulary's classes of each activity code.
        vocabulary: What the words of labels mean.
        long_days: Working days that count as long.
        outward: Activity codes of steps to or from outside: what follows them waits for others than the house, too.
    """
    decides, no_last = vocabulary.group(Group.DECIDING), vocabulary.group(Group.NO_LAST_DECISION)
    effect, no_effect = vocabulary.group(Group.EFFECT), vocabulary.group(Group.NO_EFFECT)
    deciding = [code for code, found in enumerate(classes) if found & decides and not found & no_last]
    payments = [code for code, found in enumerate(classes) if StepClass.PAYMENT in found and code not in deciding]
    # a notification of a refusal, or one that opens the case, gives no decision its effect
    effects = [
        code
        for code, found in enumerate(classes)
        if found & effect and code not in deciding and not found & no_effect
    ]
    if not deciding or not effects:
        return ()
    sql = sql_of("procmap.detectors.waiting.post_decision_tail", "tail").format(
        decisions=_listed(deciding), payments=_listed(payments), effects=_listed(effects),
        outward=_listed(code for code in outward if code not in deciding and code not in payments),
        sent=_listed(code for code in outward if code not in deciding and StepClass.TRANSMISSION in classes[code]),
        negatives=_listed(code for (code,) in log.engine.rows("select activity from negative_activity order by 1")),
        periods=_listed(code for code, found in enumerate(classes) if StepClass.WAITING_TIMER in found),
        long=log.working_days(long_days), steps=STEPS, share=NEAR,
    )
    return tuple(
        Tail(
            decision=row[0], effect=row[1], slowest=row[14], of=row[2], of_by_part=ByPart(row[3], row[4]),
            long=row[5], long_by_part=ByPart(row[6], row[7]),
            median=row[8], median_time=row[9], total=row[10], cycle=row[11], timer=row[12], examples=tuple(row[13] or ()),
        )
        for row in log.engine.rows(sql)
    )


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(str(code) for code in codes) or "-1"
