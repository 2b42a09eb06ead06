"""Dates: the formats of a column are those of the shapes that its values have, and day comes before month.

A value's shape is the value with every digit as 9. Each shape gives strptime formats in three families: year first,
day first, month first. One family reads the whole column; ISO 8601 is read by the engine's own cast, which is faster.
What people write out ("7 janv. 2025 à 8 h 31") is rewritten in digits first; see date_words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from procmap.reading.date_words import in_digits, in_digits_sql, is_worded
from procmap.reading.table import quoted
from procmap.reading.week_dates import WEEK, format_of_week

DATE = re.compile(
    r"^(?P<a>\d{1,4})(?P<sep>[/.\- ])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{1,2})(?!\d)"
    r"(?:(?P<gap>T|,? +(?:(?:à|a|at|um|-) +)?)(?P<h>\d{1,2})(?P<hm>[:hH.]| h )(?P<m>\d{2})?(?:(?P<ms>[:.])(?P<s>\d{2}))?"
    r"(?P<f>[.,]\d{1,9})?(?P<am> ?[AaPp][Mm])?)?(?P<zone> ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$"
)
COMPACT = re.compile(
    r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"(?:(?P<gap>T?)(?P<time>[0-2]\d[0-5]\d(?P<s>[0-5]\d)?)(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?$"
)
EPOCH = re.compile(r"^\d{10}(?:\d{3}|\d{6}|\.\d{1,9})?$")

OFFSET = r":\d\d(?:[.,]\d+)? ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$"
"""Regular expression of a time that ends in its offset from UTC."""

ZONED = r"([:hH.]\d\d(?:[.,]\d+)?(?: ?[AaPp][Mm])?|^\d+[-/.]\d+[-/.]\d+|^\d{8}T?\d{4,6}) ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$"
"""The same for times that are not ISO 8601: what stands before the offset, and the offset."""

LATE = r"([T ,])24([:hH]00)"
"""Regular expression of the midnight that ends a day."""

SERIAL = re.compile(r"^\d{5}(?:[.,]\d+)?$")
FIRST_SERIAL, LAST_SERIAL = 32_874, 58_806
"""Days since 1899-12-30, as spreadsheets count them: 1990 to 2060."""

UNIX_SERIAL = 25_569
"""The serial of 1970-01-01."""

DAY = 86_400_000_000

SEPARATOR = "[-/. ]"
FILLERS = ("0000-00-00", "0001-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "2099-12-31", "9999-12-31")
"""Days that exports write where a date is not known."""

WHOLLY = 0.9
"""Share of bare digits that a calendar must know, and of their times in the hour after midnight that are counts: nobody works
then alone."""

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
        family: "iso", one of FAMILIES, "epoch", "excel" (serials of a spreadsheet) or "given".
        formats: strptime formats, the commonest first; empty for "iso", "epoch" and "excel".
        offsets: Whether some values carry an offset from UTC.
        is_ambiguous: Whether the sample reads as well with the month first.
        year_first_too: Whether some values are ISO 8601 among others that are not.
        worded: Whether some values are written out and must be rewritten in digits.
        late: Whether some values say 24:00.
    """

    family: str
    formats: tuple[str, ...] = ()
    offsets: bool = False
    is_ambiguous: bool = False
    year_first_too: bool = False
    worded: bool = False
    late: bool = False

    @property
    def label(self) -> str:
        """The format as the reader of an audit sees it."""
        named = {"iso": "ISO 8601", "epoch": "epoch", "excel": "Excel serial"}.get(self.family) or self.formats[0]
        return named.replace("%Y-%m-%d", "%d %B %Y") if self.worded else named

    @property
    def names_month(self) -> bool:
        """Whether the month is a name in some format."""
        return any("%b" in each or "%B" in each for each in self.formats)

    def wall(self, text: str) -> str:
        """SQL of the moment as the source writes it, in microseconds; NULL where unreadable or beyond the years 1 to 9999."""
        return in_range(self._wall(in_digits_sql(text) if self.worded else text))

    def _wall(self, text: str) -> str:
        if self.family == "iso":
            has_half = f"contains({text}, 'M') or contains({text}, 'm')"  # the engine reads 8:31 PM as 8:31
            return f"case when {text} < ':' and not ({has_half}) then epoch_us(try_cast({text} as timestamp)) end"
        if self.family == "epoch":
            number = f"try_cast({text} as bigint)"
            whole = f"{number} * case length({text}) when 10 then 1000000 when 13 then 1000 when 16 then 1 end"
            parted = f"cast(try_cast({text} as decimal(20, 6)) * 1000000 as bigint)"  # seconds with decimals
            return f"case when substr({text}, 11, 1) = '.' then {parted} else {whole} end"
        if self.family == "excel":
            return f"cast(round(({_serial(text)} - {UNIX_SERIAL}) * 86400) as bigint) * 1000000"
        parsed = self._parsed(text)
        if self.late:
            shifted = self._parsed(f"regexp_replace({text}, {quoted(LATE)}, {quoted(chr(92) + '100' + chr(92) + '2')})")
            parsed = f"coalesce({parsed}, case when regexp_matches({text}, {quoted(LATE)}) then {shifted} + {DAY} end)"
        if self.year_first_too:
            return f"coalesce({parsed}, {replace(self, family='iso', formats=())._wall(text)})"  # noqa: SLF001 - our own
        return parsed

    def _parsed(self, text: str) -> str:
        """SQL of the moment by the formats; an offset is left out before: the engine would turn the moment into UTC."""
        if any(each.endswith("%z") for each in self.formats):
            text = f"regexp_replace({text}, {quoted(ZONED)}, {quoted(chr(92) + '1')})"
        formats = list(dict.fromkeys(each.removesuffix("%z").rstrip() for each in self.formats))
        listed = ", ".join(quoted(each) for each in formats)
        return f"epoch_us(try_strptime({text}, {listed if len(formats) == 1 else f'[{listed}]'}))"

    def instant(self, text: str) -> str:
        """SQL of the moment in UTC, in microseconds; NULL where no offset is written, or beyond the years 1 to 9999."""
        return in_range(self._instant(in_digits_sql(text) if self.worded else text))

    def _instant(self, text: str) -> str:
        if self.family == "epoch":
            return self._wall(text)
        if self.family == "iso":  # where the sample shows no offset, a look at the length finds one at little cost
            may = "" if self.offsets else f"(strlen({text}) > 19 or contains({text}, 'Z')) and "
            return f"case when {may}regexp_matches({text}, '{OFFSET}') then epoch_us(try_cast({text} as timestamptz)) end"
        if self.family == "excel" or not self.offsets:
            return "cast(null as bigint)"
        return f"{self._wall(text)} - {_shift(f'regexp_extract({text}, {quoted(ZONED)}, 2)')}"


