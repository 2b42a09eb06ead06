"""States in which a case stands still until somebody outside acts, as their labels say: "Wait - User", "Pending vendor"."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.log.people.outsiders import OUTSIDE
from procmap.procedures.folding import content_words

WAITS = frozenset({"wait", "waiting", "await", "awaiting", "pending", "hold", "attente", "warten", "wartet", "wacht", "wachten"})

OTHERS = frozenset({
    "user", "caller", "utilisateur", "utilisatrice", "kunde", "kunden", "anwender", "lieferant", "antragsteller", "klant",
    "gebruiker", "leverancier", "aanvrager", "melder",
})  # fmt: skip

LEAST_DAYS = 1.0
"""Median working days in the state below which nobody waits long."""


@dataclass(frozen=True)
class Stand:
    """One such state.

    Attributes:
        activity: Its code.
        by_part, of_by_part: Closed cases that stood in it, and all.
        median, median_time: Median time in it, office and calendar (microseconds).
        examples: Up to five cases.
    """

    activity: int
    by_part: ByPart
    of_by_part: ByPart
    median: int
    median_time: int
    examples: tuple[int, ...]


def waits_for_outside(label: str) -> bool:
    """Whether a label says that the case waits, and then for whom outside: "Accepted - Wait - Customer"."""
    words = content_words(label)
    waits = next((at for at, word in enumerate(words) if word in WAITS), len(words))
    return any(word in OTHERS or word in OUTSIDE or word.removesuffix("s") in OUTSIDE for word in words[waits + 1 :])


def find_stands(log: EventLog) -> tuple[Stand, ...]:
    """The states of a log in which cases wait for somebody outside, a day or more at the median."""
    codes = [code for code, label in enumerate(log.activities) if waits_for_outside(label)]
    if not codes:
        return ()
    sql = sql_of("procmap.detectors.information.external_wait", "stand")
    rows = log.engine.rows(sql.format(states=", ".join(map(str, codes)), least=log.working_days(LEAST_DAYS)))
    return tuple(
        Stand(code, ByPart(one, two), ByPart(of_1, of_2), median, time, tuple(examples))
        for code, one, two, of_1, of_2, median, time, examples in rows
    )
