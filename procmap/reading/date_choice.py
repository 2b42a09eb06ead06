"""Which date format a source uses: the family that reads most of its values, day before month where both read all."""

from __future__ import annotations

from dataclasses import replace

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.dates import EPOCH, FAMILIES, OFFSET, DateFormat, formats_of, looks_like_date

SHAPES = 60
"""Shapes of values that are looked at; rarer ones are refused."""


def given_format(engine: Engine, text: str) -> DateFormat:
    """The format that the user gave as strptime writes it.

    Raises:
        ProcmapError: Not a strptime format.
    """
    import duckdb

    try:
        engine.rows("select try_strptime('2024-01-31', ?)", [text])
    except duckdb.Error as error:
        raise ProcmapError("reading.bad_date_format", format=text) from error
    if "%" not in text or "'" in text:
        raise ProcmapError("reading.bad_date_format", format=text)
    return DateFormat("given", (text,), offsets="%z" in text)


def choose_format(
    engine: Engine, values: str, families: tuple[str, ...] = ("iso", "epoch", *FAMILIES)
) -> DateFormat | None:
    """The format of the column `v` of a SELECT, NULLs apart; None where nothing reads as a date.

    Args:
        engine: Where the values stand.
        values: The SELECT.
        families: The families allowed.
    """
    engine.table("date_value", f"select v, count(*) as n from ({values}) where v is not null group by v")
    shapes = engine.rows(
        "select regexp_replace(v, '[0-9]', '9', 'g') as shape, min(v), cast(sum(n) as bigint) as rows from date_value "
        f"group by shape order by rows desc, shape limit {SHAPES}"
    )
    examples = [example for _, example, _ in shapes if looks_like_date(example) or formats_of(example)]
    candidates = _candidates(examples, families)
    if not candidates:
        return None
    total = engine.value("select coalesce(sum(n), 0) from date_value")
    unread = [(_unread(engine, candidate), place) for place, candidate in enumerate(candidates)]
    fewest, best = min(unread)
    if fewest == total:
        return None
    chosen = candidates[best]
    twin = [place for count, place in unread if count == fewest and candidates[place].family == "month-first"]
    is_ambiguous = chosen.family == "day-first" and bool(twin) and candidates[twin[0]].formats != chosen.formats
    pattern = OFFSET.replace("'", "''")
    offsets = chosen.family == "epoch" or any("%z" in each for each in chosen.formats)
    offsets = offsets or bool(engine.value(f"select count(*) > 0 from date_value where regexp_matches(v, '{pattern}')"))
    return replace(chosen, offsets=offsets, is_ambiguous=is_ambiguous)


def unread_as(engine: Engine, values: str, family: str) -> int | None:
    """How many values of the column `v` of a SELECT a family leaves unread; None where it reads none of the shapes."""
    engine.table("date_value", f"select v, count(*) as n from ({values}) where v is not null group by v")
    examples = engine.rows("select min(v) from date_value group by regexp_replace(v, '[0-9]', '9', 'g') order by 1")
    candidates = _candidates([row[0] for row in examples], (family,))
    return _unread(engine, candidates[0]) if candidates else None


def _candidates(examples: list[str], families: tuple[str, ...]) -> list[DateFormat]:
    """The formats that the shapes allow: ISO first, day before month."""
    found = []
    if "iso" in families and any("year-first" in formats_of(example) for example in examples):
        found.append(DateFormat("iso"))
    if "epoch" in families and examples and all(EPOCH.match(example) for example in examples):
        found.append(DateFormat("epoch"))
    for family in FAMILIES:
        if family not in families:
            continue
        formats = [formats_of(example)[family] for example in examples if family in formats_of(example)]
        formats = sorted(dict.fromkeys(formats), key=lambda each: "%y" not in each)  # %Y would read "24" as year 24
        if formats:
            mixed = family != "year-first" and any("year-first" in formats_of(example) for example in examples)
            found.append(DateFormat(family, tuple(formats), year_first_too=mixed and "iso" in families))
    return found


def _unread(engine: Engine, candidate: DateFormat) -> int:
    return int(engine.value(f"select coalesce(sum(n), 0) from date_value where {candidate.wall('v')} is null"))