def _shift(zone: str) -> str:
    """SQL of an offset in microseconds; NULL where there is none."""
    digits = f"replace(substr({zone}, 2), ':', '')"
    minutes = f"try_cast(left({digits}, 2) as bigint) * 60 + coalesce(try_cast(nullif(substr({digits}, 3), '') as bigint), 0)"
    signed = f"case when {zone} in ('Z', 'UTC', 'GMT') then 0 when {zone} < ',' then {minutes} else -({minutes}) end"
    return f"case when {zone} <> '' then ({signed}) * 60000000 end"


def _serial(text: str) -> str:
    """SQL of the number of a serial, exact; NULL where it is none of the plausible days."""
    number = f"try_cast(replace({text}, ',', '.') as decimal(18, 9))"
    return f"case when {number} between {FIRST_SERIAL} and {LAST_SERIAL} then {number} end"


def serial_dates(values: Sequence[str]) -> bool:
    """Whether every value is a number in the range of plausible days, as a spreadsheet counts them."""
    return bool(values) and all(
        SERIAL.match(value) is not None and FIRST_SERIAL <= int(value[:5]) < LAST_SERIAL for value in values
    )


def are_numbered(values: Sequence[str]) -> bool:
    """Whether bare digits that read as days or moments are a day or a year with a count behind.

    The count shows where it runs over what a calendar knows (202501060075), or stays in the hour after midnight.
    """
    told = [value for value in values if len(set(value)) > 1]  # 00000000 and 99999999 stand for no date
    found = [match for value in told if (match := COMPACT.match(value))]
    if sum(map(looks_like_date, told)) < WHOLLY * len(told):
        return True
    times = [match["time"] for match in found if match["time"]]
    is_early = sum(time.startswith("00") for time in times) >= WHOLLY * len(times)
    return 2 * len(times) > len(values) and is_early and any(time.strip("0") for time in times)


def filler_sql(text: str) -> str:
    """SQL of whether a text is a day that stands for "not known", in whatever order it is written, with or without a time."""
    forms = []
    for day in FILLERS:
        year, month, date = (part.replace("01", "0?1") if len(part) == 2 else part for part in day.split("-"))
        forms += [SEPARATOR.join(parts) for parts in ((year, month, date), (date, month, year), (month, date, year))]
    return f"coalesce(regexp_matches({text}, {quoted(f'^(?:{chr(124).join(forms)})(?:[T ].*)?$')}), false)"


def filler_days() -> tuple[int, ...]:
    """The fillers that a calendar knows, as days since 1970."""
    return tuple(
        (dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days for day in FILLERS if not day.startswith("0000")
    )


def looks_like_date(value: str) -> bool:
    """Whether a text is written as a date, its numbers in range."""
    if len(value) > LONGEST:
        return False
    return _is_in_digits(value) or (is_worded(value) and _is_in_digits(in_digits(value)))


def _is_in_digits(value: str) -> bool:
    if found := DATE.match(value):
        low, mid, high = found["a"], found["b"], found["c"]
        if len(low) == 3 or (len(low) < 4 and len(high) == 1):
            return False
        small = [int(part) for part in ((mid, high) if len(low) == 4 else (low, mid))]
        return all(1 <= number <= 31 for number in small) and min(small) <= 12
    if EPOCH.match(value):
        # 2000 to 2099, but for the years 2033 to 2036: a number that begins with 20 is one that begins with its year
        return 946_684_800 <= int(value[:10]) < 4_102_444_800 and not value.startswith("20")
    return COMPACT.match(value) is not None or WEEK.match(value) is not None


def formats_of(example: str) -> dict[str, str]:
    """The strptime format of a text in each family that its shape allows."""
    if len(example) > LONGEST:
        return {}
    if found := COMPACT.match(example):
        clock = found["gap"] + ("%H%M%S" if found["s"] else "%H%M") if found["time"] else ""
        clock += "%z" if found["zone"] else ""
        return {"year-first": f"%Y%m%d{clock}"}
    if week := format_of_week(example):
        return {"year-first": week}
    found = DATE.match(example)
    if found is None:
        return {}
    sep, clock = found["sep"], _clock(found)
    if len(found["a"]) == 4:
        return {"year-first": f"%Y{sep}%m{sep}%d{clock}"}
    year = "%Y" if len(found["c"]) == 4 else "%y"
    families = {"day-first": f"%d{sep}%m{sep}{year}{clock}"}
    families["month-first"] = f"%m{sep}%d{sep}{year}{clock}"
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
