"""Two dates in each row under headings that do not say which is which: the one that never comes after the other is the start."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.choice import Choosing
from procmap.reading.date_choice import moment_of
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.status_names import named_stay

ENOUGH = 20
"""Rows with both dates from which their order is no chance."""

FORWARD = 0.98
"""Share of these in which the start must not come after the end."""

MOSTLY = 0.5
"""Share of the values of a column that must be dates."""

OWN = 0.5
"""Different dates for each filled row that both columns must have: a date of the case comes back in its rows."""

COUNTED = """
select count(*), count(*) filter (a <= b), count(*) filter (b <= a), count(*) filter (a <> b)
from (select {one} as a, {other} as b from {sample}) where a is not null and b is not null
"""


def start_by_content(engine: Engine, choosing: Choosing) -> None:
    """Take the start beside a time that was found by its content, where a second date of each row is always on one side of it."""
    time = choosing.chosen["time"]
    rivals = choosing.rivals.get("time", [])
    if time.reason != "reading.chosen_by_content" or "start" in choosing.chosen or len(rivals) != 1:
        return
    one, other = time.name, rivals[0]
    if not all(_is_of_rows(choosing.profiles[choosing.places[name]]) for name in (one, other)):
        return
    moments = (moment_of(engine, name, choosing.places) for name in (one, other))
    both, forward, backward, apart = engine.rows(COUNTED.format(one=next(moments), other=next(moments), sample=SAMPLE))[0]
    if both < ENOUGH or 2 * apart < both or max(forward, backward) < FORWARD * both:
        return
    start, end = (one, other) if forward >= backward else (other, one)
    choosing.take("start", start, "content")
    choosing.take("time", end, "content")
    choosing.rivals["time"] = []


def start_by_stay(engine: Engine, choosing: Choosing) -> None:
    """Take for the start what the headings say came in before it was done, where no row says otherwise."""
    time = choosing.chosen["time"]
    if time.reason == "reading.chosen_by_option" or "start" in choosing.chosen:
        return
    dated = [it.name for it in choosing.profiles if it.dates >= MOSTLY]
    stay = named_stay(dated, time.name)
    if stay is None or not all(_is_of_rows(choosing.profiles[choosing.places[name]]) for name in stay):
        return
    moments = (moment_of(engine, name, choosing.places) for name in stay)
    both, forward, _, apart = engine.rows(COUNTED.format(one=next(moments), other=next(moments), sample=SAMPLE))[0]
    if both and forward >= FORWARD * both and apart:
        choosing.take("start", stay[0], "name")
        choosing.take("time", stay[1], "name")


def _is_of_rows(it: Profile) -> bool:
    return it.distinct >= OWN * it.filled > 0
