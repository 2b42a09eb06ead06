"""Two dates in each row under headings that do not say which is which: the one that never comes after the other is the start."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.choice import Choosing
from procmap.reading.date_choice import moment_of
from procmap.reading.names import is_of_case, is_planned, rank
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.record_dates import is_constant, is_of_record, says_written
from procmap.reading.status_names import named_stay
from procmap.reading.time_of_case import share_changing

ENOUGH = 20
"""Rows with both dates from which their order is no chance."""

FORWARD = 0.98
"""Share of these in which the start must not come after the end."""

MOSTLY = 0.5
"""Share of the values of a column that must be dates."""

FILLED = 0.8
"""Share of the rows that must have both dates: what only some rows have is of something else than their beginning and end."""

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
    pair = [choosing.profiles[choosing.places[name]] for name in (one, other)]
    if not all(map(_is_of_rows, pair)) or min(it.filled for it in pair) < FILLED * max(it.filled for it in pair):
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


def start_by_order(engine: Engine, choosing: Choosing) -> None:
    """Take for the start the one other date of each row that never comes after the time, and for the time the one that never
    comes before it: "Requested date" beside "Response date". A date that stays in a case, is planned or of the record is none.
    """  # noqa: D205 - one sentence, longer than a line
    time = choosing.chosen["time"]
    if time.reason == "reading.chosen_by_option" or {"start", "lifecycle"} & choosing.chosen.keys() or _says_moment(time.name):
        return
    dated = [it for it in choosing.profiles if it.dates >= MOSTLY and it.filled >= FILLED * it.rows and not is_constant(it)]
    dated = [it for it in dated if it.name not in choosing.spoilt and not is_planned(it.name) and not is_of_case(it.name)]
    names = [it.name for it in dated if not is_of_record(it.name) and share_changing(engine, choosing, it.name) >= MOSTLY]
    others = [name for name in names if name != time.name]
    if time.name not in names or len(others) != 1 or any(_says_moment(name) or says_written(name) for name in names):
        return
    moments = [moment_of(engine, name, choosing.places) for name in (time.name, *others)]
    both, forward, backward, apart = engine.rows(COUNTED.format(one=moments[0], other=moments[1], sample=SAMPLE))[0]
    if both < ENOUGH or 2 * apart < both or max(forward, backward) < FORWARD * both:
        return
    start, end = (time.name, others[0]) if forward >= backward else (others[0], time.name)
    choosing.take("start", start, "content")
    choosing.take("time", end, "content")
    choosing.rivals["time"] = []


def _says_moment(name: str) -> bool:
    """Whether a heading says the moment of the event and nothing more: "Date", "Timestamp"."""
    return rank("time", name) is not None


def _is_of_rows(it: Profile) -> bool:
    return it.distinct >= OWN * it.filled > 0
