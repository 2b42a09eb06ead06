"""What the values of each column look like, on a sample of the source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.dates import looks_like_date
from procmap.reading.table import Table

SAMPLE = "reading_sample"
"""The engine's table that holds the sample, with the relation's columns."""

ROWS = 20_000
SEEN = 1_000
"""Rows sampled, and rows of these whose values are looked at one by one."""

NUMBER = re.compile(r"^[-+\u2212]?[€$£ ]*\d[\d\s.,'\u00a0\u202f]*\s*(?:[€$£%]|EUR|eur)?$")
FRACTION = re.compile(r"\d[.,]\d{1,2}$|\.\d{3,}$")


@dataclass(frozen=True)
class Profile:
    """One column on the sample.

    Attributes:
        name: The column.
        rows: Rows of the sample.
        filled: Rows where it is not empty.
        distinct: Its different values.
        dates, numbers, fractions: Shares of its values that read as dates, as numbers, as numbers with decimals.
        negative: Share of its values that begin with a minus sign.
        values: Different values in the order met, at most some hundreds.
    """

    name: str
    rows: int
    filled: int
    distinct: int
    dates: float
    numbers: float
    fractions: float
    negative: float
    values: tuple[str, ...]

    @property
    def repeats(self) -> bool:
        """Whether values come back often enough to be those of cases or labels."""
        return self.distinct < 0.95 * self.filled


def profiles(engine: Engine, table: Table) -> tuple[Profile, ...]:
    """Sample the source into the engine's table SAMPLE and look at each column."""
    engine.table(SAMPLE, f"select * from {table.relation} limit {ROWS}")
    columns = [f"c{k}" for k in range(len(table.names))]
    cleaned = [f"nullif(trim({column}), '')" for column in columns]
    counted = ", ".join(f"count({text}), count(distinct {text})" for text in cleaned)
    rows, *counts = engine.rows(f"select count(*), {counted} from {SAMPLE}")[0]
    seen = engine.rows(f"select {', '.join(columns)} from {SAMPLE} limit {SEEN}")
    found = []
    for place, name in enumerate(table.names):
        values = tuple(dict.fromkeys(row[place].strip() for row in seen if row[place] and row[place].strip()))[:300]
        found.append(_profile(name, rows, counts[2 * place], counts[2 * place + 1], values))
    return tuple(found)


def _profile(name: str, rows: int, filled: int, distinct: int, values: tuple[str, ...]) -> Profile:
    total = max(len(values), 1)

    def share(matches: list[bool]) -> float:
        return sum(matches) / total

    numbers = [NUMBER.match(value) is not None for value in values]
    decimals = [FRACTION.search(value) is not None for value in values]
    return Profile(
        name, rows, filled, distinct,
        dates=share([looks_like_date(value) for value in values]),
        numbers=share(numbers),
        fractions=share([number and decimal for number, decimal in zip(numbers, decimals, strict=True)]),
        negative=share([value.startswith(("-", "\u2212")) for value in values]),
        values=values,
    )  # fmt: skip
