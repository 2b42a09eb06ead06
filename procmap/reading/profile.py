"""What the values of each column look like, on a sample of the source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.dates import looks_like_date
from procmap.reading.missing import words_for_nothing
from procmap.reading.table import Table, is_one_of

SAMPLE = "reading_sample"
"""The engine's table that holds the sample, with the relation's columns."""

ROWS = 20_000
SEEN = 1_000
"""Rows sampled, and rows of these whose values are looked at one by one."""

WIDE = 250
"""Columns beyond which a table is wide: so few rows of it are sampled that each value is looked at ..."""

CELLS, FEWEST = 2_000_000, 200
"""... these cells together, and these rows at least."""

AT_ONCE = 25
"""Columns looked at in one go: the engine counts each column's values in memory of its own."""

LONGEST = 500
"""Characters of a value that are looked at."""

MOST_VALUES = 300
"""Different values of a column that are kept."""

NUMBER = re.compile(
    r"^\(?[-+\u2212]?[€$£ ]*+\d[\d\s.,'\u2019\u00a0\u202f]*+(?:[eE][-+]?\d{1,3})?"
    r"(?:k|K|M|Md)?(?:[€$£%]|EUR|eur|euros?)?[-\u2212]?\)?$"
)
FRACTION = re.compile(r"\d[.,]\d{1,2}$|\.\d{3,}$")
WHOLE = re.compile(r"^\d+[.,]0+$")
"""A whole number with the decimals that a table of floats gives it."""


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
        nothing: The words met that stand for nothing; they count for no value.
        whole: Share of its values that are whole numbers with decimals (1.0), as a table of floats writes numbers of cases.
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
    nothing: tuple[str, ...] = ()
    whole: float = 0.0

    @property
    def repeats(self) -> bool:
        """Whether values come back often enough to be those of cases or labels."""
        return self.distinct < 0.95 * self.filled


def profiles(engine: Engine, table: Table) -> tuple[Profile, ...]:
    """Sample the source into the engine's table SAMPLE and look at each column."""
    is_wide = len(table.names) > WIDE
    size = min(SEEN, max(FEWEST, CELLS // len(table.names))) if is_wide else ROWS
    engine.table(SAMPLE, f"select * from {table.relation} limit {size}")
    rows = engine.value(f"select count(*) from {SAMPLE}")
    found: list[Profile] = []
    step = WIDE if is_wide else AT_ONCE
    for first in range(0, len(table.names), step):
        columns = [f"c{k}" for k in range(first, min(first + step, len(table.names)))]
        shown = ", ".join(f"left({column}, {LONGEST})" for column in columns)
        seen = list(zip(*engine.rows(f"select {shown} from {SAMPLE} limit {SEEN}"), strict=True)) or [()] * len(columns)
        values = [[text for cell in column if cell and (text := cell.strip())] for column in seen]
        nothing = [_nothing(each) for each in values]
        values = [[text for text in each if text not in words] for each, words in zip(values, nothing, strict=True)]
        counts = [(len(each), len(set(each))) for each in values] if is_wide else _counts(engine, columns, nothing)
        for name, texts, words, (filled, distinct) in zip(table.names[first:], values, nothing, counts, strict=False):
            different = tuple(dict.fromkeys(texts))[:MOST_VALUES]
            found.append(_profile(name, rows, filled, distinct, different, tuple(sorted(words))))
    return tuple(found)


def _nothing(texts: list[str]) -> frozenset[str]:
    """The words among texts that stand for nothing."""
    different = set(texts)
    words = words_for_nothing(different)
    return frozenset(text for text in different if text.lower() in words)


def _counts(engine: Engine, columns: list[str], nothing: list[frozenset[str]]) -> list[tuple[int, int]]:
    """(filled cells, different values) of columns of the sample, words for nothing apart."""
    cleaned = [
        f"case when not {is_one_of(column, frozenset(map(str.lower, words)))} then nullif(trim({column}), '') end" if words
        else f"nullif(trim({column}), '')"
        for column, words in zip(columns, nothing, strict=True)
    ]  # fmt: skip
    counted = ", ".join(f"count({text}), count(distinct {text})" for text in cleaned)
    counts = engine.rows(f"select {counted} from {SAMPLE}")[0]
    return list(zip(counts[::2], counts[1::2], strict=True))


def _profile(
    name: str, rows: int, filled: int, distinct: int, values: tuple[str, ...], nothing: tuple[str, ...]
) -> Profile:
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
        nothing=nothing,
        whole=share([WHOLE.match(value) is not None for value in values]),
    )  # fmt: skip
