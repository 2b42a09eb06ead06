"""A table with its sample in the engine, as hypotheses are made of it: its columns are profiled, those of people are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from procmap.engine import Engine
from procmap.reading.date_columns import with_date_columns
from procmap.reading.derived import JOINT
from procmap.reading.moments import with_moments
from procmap.reading.options import ReadingOptions
from procmap.reading.profile import Profile, profiles
from procmap.reading.table import Table
from procmap.reading.tidying import without_nothing

Look = Callable[[Table, tuple[Profile, ...]], frozenset[str]]
"""Finds the columns of people of a table whose sample stands in the engine."""


@dataclass(frozen=True)
class Sampled:
    """A table whose sample stands in the engine.

    Attributes:
        engine: Where.
        table: The table.
        profiles: Of its columns.
        people: Columns that hold people.
        spoilt: Columns that are taken for nothing.
    """

    engine: Engine
    table: Table
    profiles: tuple[Profile, ...]
    people: frozenset[str]
    spoilt: frozenset[str] = frozenset()

    @property
    def places(self) -> dict[str, int]:
        """The place of each column."""
        return {it.name: place for place, it in enumerate(self.profiles)}

    def text(self, name: str) -> str:
        """SQL of a column's text over the sample."""
        return f"nullif(trim(c{self.places[name]}), '')"


def sample(engine: Engine, table: Table, options: ReadingOptions, look: Look) -> Sampled:
    """Put the sample of a table in the engine and look at its columns: texts that are words for nothing are empty."""
    looked_at = with_date_columns(engine, table, profiles(engine, table), options)
    table = without_nothing(table, looked_at, {})
    return Sampled(engine, table, looked_at, look(table, looked_at))


def sample_with_moments(sampled: Sampled, options: ReadingOptions, look: Look) -> Sampled:
    """The table with each time of day beside its day; neither is anything alone."""
    table, clocks = with_moments(sampled.table, sampled.profiles)
    if table is sampled.table:
        return replace(sampled, spoilt=frozenset(clocks))
    made = table.names[len(sampled.table.names) :]
    spoilt = frozenset(part for name in made for part in name.split(JOINT)) | frozenset(clocks)
    return replace(sample(sampled.engine, table, options, look), spoilt=spoilt)
