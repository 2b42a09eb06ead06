"""A date that all lines of a case share is of the case, and not of what was done in the line: another is looked for."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.choice import Choosing
from procmap.reading.names import NOT_TIME, is_of_case, words_of
from procmap.reading.profile import SAMPLE

ENOUGH, FEW = 20, 5
"""Cases of several lines from which it is no chance that the date hardly changes in them; and that it never does, beside another
that changes in most."""

HARDLY, MOSTLY = 0.02, 0.5
"""Share of these cases in which the date of the case may change, and in which that of the lines must."""


def settle_time(engine: Engine, choosing: Choosing) -> None:
    """Take the dates that change within the cases, where those that were taken never do; what the user named stays."""
    time = choosing.chosen["time"]
    if time.reason == "reading.chosen_by_option" or not _is_of_case(engine, choosing, time.name):
        return
    others = [it for it in choosing.free("time") if not (set(words_of(it.name)) & NOT_TIME) and not is_of_case(it.name)]
    changing = {it.name: _share(*_changing(engine, choosing, it.name)) for it in others}
    found = [name for name, share in changing.items() if share >= MOSTLY]
    if found:
        choosing.take("time", max(found, key=lambda name: changing[name]), "content")
        choosing.rivals["time"] = [name for name in found if name != choosing.chosen["time"].name]


def _is_of_case(engine: Engine, choosing: Choosing, name: str) -> bool:
    """Whether a date hardly ever changes within a case; never, where the cases are few."""
    changing, several = _changing(engine, choosing, name)
    return _share(changing, several) <= HARDLY if several >= ENOUGH else several >= FEW and not changing


def share_changing(engine: Engine, choosing: Choosing, name: str) -> float:
    """Share of the cases of several lines in which a date changes."""
    return _share(*_changing(engine, choosing, name))


def _share(changing: int, several: int) -> float:
    return changing / several if several else 0.0


def _changing(engine: Engine, choosing: Choosing, name: str) -> tuple[int, int]:
    """The cases that have more than one such date, and those of several lines."""
    case, date = choosing.text(choosing.chosen["case"].name), choosing.text(name)
    several, changing = engine.rows(
        f"""select count(*), count(*) filter (dates > 1) from (
              select count(*) as lines, count(distinct {date}) as dates from {SAMPLE}
              where {case} is not null and {date} is not null group by {case}) where lines > 1"""
    )[0]
    return changing, several
