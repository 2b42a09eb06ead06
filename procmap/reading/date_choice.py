"""Which date format a source uses: the family that reads most of its values, day before month where both read all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.date_words import in_digits, in_digits_sql, is_worded
from procmap.reading.dates import EPOCH, FAMILIES, LATE, OFFSET, DateFormat, formats_of, looks_like_date
from procmap.reading.profile import SAMPLE
from procmap.reading.table import quoted

SHAPES = 60
"""Shapes of values that are looked at; rarer ones are refused."""


EXAMPLE = "coalesce(min(v) filter (not regexp_matches(v, '^(?:0+|9+)$')), min(v))"
"""SQL of a value that stands for all of its shape: 00000000 stands for no date, and not for those beside it."""


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
    engine: Engine, values: str, families: tuple[str, ...] = ("iso", "epoch", "excel", *FAMILIES)
) -> DateFormat | None:
    """The format of the column `v` of a SELECT, NULLs apart; None where nothing reads as a date.

    Args:
        engine: Where the values stand.
        values: The SELECT.
        families: The families allowed.
    """
    examples, worded = _examples(engine, values)
    if not examples:
        return DateFormat("excel") if "excel" in families and _has_serials(engine) else None
    candidates = _candidates(examples, families, worded=worded)
    if not candidates:
        return None
    total = engine.value("select coalesce(sum(n), 0) from date_value")
    unread = [(_unread(engine, candidate), place) for place, candidate in enumerate(candidates)]
    if min(unread)[0] and engine.value(f"select count(*) from date_value where regexp_matches(v, {quoted(LATE)})"):
        candidates = [replace(each, late=bool(each.formats)) for each in candidates]
        unread = [(_unread(engine, candidate), place) for place, candidate in enumerate(candidates)]
    fewest, best = min(unread)
    if fewest == total:
        return None
    chosen = candidates[best]
    twin = [place for count, place in unread if count == fewest and candidates[place].family == "month-first"]
    is_ambiguous = chosen.family == "day-first" and bool(twin) and candidates[twin[0]].formats != chosen.formats
    offsets = chosen.family == "epoch" or any("%z" in each for each in chosen.formats)
    offsets = offsets or bool(engine.value(f"select count(*) > 0 from date_value where regexp_matches(v, {quoted(OFFSET)})"))
    return replace(chosen, offsets=offsets, is_ambiguous=is_ambiguous, worded=worded)


def moment_of(engine: Engine, time: str, places: Mapping[str, int]) -> str:
    """SQL of the moment of a row of the sample, in microseconds."""
    text = f"nullif(trim(c{places[time]}), '')"
    found = choose_format(engine, f"select {text} as v from {SAMPLE}")
    return found.wall(text) if found else "null"


def unread_as(engine: Engine, values: str, family: str, *, worded: bool = False) -> int | None:
    """How many values of the column `v` of a SELECT a family leaves unread; None where it reads none of the shapes."""
    engine.table("date_value", _counted(values, "v"))
    if worded:
        engine.table("date_value", _counted("select v, n from date_value", in_digits_sql("v"), "sum(n)"))
    examples = engine.rows(f"select {EXAMPLE} from date_value group by regexp_replace(v, '[0-9]', '9', 'g') order by 1")
    candidates = _candidates([row[0] for row in examples], (family,))
    return _unread(engine, candidates[0]) if candidates else None


def _counted(values: str, text: str, count: str = "count(*)") -> str:
    return f"select {text} as v, {count} as n from ({values}) where v is not null group by 1"


def _examples(engine: Engine, values: str) -> tuple[list[str], bool]:
    """Make date_value, (v, n): one date of each shape, the commonest first, and whether they had to be rewritten in digits."""
    engine.table("date_value", _counted(values, "v"))
    shapes = _shapes(engine)
    worded = any(not formats_of(each) and is_worded(each) and formats_of(in_digits(each)) for each in shapes)
    if worded:
        engine.table("date_value", _counted("select v, n from date_value", in_digits_sql("v"), "sum(n)"))
        shapes = _shapes(engine)
    return [example for example in shapes if looks_like_date(example) or formats_of(example)], worded


def _shapes(engine: Engine) -> list[str]:
    """A value of each shape, those of most rows first."""
    return [row[0] for row in engine.rows(
        f"select {EXAMPLE}, cast(sum(n) as bigint) as rows from date_value "
        f"group by regexp_replace(v, '[0-9]', '9', 'g') order by rows desc, 1 limit {SHAPES}"
    )]  # fmt: skip


def _has_serials(engine: Engine) -> bool:
    """Whether some values are days as spreadsheets count them."""
    return bool(engine.value(f"select count({DateFormat('excel').wall('v')}) > 0 from date_value"))


def _candidates(examples: list[str], families: tuple[str, ...], *, worded: bool = False) -> list[DateFormat]:
    """The formats that the shapes allow: ISO first, day before month. What was rewritten is read by strptime throughout."""
    found = []
    if not worded and "iso" in families and any("year-first" in formats_of(example) for example in examples):
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
