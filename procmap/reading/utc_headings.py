"""Headings that say of their times that they are in UTC, where the times themselves carry no offset: "Timestamp (UTC)"."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.engine import Engine
from procmap.reading.dates import DAY
from procmap.reading.names import words_of

UTC = frozenset({"utc", "gmt", "zulu"})
"""The words that say so; a number behind one of them is an offset."""

INSTANTS = (("utc", "time"), ("start_utc", "start"), ("deadline_utc", "deadline"))
"""The columns of source_row that hold instants, beside those of the times as written."""


def say_utc(names: Iterable[str]) -> bool:
    """Whether every heading of a time says UTC: one alone says nothing of the others."""
    found = [words_of(name) for name in names]
    return bool(found) and all(set(words) & UTC and not any(map(str.isdigit, words)) for words in found)


def take_for_utc(engine: Engine) -> bool:
    """Take the times of source_row for instants in UTC; not days alone, which no clock moves."""
    if not engine.value(f"select count(*) from source_row where time % {DAY} <> 0"):
        return False
    engine.run(f"update source_row set {', '.join(f'{instant} = {written}' for instant, written in INSTANTS)}")
    return True
