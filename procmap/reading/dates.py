"""Dates: the formats of a column are those of the shapes that its values have, and day comes before month.

A value's shape is the value with every digit as 9. Each shape gives strptime formats in three families: year first,
day first, month first. One family reads the whole column; ISO 8601 is read by the engine's own cast, which is faster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DATE = re.compile(
    r"^(?P<a>\d{1,4})(?P<sep>[/.\- ])(?P<b>\d{1,2}|[A-Za-z]{3,9})(?P=sep)(?P<c>\d{4}|\d{1,2})(?!\d)"
    r"(?:(?P<gap>T|,? +(?:(?:à|a|at|um) +)?)(?P<h>\d{1,2})(?P<hm>[:hH.]| h )(?P<m>\d{2})?(?:(?P<ms>[:.])(?P<s>\d{2}))?"
    r"(?P<f>[.,]\d{1,9})?(?P<am> ?[AaPp][Mm])?)?(?P<zone> ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$"
)
COMPACT = re.compile(r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?P<time>[0-2]\d[0-5]\d(?P<s>[0-5]\d)?)?$")
EPOCH = re.compile(r"^\d{10}(?:\d{3}|\d{6})?$")

OFFSET = r":\d\d(?:[.,]\d+)? ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$"
"""Regular expression of a time that ends in its offset from UTC."""

FAMILIES = ("year-first", "day-first", "month-first")

LONGEST = 64
"""Characters beyond which a text is no date."""

FIRST, LAST = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The moments of the years 1 to 9999, in microseconds since 1970: what every calendar here can tell."""


def in_range(moment: str) -> str:
    """SQL of a moment, NULL beyond the years 1 to 9999."""
    return f"case when {moment} between {FIRST} and {LAST} then {moment} end"


@dataclass(frozen=True)
class DateFormat:
    """How the texts of a column become moments.

    Attributes:
        family: "iso", one of FAMILIES, "epoch" or "given".
        formats: strptime formats, the commonest first; empty for "iso" and "epoch".
        offsets: Whether some values carry an offset from UTC.
        is_ambiguous: Whether the sample reads as well with the month first.
        year_first_too: Whether some values are ISO 8601 among others that are not.
    """

    family: str
    formats: tuple[str, ...] = ()
    offsets: bool = False
    is_ambiguous: bool = False
    year_first_too: bool = False

    @property
    def label(self) -> str:
        """The format as the reader of an audit sees it."""
        return {"iso": "ISO 8601", "epoch": "epoch"}.get(self.family) or self.formats[0]

    def wall(self, text: str) -> str:
        """SQL of the moment as the source writes it, in microseconds; NULL where unreadable or beyond the years 1 to 9999."""
        return in_range(self._wall(text))

    def _wall(self, text: str) -> str:
        if self.family == "iso":
            return f"case when {text} < ':' then epoch_us(try_cast({text} as timestamp)) end"
        if self.family == "epoch":
            number = f"try_cast({text} as bigint)"
            return f"{number} * case length({text}) when 10 then 1000000 when 13 then 1000 when 16 then 1 end"
        if any("%z" in format_ for format_ in self.formats):
            return self._instant(text)
        listed = ", ".join("'" + each.replace("'", "''") + "'" for each in self.formats)
        parsed = f"epoch_us(try_strptime({text}, {listed if len(self.formats) == 1 else f'[{listed}]'}))"
        if self.year_first_too:
            return f"coalesce({parsed}, {replace(self, family='iso', formats=())._wall(text)})"  # noqa: SLF001 - our own
        return parsed

    def instant(self, text: str) -> str:
        """SQL of the moment in UTC, in microseconds; NULL where no offset is written, or beyond the years 1 to 9999."""
        return in_range(self._instant(text))

    def _instant(self, text: str) -> str:
        if self.family == "epoch":
            return self._wall(text)
        if self.family != "iso":
            zoned = [each for each in self.formats if "%z" in each]
            return f"epoch_us(try_strptime({text}, '{zoned[0]}'))" if zoned else "cast(null as bigint)"
        return f"case when regexp_matches({text}, '{OFFSET}') then epoch_us(try_cast({text} as timestamptz)) end"


def looks_like_date(value: str) -> bool:
    """Whether a text is written as a date, its numbers in range."""
    if len(value) > LONGEST:
        return False
    if found := DATE.match(value):
        low, mid, high = found["a"], found["b"], found["c"]
        if len(low) == 3 or (len(low) < 4 and len(high) == 1):
            return False
        small = [int(part) for part in ((mid, high) if len(low) == 4 else (low, mid)) if part.isdigit()]
        return all(1 <= number <= 31 for number in small) and min(small) <= 12
    if EPOCH.match(value):
        return 946_684_800 <= int(value[:10]) < 4_102_444_800  # 2000 to 2099
    return COMPACT.match(value) is not None


def formats_of(example: str) -> dict[str, str]:
    """The strptime format of a text in each family that its shape allows."""
    if len(example) > LONGEST:
        return {}
    if found := COMPACT.match(example):
        clock = ("%H%M%S" if found["s"] else "%H%M") if found["time"] else ""
        return {"year-first": f"%Y%m%d{clock}"}
    found = DATE.match(example)
    if found is None:
        return {}
    sep, clock = found["sep"], _clock(found)
    month = "%m" if found["b"].isdigit() else ("%b" if len(found["b"]) == 3 else "%B")
    if len(found["a"]) == 4:
        return {"year-first": f"%Y{sep}{month}{sep}%d{clock}"}
    year = "%Y" if len(found["c"]) == 4 else "%y"
    families = {"day-first": f"%d{sep}{month}{sep}{year}{clock}"}
    families["month-first"] = f"{month}{sep}%d{sep}{year}{clock}" if month == "%m" else families["day-first"]
    return families


def _clock(found: re.Match[str]) -> str:
    if not found["h"]:
        return "%z" if found["zone"] else ""
    half = found["am"]
    clock = found["gap"] + ("%I" if half else "%H") + found["hm"] + ("%M" if found["m"] else "")
    clock += f"{found['ms']}%S" if found["s"] else ""
    clock += f"{found['f'][0]}%f" if found["f"] else ""
    clock += half[:-2] + "%p" if half else ""
    return clock + (" %z" if found["zone"] and found["zone"].startswith(" ") else "%z" if found["zone"] else "")
