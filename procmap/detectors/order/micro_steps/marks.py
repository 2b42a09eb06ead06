"""Marks that a piece of work begins and ends, and what lies between: moments of that work, and no steps cut too small."""

from __future__ import annotations

from collections.abc import Iterator

from procmap.log import EventLog
from procmap.procedures.folding import fold

BEGIN = frozenset({
    "begin", "begins", "begun", "start", "starts", "started", "open", "opens", "opened", "opening",
    "debut", "debute", "demarrage", "demarre", "ouverture", "ouvert", "commence", "beginn", "anfang", "aanvang",
})  # fmt: skip
END = frozenset({
    "finish", "finishes", "finished", "end", "ends", "ended", "stop", "stops", "stopped", "close", "closes", "closed", "closing",
    "fin", "termine", "cloture", "clos", "fermeture", "ferme", "ende", "einde",
})  # fmt: skip

CLOSED, INSIDE = 0.9, 0.9
"""Share of the begins that the end of the same follows in time, and of the instances of a step that lie between such marks."""


def between_marks(log: EventLog, within: int) -> frozenset[int]:
    """The marks of a begin and an end, and the activities that nearly always lie between them, by code.

    Args:
        log: The log.
        within: The longest median time from begin to end, microseconds: what takes longer is a phase of the procedure.
    """
    return frozenset(code for begin, end in _pairs(log) for code in _enclosed(log, begin, end, within))


def _pairs(log: EventLog) -> Iterator[tuple[int, int]]:
    """Labels that say the same but that one says begin and the other end."""
    ends = {rest: code for code, label in enumerate(log.activities) for rest in _rests(label, END)}
    for code, label in enumerate(log.activities):
        yield from ((code, ends[rest]) for rest in _rests(label, BEGIN) if rest in ends)


def _rests(label: str, words: frozenset[str]) -> list[tuple[str, ...]]:
    """What is left of a label without its mark, which is its first word or its last."""
    said = tuple(fold(label).split())
    if len(said) < 2:
        return []
    return [rest for word, rest in ((said[0], said[1:]), (said[-1], said[:-1])) if word in words]


def _enclosed(log: EventLog, begin: int, end: int, within: int) -> set[int]:
    """The two marks and what lies between them; nothing where the begins are not followed by their ends in time."""
    mark = f"activity in ({begin}, {end})"
    closed, begun = log.engine.rows(
        f"""select count(*) filter (where next_mark = {end} and took <= {within}), count(*) from (
              select activity, lead(activity) over w as next_mark, lead(time) over w - time as took
              from event where {mark} window w as (partition by case_id order by k)) where activity = {begin}"""
    )[0]
    if not begun or closed < CLOSED * begun:
        return set()
    rows = log.engine.rows(
        f"""select activity, count(*), count(*) filter (where mark = {begin} and time - since <= {within}) from (
              select activity, time, last_value(case when {mark} then activity end ignore nulls) over w as mark,
                     last_value(case when {mark} then time end ignore nulls) over w as since
              from event window w as (partition by case_id order by k rows between unbounded preceding and 1 preceding))
            where activity <> {begin} group by activity order by activity"""
    )
    return {begin, *(code for code, times, inside in rows if inside >= INSIDE * times)}
