"""A natural experiment: comparable cases with and without an optional step, and what came of them later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.measures.passage.passages import ensure_passage

if TYPE_CHECKING:
    import numpy as np

    from procmap.measures.measuring import Measures

    Array = np.ndarray[Any, Any]

LAYERS = 3


@dataclass(frozen=True)
class Comparison:
    """The closed cases that reach the step after the optional one.

    Of each case, one entry:

    Attributes:
        treated: With the optional step before.
        refused: Refused or sent back at any time from then on.
        amount: Logarithm of the amount; NaN where it is missing or 0.
        channel: Code of the channel.
        block: Block of 13 weeks of the arrival.

    Of each case and each later step at which files are refused or sent back (a later check), one entry:

        check_treated: With the optional step before.
        check_refused: Refused or sent back there, the first time.
        check_stratum: Entries of one stratum share the check, the third of the amounts, the channel and the block.
    """

    treated: Array
    refused: Array
    amount: Array
    channel: Array
    block: Array
    check_treated: Array
    check_refused: Array
    check_stratum: Array


def comparison(measures: Measures, activity: int, successor: int) -> Comparison:
    """Compare the cases that reach `successor` with and without `activity` before it."""
    import numpy as np

    ensure_passage(measures.log.engine)
    sql = sql_of("procmap.detectors.control.skippable_step", "comparison").format(activity=activity, successor=successor)
    found = measures.log.engine.columns(sql)
    first = np.unique(found["case_id"], return_index=True)[1]
    money = np.ma.filled(np.ma.asarray(found["amount"], dtype=np.float64), 0.0)
    amount = np.log(np.where(money > 0, money, np.nan))
    names = np.array([str(name or "") for name in np.ma.filled(np.ma.asarray(found["channel"], dtype=object), "")], dtype=object)
    channel = np.unique(names.astype(str), return_inverse=True)[1]
    block = np.ma.filled(found["block"], -1).astype(np.int64)
    refused = np.asarray(found["refused"], dtype=bool)
    treated = np.asarray(found["treated"], dtype=bool)
    at_check = np.asarray(found["place"]) >= 0
    kinds = np.stack([np.asarray(found["place"]), _layers(amount, first), channel, block])
    stratum = np.unique(kinds[:, at_check], axis=1, return_inverse=True)[1].reshape(-1)
    ever = np.logical_or.reduceat(refused, first) if len(first) else refused
    return Comparison(
        treated[first], ever, amount[first], channel[first], block[first], treated[at_check], refused[at_check], stratum,
    )


def _layers(amount: Array, first: Array) -> Array:
    """The third of the cases' amounts in which each lies; one layer more for those without."""
    import numpy as np

    known = amount[first][~np.isnan(amount[first])]
    edges = np.quantile(known, np.arange(1, LAYERS) / LAYERS) if len(known) else np.zeros(0)
    found: Array = np.where(np.isnan(amount), LAYERS, np.searchsorted(edges, np.nan_to_num(amount), side="right"))
    return found
