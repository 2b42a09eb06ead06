"""What checks refuse, by the amount of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.measures.passage.passages import ensure_passage

if TYPE_CHECKING:
    import numpy as np

    from procmap.measures.measuring import Measures

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Judging:
    """A step at which files are refused or sent back, over the closed cases.

    Attributes:
        activities: Labels (codes): those that pass, then those that refuse.
        passing: How many of `activities` pass.
        named: Whether the vocabulary or the outcomes make it a check; else only the way that the files take does.
        of: Instances.
        cases: Cases with at least one instance.
    """

    activities: tuple[int, ...]
    passing: int
    named: bool
    of: int
    cases: int


def judging_steps(measures: Measures) -> tuple[Judging, ...]:
    """Every check, and every step without a known word directly after which some files are refused or sent back.

    Who does such a step does not matter here: one's own next step looks at something too where what it stops depends on
    the amount.
    """
    checks = {code for check in measures.checks for code in check.activities}
    found = [Judging(c.activities, c.passing, c.worded, c.of, c.cases) for c in measures.checks]
    found += [
        Judging((p.activity,), 1, named=False, of=p.of, cases=p.cases)
        for p in measures.passages
        if p.refused and not measures.classes[p.activity] and p.activity not in checks
    ]
    return tuple(sorted(found, key=lambda judging: judging.activities))


@dataclass(frozen=True)
class AmountVerdicts:
    """The instances of a check on closed cases whose amount was known by then and is not 0, by rising amount.

    Attributes:
        amount: Smallest unit of money.
        refused: Whether each instance was refused.
        part: The part (1 or 2) of each case.
        case: Codes of the cases.
        all_instances: Instances with and without an amount.
    """

    amount: Array
    refused: Array
    part: Array
    case: Array
    all_instances: int


def amount_verdicts(measures: Measures, judging: Judging) -> AmountVerdicts:
    """The verdicts of a step beside the amounts.

    An amount of 0 stands for a missing one. An amount that is first written after the step could not guide it.
    """
    engine = measures.log.engine
    ensure_passage(engine)
    code = judging.activities[0]
    judged = "verdict" if any(code in check.activities for check in measures.checks) else "passage"
    if not engine.has("amount_known"):
        engine.table("amount_known", "select case_id, min(k) as k from event where amount is not null group by case_id")
    found = engine.columns(
        f"""select c.amount, v.refused, c.part, v.case_id
            from {judged} v join case_ c using (case_id) join amount_known n using (case_id)
            where c.closed and v.activity = {code} and c.amount > 0 and n.k <= v.k
            order by c.amount, v.case_id, v.k""",
    )
    return AmountVerdicts(found["amount"], found["refused"], found["part"], found["case_id"], judging.of)
