"""How often one step comes after another, of the cases in which it could have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart
from procmap.measures.passage.passages import ROOM, ensure_passage

if TYPE_CHECKING:
    from procmap.measures.measuring import Measures


@dataclass(frozen=True)
class FollowUp:
    """A pair of steps over the closed cases.

    Attributes:
        cases: Cases passed by the first step that have the second later; `by_part` for the two parts.
        of: Those and the ones that reach what comes after the second without it; `of_by_part` for the two parts.
    """

    cases: int
    of: int
    by_part: ByPart
    of_by_part: ByPart


def follow_up(measures: Measures, first: int, second: int, reached: int) -> FollowUp:
    """How often `second` comes after `first`, where `reached` is what comes after `second` (codes)."""
    ensure_passage(measures.log.engine)
    sql = sql_of(ROOM, "follow_up").format(first=first, second=second, reached=reached)
    one, two, of_one, of_two = measures.log.engine.rows(sql)[0]
    return FollowUp(one + two, of_one + of_two, ByPart(one, two), ByPart(of_one, of_two))
