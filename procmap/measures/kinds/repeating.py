"""What is repeated along a case: by the clock, or by nothing that lies between.

A step is done again because the file came back: what sent it back lies between the two times, and only there, and other steps are
done again with it. A measurement is repeated whatever lies between; an instalment or a reminder follows the clock. Of what only
follows itself nobody can tell which it is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog
from procmap.log.calendar import DAY
from procmap.measures.kinds.moments import FEWEST, ROOM, Moments, listed, step_of

USUAL = 0.3
"""Share of its cases that repeat an activity, from which repeating is its nature."""

EVEN, EVEN_WORK = 0.2, 0.1
"""Standard deviation of the time from one to the next, as a share of its mean, up to which it follows the clock; of work that
somebody begins and ends."""

HANDED = 0.2
"""Share of the repetitions at which another role takes over, from which the file goes back and forth."""

CAUSE, ONLY_THERE, EXCEPTION = 0.5, 0.8, 0.8
"""An activity explains the repetitions if it lies in half of them, most of its instances lie there, and not all cases have it."""

REDONE = 0.3
"""Share of the repetitions with which other steps are done again, from which the file came back."""

LEADS_ON = 0.6
"""Share of the times after which one and the same activity comes next, from which that one follows from it."""

TOGETHER = 0.3
"""Share of its instances at which another activity is done in the same minute, from which the two go together."""


@dataclass
class _Between:
    """What lies between the repetitions of one activity."""

    caused: bool = False
    leads_on: bool = False
    redone: int = 0
    others: dict[int, int] = field(default_factory=dict)


def find_repeated(log: EventLog, moments: tuple[Moments, ...], beside: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """(activities that are measured along the case, activities that follow the clock).

    Args:
        log: The log.
        moments: Of its activities.
        beside: Activities already known to stand beside the way of a case: that they lie between says nothing.
    """
    engine = log.engine
    engine.table("repetition", sql_of(ROOM, "repetition").format(every=step_of(log)))
    rows = engine.rows(sql_of(ROOM, "repeated").format(least=FEWEST))
    working = {m.activity for m in moments if m.is_work}
    clocked, usual = set(), {}
    for code, cases, again, times, direct, handed, mean, spread in rows:
        if code in beside or again < USUAL * cases:
            continue
        if mean >= DAY and spread <= (EVEN_WORK if code in working else EVEN) * mean:
            clocked.add(code)
        elif code not in working and handed < HANDED * times and times - direct >= FEWEST:
            usual[code] = times - direct
    measured = _whatever_lies_between(log, usual, beside | clocked)
    engine.drop("repetition")
    return frozenset(measured), frozenset(clocked)


def _whatever_lies_between(log: EventLog, indirect: dict[int, int], beside: frozenset[int]) -> set[int]:
    if not indirect:
        return set()
    found: dict[int, _Between] = defaultdict(_Between)
    statement = sql_of(ROOM, "explained").format(codes=listed(indirect), together=TOGETHER, beside=listed(beside))
    cases = dict(log.engine.rows("select activity, count(distinct case_id) from repetition group by activity"))
    for code, other, explains, redone, inside, instances, with_it, consequence in log.engine.rows(statement):
        if other is None:
            found[code].redone, found[code].leads_on = redone, (consequence or 0.0) >= LEADS_ON
            continue
        only_there = inside >= ONLY_THERE * instances and with_it <= EXCEPTION * cases[code]
        found[code].caused |= only_there and explains >= CAUSE * indirect[code]
    return {
        code
        for code, times in indirect.items()
        if not found[code].caused and not found[code].leads_on and found[code].redone <= REDONE * max(times, 1)
    }
