"""What a step decides on each file, beside what was known of the file before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.measures.control.checks import VerdictOf
from procmap.measures.passage.passages import ensure_passage
from procmap.statistics.decision_rules import Feature

if TYPE_CHECKING:
    import numpy as np

    from procmap.engine import Engine
    from procmap.measures.measuring import Measures

    Array = np.ndarray[Any, Any]

ROOM = "procmap.measures.control"


class Known(StrEnum):
    """What is known of a case before a step, in the order of `Choices.features`."""

    AMOUNT = "amount"
    """In the smallest unit of money."""

    CHANNEL = "channel"
    ROLE = "role"
    """Of the first step."""

    RETURNS = "returns"
    """How often the case had been sent back."""


class Telling(StrEnum):
    """How the outcome of a step is known."""

    COLUMN = "column"
    VERDICT = "verdict"
    """Refused or not."""

    SUCCESSOR = "successor"
    """What comes next."""


@dataclass(frozen=True)
class Choices:
    """The first instance of a step on each closed case whose outcome is known.

    Attributes:
        told_by: How the outcome is known.
        case: Codes of the cases.
        part: The part (1 or 2) of each.
        outcome: Codes of the outcomes, into `outcomes`.
        outcomes: The values; "passed" and "refused" where a verdict tells, labels where the successor does.
        features: What was known before, one for each of Known, in its order.
        names: The names that the codes of nominal features stand for, by feature.
    """

    told_by: Telling
    case: Array
    part: Array
    outcome: Array
    outcomes: tuple[str, ...]
    features: list[Feature]
    names: tuple[tuple[str, ...], ...]


def choices(measures: Measures, activity: int, *, chooses: bool) -> Choices:
    """What a step decides.

    Args:
        measures: Of the log.
        activity: The step (code).
        chooses: Whether it is the step's work to choose what comes next: else only refusals count.
    """
    import numpy as np

    engine = measures.log.engine
    _ensure(engine)
    told_by = _told_by(measures, activity, chooses=chooses)
    judged, column = {Telling.COLUMN: ("event", "outcome_name"), Telling.VERDICT: ("verdict", "refused")}.get(
        told_by, ("passage", "next_activity"),
    )
    found = engine.columns(sql_of(ROOM, "choice").format(activity=activity, judged=judged, outcome=column))
    outcomes, outcome = _coded(found["outcome"])
    channels, channel = _coded(found["channel"])
    roles = np.ma.filled(np.ma.asarray(found["role"], dtype=object), -1).astype(np.int64)
    features = [
        Feature(np.ma.filled(np.ma.asarray(found["amount"], dtype=np.float64), -1).astype(np.int64), ordered=True),
        Feature(channel, ordered=False),
        Feature(roles, ordered=False),
        Feature(np.asarray(found["returns"]).astype(np.int64), ordered=True),
    ]
    said = tuple(_said(measures, told_by, value) for value in outcomes)
    part = np.ma.filled(found["part"], 0)
    return Choices(
        told_by, np.asarray(found["case_id"]), part, outcome, said, features, ((), channels, tuple(measures.log.roles), ()),
    )


def _told_by(measures: Measures, activity: int, *, chooses: bool) -> Telling:
    for check in measures.checks:
        if check.activities[0] == activity:
            return Telling.COLUMN if check.told_by == VerdictOf.COLUMN else Telling.VERDICT
    return Telling.SUCCESSOR if chooses else Telling.VERDICT


def _said(measures: Measures, told_by: Telling, value: str) -> str:
    if told_by == Telling.VERDICT:
        return "refused" if value == "true" else "passed"
    return measures.log.activities[int(value)] if told_by == Telling.SUCCESSOR else value


def _coded(column: Array) -> tuple[tuple[str, ...], Array]:
    """The distinct texts in alphabetical order, and each row's place in them; -1 where there is none."""
    import numpy as np

    texts: Array = np.ma.filled(np.ma.asarray(column, dtype=object), None)
    known = np.array([text is not None for text in texts], dtype=bool)
    names, places = np.unique(np.array([str(text) for text in texts[known]], dtype=str), return_inverse=True)
    codes = np.full(len(texts), -1, dtype=np.int64)
    codes[known] = places.reshape(-1)
    return tuple(names.tolist()), codes


def _ensure(engine: Engine) -> None:
    ensure_passage(engine)
    if not engine.has("first_written"):
        engine.table("first_written", sql_of(ROOM, "first_written"))
