"""What checks refuse, by the amount of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from procmap.measures.control.checks import Check
    from procmap.measures.measuring import Measures

    Array = np.ndarray[Any, Any]


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


def amount_verdicts(measures: Measures, check: Check) -> AmountVerdicts:
    """The verdicts of a check beside the amounts.

    An amount of 0 stands for a missing one. An amount that is first written after the check could not guide it.
    """
    engine = measures.log.engine
    found = engine.columns(
        f"""with known as (select case_id, min(k) as k from event where amount is not null group by case_id)
            select c.amount, v.refused, c.part, v.case_id
            from verdict v join case_ c using (case_id) join known n using (case_id)
            where c.closed and v.activity = {check.activities[0]} and c.amount > 0 and n.k <= v.k
            order by c.amount, v.case_id, v.k""",
    )
    return AmountVerdicts(found["amount"], found["refused"], found["part"], found["case_id"], check.of)
